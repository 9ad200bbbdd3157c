"""Values in a large ring: gone round until they settle, and how far they may be off is proved.

What iteration comes to is not above what is right; how far below is proved by values from above that no sweep raises
(Hartmanns, Kaminski, *Optimistic value iteration*, 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from playable.verify.limits import Run
from playable.verify.markov.equations import CAREFUL, SMALL, TOLD
from playable.verify.markov.rings import Ring
from playable.verify.markov.topological import ChainBlock, Floats, Segment

TOLERANCE = 1e-15  # by which a value changes that has settled; of the mass that came into a ring
WORK, LEAST_ROUNDS = 100_000_000, 1_000  # states that are gone through in a large ring; rounds in any case
GUESSES = (1e-13, 1e-11, 1e-9, 1e-6, 1e-3)  # by how much a value from above is tried to be above
SWEEPS = 1_000  # at most, for one of those

After = Callable[[Segment], Floats]  # what the states of a segment come to, by the values of what comes next


def ring_values(ring: Ring, after: After, exactly: Callable[[Ring], float]) -> float:
    """Work out the values of a ring: exactly where it is small, or where going round takes too long and it is not
    large; how far at most they may be off."""
    size = ring.block.stop - ring.block.start
    if size > CAREFUL:
        settle(ring.block, ring.values, after, ring.run)
        bound = from_above(ring, after)
        if bound <= TOLD or size > SMALL:
            return bound
    ring.own[:] = 0
    return exactly(ring)


def settle(block: ChainBlock, values: Floats, after: After, run: Run) -> None:
    """Work out the values of a block from what comes next; round and round, in one that turns, until no value changes
    by more than TOLERANCE, or so often as is worth it. Of endings they stay."""
    for _ in rounds(block, run):
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


def rounds(block: ChainBlock, run: Run) -> Iterator[int]:
    """So often one goes round in a ring at most: where there is another way to solve it, not for long. Raises Ended."""
    size = block.stop - block.start
    for n in range(LEAST_ROUNDS if size <= SMALL else max(LEAST_ROUNDS, WORK // size)):
        run.check()
        yield n


def from_above(ring: Ring, after: After) -> float:
    """How far the values of a ring, which are not above what is right, may be below it: proved by values from above
    that a sweep raises nowhere. 1 where that does not come out. The values are left as they are."""
    block, kept = ring.block, ring.own.copy()
    live = ring.reaching(ring.values > 0)[block.start : block.stop]
    for guess in GUESSES:
        ring.own[:] = np.where(live, np.minimum(1, kept + guess), 0)
        for _ in range(SWEEPS):
            ring.run.check()
            raised = False
            for segment in reversed(block.segments):
                here, new = ring.values[segment.start : segment.stop], after(segment)
                raised = raised or bool((new > here).any())
                here[:] = np.minimum(here, new)
            if not raised:
                gap = float((ring.own - kept).max(initial=0.0))
                ring.own[:] = kept
                return gap if gap > TOLD else 0.0
    ring.own[:] = kept
    return 1.0
