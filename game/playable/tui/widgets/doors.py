"""Doors closing, in cells: for each decision what could still be had after it, tone by tone, the best uppermost.

Of each pair of bars the left is for a player who knew everything, the right at random; a closed door is a point. A bar
is told by its height, a tone by its row and its letter, besides its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from playable.review.doors import at_random
from playable.tui.press import Decision, pressable
from playable.tui.text import CURSOR, DIM, KEY

if TYPE_CHECKING:
    from playable.review.document import Moments

BARS = " ▁▂▃▄▅▆▇█"
CLOSED = "·"
LEGEND = "left: had you known everything   right: at random from here   · closed"
BRIEF = "left: the best   right: at random   · closed"


def chart(moments: Moments, turned: int | None, at: int, width: int) -> list[Content]:
    """A row for each tone but the worst, a column for each decision, then their numbers and a legend.

    `at` is the number that is looked at, 0 for none. Where not all fit, those around it are shown, or around the one
    where the road `turned`.
    """
    tones = list(reversed(next((list(one.doors[1].best)[1:] for one in moments if one), [])))
    names = [tone if tone == tones[0] else f"{tone}+" for tone in tones]
    axis = max((len(name) for name in names), default=0) + 2 if width >= 60 else 2
    gap = 1 if len(moments) * 3 <= width - axis else 0
    room = min(len(moments), (width - axis) // (2 + gap))
    first = max(0, min((at or turned or 1) - 1 - room // 2, len(moments) - room))
    shown = list(enumerate(moments, 1))[first : first + room]
    lines = []
    for tone, name in zip(tones, names, strict=True):
        line = Content.assemble((name.rjust(axis - 1) if axis > 2 else tone[0].upper(), DIM), " ")
        for number, one in shown:
            best, random = (one.doors[1].best[tone], at_random(one.odds[1], tone)) if one else (0.0, 0.0)
            cell = Content.assemble((f"{_bar(best)}{_bar(random)}", f".tone--{tone}"), " " * gap)
            line += pressable(cell, Decision(number))
        lines.append(line)
    numbers = Content(" " * axis)
    for number, _ in shown:
        numbers += pressable(_number(number, number == turned, number == at, 2 + gap), Decision(number))
    legend = LEGEND if len(LEGEND) <= width - axis else BRIEF
    return [*lines, numbers, Content.assemble((" " * axis + legend, DIM)).truncate(width)]


def _bar(share: float) -> str:
    """A bar of an eighth or more; a point where nothing can come of it."""
    return CLOSED if share < 1e-6 else BARS[max(1, round(share * 8))]


def _number(number: int, turned: bool, looked_at: bool, width: int) -> Content:
    """What stands under a column: its number, `▲` where the road turned; marked where it is looked at."""
    text = "▲" if turned and len(f"▲{number}") > width else f"▲{number}" if turned else str(number)
    if width < 3 and not (turned or looked_at) and number % 5:
        text = ""
    return Content.assemble((text.ljust(width)[:width], CURSOR if looked_at else KEY if turned else DIM))
