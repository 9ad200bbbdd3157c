"""What can be had in a ring by who plays as well as can be, or as badly.

Policy iteration (Howard, *Dynamic Programming and Markov Processes*, 1960): solve for what is picked, pick what is
better, until nothing is.
"""

from __future__ import annotations

import numpy as np

from playable.verify.markov.rings import Ring, grow, solve, within
from playable.verify.markov.topological import Floats, Segment
from playable.verify.symbolic.columns import Bools, Ints

WORTH = 1e-13  # a choice is changed for one that is better by more
Picks = dict[int, Ints]  # of each segment of choices, by its start, the transition that is taken


def best_in(ring: Ring) -> float:
    """The most that can be had in a ring, of what comes after it; how far that may be off."""
    live, picks = _towards(ring)
    bound = _iterate(ring, live, picks, 1)
    np.clip(ring.own, 0, np.maximum(ring.range().most, 0), out=ring.own)
    ring.own[ring.surely()] = 1
    return bound


def worst_in(ring: Ring) -> float:
    """The least that can be had in a ring: who stays in it for ever has 0; how far that may be off."""
    unhurt, none = ring.unhurt(), len(ring.values) - 1
    picks = {s.start: np.argmax(s.to < none, axis=0) for s in ring.block.segments if s.decides}
    bound = _iterate(ring, ~unhurt, picks, -1)
    within(ring, unhurt)
    return bound


def _iterate(ring: Ring, live: Bools, picks: Picks, sign: int) -> float:
    """Policy iteration: as long as some choice is better than the one that is picked, by its sign."""
    none = len(ring.values) - 1
    bound = solve(ring, live, picks)
    while True:
        ring.run.check()
        known, better = ring.own.copy(), False
        for segment in ring.block.segments:
            if segment.decides:
                worth = np.where(segment.to < none, sign * ring.values[segment.to], -2.0)
                better |= _improve(segment, picks, worth)
        if not better or not _leaves(ring, live, picks):
            return bound
        bound = solve(ring, live, picks)
        if sign * float((ring.own - known).sum()) <= 0:  # better by rounding alone
            ring.own[:] = known
            return bound


def _leaves(ring: Ring, live: Bools, picks: Picks) -> bool:
    """Does a player come out of a ring from each live state, sooner or later?"""
    out = np.ones(len(ring.values), np.bool_)
    out[ring.block.start : ring.block.stop] = ~live

    def leaves(segment: Segment) -> Bools:
        if segment.start in picks:
            return np.asarray(out[np.take_along_axis(segment.to, picks[segment.start][None], axis=0)[0]])
        return np.asarray((out[segment.to] & (segment.to < len(out) - 1)).any(axis=0))

    grow(ring, out, leaves)
    return bool(out[ring.block.start : ring.block.stop].all())


def _improve(segment: Segment, picks: Picks, worth: Floats) -> bool:
    """Pick another transition wherever one is better; was there any?"""
    best = worth.argmax(axis=0)
    now = picks[segment.start]
    change = worth.max(axis=0) > np.take_along_axis(worth, now[None], axis=0)[0] + WORTH
    picks[segment.start] = np.where(change, best, now)
    return bool(change.any())


def _towards(ring: Ring) -> tuple[Bools, Picks]:
    """From which states of a ring something of worth can be come to; and by which transitions, always nearer to it."""
    near, first = ring.values > 0, ring.block.start
    near[first : ring.block.stop] = False
    picks = {s.start: np.zeros(s.stop - s.start, np.int64) for s in ring.block.segments if s.decides}
    grown = True
    while grown:
        ring.run.check()
        grown, before = False, near.copy()
        for segment in ring.block.segments:
            here = near[segment.start : segment.stop]
            new = ~here & before[segment.to].any(axis=0)
            if segment.decides:
                picks[segment.start][new] = before[segment.to].argmax(axis=0)[new]
            here |= new
            grown = grown or bool(new.any())
    return near[first : ring.block.stop], picks
