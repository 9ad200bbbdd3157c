"""Exact odds under the uniform player, who takes every open choice alike; chance falls by its weights.

The states are a Markov chain. Outside true rings one pass is exact but for rounding. Rings of up to SMALL states are
solved as linear equations, and larger ones gone round until what is left in them is below TOLERANCE.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.verify.chain import Chain
from game.verify.columns import Bools, Ints
from game.verify.layers import Block, Numbers, Part, reduced

Floats = NDArray[np.float64]
TOLERANCE = 1e-15  # of the mass that came into a ring
SMALL = 1_000  # states of a ring that is solved by elimination
NEAR = 4  # an array may have so many times the entries that are added to


def visits(chain: Chain) -> Floats:
    """How often the uniform player is expected to come to each state. Beyond where no ending can be reached: only
    how often that border is crossed."""
    found = np.zeros(len(chain))
    found[chain.start] = 1
    for block in chain.blocks:
        if not block.turns:
            for part in block.parts:
                _add(found, *_sent(chain, part, found[part.start : part.stop]))
        elif block.stop - block.start <= SMALL:
            ring = _ring(chain, block)
            here = np.linalg.solve(ring.equations.T, found[block.start : block.stop])
            found[block.start : block.stop] = here
            _add(found, ring.to[~ring.inner], (here[ring.source] * ring.share)[~ring.inner])
        else:
            _go_round(chain, block, found)
    return found


def hopes(chain: Chain, worth: Floats) -> Floats:
    """What the uniform player comes to on average from each state; `worth`: of endings, 0 elsewhere."""
    found = np.where(chain.ends, worth, 0.0)
    for block in reversed(chain.blocks):
        if block.turns and block.stop - block.start <= SMALL:
            ring = _ring(chain, block)
            out = (found[ring.to] * ring.share)[~ring.inner]
            from_outside = np.bincount(ring.source[~ring.inner], out, block.stop - block.start)
            found[block.start : block.stop] = np.linalg.solve(ring.equations, from_outside)
        else:
            settle(chain, block, found, lambda part: mean(chain, part, found))
    return found


def mean(chain: Chain, part: Part, values: Floats) -> Floats:
    """Of each state of a part, the average of the values of the states that come next."""
    begin, to, share = chain.moves.of(part)
    return reduced(np.add, values[to] * share, begin, 0.0)


def settle(
    chain: Chain, block: Block, values: Floats, after: Callable[[Part], Floats], least: float = TOLERANCE
) -> None:
    """Work out the values of a block from what comes next; round and round, in one that turns, until no value changes
    by more than TOLERANCE. What nothing follows keeps its value."""
    while True:
        change = 0.0
        for part in reversed(block.parts):
            here = values[part.start : part.stop]
            new = np.where(chain.leads_on[part.start : part.stop], after(part), here)
            if block.turns:
                moved = new != here
                change = max(change, float(np.abs(new[moved] - here[moved]).max(initial=0.0)))
            here[:] = new
        if change <= TOLERANCE:
            return


class _Ring(NamedTuple):
    """The moves from the states of a ring from which an ending can be reached; states count from the ring's first."""

    source: Ints
    to: Numbers
    share: Floats
    inner: Bools  # which moves stay in the ring
    equations: Floats  # of each state: it, less the shares of what comes next in the ring


def _ring(chain: Chain, block: Block) -> _Ring:
    begin, to, share = chain.moves.of(block)
    size = block.stop - block.start
    source = np.repeat(np.arange(size), np.diff(begin))
    kept = chain.open[block.start : block.stop][source]
    source, to, share = source[kept], to[kept], share[kept]
    inner = (to >= block.start) & (to < block.stop)
    equations = np.eye(size)
    np.subtract.at(equations, (source[inner], to[inner] - block.start), share[inner])
    return _Ring(source, to, share, inner, equations)


def _go_round(chain: Chain, block: Block, found: Floats) -> None:
    """Send what came into a ring round in it, and out."""
    waiting = np.zeros_like(found)
    waiting[block.start : block.stop] = found[block.start : block.stop]
    found[block.start : block.stop] = 0
    inside = waiting[block.start : block.stop]
    least = inside.sum() * TOLERANCE
    while inside.sum() > least:
        for part in block.parts:
            mass = waiting[part.start : part.stop].copy()
            waiting[part.start : part.stop] = 0
            found[part.start : part.stop] += mass
            _add(waiting, *_sent(chain, part, mass))
    found[block.stop :] += waiting[block.stop :]


def _sent(chain: Chain, part: Part, mass: Floats) -> tuple[Numbers, Floats]:
    """Where the mass at a part goes, and how much; where no ending can be reached it stays."""
    begin, to, share = chain.moves.of(part)
    return to, np.repeat(np.where(chain.open[part.start : part.stop], mass, 0.0), np.diff(begin)) * share


def _add(found: Floats, to: Numbers, mass: Floats) -> None:
    """Add to some states, each as often as it is named."""
    if not len(to):
        return
    low, high = int(to.min()), int(to.max()) + 1
    if high - low < NEAR * len(to):
        found[low:high] += np.bincount(to - low, mass, high - low)
    else:
        np.add.at(found, to, mass)
