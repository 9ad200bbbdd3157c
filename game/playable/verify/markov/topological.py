"""The states of a chain in an order in which each comes before those that it leads to.

Where locations form a ring, their states mostly do not: they are peeled off layer by layer from both sides (Kahn,
*Topological sorting of large networks*, 1962), until only true rings are left, and what lies between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playable.verify.markov.columns import Bools, Ints

Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]


class Segment(NamedTuple):
    """Some states of one location, numbered in a run from `start`.

    Row `n` of `to` is where transition `n` of the location leads from each: the number of no state where it is not
    open. `weight` is the same of chance, and `total` the sum of the weights, or how many transitions are open; 1 where
    none is.
    """

    location: int
    start: int
    decides: bool
    to: Numbers
    weight: Floats | None
    total: Numbers

    @property
    def stop(self) -> int:
        """The state after the last."""
        return self.start + len(self.total)

    def some(self, states: Ints | Numbers, start: int, number: Numbers) -> Segment:
        """Some of the states, in a run from another start, where the old state `i` is now `number[i]`."""
        at = states - self.start
        to = number[self.to[:, at]]
        return Segment(
            self.location, start, self.decides, to, None if self.weight is None else self.weight[:, at], self.total[at]
        )

    def taking(self, rows: Sequence[int], nowhere: int) -> Segment:
        """The same where the first of some transitions that is open is taken, wherever one is; `nowhere` is the number
        of no state."""
        to, total, left = self.to.copy(), self.total.copy(), np.ones(len(self.total), np.bool_)
        for row in rows:
            taken = left & (self.to[row] < nowhere)
            left &= ~taken
            total[taken] = 1
            for other in range(len(to)):
                if other != row:
                    to[other, taken] = nowhere
        return self._replace(to=to, total=total)


class Block(NamedTuple):
    """Parts in order. In one that `turns` there are rings; else no state leads to another of its part."""

    segments: tuple[Segment, ...]
    turns: bool

    @property
    def start(self) -> int:
        """Its first state."""
        return self.segments[0].start

    @property
    def stop(self) -> int:
        """The state after its last."""
        return self.segments[-1].stop


def topological_layers(segments: Sequence[Segment]) -> Iterator[tuple[Ints, bool]]:
    """The states of a ring of locations, a part each, in layers to be worked through in turn; and which layer turns."""
    first, last = segments[0].start, segments[-1].stop
    sources, targets = list[Numbers](), list[Numbers]()
    for segment in segments:
        inner = (segment.to >= first) & (segment.to < last)
        sources.append((np.nonzero(inner)[1] + (segment.start - first)).astype(np.int32))
        targets.append(segment.to[inner] - np.int32(first))
    source, target = np.concatenate(sources), np.concatenate(targets)
    del sources, targets
    left = np.ones(last - first, np.bool_)
    early = _peeled(source, target, left)
    kept = left[source] & left[target]
    source, target = source[kept], target[kept]
    late = _peeled(target, source, left)
    core = np.flatnonzero(left)
    yield from ((layer + first, False) for layer in early)
    if len(core):
        yield core + first, True
    yield from ((layer + first, False) for layer in reversed(late))


def _peeled(source: Numbers, target: Numbers, left: Bools) -> list[Ints]:
    """Take away from what is left, layer by layer, the states that nothing left leads to; each layer in order."""
    size, layers = len(left), list[Ints]()
    target = target[np.argsort(source, kind="stable")]
    counts = np.bincount(source, minlength=size)
    begin = np.cumsum(counts) - counts
    waits = np.bincount(target, minlength=size)
    layer = np.flatnonzero(left & (waits == 0))
    while len(layer):
        layers.append(layer)
        left[layer] = False
        onward = np.repeat(begin[layer], counts[layer]) + _within(counts[layer])
        met, times = np.unique(target[onward], return_counts=True)
        waits[met] -= times
        layer = met[waits[met] == 0]
    return layers


def _within(counts: Ints) -> Ints:
    """0, 1, 2, … for each run."""
    ends = np.cumsum(counts)
    return np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
