"""The odds of a review in cells: the chart of the road, and the table of one decision.

A tone is told by its place in the bar, its pattern and its letter, besides its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content

from playable.language.names import TONES
from playable.review.words import percent
from playable.tui.press import Decision, pressable
from playable.tui.text import CURSOR, DIM, EMPTY, KEY, STRONG, flow
from playable.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from playable.review.document import Table
    from playable.review.weigh import Odds

PATTERN = {"disaster": "█", "loss": "▓", "stalemate": "▒", "gain": "░", "triumph": "·"}
AXIS = 5  # cells, where there is room for them


class Form(NamedTuple):
    """How a pair of bars is drawn, in cells: the width of a bar, what is between two, the gap after a pair."""

    bar: int
    between: int
    gap: int

    @property
    def whole(self) -> int:
        """All of it."""
        return 2 * self.bar + self.between + self.gap


FORMS = (Form(4, 1, 3), Form(3, 1, 2), Form(2, 1, 2), Form(2, 0, 1), Form(1, 1, 1), Form(1, 0, 1))


class ToneLines(Lines):
    """Lines in which each tone has its colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in TONES}


def chart(
    pairs: Sequence[tuple[Odds, Odds] | None], turned: int | None, at: int, width: int, height: int
) -> list[Content]:
    """For each decision two bars: before it and after it. `at` is the number that is looked at, 0 for none.

    Where not all fit, those around it are shown, or around the one where the road `turned`.
    """
    axis = AXIS if width >= 60 and len(pairs) * FORMS[-1].whole <= width - AXIS else 0
    form = next((f for f in FORMS if len(pairs) * f.whole <= width - axis), FORMS[-1])
    all_fit = len(pairs) * form.whole <= width - axis
    room = len(pairs) if all_fit else max(1, (width - axis - 1) // form.whole)
    first = max(0, min((at or turned or 1) - 1 - room // 2, len(pairs) - room))
    shown = list(enumerate(pairs, 1))[first : first + room]
    stacks = [[_stack(odds, height) for odds in pair] if pair else [[""] * height] * 2 for _, pair in shown]
    lines = []
    for row in range(height):
        line = Content.assemble((_share(row, height)[:axis].rjust(axis), DIM))
        for (number, _), stack in zip(shown, stacks, strict=True):
            cells = Content(" " * form.between).join([_cell(one, row, form.bar) for one in stack])
            line = line + pressable(cells, Decision(number)) + Content(" " * form.gap)
        lines.append(line)
    line = Content(" " * axis)
    for number, _ in shown:
        line = line + _number(number, number == turned, number == at, form)
    return [*lines, line + Content.assemble(("→" if first + room < len(pairs) else "", DIM))]


def key(tones: Iterable[str], width: int) -> Content:
    """`T·· triumph  G░░ gain …`, the best first, as in the bars from the top; and what the two bars of a pair are."""
    items = [Content.assemble((f"{_letter(t)}{PATTERN[t] * 2}", _style(t)), f" {t}") for t in reversed([*tones])]
    line = Content("   ").join(items)
    whole = line + Content.assemble(("   left: before you chose, right: after", DIM))
    if whole.cell_length <= width:
        return whole
    return line if line.cell_length <= width else Content(" ").join(items).truncate(width, ellipsis=True)


def table(of: Table, width: int) -> list[Content]:
    """Each row a label, then a bar with its figures; the move that was made is marked."""
    lines: list[Content] = []
    figured = [_figures(row.odds, width) for row in of.rows]
    cells = max(6, min(40, width - 4 - max(figures.cell_length for figures in figured)))
    for row, figures in zip(of.rows, figured, strict=True):
        mark = Content.assemble(("● ", KEY)) if row.taken else Content("  ")
        label = Content.assemble((row.label, STRONG if row.taken else ""), ("  your choice" if row.taken else "", DIM))
        lines += [*flow(label, width, mark), Content("  ") + _lying(row.odds, cells) + Content("  ") + figures]
    return lines


def _stack(odds: Odds, height: int) -> list[str]:
    """The tone of each row from the top, the best uppermost; rows go by largest remainders."""
    exact = {tone: odds[tone] * height for tone in TONES if tone in odds}
    rows = {tone: int(share) for tone, share in exact.items()}
    left = round(sum(exact.values())) - sum(rows.values())
    for tone in sorted(exact, key=lambda t: rows[t] - exact[t])[:left]:
        rows[tone] += 1
    stack = [tone for tone in reversed(rows) for _ in range(rows[tone])]
    return [""] * (height - len(stack)) + stack


def _cell(stack: list[str], row: int, bar: int) -> Content:
    """One row of a bar: the letter where a tone begins, its pattern below."""
    tone = stack[row]
    if not tone:
        return Content(" " * bar)
    begins = row == 0 or stack[row - 1] != tone
    text = f"{_letter(tone)}{PATTERN[tone] * (bar - 1)}" if begins else PATTERN[tone] * bar
    return Content.assemble((text, _style(tone)))


def _number(number: int, turned: bool, looked_at: bool, form: Form) -> Content:
    """What stands under a pair: `▲3` where the road turned, `‹3›` for the one that is looked at."""
    forms = [f"‹▲{number}›", f"▲{number}", "▲"] if turned and looked_at else [f"▲{number}", "▲"] if turned else []
    forms += [f"‹{number}›"] if looked_at else []
    room = form.whole if turned or looked_at else form.whole - 1  # numbers of others stand apart
    text = next((text for text in (*forms, str(number)) if len(text) <= room), "")
    shown = Content.assemble(
        (text.center(2 * form.bar + form.between), CURSOR if looked_at else KEY if turned else DIM)
    )
    return pressable(shown.pad_right(form.whole - shown.cell_length), Decision(number))


def _lying(odds: Odds, cells: int) -> Content:
    stack = [tone for tone in reversed(_stack(odds, cells)) if tone]
    return EMPTY.join([_cell(stack, n, 1) for n in range(len(stack))]).pad_right(cells - len(stack))


def _figures(odds: Odds, width: int) -> Content:
    """`gain 62%  loss 38%`, or `G 62% L 38%` where there is little room."""
    shown = [(tone, odds[tone]) for tone in TONES if odds.get(tone, 0) >= 1e-6]
    wide = [Content.assemble((f"{tone} ", DIM), percent(share)) for tone, share in shown]
    line = Content("  ").join(wide)
    if line.cell_length + 16 <= width:
        return line
    return Content(" ").join([Content.assemble((f"{_letter(t)} ", DIM), percent(s)) for t, s in shown])


def _share(row: int, height: int) -> str:
    return {0: "100%", height // 2: "50%", height - 1: "0%"}.get(row, "") + " "


def _letter(tone: str) -> str:
    return tone[0].upper()


def _style(tone: str) -> str:
    return f".tone--{tone}"
