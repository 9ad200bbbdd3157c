"""Exact odds under the uniform player, who takes every open choice alike; chance falls by its weights.

The states are a Markov chain. Outside true rings one pass is exact but for rounding. Rings of up to CAREFUL states are
solved as linear equations. Larger ones are gone round until what is left in them is below TOLERANCE, or for as long as
is worth it; then those of up to SMALL states are solved after all, and of others how far odds may be off is told.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playable.verify.markov.chain import Chain
from playable.verify.markov.equations import CAREFUL, SMALL, TOLD, Equations
from playable.verify.markov.iteration import TOLERANCE, ring_values, rounds, settle
from playable.verify.markov.rings import Bounded, Ring, solve, within
from playable.verify.markov.topological import ChainBlock, Floats, Segment
from playable.verify.symbolic.columns import Bools

NEAR = 4  # an array may have so many times the entries that are added to


def expected_visits(chain: Chain) -> Bounded:
    """How often the uniform player is expected to come to each state; the bound is on what comes to an ending. Of rings
    that no ending can be reached from: only how often they are come into, for they are gone round for ever."""
    visits, left = np.zeros(len(chain) + 1), 0.0
    visits[chain.start] = 1
    for block in chain.blocks:
        chain.run.check()
        if not block.turns:
            for segment in block.segments:
                _send(chain, segment, visits[segment.start : segment.stop], visits, turns=False)
            continue
        came = visits[block.start : block.stop].copy()
        passed = _go_round(chain, block, came) if len(came) > CAREFUL else None
        if passed is None or (passed.bound > TOLD and len(came) <= SMALL):
            passed = _at_once(chain, block, came)
        visits[block.start :] += passed.visits[block.start :]
        visits[block.start : block.stop] -= came  # which is among them
        left += passed.bound
    return Bounded(visits[:-1], left)


def expected_values(chain: Chain, worth: Floats | Bools) -> Bounded:
    """What the uniform player comes to on average from each state; `worth`: of endings, 0 elsewhere."""
    if chain.open.all() and (worth[chain.ends] == 1).all():
        return Bounded(np.ones(len(chain)))  # who can always come to an ending does so for certain
    values, bound = np.zeros(len(chain) + 1), 0.0
    np.multiply(worth, chain.ends, out=values[:-1])

    def exactly(ring: Ring) -> float:
        off = solve(ring, ring.part(chain.open))
        within(ring, ~ring.part(chain.open))
        return off

    for block in reversed(chain.blocks):
        if block.turns:
            bound += ring_values(Ring(block, values, chain.run), lambda segment: mean(segment, values), exactly)
        else:
            settle(block, values, lambda segment: mean(segment, values), chain.run)
    return Bounded(values[:-1], bound)


def mean(segment: Segment, values: Floats) -> Floats:
    """Of each state of a part, the average of the values of the states that come next; of no state it is 0."""
    averages = np.zeros(segment.stop - segment.start)
    for n, to in enumerate(segment.to):
        averages += values[to] if segment.weight is None else values[to] * segment.weight[n]
    averages /= segment.total
    return averages


class _Passed(NamedTuple):
    """How often the states of a ring are come to, and what comes of it to those after it; what is left in it."""

    visits: Floats
    bound: float


def _at_once(chain: Chain, block: ChainBlock, came: Floats) -> _Passed:
    """What came into a ring, sent through it by its equations."""
    equations = Equations.of(block, chain.open[block.start : block.stop], len(chain))
    visits, onward = equations.visits(came), np.zeros(len(chain) + 1)
    for segment in block.segments:
        _send(chain, segment, visits[segment.start - block.start : segment.stop - block.start], onward)
    open_, inside = chain.open[block.start : block.stop], onward[block.start : block.stop]
    inside[:] = np.where(open_, visits, visits + inside)  # what is gone round for ever is come into from the rest
    return _Passed(onward, equations.bound)


def _go_round(chain: Chain, block: ChainBlock, came: Floats) -> _Passed:
    """What came into a ring, sent round in it, and out."""
    waiting, visits = np.zeros(len(chain) + 1), np.zeros(len(came))
    inside = waiting[block.start : block.stop]
    inside[:] = came
    for _ in rounds(block, chain.run):
        for segment in block.segments:
            mass = waiting[segment.start : segment.stop].copy()
            waiting[segment.start : segment.stop] = 0
            visits[segment.start - block.start : segment.stop - block.start] += mass
            _send(chain, segment, mass, waiting)
        if inside.sum() <= came.sum() * TOLERANCE:
            break
    left = float(inside.sum())
    inside[:] = visits
    return _Passed(waiting, left if left > TOLD else 0.0)


def _send(chain: Chain, segment: Segment, mass: Floats, visits: Floats, turns: bool = True) -> None:
    """Add the mass at a segment to what comes next; in a ring that turns, where no ending can be reached, it stays."""
    share = (np.where(chain.open[segment.start : segment.stop], mass, 0.0) if turns else mass) / segment.total
    for n, to in enumerate(segment.to):
        open_ = to < len(chain)
        to, more = to[open_], (share if segment.weight is None else share * segment.weight[n])[open_]
        if not len(to):
            continue
        low, high = int(to.min()), int(to.max()) + 1
        if high - low < NEAR * len(to):
            visits[low:high] += np.bincount(to - low, more, high - low)
        else:
            np.add.at(visits, to, more)
