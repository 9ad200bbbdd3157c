"""Exact odds under the uniform player, who takes every open choice alike; chance falls by its weights.

The states are a Markov chain. Outside true rings one pass is exact but for rounding. Rings of up to SMALL states are
solved as linear equations, and larger ones gone round until what is left in them is below TOLERANCE.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playable.verify.markov.chain import Chain
from playable.verify.markov.topological import Block, Floats, Segment

TOLERANCE = 1e-15  # of the mass that came into a ring
SMALL = 1_000  # states of a ring that is solved by elimination
NEAR = 4  # an array may have so many times the entries that are added to


def expected_visits(chain: Chain) -> Floats:
    """How often the uniform player is expected to come to each state. Of rings that no ending can be reached from: only
    how often they are come into, for they are gone round for ever."""
    found = np.zeros(len(chain) + 1)
    found[chain.start] = 1
    for block in chain.blocks:
        if not block.turns:
            for segment in block.segments:
                _send(chain, segment, found[segment.start : segment.stop], found, turns=False)
        elif block.stop - block.start <= SMALL:
            here = found[block.start : block.stop]
            here[:] = np.linalg.solve(_equations(chain, block).T, here)
            there = np.zeros_like(found)
            for segment in block.segments:
                _send(chain, segment, found[segment.start : segment.stop], there)
            found[block.stop :] += there[block.stop :]
        else:
            _go_round(chain, block, found)
    return found[:-1]


def expected_values(chain: Chain, worth: Floats) -> Floats:
    """What the uniform player comes to on average from each state; `worth`: of endings, 0 elsewhere."""
    found = np.append(np.where(chain.ends, worth, 0.0), 0.0)
    for block in reversed(chain.blocks):
        if block.turns and block.stop - block.start <= SMALL:
            outside = np.concatenate([mean(segment, found) for segment in block.segments])  # within it is 0 as yet
            found[block.start : block.stop] = np.linalg.solve(_equations(chain, block), outside)
        else:
            settle(block, found, lambda segment: mean(segment, found))
    return found[:-1]


def mean(segment: Segment, values: Floats) -> Floats:
    """Of each state of a part, the average of the values of the states that come next; of no state it is 0."""
    found = np.zeros(segment.stop - segment.start)
    for n, to in enumerate(segment.to):
        found += values[to] if segment.weight is None else values[to] * segment.weight[n]
    found /= segment.total
    return found


def settle(block: Block, values: Floats, after: Callable[[Segment], Floats]) -> None:
    """Work out the values of a block from what comes next; round and round, in one that turns, until no value changes
    by more than TOLERANCE. Of endings they stay."""
    while True:
        change = 0.0
        for segment in reversed(block.segments):
            if not len(segment.to):
                continue
            here, new = values[segment.start : segment.stop], after(segment)
            if block.turns:
                moved = new != here
                change = max(change, float(np.abs(new[moved] - here[moved]).max(initial=0.0)))
            here[:] = new
        if change <= TOLERANCE:
            return


def _equations(chain: Chain, block: Block) -> Floats:
    """A row for each state of a ring: it, less the shares of what comes next in the ring; where no ending can be
    reached, it alone."""
    size = block.stop - block.start
    found = np.eye(size)
    for segment in block.segments:
        row = np.arange(segment.start, segment.stop) - block.start
        for n, to in enumerate(segment.to):
            inner = (to >= block.start) & (to < block.stop) & chain.open[segment.start : segment.stop]
            share = (1.0 if segment.weight is None else segment.weight[n]) / segment.total
            np.subtract.at(found, (row[inner], to[inner] - block.start), share[inner])
    return found


def _go_round(chain: Chain, block: Block, found: Floats) -> None:
    """Send what came into a ring round in it, and out."""
    waiting = np.zeros_like(found)
    inside, here = waiting[block.start : block.stop], found[block.start : block.stop]
    inside[:], here[:] = here, 0
    least = inside.sum() * TOLERANCE
    while inside.sum() > least:
        for segment in block.segments:
            mass = waiting[segment.start : segment.stop].copy()
            waiting[segment.start : segment.stop] = 0
            found[segment.start : segment.stop] += mass
            _send(chain, segment, mass, waiting)
    found[block.stop :] += waiting[block.stop :]


def _send(chain: Chain, segment: Segment, mass: Floats, found: Floats, turns: bool = True) -> None:
    """Add the mass at a segment to what comes next; in a ring that turns, where no ending can be reached, it stays."""
    share = (np.where(chain.open[segment.start : segment.stop], mass, 0.0) if turns else mass) / segment.total
    for n, to in enumerate(segment.to):
        open_ = to < len(chain)
        to, more = to[open_], (share if segment.weight is None else share * segment.weight[n])[open_]
        if not len(to):
            continue
        low, high = int(to.min()), int(to.max()) + 1
        if high - low < NEAR * len(to):
            found[low:high] += np.bincount(to - low, more, high - low)
        else:
            np.add.at(found, to, more)
