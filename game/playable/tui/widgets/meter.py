"""One variable as a bar and a word, and how it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from playable.engine.phrasing import outside
from playable.tui.press import ToClaim, ToVariable, pressable
from playable.tui.text import BAD, DIM, GOOD, KEY, STRONG, cited, flow, told

if TYPE_CHECKING:
    from playable.engine.view_parts import Change, Good, Meter, Reason
    from playable.language.names import Range

ROOM = 6  # cells of a bar, at most; a longer range is shown by its share
PARTS = " ▏▎▍▌▋▊▉"  # of a cell, in eighths
FULL, EMPTY_CELL, LOST = "█▁░"


def _cells(of: Range, room: int) -> int:
    """How long a bar for this range is: every step takes as many cells, where they fit."""
    steps = max(1, of.high - of.low)
    return room if steps > room else room // steps * steps


def bar(value: float, of: Range, was: int | None = None, style: str = KEY, room: int = ROOM) -> Content:
    """`████▁▁`, to an eighth of a cell. From where it `was` it is drawn in `style`: `██░░▁▁` where it has fallen."""
    long = _cells(of, room)
    full = _filled(value, of, long)
    if was is None or was == value:
        return Content.assemble((_run(full), KEY), (EMPTY_CELL * (long - _long(full)), DIM))
    before = _filled(was, of, long) // 8
    if value > was:
        kept, gained = _run(before * 8), _run(full)[before:]
        return Content.assemble((kept, KEY), (gained, style), (EMPTY_CELL * (long - _long(full)), DIM))
    lost = LOST * max(0, before - _long(full))
    return Content.assemble((_run(full), KEY), (lost, style), (EMPTY_CELL * (long - _long(full) - len(lost)), DIM))


def _filled(value: float, of: Range, long: int) -> int:
    """How many eighths of cells are full."""
    return round((value - of.low) / max(1, of.high - of.low) * long * 8)


def _run(eighths: int) -> str:
    return FULL * (eighths // 8) + (PARTS[eighths % 8] if eighths % 8 else "")


def _long(eighths: int) -> int:
    return -(-eighths // 8)


def welcome(delta: int, good: Good) -> str:
    """The style of a change: whether it is welcome."""
    return KEY if good == "neither" or not delta else GOOD if (delta > 0) == (good == "high") else BAD


def arrow(delta: int, good: Good) -> Content:
    """`▲2`, coloured by whether that is welcome; the sign tells the direction."""
    if not delta:
        return Content("")
    return Content.assemble((f"{'▲' if delta > 0 else '▼'}{abs(delta)}", welcome(delta, good)))


def gauge(m: Meter, room: int = ROOM) -> Content:
    """The bar of a meter, with its last move in it."""
    assert m.range
    return bar(m.value, m.range, m.value - m.last, welcome(m.last, m.good), room)


def meter(m: Meter, width: int, name_width: int) -> Content:
    """A variable on one line of the board, which a click on explains: a bar and its word, or the words it holds."""
    name = m.short if len(m.name) > name_width and m.short else m.name
    head = Content(name).truncate(name_width, ellipsis=True).pad_right(max(0, name_width - Content(name).cell_length))
    if m.range is None:
        line = Content.assemble(head, "  ", (m.word, DIM))
    else:
        line, moved = Content.assemble(head, " ", gauge(m), " "), arrow(m.last, m.good)
        room = max(1, width - line.cell_length - (moved.cell_length + 1 if m.last else 0))
        word = Content.assemble((m.word or str(m.value), DIM)).truncate(room, ellipsis=True)
        line = Content.assemble(line, word, " " if m.last else "", moved)
    return pressable(line.truncate(width, ellipsis=True), ToVariable(m.id))


def change(c: Change, width: int, name_width: int, moved: float) -> list[Content]:
    """A change: the bar on its way, the direction in words, the reason, and what that leans on."""
    if c.meter.range is None:
        lines = [*flow(Content.assemble((c.name, STRONG)), width)]
        lines += flow(Content.assemble(("was ", DIM), (c.before_word, DIM)), width, "  ", "      ")
        lines += flow(Content.assemble(("now ", DIM), c.after_word), width, "  ", "      ")
    else:
        name = Content(c.name).truncate(name_width, ellipsis=True)
        now, delta, good = c.before + (c.after - c.before) * moved, c.after - c.before, c.meter.good
        gap = " " * (name_width - name.cell_length + 1)
        drawn = bar(now, c.meter.range, c.before, welcome(delta, good))
        head = pressable(Content.assemble((name.plain, STRONG), gap, drawn, "  "), ToVariable(c.variable))
        lines = flow(head + arrow(delta, good) + Content(f" {in_words(c)}"), width, "", "  ")
    return [*lines, *flow(told(c.because), width, "  "), *leaning(c, width)]


def leaning(of: Change | Reason, width: int) -> list[Content]:
    """On what a change, or the way here, leans."""
    lines = flow(cited(of.cites), width, "  ") if of.cites else []
    if of.outside:
        lines += flow(pressable(Content.assemble((outside(of), DIM)), ToClaim(None)), width, "  ")
    return lines


def in_words(c: Change) -> str:
    """`rises to working`, `falls, still thin`."""
    verb = "rises" if c.after > c.before else "falls"
    if not c.after_word or c.after_word == str(c.after):
        return f"{verb} to {c.after}"
    if c.before_word == c.after_word:
        return f"{verb} to {c.after}, still {c.after_word}"
    return f"{verb} from {c.before_word} to {c.after_word}"
