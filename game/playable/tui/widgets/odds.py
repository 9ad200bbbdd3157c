"""The odds of a review in cells: the table of one decision.

A tone is told by its place in the bar, its pattern and its letter, besides its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from playable.language.names import TONES
from playable.review.words import percent
from playable.tui.text import DIM, EMPTY, KEY, STRONG, flow
from playable.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from playable.review.document import Table
    from playable.review.weigh import Odds

PATTERN = {"disaster": "█", "loss": "▓", "stalemate": "▒", "gain": "░", "triumph": "·"}


class ToneLines(Lines):
    """Lines in which each tone has its colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in TONES}


def table(of: Table, width: int) -> list[Content]:
    """Each row a label, then a bar with its figures; the move that was made is marked."""
    lines: list[Content] = []
    figured = [_figures(row.odds, width) for row in of.rows]
    cells = max(6, min(40, width - 4 - max(figures.cell_length for figures in figured)))
    for row, figures in zip(of.rows, figured, strict=True):
        mark = Content.assemble(("● ", KEY)) if row.taken else Content("  ")
        label = Content.assemble((row.label, STRONG if row.taken else ""), (f"  {row.taken}" if row.taken else "", DIM))
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


def _letter(tone: str) -> str:
    return tone[0].upper()


def _style(tone: str) -> str:
    return f".tone--{tone}"
