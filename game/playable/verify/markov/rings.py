"""A ring of states: what its values are by linear equations, between which they lie, and which of them are 0 or 1.

Which states have the value 0 or 1 is
read off the transitions, not the numbers (de Alfaro, *Formal Verification of Probabilistic Systems*, 1997).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

from playable.verify.limits import Run
from playable.verify.markov.equations import Equations, shares
from playable.verify.markov.topological import ChainBlock, Floats, Segment
from playable.verify.symbolic.columns import Bools, Ints

Known = TypeVar("Known", Bools, Floats)  # of each state


class Extremes(NamedTuple):
    """Of each state of a ring the least and the greatest value; infinite where it comes to none."""

    least: Floats
    most: Floats


class Bounded(NamedTuple):
    """Values of states, from 0 to 1, and how far at most any may be off, but for rounding."""

    values: Floats
    bound: float = 0.0


class Ring(NamedTuple):
    """A block of a chain that turns, and the values of all states of the chain, with that of no state, 0, as the last.

    Those that come after the ring are known; its own are worked out.
    """

    block: ChainBlock
    values: Floats
    run: Run

    @property
    def own(self) -> Floats:
        """The values of its own states."""
        return self.values[self.block.start : self.block.stop]

    def part(self, those: Bools) -> Bools:
        """Of what is said of all states, what is said of its own."""
        return those[self.block.start : self.block.stop]

    def reaching(self, those: Bools) -> Bools:
        """Which of all states come to some of those, that come after: by some choice, by some chance; those too."""
        leading = those.copy()
        leading[self.block.start : self.block.stop] = False
        return grow(self, leading, lambda segment: _any(leading, segment))

    def unhurt(self) -> Bools:
        """Which of its states can keep for ever from all that is worth anything, whatever chance does."""
        staying = self.values == 0
        staying[self.block.start : self.block.stop] = True
        none = len(staying) - 1

        def kept(segment: Segment) -> Bools:
            if not segment.decides:
                staying[none] = True
                return np.asarray(staying[segment.to].all(axis=0))
            staying[none] = False
            return np.asarray(staying[segment.to].any(axis=0) | (segment.to == none).all(axis=0))

        settle(self, staying, lambda segment, here: here & kept(segment))
        return self.part(staying)

    def surely(self) -> Bools:
        """From which of its states a player can come to the value 1 with certainty."""
        sure, none = self.values == 1, len(self.values) - 1
        may = sure.copy()
        may[self.block.start : self.block.stop] = True
        while True:
            coming = sure.copy()
            coming[self.block.start : self.block.stop] = False

            def comes(segment: Segment, coming: Bools = coming) -> Bools:
                if segment.decides:
                    may[none] = False
                    return np.asarray((coming[segment.to] & may[segment.to]).any(axis=0))
                may[none] = True
                return np.asarray(coming[segment.to].any(axis=0) & may[segment.to].all(axis=0))

            grow(self, coming, comes)
            if (self.part(coming) == self.part(may)).all():
                return self.part(coming)
            self.part(may)[:] = self.part(coming)

    def range(self) -> Extremes:
        """The values that each of its states can come to, after it."""
        extremes = []
        for extreme, never in ((np.minimum, np.inf), (np.maximum, -np.inf)):
            values = self.values.copy()
            values[self.block.start : self.block.stop] = values[-1] = never

            def come_to(segment: Segment, here: Floats, values: Floats = values, extreme: np.ufunc = extreme) -> Floats:
                return np.asarray(extreme(extreme.reduce(values[segment.to], axis=0), here))

            settle(self, values, come_to)
            extremes.append(values[self.block.start : self.block.stop])
        return Extremes(*extremes)


def solve(ring: Ring, live: Bools, picks: dict[int, Ints] | None = None) -> float:
    """The values of a ring for one player: of each segment by its start, the transition that is picked, where play is
    not uniform. States that are not live, from which nothing is ever come to, have 0. How far the values may be off."""
    none, first = len(ring.values) - 1, ring.block.start
    equations = Equations.of(ring.block, live, none, picks)
    outside = np.zeros(ring.block.stop - first)
    ring.own[:] = 0
    for segment in ring.block.segments:
        here = slice(segment.start - first, segment.stop - first)
        for to, share in shares(segment, none, picks):
            outside[here] += ring.values[to] * share
    ring.own[:] = equations.values(np.where(live, outside, 0.0))
    return equations.bound


def within(ring: Ring, lost: Bools) -> None:
    """Put right what rounding did: no value is beyond those that can be come to, of which 0 is one where that can be
    a state that is lost. So what is certain is exactly so."""
    least, most = ring.range()
    leading = np.zeros(len(ring.values), np.bool_)
    leading[ring.block.start : ring.block.stop] = lost
    grow(ring, leading, lambda segment: _any(leading, segment))
    least = np.where(leading[ring.block.start : ring.block.stop], 0, least)
    np.clip(ring.own, least, np.maximum(most, 0), out=ring.own)


def _any(those: Bools, segment: Segment) -> Bools:
    """Which states of a segment lead to one of those."""
    return np.asarray(those[segment.to].any(axis=0))


def grow(ring: Ring, those: Bools, more: Callable[[Segment], Bools]) -> Bools:
    """Add to those what comes to them, until nothing does."""
    settle(ring, those, lambda segment, here: here | more(segment))
    return those


def settle(ring: Ring, values: Known, step: Callable[[Segment, Known], Known]) -> None:
    """Take the step of each segment of a ring, from what is known of its own states, until that changes nothing."""
    settled = False
    while not settled:
        ring.run.check()
        settled = True
        for segment in reversed(ring.block.segments):
            here = values[segment.start : segment.stop]
            new = step(segment, here)
            settled = settled and not bool((new != here).any())
            here[:] = new
