"""The board: every shown variable beside the scene, or in one line where there is no room beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from playable.tui.press import Act, pressable
from playable.tui.text import DIM, EMPTY, STRONG, rule
from playable.tui.widgets.meter import arrow, gauge, meter

if TYPE_CHECKING:
    from playable.engine.view_parts import Meter, Panel

SPARE = 12  # rows that the board leaves below it, before it takes any for air


def board(panels: Sequence[Panel], width: int, rows: int) -> list[Content]:
    """Meters under their headings, a line each, in so many rows at most: what is left out is counted."""
    lines = _laid(panels, width, airy=True)
    if len(lines) + SPARE > rows:
        lines = _laid(panels, width, airy=False)
    if len(lines) > rows:
        more = pressable(Content.assemble(("the whole board: tab", DIM)), Act("board"))
        lines = [*lines[: max(0, rows - 1)], more]
    return lines


def name_width(panel: Panel, width: int) -> int:
    """How much room the names of a panel take."""
    return min(max((cell_len(m.name) for m in panel.meters), default=0), width // 2)


def _laid(panels: Sequence[Panel], width: int, airy: bool) -> list[Content]:
    lines: list[Content] = []
    for panel in panels:
        lines += [EMPTY] if airy and lines else []
        lines += [rule(width, panel.heading.upper()), *([EMPTY] if airy else [])]
        lines += [meter(m, width, name_width(panel, width)) for m in panel.meters]
    return lines


def strip(panels: Sequence[Panel], width: int) -> list[Content]:
    """The ranges in one line, in the fullest form that fits; a click opens the whole board."""
    meters = [m for panel in panels for m in panel.meters if m.range]
    for form, gap in _FORMS:
        line = Content(" " * gap).join([form(m) for m in meters])
        if line.cell_length <= width:
            break
    return [pressable(line.truncate(width, ellipsis=True), Act("board"))]


def _full(m: Meter) -> Content:
    return Content.assemble((f"{m.name} ", DIM), gauge(m), _sign(m))


def _barred(m: Meter) -> Content:
    return Content.assemble((f"{m.short or m.name} ", DIM), gauge(m, SMALL), _sign(m))


def _numbered(m: Meter) -> Content:
    return Content.assemble((f"{m.short or m.name} ", DIM), (str(m.value), STRONG), _sign(m))


def _least(m: Meter) -> Content:
    return _cut(m, 5)


def _initials(m: Meter) -> Content:
    return _cut(m, 3)


def _cut(m: Meter, letters: int) -> Content:
    name = Content(m.short or m.name).truncate(letters)
    return Content.assemble((f"{name.plain} ", DIM), (str(m.value), STRONG))


def _sign(m: Meter) -> Content:
    return arrow(m.last, m.good)[:1] if m.last else EMPTY


SMALL = 3  # cells of a bar where there is little room
_FORMS: tuple[tuple[Callable[[Meter], Content], int], ...] = (
    (_full, 3), (_barred, 3), (_barred, 2), (_numbered, 2), (_least, 2), (_least, 1), (_initials, 1),
)  # fmt: skip
