"""Every state with what leads on from it, as arrays: what odds and lengths are worked out on.

States are found location by location, each location's as one array of packed states, and numbered so that what leads on
comes before what it leads to. Only true rings are left as blocks that go round.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playable.language.expressions.tree import Tree
from playable.verify.markov.columns import WIDEST, Bools, Columns, Ints, Packing, Rows, both, opposite, packings
from playable.verify.markov.topological import Block, Numbers, Segment, topological_layers
from playable.verify.symbolic import Asked, Explorer
from playable.verify.system import Liveness, TransitionSystem, ValueSets, assign_of, components_of, when_of

ROOMY = 8  # a table may have so many times the entries that are used,
SMALL = 1 << 12  # or so many in any case


@dataclass(frozen=True)
class Chain:
    """States by number, with the location of each and what differs there, packed; and blocks of states in order, each
    before those that it leads to, with the transitions on."""

    system: TransitionSystem
    columns: Columns
    packings: list[Packing]
    location: Numbers
    code: Ints
    blocks: list[Block]

    def __len__(self) -> int:
        return len(self.location)

    @cached_property
    def start(self) -> int:
        """The first state."""
        code = _first_code(self.system, self.packings, self.columns.lows)
        return int(np.flatnonzero((self.location == self.system.start) & (self.code == code))[0])

    @cached_property
    def ends(self) -> Bools:
        """Which states are at an ending."""
        return np.array([location.ends for location in self.system.locations])[self.location]

    @cached_property
    def open(self) -> Bools:
        """From which states an ending can be reached."""
        found = np.append(self.ends, False)
        for block in reversed(self.blocks):
            grown = True
            while grown:
                grown = False
                for segment in reversed(block.segments):
                    here = found[segment.start : segment.stop]
                    new = found[segment.to].any(axis=0) | here
                    grown = block.turns and (grown or bool((new != here).any()))
                    here[:] = new
        return found[:-1]

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
            held = self.columns.all_hold(trees, Rows(self.packings[location], self.code[states]))
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


class TooMany(Exception):
    """There are too many states to keep each of them, or too much that differs between them; says which."""


@dataclass(slots=True)
class Hop:
    """Where some states of a location come by one of its transitions: `rows` are those states, None for all; `codes`
    are the states that they come to, packed, and numbered from 0 once all states there are known."""

    transition: int
    target: int
    rows: Numbers | None
    codes: Ints | Numbers
    weight: Ints | None  # of chance


def chain(system: TransitionSystem, asked: Asked, limit: int) -> Chain:
    """All the states of a story, as far as transitions and what is asked keep them apart. Raises TooMany.

    They are counted as sets first, which is fast, so that a story with too many takes no time.
    """
    explorer = Explorer(system, asked)
    if not explorer.run(limit).complete:
        raise TooMany(f"more than {limit:,} situations")
    trees = [tree for some in asked.values() for trees in some for tree in trees]
    return _Maker(system, explorer.liveness, trees).chain()


class _Maker:
    def __init__(self, system: TransitionSystem, liveness: Liveness, asked: list[Tree]) -> None:
        self.system = system
        self.components = components_of(system)
        self.order = [i for component in self.components for i in component]
        self.rank = {i: n for n, i in enumerate(self.order)}
        self.effects = {
            i: [liveness.effects(transition) for transition in system.locations[i].transitions] for i in self.order
        }
        self.columns = Columns(system, [*self._trees(), *asked])
        spread = lambda: ValueSets(system, liveness, self.rank).at  # noqa: E731
        self.packings = packings(liveness.live, self.columns.sizes, spread)
        if any(packing.box > WIDEST for packing in self.packings):
            raise TooMany("too much can differ between situations")
        self.waiting: list[list[Hop]] = [[] for _ in system.locations]
        self.codes: dict[int, Ints] = {}
        self.hops: dict[int, list[Hop]] = {}

    def chain(self) -> Chain:
        """All of it."""
        system = self.system
        code = _first_code(system, self.packings, self.columns.lows)
        self.waiting[system.start].append(Hop(0, system.start, None, np.array([code], np.int64), None))
        for component in self.components:
            self._find(component)
        return self._numbered()

    def _find(self, component: list[int]) -> None:
        """All states at the locations of a ring, and where they come."""
        inside = set(component) if self._turns(component) else set()
        arrived = [hop for i in component for hop in self.waiting[i]]
        todo = [self.rank[i] for i in component if self.waiting[i]]
        while todo:
            i = self.order[heapq.heappop(todo)]
            fresh = self._fresh(i)
            for hop in self._hops(i, fresh) if inside and len(fresh) else ():
                if hop.target in inside:
                    if not self.waiting[hop.target]:
                        heapq.heappush(todo, self.rank[hop.target])
                    self.waiting[hop.target].append(hop)
        for i in component:
            if i in self.codes:
                self.hops[i] = self._hops(i, self.codes[i])
                for hop in self.hops[i]:
                    (arrived if hop.target in inside else self.waiting[hop.target]).append(hop)
        find = {i: _finder(self.packings[i].box, self.codes[i]) for i in component if i in self.codes}
        for hop in arrived:
            hop.codes = find[hop.target](hop.codes)

    def _fresh(self, i: int) -> Ints:
        """Take what waits at a location to its states; what was not among them."""
        arrived, self.waiting[i] = [hop.codes for hop in self.waiting[i]], []
        box, old = self.packings[i].box, self.codes.get(i)
        if box <= max(SMALL, ROOMY * sum(map(len, arrived))):
            mark = np.zeros(box, np.bool_)
            for codes in arrived:
                mark[codes] = True
            if old is not None:
                mark[old] = False
            found = np.flatnonzero(mark)
        else:
            found = np.unique(np.concatenate(arrived))
            if old is not None:
                found = np.setdiff1d(found, old, assume_unique=True)
        self.codes[i] = found if old is None else np.sort(np.concatenate((old, found)))
        return found

    def _hops(self, i: int, codes: Ints) -> list[Hop]:
        """Where states of a location come."""
        here, found = Rows(self.packings[i], codes), list[Hop]()
        packed = {here.packing: codes}
        for n, transition in enumerate(self.system.locations[i].transitions):
            weight = None if transition.weight is None else self.columns.value(transition.weight, here)
            open_ = self.columns.all_hold(transition.guard, here) if weight is None else weight > 0
            rows = None if open_ is True else np.flatnonzero(open_).astype(np.int32)
            if rows is not None and len(rows) == len(codes):
                rows = None
            if rows is None or len(rows):
                if weight is not None and rows is not None:
                    weight = weight[rows]
                found += self._edges(i, n, here, rows, weight, packed)
        return found

    def _edges(
        self, i: int, n: int, here: Rows, rows: Numbers | None, weight: Ints | None, packed: dict[Packing, Ints]
    ) -> Iterator[Hop]:
        """Along the edges of a transition from the rows where it is open; `packed` keeps `here` as other locations pack
        it."""
        before = now = here if rows is None else here.some(rows)
        written = dict[int, None]()
        for op in self.effects[i][n]:
            written[op.slot], when = None, when_of(op)
            new = self.columns.made(op.made, assign_of(op).value, op.slot, now)
            held = True if when is None else self.columns.holds(when, now)
            now = now.changed(op.slot, new if held is True else np.where(held, new, now[op.slot]))
        left: Bools | bool = True
        for edge in self.system.locations[i].transitions[n].edges:
            held = self.columns.all_hold(edge.guard, now)
            taken = both(left, held)
            some = None if taken is True else np.flatnonzero(np.broadcast_to(taken, len(now))).astype(np.int32)
            if some is not None:
                left = both(left, opposite(taken))
                if not len(some):
                    continue
            packing = self.packings[edge.target]
            if packing not in packed:
                packed[packing] = packing.packed(here.codes, here.packing)
            codes = packed[packing] if rows is None else packed[packing][rows]
            for slot in written:
                if slot in packing.stride:
                    codes = codes + (now[slot] - before[slot]) * packing.stride[slot]
            for slot, value in edge.writes:
                if slot in packing.stride:
                    codes = codes + (value - self.columns.lows[slot] - now[slot]) * packing.stride[slot]
            if some is None:
                yield Hop(n, edge.target, rows, codes, weight)
                return
            went = some if rows is None else rows[some]
            yield Hop(n, edge.target, went, codes[some], None if weight is None else weight[some])

    def _numbered(self) -> Chain:
        """Everything found, as one chain."""
        met = [i for i in self.order if i in self.codes]
        sizes = [len(self.codes[i]) for i in met]
        ends = np.cumsum(sizes)
        first = dict(zip(met, (ends - sizes).tolist(), strict=True))
        location = np.repeat(np.array(met, np.int32), sizes)
        code = np.concatenate([self.codes[i] for i in met])
        segments = {i: self._segment(i, first) for i in met}
        if not any(self._turns(component) for component in self.components if not first.keys().isdisjoint(component)):
            blocks = [Block((segment,), False) for segment in segments.values()]
            return Chain(self.system, self.columns, self.packings, location, code, blocks)
        layers: list[tuple[Ints, bool]] = []
        for component in self.components:
            those = [segments[i] for i in component if i in first]
            if those and self._turns(component):
                layers += topological_layers(those)
            else:
                layers += [(np.arange(segment.start, segment.stop), False) for segment in those]
        order = np.concatenate([layer for layer, _ in layers])
        number = np.empty(len(order) + 1, np.int32)  # by the old number of each state, and of none, the new one
        number[order] = np.arange(len(order), dtype=np.int32)
        number[-1] = len(order)
        location, code = location[order], code[order]
        blocks, at = [], 0
        for layer, turns in layers:
            here = location[at : at + len(layer)]
            cuts = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(layer)]
            some = [segments[int(here[a])].some(layer[a:b], at + a, number) for a, b in pairwise(cuts)]
            blocks.append(Block(tuple(some), turns))
            at += len(layer)
        return Chain(self.system, self.columns, self.packings, location, code, blocks)

    def _segment(self, i: int, first: Mapping[int, int]) -> Segment:
        """Where the transitions of a location lead from each of its states, and with what weight."""
        count, nowhere = len(self.system.locations[i].transitions), sum(map(len, self.codes.values()))
        to = np.full((count, len(self.codes[i])), nowhere, np.int32)
        chance = any(hop.weight is not None for hop in self.hops[i])
        weight = np.zeros(to.shape) if chance else None
        for hop in self.hops.pop(i):
            rows = slice(None) if hop.rows is None else hop.rows
            to[hop.transition, rows] = hop.codes + first[hop.target]
            if weight is not None:
                weight[hop.transition, rows] = hop.weight
        total = np.zeros(to.shape[1], np.int32) if weight is None else weight.sum(axis=0).astype(np.int32)
        for row in to if weight is None else ():
            total += row < nowhere
        decides = any(transition.kind == "choose" for transition in self.system.locations[i].transitions)
        return Segment(i, first[i], decides, to, weight, np.maximum(total, 1))

    def _turns(self, component: list[int]) -> bool:
        transitions = self.system.locations[component[0]].transitions
        return len(component) > 1 or any(
            edge.target == component[0] for transition in transitions for edge in transition.edges
        )

    def _trees(self) -> Iterator[Tree]:
        """Every condition and weight that is asked of states."""
        for i in self.order:
            for transition, ops in zip(self.system.locations[i].transitions, self.effects[i], strict=True):
                yield from transition.guard if transition.weight is None else (transition.weight,)
                yield from (tree for op in ops if (tree := when_of(op)))
                yield from (tree for edge in transition.edges for tree in edge.guard)


def _first_code(system: TransitionSystem, packings: Sequence[Packing], lows: Sequence[int]) -> int:
    """The first state as its location packs it."""
    start = packings[system.start]
    return sum((system.initial[s] - lows[s] - start.low[s]) * by for s, by in start.stride.items())


def _finder(box: int, codes: Ints) -> Callable[[NDArray[Any]], Numbers]:
    """The numbers of packed states, from 0."""
    if box > max(SMALL, ROOMY * len(codes)):
        return lambda some: np.searchsorted(codes, some).astype(np.int32)
    table = np.zeros(box, np.int32)
    table[codes] = np.arange(len(codes), dtype=np.int32)
    return table.take
