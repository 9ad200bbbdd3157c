"""The states of a chain in an order in which each comes before those that it leads to.

Where locations form a ring, their states mostly do not: they are peeled off layer by layer from both sides (Kahn,
*Topological sorting of large networks*, 1962), until only true rings are left, and what lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playable.verify.limits import Run
from playable.verify.symbolic.columns import Bools

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
    total: NDArray[Any]

    @property
    def stop(self) -> int:
        """The state after the last."""
        return self.start + len(self.total)

    def reordered(self, states: Numbers, number: Numbers) -> Segment:
        """The same states in another order, where what was state `i` is now `number[i]`."""
        at = states - self.start
        weight = None if self.weight is None else self.weight[:, at]
        return self._replace(to=number[self.to[:, at]], weight=weight, total=self.total[at])

    def part(self, first: int, last: int, start: int) -> Segment:
        """Those of its states from `first` up to `last`, numbered from another start."""
        some = slice(first, last)
        weight = None if self.weight is None else self.weight[:, some]
        return self._replace(start=start, to=self.to[:, some], weight=weight, total=self.total[some])

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


class ChainBlock(NamedTuple):
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


def topological_layers(segments: Sequence[Segment], run: Run) -> Iterator[tuple[Numbers, bool]]:
    """The states of a ring of locations, a part each, in layers to be worked through in turn; and which layer turns."""
    first, last = np.int32(segments[0].start), segments[-1].stop
    left = np.ones(last - first, np.bool_)
    early = _peeled(left, _waiting(segments, left), lambda layer: _onward(segments, layer + first, left), run)
    source, target = _edges(segments, left)
    by = np.argsort(target, kind="stable")
    source, target = source[by], target[by]
    counts = np.bincount(target, minlength=len(left)).astype(np.int32)
    begin = np.cumsum(counts, dtype=np.int32) - counts

    def back(layer: Numbers) -> Numbers:
        sources: Numbers = source[np.repeat(begin[layer], counts[layer]) + _within(counts[layer])]
        return sources

    late = _peeled(left, np.bincount(source, minlength=len(left)).astype(np.int32), back, run)
    core = np.flatnonzero(left).astype(np.int32)
    yield from ((layer + first, False) for layer in early)
    if len(core):
        yield core + first, True
    yield from ((layer + first, False) for layer in reversed(late))


def _peeled(left: Bools, waits: Numbers, onward: Callable[[Numbers], Numbers], run: Run) -> list[Numbers]:
    """Take away from what is left, layer by layer, the states that wait for nothing: each layer, in order. `waits` is
    for how many edges each does, and `onward` where those of a layer end."""
    layers = list[Numbers]()
    layer = np.flatnonzero(left & (waits == 0)).astype(np.int32)
    while len(layer):
        run.check()
        layers.append(layer)
        left[layer] = False
        met, times = np.unique(onward(layer), return_counts=True)
        waits[met] -= times.astype(np.int32)
        layer = met[waits[met] == 0]
    return layers


def _waiting(segments: Sequence[Segment], left: Bools) -> Numbers:
    """How many edges lead to each state of a ring."""
    first, waits = segments[0].start, np.zeros(len(left), np.int32)
    for to in (to for segment in segments for to in segment.to):
        inner = to[(to >= first) & (to < first + len(left))] - first
        if len(inner):
            low = int(inner.min())
            times = np.bincount(inner - low)
            waits[low : low + len(times)] += times.astype(np.int32)
    return waits


def _onward(segments: Sequence[Segment], layer: Numbers, left: Bools) -> Numbers:
    """Where the edges of some states of a ring lead in it, counted from its first."""
    first, inside = segments[0].start, [np.empty(0, np.int32)]
    cuts = np.searchsorted(layer, [*(segment.start for segment in segments), segments[-1].stop])
    for segment, (a, b) in zip(segments, pairwise(cuts.tolist()), strict=True):
        if a < b:
            to = segment.to[:, layer[a:b] - segment.start].ravel()
            inside.append(to[(to >= first) & (to < first + len(left))] - np.int32(first))
    return np.concatenate(inside)


def _edges(segments: Sequence[Segment], left: Bools) -> tuple[Numbers, Numbers]:
    """The edges between the states of a ring that are left, counted from its first: from where, and to where."""
    first, sources, targets = segments[0].start, [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for segment in segments:
        here = np.flatnonzero(left[segment.start - first : segment.stop - first]).astype(np.int32)
        for to in segment.to:
            inner = to[here] - np.int32(first)
            kept = (inner >= 0) & (inner < len(left))
            kept[kept] = left[inner[kept]]
            sources.append(here[kept] + np.int32(segment.start - first))
            targets.append(inner[kept])
    return np.concatenate(sources), np.concatenate(targets)


def _within(counts: Numbers) -> Numbers:
    """0, 1, 2, … for each run."""
    ends = np.cumsum(counts, dtype=np.int32)
    return np.arange(int(counts.sum()), dtype=np.int32) - np.repeat(ends - counts, counts)
