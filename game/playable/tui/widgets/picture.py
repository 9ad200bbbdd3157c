"""The picture of a review in cells: areas of the odds, doors that close, and the decisions that mattered by title.

The worst is solid and lowest, the best light and uppermost; half a cell is the smallest step. A tone is told by its
place, its texture and its name in the legend, besides its colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from playable.engine.shares import apportioned
from playable.review.document.picture import Named, doors, mattered, stack
from playable.tui.press import ToDecision, pressable
from playable.tui.text import CURSOR, DIM, KEY
from playable.tui.widgets.odds import PATTERN

if TYPE_CHECKING:
    from textual.style import Style

    from playable.review.document.parts import Chart, ChartColumn, ReviewDocument
    from playable.review.odds.decisions import Distribution

WIDEST = 6  # cells of one decision
AXIS = 10  # cells beside the picture, for the names of doors and the scale
OPEN, SHUT = "━", "┫"
Paint = Callable[[str, str], "Style"]  # of a cell: the tone of its lower half, and of its upper


class Label(NamedTuple):
    """A text under the areas: the cell it starts at, and the number of the decision that a click on it leads to."""

    start: int
    text: str
    number: int

    @property
    def end(self) -> int:
        """The cell after it."""
        return self.start + cell_len(self.text)


def picture(review: ReviewDocument, at: int, width: int, height: int, paint: Paint) -> list[Content]:
    """Doors, `height` rows of areas, the numbers, the decisions that mattered, and a legend.

    `at` is the number that is looked at, 0 for none. Where not all fit, those around it are shown, or around the one
    where the road turned.
    """
    moments = review.chart or ()
    axis = AXIS if width >= 60 else 0
    step = max(1, min(WIDEST, (width - axis) // max(1, len(moments))))
    room = min(len(moments), (width - axis) // step)
    first = max(0, min((at or review.turned or 1) - 1 - room // 2, len(moments) - room))
    columns = dict(list(enumerate(moments, 1))[first : first + room])
    places = {number: axis + n * step for n, number in enumerate(columns)}
    named = [one for one in mattered(review) if one.number in places]
    lines = [*_doors(moments, places, step, axis, width, 2 if height > 5 else 1)] if axis else []
    lines += _areas(columns, step, axis, height, paint)
    lines.append(_numbers(places, [one.number for one in named], at, review.turned or 0, axis + room * step))
    lines += _titles(named, places, width, 3 if height > 5 else 1)
    return [*lines, Content(" " * axis) + _legend(moments, width - axis)]


def figures(review: ReviewDocument, at: int, width: int) -> list[Content]:
    """The same in numbers, where there is no room to draw: the odds before and after one decision, in percents."""
    number = at or review.turned or next(iter(one.number for one in mattered(review)), 1)
    one = review.chart[number - 1] if review.chart else None
    if one is None:
        return []
    turned = "▲" if number == review.turned else ""
    rows = [(f"before {turned}{number}", one.odds.before), (f"after {turned}{number}", one.odds.after)]
    return [
        pressable(_figured(name.ljust(len(rows[0][0])), odds).truncate(width), ToDecision(number))
        for name, odds in rows
    ]


def _figured(name: str, odds: Distribution) -> Content:
    shown = [Content.assemble((tone[0].upper(), DIM), f" {n}") for tone, n in apportioned(odds, 100).items()]
    return Content.assemble((f"{name}  ", DIM), Content(" ").join(shown), (" %", DIM))


def _areas(
    columns: Mapping[int, ChartColumn | None], step: int, axis: int, height: int, paint: Paint
) -> Iterable[Content]:
    """The areas row by row from the top; a decision that cannot be followed is left open."""
    stacks = [(number, stack(one.odds.after, 2 * height) if one else []) for number, one in columns.items()]
    for row in reversed(range(height)):
        scale = "100%" if row == height - 1 else "0%" if row == 0 else ""
        line = Content.assemble((f"{scale:>{axis - 1}} " if axis else "", DIM))
        for number, tones in stacks:
            lower, upper = tones[2 * row : 2 * row + 2] or ("", "")
            sign = "?" if not lower else PATTERN[lower] if lower == upper else "▄"
            style = paint(lower, upper) if lower else DIM
            line += pressable(Content.assemble((sign * step, style)), ToDecision(number))
        yield line


def _doors(moments: Chart, places: dict[int, int], step: int, axis: int, width: int, most: int) -> Iterable[Content]:
    """The doors that closed first, a line each, the best uppermost: open as long as the line goes."""
    soonest = sorted(doors(moments), key=lambda door: door.shut)[:most]
    tones = list(next((one.odds.after for one in moments if one), ()))
    for door in sorted(soonest, key=lambda door: -tones.index(door.tone)):
        name = door.tone if door.tone == tones[-1] else f"{door.tone}+"
        last, end = max(places), max(places.values()) + step
        wall = places.get(door.shut, axis if door.shut < min(places) else end)
        bar = OPEN * (wall - axis) + (SHUT if door.shut <= last else "")
        said = f" shut from {door.shut} on"
        line = Content.assemble((f"{name:>{axis - 1}} ", DIM), (bar, f".tone--{door.tone}"))
        yield line + Content.assemble((said, DIM)) if line.cell_length + len(said) <= width else line


def _numbers(places: dict[int, int], named: list[int], at: int, turned: int, width: int) -> Content:
    """What stands under the areas: numbers where there is room, first of what is looked at, then of what mattered."""
    fifth = [number for number in places if number % 5 == 0]
    first = [number for number in dict.fromkeys((at, turned, *named, *fifth, *places)) if number in places]
    labels = [Label(places[n], f"▲{n}" if n == turned else str(n), n) for n in first]
    (row,) = _placed(labels, width, 1)
    return _drawn(row, {turned: KEY, at: CURSOR}, DIM)


def _titles(named: list[Named], places: dict[int, int], width: int, rows: int) -> Iterable[Content]:
    """The decisions that mattered, each by its title under its column."""
    first = sorted(named, key=lambda one: not one.turned)
    labels = [Label(places[one.number], f"└ {one.number} {one.title}", one.number) for one in first]
    return [_drawn(row) for row in _placed(labels, width, rows) if row]


def _placed(labels: list[Label], width: int, rows: int) -> list[list[Label]]:
    """Labels in so many rows, each at its column, or left of it at the edge; what finds no room is left out."""
    placed: list[list[Label]] = [[] for _ in range(rows)]
    for label in labels:
        moved = label._replace(start=min(label.start, width - cell_len(label.text)))
        for row in placed:
            if moved.start >= 0 and all(moved.start > other.end or moved.end < other.start for other in row):
                row.append(moved)
                break
    return [sorted(row) for row in placed]


def _drawn(row: list[Label], styles: Mapping[int, str] | None = None, usual: str = "") -> Content:
    """Labels on one line; `styles` are those of some numbers."""
    line = Content()
    for label in row:
        text = Content.assemble((label.text, (styles or {}).get(label.number, usual)))
        line = line.pad_right(label.start - line.cell_length) + pressable(text, ToDecision(label.number))
    return line


def _legend(moments: Chart, width: int) -> Content:
    """What each texture stands for; letters where there is no room for names."""
    tones = next((list(one.odds.after) for one in moments if one), [])
    names = [tone if sum(len(t) + 4 for t in tones) <= width + 2 else tone[0].upper() for tone in tones]
    signs = [(f"{PATTERN[tone]} {name}", f".tone--{tone}") for tone, name in zip(tones, names, strict=True)]
    return Content("  ").join([Content.assemble(sign) for sign in signs])
