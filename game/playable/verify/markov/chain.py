"""Every state with what leads on from it, as arrays: what odds and lengths are worked out on.

States are numbered so that what leads on comes before what it leads to. Only true rings are left as blocks that go
round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from playable.language.expressions.tree import Tree
from playable.verify.markov.columns import Bools, Columns, Ints, ListedRows, PackedStates
from playable.verify.markov.topological import Block, Floats, Numbers, Segment, topological_layers
from playable.verify.system import TransitionSystem


@dataclass(frozen=True)
class Chain:
    """States by number, with the location of each and what differs there; and blocks of states in order, each before
    those that it leads to, with the transitions on."""

    system: TransitionSystem
    columns: Columns
    states: PackedStates | ListedRows
    location: Numbers
    blocks: list[Block]
    start: int  # the first state

    def __len__(self) -> int:
        return len(self.location)

    @cached_property
    def ends(self) -> Bools:
        """Which states are at an ending."""
        return np.array([location.ends for location in self.system.locations])[self.location]

    @cached_property
    def open(self) -> Bools:
        """From which states an ending can be reached."""
        open_ = np.append(self.ends, False)
        for block in reversed(self.blocks):
            grown = True
            while grown:
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
        found = np.zeros(len(self) + 1, np.bool_)
        found[self.start] = True
        for block in self.blocks:
            grown = True
            while grown:
                before = int(found[block.start : block.stop].sum()) if block.turns else 0
                for segment in block.segments:
                    here = found[segment.start : segment.stop]
                    for to in segment.to:
                        found[to[here]] = True
                grown = block.turns and int(found[block.start : block.stop].sum()) > before
        return found[:-1]

    def at(self, location: int) -> Ints:
        """The states at a location."""
        return np.flatnonzero(self.location == location)

    def having(self, wanted: Mapping[int, Iterable[Tree]]) -> Ints:
        """The states at some locations where all the conditions of the location hold: of those that the chain was
        asked."""
        found = [np.empty(0, np.int64)]
        for location, trees in wanted.items():
            states = self.at(location)
            held = self.columns.all_hold(trees, self.states.rows(location))
            found.append(states[np.broadcast_to(held, states.shape)])
        return np.sort(np.concatenate(found))

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

    old: Ints
    blocks: list[Block]


def in_order(system: TransitionSystem, segments: Mapping[int, Segment]) -> InOrder:
    """All the states, a segment for each location, each state before those that it leads to, but for true rings."""
    count = sum(len(segment.total) for segment in segments.values())
    rings = [[segments[i] for i in ring if i in segments] for ring in system.rings]
    turns = [system.turns(ring) for ring in system.rings]
    if not any(some and turn for some, turn in zip(rings, turns, strict=True)):
        return InOrder(np.arange(count), [Block((segment,), False) for some in rings for segment in some])
    layers: list[tuple[Ints, bool]] = []
    for some, turn in zip(rings, turns, strict=True):
        if some and turn:
            layers += topological_layers(some)
        else:
            layers += [(np.arange(segment.start, segment.stop), False) for segment in some]
    old = np.concatenate([layer for layer, _ in layers])
    number = np.empty(count + 1, np.int32)  # by the old number of each state, and of none, the new one
    number[old] = np.arange(count, dtype=np.int32)
    number[-1] = count
    owner = [segment for some in rings for segment in some]
    starts = np.array([segment.start for segment in owner])
    blocks, at = [], 0
    for layer, turn in layers:
        here = np.searchsorted(starts, layer, side="right") - 1
        cuts = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(layer)]
        some = [owner[int(here[a])].some(layer[a:b], at + a, number) for a, b in pairwise(cuts)]
        blocks.append(Block(tuple(some), turn))
        at += len(layer)
    return InOrder(old, blocks)


def segment_of(
    system: TransitionSystem, location: int, start: int, to: Numbers, weight: Floats | None, none: int
) -> Segment:
    """The states of a location, where its transitions lead from each, and by chance with what weight; `none`: the
    number of no state."""
    total = (to < none).sum(axis=0, dtype=np.int64) if weight is None else weight.sum(axis=0)
    decides = any(transition.kind == "choose" for transition in system.locations[location].transitions)
    return Segment(location, start, decides, to, weight, np.maximum(total, 1))
