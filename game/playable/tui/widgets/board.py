"""The board: every shown variable beside the scene, or in one line where there is no room beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from playable.tui.press import Key, pressable
from playable.tui.text import DIM, EMPTY, KEY, STRONG, rule
from playable.tui.widgets.meter import arrow, bar, meter

if TYPE_CHECKING:
    from playable.engine.view_parts import Meter, Panel


def board(panels: Sequence[Panel], turn: int, width: int) -> list[Content]:
    """Meters under their headings, and the road so far: `turn` decisions."""
    lines: list[Content] = []
    for panel in panels:
        lines += [rule(width, panel.heading), EMPTY]
        names = [cell_len(m.name) for m in panel.meters if m.span]
        for m in panel.meters:
            lines += meter(m, width, min(max(names, default=0), width // 2))
            if not m.span:
                lines.append(EMPTY)
        lines += [EMPTY] if lines[-1] else []
    decisions = "none yet" if not turn else f"{turn} decision{'s' if turn > 1 else ''}"
    lines += [rule(width, "THE ROAD SO FAR"), EMPTY]
    lines += Content.assemble(("● " * turn, KEY)).wrap(width) if turn else []
    return [*lines, Content.assemble((decisions, DIM))]


def strip(panels: Sequence[Panel], width: int) -> list[Content]:
    """The ranges in one line, in the fullest form that fits; a click opens the whole board."""
    meters = [m for panel in panels for m in panel.meters if m.span]
    for form, gap in _FORMS:
        line = Content(" " * gap).join([form(m) for m in meters])
        if line.cell_length <= width:
            break
    return [pressable(line.truncate(width, ellipsis=True), Key("tab"))]


def _full(m: Meter) -> Content:
    assert m.span
    return Content.assemble((f"{m.name} ", DIM), bar(m.value, m.span), _sign(m))


def _barred(m: Meter) -> Content:
    assert m.span
    return Content.assemble((f"{m.short or m.name} ", DIM), bar(m.value, m.span), _sign(m))


def _numbered(m: Meter) -> Content:
    return Content.assemble((f"{m.short or m.name} ", DIM), (str(m.value), STRONG), _sign(m))


def _least(m: Meter) -> Content:
    name = Content(m.short or m.name).truncate(5)
    return Content.assemble((f"{name.plain} ", DIM), (str(m.value), STRONG))


def _sign(m: Meter) -> Content:
    return arrow(m.last, m.good)[:1] if m.last else EMPTY


_FORMS: tuple[tuple[Callable[[Meter], Content], int], ...] = (
    (_full, 3), (_barred, 3), (_barred, 2), (_numbered, 2), (_least, 2), (_least, 1),
)  # fmt: skip
