"""Exact odds under the uniform player, who takes every open choice alike; chance falls by its weights.

The states are a Markov chain. Outside true rings one pass is exact but for rounding. Rings of up to SMALL states are
solved as linear equations, and larger ones gone round until what is left in them is below TOLERANCE.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playable.verify.chain import Chain
from playable.verify.layers import Block, Floats, Part

TOLERANCE = 1e-15  # of the mass that came into a ring
SMALL = 1_000  # states of a ring that is solved by elimination
NEAR = 4  # an array may have so many times the entries that are added to


def visits(chain: Chain) -> Floats:
    """How often the uniform player is expected to come to each state. Beyond where no ending can be reached: only
    how often that border is crossed."""
    found = np.zeros(len(chain) + 1)
    found[chain.start] = 1
    for block in chain.blocks:
        if not block.turns:
            for part in block.parts:
                _send(chain, part, found[part.start : part.stop], found)
        elif block.stop - block.start <= SMALL:
            here = found[block.start : block.stop]
            here[:] = np.linalg.solve(_equations(chain, block).T, here)
            there = np.zeros_like(found)
            for part in block.parts:
                _send(chain, part, found[part.start : part.stop], there)
            found[block.stop :] += there[block.stop :]
        else:
            _go_round(chain, block, found)
    return found[:-1]


def hopes(chain: Chain, worth: Floats) -> Floats:
    """What the uniform player comes to on average from each state; `worth`: of endings, 0 elsewhere."""
    found = np.append(np.where(chain.ends, worth, 0.0), 0.0)
    for block in reversed(chain.blocks):
        if block.turns and block.stop - block.start <= SMALL:
            outside = np.concatenate([mean(part, found) for part in block.parts])  # within it is 0 as yet
            found[block.start : block.stop] = np.linalg.solve(_equations(chain, block), outside)
        else:
            settle(block, found, lambda part: mean(part, found))
    return found[:-1]


def mean(part: Part, values: Floats) -> Floats:
    """Of each state of a part, the average of the values of the states that come next; of no state it is 0."""
    found = np.zeros(part.stop - part.start)
    for n, to in enumerate(part.to):
        found += values[to] if part.weight is None else values[to] * part.weight[n]
    found /= part.total
    return found


def settle(block: Block, values: Floats, after: Callable[[Part], Floats]) -> None:
    """Work out the values of a block from what comes next; round and round, in one that turns, until no value changes
    by more than TOLERANCE. Of endings they stay."""
    while True:
        change = 0.0
        for part in reversed(block.parts):
            if not len(part.to):
                continue
            here, new = values[part.start : part.stop], after(part)
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
    for part in block.parts:
        row = np.arange(part.start, part.stop) - block.start
        for n, to in enumerate(part.to):
            inner = (to >= block.start) & (to < block.stop) & chain.open[part.start : part.stop]
            share = (1.0 if part.weight is None else part.weight[n]) / part.total
            np.subtract.at(found, (row[inner], to[inner] - block.start), share[inner])
    return found


def _go_round(chain: Chain, block: Block, found: Floats) -> None:
    """Send what came into a ring round in it, and out."""
    waiting = np.zeros_like(found)
    inside, here = waiting[block.start : block.stop], found[block.start : block.stop]
    inside[:], here[:] = here, 0
    least = inside.sum() * TOLERANCE
    while inside.sum() > least:
        for part in block.parts:
            mass = waiting[part.start : part.stop].copy()
            waiting[part.start : part.stop] = 0
            found[part.start : part.stop] += mass
            _send(chain, part, mass, waiting)
    found[block.stop :] += waiting[block.stop :]


def _send(chain: Chain, part: Part, mass: Floats, found: Floats) -> None:
    """Add the mass at a part to what comes next; where no ending can be reached it stays."""
    share = np.where(chain.open[part.start : part.stop], mass, 0.0) / part.total
    for n, to in enumerate(part.to):
        open_ = to < len(chain)
        to, more = to[open_], (share if part.weight is None else share * part.weight[n])[open_]
        if not len(to):
            continue
        low, high = int(to.min()), int(to.max()) + 1
        if high - low < NEAR * len(to):
            found[low:high] += np.bincount(to - low, more, high - low)
        else:
            np.add.at(found, to, more)
