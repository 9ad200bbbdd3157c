"""The moves of a chain as arrays, and its states in an order in which each comes before those that it leads to.

Where places form a ring, their states mostly do not: they are peeled off layer by layer from both sides (Kahn,
*Topological sorting of large networks*, 1962), until only true rings are left, and what lies between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.verify.columns import Bools, Ints

Numbers = NDArray[np.int32]
T = TypeVar("T", bound=np.generic)


class Part(NamedTuple):
    """A run of states, at all of which the player decides, or at none."""

    start: int
    stop: int
    decides: bool


class Block(NamedTuple):
    """Parts in order. In one that `turns` there are rings; else no state leads to another of its part."""

    parts: tuple[Part, ...]
    turns: bool

    @property
    def start(self) -> int:
        """Its first state."""
        return self.parts[0].start

    @property
    def stop(self) -> int:
        """The state after its last."""
        return self.parts[-1].stop


class Span(NamedTuple):
    """The states of a ring of places, or of one place alone."""

    start: int
    stop: int
    turns: bool


class Moves(NamedTuple):
    """Of state `i` those from `begin[i]` to `begin[i + 1]`: where each leads, which of its place's it is, its share."""

    begin: Ints
    to: Numbers
    which: NDArray[np.uint16]
    share: NDArray[np.float64]

    def of(self, part: Part | Span | Block) -> tuple[Ints, Numbers, NDArray[np.float64]]:
        """Of a run of states: where the moves of each begin, where they lead, and their shares."""
        first, last = self.begin[part.start], self.begin[part.stop]
        return self.begin[part.start : part.stop + 1] - first, self.to[first:last], self.share[first:last]

    def in_order(self, order: Ints) -> Moves:
        """The same with states renumbered: the new state `n` is the old `order[n]`."""
        counts = np.diff(self.begin)[order]
        begin = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        picked = _runs(self.begin[order], counts)
        number = np.empty(len(order), np.int32)
        number[order] = np.arange(len(order), dtype=np.int32)
        return Moves(begin, number[self.to[picked]], self.which[picked], self.share[picked])


def blocks_of(moves: Moves, spans: Sequence[Span], place: Numbers, decides: Bools) -> tuple[list[Block], Ints | None]:
    """The blocks of a chain, and the states in their order if it is not that which they are in."""
    blocks, order, moved = list[Block](), list[Ints](), False
    at = 0
    for span in spans:
        if not span.turns:
            blocks.append(Block((Part(span.start, span.stop, bool(decides[span.start])),), False))
            order.append(np.arange(span.start, span.stop))
            at = span.stop
            continue
        moved = True
        early, core, late = _peeled(moves, span)
        layers = [(layer, False) for layer in early] + [(core, True)] * bool(len(core)) + [(x, False) for x in late]
        for layer, turns in layers:
            # a true ring stays in the order of its places; else it is enough to part where the player decides
            kinds = place[layer] if turns else decides[layer].astype(np.int32)
            if not turns:
                by = np.argsort(kinds, kind="stable")
                layer, kinds = layer[by], kinds[by]
            cuts = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(layer)]
            runs = [Part(at + a, at + b, bool(decides[layer[a]])) for a, b in pairwise(cuts)]
            blocks.append(Block(tuple(runs), turns))
            order.append(layer)
            at += len(layer)
    return blocks, np.concatenate(order) if moved else None


def _peeled(moves: Moves, span: Span) -> tuple[list[Ints], Ints, list[Ints]]:
    """Layers of states that no ring leads to, the rings with what is between, and layers that lead to no ring."""
    begin, to, _ = moves.of(span)
    size = span.stop - span.start
    counts = np.diff(begin)
    inner = (to >= span.start) & (to < span.stop)
    source, target = np.repeat(np.arange(size), counts)[inner], to[inner].astype(np.int64) - span.start
    left = np.ones(size, np.bool_)
    early = _off(source, target, left)
    kept = left[source] & left[target]
    late = _off(target[kept], source[kept], left)
    start = span.start
    return [x + start for x in early], np.flatnonzero(left) + start, [x + start for x in reversed(late)]


def _off(source: Ints, target: Ints, left: Bools) -> list[Ints]:
    """Take away, layer by layer, the states that nothing left leads to."""
    size, layers = len(left), list[Ints]()
    by = np.argsort(source, kind="stable")
    target = target[by]
    counts = np.bincount(source, minlength=size)
    begin = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    waits = np.bincount(target, minlength=size)
    layer = np.flatnonzero(left & (waits == 0))
    while len(layer):
        layers.append(layer)
        left[layer] = False
        met, times = np.unique(target[_runs(begin[layer], counts[layer])], return_counts=True)
        waits[met] -= times
        layer = met[waits[met] == 0]
    return layers


def _runs(begin: Ints, counts: Ints) -> Ints:
    """The numbers of several runs, one run after the other."""
    ends = np.cumsum(counts)
    return np.repeat(begin - ends + counts, counts) + np.arange(int(ends[-1]) if len(ends) else 0)


def reduced(by: np.ufunc, x: NDArray[T], begin: Ints, empty: float) -> NDArray[T]:
    """What comes of the values of each run: those from `begin[i]` to `begin[i + 1]`; `empty` where there are none."""
    full = begin[1:] > begin[:-1]
    if full.all():
        return x if len(full) == len(x) else by.reduceat(x, begin[:-1])
    found = np.full(len(begin) - 1, empty, x.dtype)
    if len(x):
        found[full] = by.reduceat(x, begin[:-1][full])
    return found
