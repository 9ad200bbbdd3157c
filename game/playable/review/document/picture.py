"""The review as one picture, as plain data: areas from the worst below to the best above, doors, what mattered.

The screen draws it in cells, a page that is handed in as SVG.
"""

from __future__ import annotations

from typing import NamedTuple

from playable.engine.shares import NEVER, apportioned
from playable.review.document.parts import Chart, ReviewDocument
from playable.review.odds.decisions import Distribution, moved

MATTERS = 0.05  # of the odds: a move that shifts as much is named
NAMED = 4  # decisions, at most, beside the one where the road turned


class Named(NamedTuple):
    """A decision that mattered, by its number and its title."""

    number: int
    title: str
    turned: bool


class Door(NamedTuple):
    """A kind of ending, or better, that could still be had once, and not after the decision `shut` or later."""

    tone: str
    shut: int


def stack(odds: Distribution, height: int) -> list[str]:
    """The tone of each step from the bottom, the worst lowest."""
    return [tone for tone, steps in apportioned(odds, height).items() for _ in range(steps)]


def doors(moments: Chart) -> tuple[Door, ...]:
    """The doors that closed, the best last: of each kind of ending but the worst, from when on it was shut."""
    known = [(n, one) for n, one in enumerate(moments, 1) if one]
    shut = []
    for tone in list(known[0][1].doors.after.best)[1:] if known else ():
        last = max((n for n, one in known if one.doors.after.best[tone] >= NEVER), default=0)
        if last < known[-1][0]:
            shut.append(Door(tone, next(n for n, _ in known if n > last)))
    return tuple(shut)


def mattered(review: ReviewDocument) -> tuple[Named, ...]:
    """The decisions whose move shifted the odds most, in the order of play; among them where the road turned."""
    shifts = {n: moved(*one.odds) for n, one in enumerate(review.chart or (), 1) if one}
    most = sorted((n for n in shifts if shifts[n] >= MATTERS), key=lambda n: (-shifts[n], n))[:NAMED]
    numbers = sorted({*most, *((review.turned,) if review.turned else ())})
    return tuple(Named(n, review.titles[n - 1], n == review.turned) for n in numbers)
