"""Every state with what leads on from it, as arrays: what odds and lengths are worked out on.

States are numbered so that what leads on comes before what it leads to. Only true rings are left as blocks that go
round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playable.language.expressions.tree import Tree
from playable.verify.limits import Run
from playable.verify.markov.packing import ListedRows, PackedStates
from playable.verify.markov.topological import ChainBlock, Floats, Numbers, Segment, topological_layers
from playable.verify.symbolic.columns import Bools, Columns, Ints
from playable.verify.system import TransitionSystem


@dataclass(frozen=True)
class Chain:
    """States by number, with the location of each and what differs there; and blocks of states in order, each before
    those that it leads to, with the transitions on."""

    system: TransitionSystem
    columns: Columns
    states: PackedStates | ListedRows
    location: NDArray[Any]
    blocks: list[ChainBlock]
    start: int  # the first state
    run: Run = field(default_factory=Run)  # what is worked out on it ends with

    def __len__(self) -> int:
        return len(self.location)

    @cached_property
    def ends(self) -> Bools:
        """Which states are at an ending."""
        ends: Bools = np.array([location.ends for location in self.system.locations])[self.location]
        return ends

    @cached_property
    def open(self) -> Bools:
        """From which states an ending can be reached."""
        open_ = np.append(self.ends, False)
        for block in reversed(self.blocks):
            grown = True
            while grown:
                self.run.check()
                grown = False
                for segment in reversed(block.segments):
                    here = open_[segment.start : segment.stop]
                    new = open_[segment.to].any(axis=0) | here
                    grown = block.turns and (grown or bool((new != here).any()))
                    here[:] = new
        return open_[:-1]

    @cached_property
    def met(self) -> Bools:
        """Which states are ever come to: all of them, but for a policy."""
        come_to = np.zeros(len(self) + 1, np.bool_)
        come_to[self.start] = True
        for block in self.blocks:
            grown = True
            while grown:
                self.run.check()
                before = int(come_to[block.start : block.stop].sum()) if block.turns else 0
                for segment in block.segments:
                    here = come_to[segment.start : segment.stop]
                    for to in segment.to:
                        come_to[to[here]] = True
                grown = block.turns and int(come_to[block.start : block.stop].sum()) > before
        return come_to[:-1]

    def at(self, location: int) -> Ints:
        """The states at a location."""
        return np.flatnonzero(self.location == location)

    def having(self, wanted: Mapping[int, Iterable[Tree]]) -> Ints:
        """The states at some locations where all the conditions of the location hold: of those that the chain was
        asked."""
        parts = [np.empty(0, np.int64)]
        for location, trees in wanted.items():
            states = self.at(location)
            held = self.columns.all_hold(trees, self.states.rows(location))
            parts.append(states[np.broadcast_to(held, states.shape)])
        return np.sort(np.concatenate(parts))

    def after(self, ref: str) -> tuple[Ints, Ints]:
        """The states where a choice or an outcome of chance is open, and where it leads from each."""
        states, to = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for segment in (segment for block in self.blocks for segment in block.segments):
            for n, transition in enumerate(self.system.locations[segment.location].transitions):
                if transition.ref == ref:
                    open_ = np.flatnonzero(segment.to[n] < len(self))
                    states.append(open_ + segment.start)
                    to.append(segment.to[n][open_])
        return np.concatenate(states), np.concatenate(to)


class InOrder(NamedTuple):
    """States put in order: `old` are their numbers before, and `blocks` what they lead to by the new ones."""

    old: Numbers
    blocks: list[ChainBlock]


class _Piece(NamedTuple):
    """What of a location's states, in their new order, is in a layer: from `first` up to `last`, numbered from
    `start`."""

    location: int
    first: int
    last: int
    start: int


def in_order(system: TransitionSystem, segments: dict[int, Segment], run: Run) -> InOrder:
    """All the states, a segment for each location, each state before those that it leads to, but for true rings. The
    segments are taken away one by one, for they are large."""
    count = sum(len(segment.total) for segment in segments.values())
    rings = [ring for ring in system.rings if any(i in segments for i in ring)]
    if not any(map(system.turns, rings)):
        blocks = [ChainBlock((segments.pop(i),), False) for ring in rings for i in ring if i in segments]
        return InOrder(np.arange(count, dtype=np.int32), blocks)
    layers: list[list[tuple[Numbers, bool]]] = []  # of each ring of locations
    for ring in rings:
        some = [segments[i] for i in ring if i in segments]
        if system.turns(ring):
            layers.append(list(topological_layers(some, run)))
        else:
            layers.append([(np.arange(segment.start, segment.stop, dtype=np.int32), False) for segment in some])
    old = np.concatenate([layer for of_ring in layers for layer, _ in of_ring])
    number = np.empty(count + 1, np.int32)  # by the old number of each state, and of none, the new one
    number[old] = np.arange(count, dtype=np.int32)
    number[-1] = count
    blocks, at = list[ChainBlock](), 0
    for ring, of_ring in zip(rings, layers, strict=True):
        locations = [i for i in ring if i in segments]
        starts = np.array([segments[i].start for i in locations])
        states: dict[int, list[Numbers]] = {i: [] for i in locations}  # of each location, in their new order
        come, pieces = dict.fromkeys(locations, 0), list[list[_Piece]]()
        for layer, _ in of_ring:
            here = np.searchsorted(starts, layer, side="right") - 1
            cuts = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(layer)]
            pieces.append([])
            for a, b in pairwise(cuts):
                i = locations[int(here[a])]
                states[i].append(layer[a:b])
                pieces[-1].append(_Piece(i, come[i], come[i] + b - a, at + a))
                come[i] += b - a
            at += len(layer)
        moved = {i: segments.pop(i).reordered(np.concatenate(states.pop(i)), number) for i in locations}
        for (_, turns), of_layer in zip(of_ring, pieces, strict=True):
            parts = (moved[one.location].part(one.first, one.last, one.start) for one in of_layer)
            blocks.append(ChainBlock(tuple(parts), turns))
    return InOrder(old, blocks)


def segment_of(
    system: TransitionSystem, location: int, start: int, to: Numbers, weight: Floats | None, none: int
) -> Segment:
    """The states of a location, where its transitions lead from each, and by chance with what weight; `none`: the
    number of no state."""
    few = np.uint8 if len(to) < 1 << 8 else np.int32
    total = (to < none).sum(axis=0, dtype=few) if weight is None else weight.sum(axis=0)
    decides = any(transition.kind == "choose" for transition in system.locations[location].transitions)
    return Segment(location, start, decides, to, weight, np.maximum(total, 1))
