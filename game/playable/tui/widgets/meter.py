"""One variable as a bar and a word, and how it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from playable.engine.phrasing import outside
from playable.tui.press import Cite, pressable
from playable.tui.text import BAD, DIM, GOOD, KEY, STRONG, cited, flow, told

if TYPE_CHECKING:
    from playable.engine.view_parts import Change, Good, Meter, Reason

MOST = 10  # cells of a bar; a longer range is shown by its share


def cells(span: tuple[int, int]) -> int:
    """How long a bar for this range is."""
    return min(MOST, max(1, span[1] - span[0]))


def filled(value: float, span: tuple[int, int]) -> int:
    """How many cells of it are full."""
    reach = max(1, span[1] - span[0])
    return round((value - span[0]) / reach * cells(span))


def bar(value: float, span: tuple[int, int], style: str = KEY) -> Content:
    """`▰▰▰▱▱▱`"""
    full = filled(value, span)
    return Content.assemble(("▰" * full, style), ("▱" * (cells(span) - full), DIM))


def arrow(delta: int, good: Good) -> Content:
    """`▲2`, coloured by whether that is welcome; the sign tells the direction."""
    if not delta:
        return Content("")
    style = KEY if good == "neither" else GOOD if (delta > 0) == (good == "high") else BAD
    return Content.assemble((f"{'▲' if delta > 0 else '▼'}{abs(delta)}", style))


def meter(m: Meter, width: int, name_width: int) -> list[Content]:
    """A variable on the board: on one line where it fits, else its word below its name."""
    if m.span is None:
        return [*flow(Content(m.name), width), *flow(Content.assemble((m.word, DIM)), width, "  ")]
    name = Content(m.name).truncate(name_width, ellipsis=True)
    gap, word = " " * (name_width - name.cell_length + 1), m.word or str(m.value)
    line = Content.assemble(name, gap, bar(m.value, m.span), " ", (word, DIM))
    if m.last:
        line = line + Content("  ") + arrow(m.last, m.good)
    return flow(line, width, "", " " * (name_width + 1))


def change(c: Change, width: int, name_width: int, moved: float) -> list[Content]:
    """A change: the bar on its way, the direction in words, the reason, and what that leans on."""
    if c.meter.span is None:
        lines = [*flow(Content.assemble((c.name, STRONG)), width)]
        lines += flow(Content.assemble(("was ", DIM), (c.before_word, DIM)), width, "  ", "      ")
        lines += flow(Content.assemble(("now ", DIM), c.after_word), width, "  ", "      ")
    else:
        name = Content(c.name).truncate(name_width, ellipsis=True)
        now = c.before + (c.after - c.before) * moved
        gap = " " * (name_width - name.cell_length + 1)
        head = Content.assemble((name.plain, STRONG), gap, bar(now, c.meter.span), "  ")
        lines = flow(head + arrow(c.after - c.before, c.meter.good) + Content(f" {in_words(c)}"), width, "", "  ")
    return [*lines, *flow(told(c.because, DIM), width, "  "), *leaning(c, width)]


def leaning(of: Change | Reason, width: int) -> list[Content]:
    """On what a change, or the way here, leans."""
    lines = flow(cited(of.cites), width, "  ") if of.cites else []
    if of.outside:
        lines += flow(pressable(Content.assemble((outside(of), DIM)), Cite()), width, "  ")
    return lines


def in_words(c: Change) -> str:
    """`rises to working`, `falls, still thin`."""
    verb = "rises" if c.after > c.before else "falls"
    if not c.after_word or c.after_word == str(c.after):
        return f"{verb} to {c.after}"
    if c.before_word == c.after_word:
        return f"{verb} to {c.after}, still {c.after_word}"
    return f"{verb} from {c.before_word} to {c.after_word}"
