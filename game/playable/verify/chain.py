"""Every state with what leads on from it, as arrays: what odds and lengths are worked out on.

States are found place by place, each place's as one array of packed states, and numbered so that what leads on comes
before what it leads to. Only true rings are left as blocks that go round.
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
from playable.verify.columns import WIDEST, Bools, Columns, Ints, Packing, Rows, both, opposite, packings
from playable.verify.explore import Asked, Explorer
from playable.verify.graph import Graph, rings_of
from playable.verify.layers import Block, Numbers, Part, layers_of
from playable.verify.liveness import Liveness
from playable.verify.moves import assign_of, when_of
from playable.verify.spread import Spread

ROOMY = 8  # a table may have so many times the entries that are used,
SMALL = 1 << 12  # or so many in any case


@dataclass(frozen=True)
class Chain:
    """States by number, with the place of each and what differs there, packed; and blocks of states in order, each
    before those that it leads to, with the moves on."""

    graph: Graph
    columns: Columns
    packings: list[Packing]
    place: Numbers
    code: Ints
    blocks: list[Block]

    def __len__(self) -> int:
        return len(self.place)

    @cached_property
    def start(self) -> int:
        """The first state."""
        code = _first_code(self.graph, self.packings, self.columns.lows)
        return int(np.flatnonzero((self.place == self.graph.start) & (self.code == code))[0])

    @cached_property
    def ends(self) -> Bools:
        """Which states are at an ending."""
        return np.array([place.ends for place in self.graph.places])[self.place]

    @cached_property
    def open(self) -> Bools:
        """From which states an ending can be reached."""
        found = np.append(self.ends, False)
        for block in reversed(self.blocks):
            grown = True
            while grown:
                grown = False
                for part in reversed(block.parts):
                    here = found[part.start : part.stop]
                    new = found[part.to].any(axis=0) | here
                    grown = block.turns and (grown or bool((new != here).any()))
                    here[:] = new
        return found[:-1]

    def at(self, place: int) -> Ints:
        """The states at a place."""
        return np.flatnonzero(self.place == place)

    def having(self, wanted: Mapping[int, Iterable[Tree]]) -> Ints:
        """The states at some places where all the conditions of the place hold: of those that the chain was asked."""
        found = [np.empty(0, np.int64)]
        for place, trees in wanted.items():
            states = self.at(place)
            held = self.columns.all_hold(trees, Rows(self.packings[place], self.code[states]))
            found.append(states[np.broadcast_to(held, states.shape)])
        return np.sort(np.concatenate(found))

    def after(self, ref: str) -> tuple[Ints, Ints]:
        """The states where a choice or an outcome of chance is open, and where it leads from each."""
        states, to = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for part in (part for block in self.blocks for part in block.parts):
            for n, move in enumerate(self.graph.places[part.place].moves):
                if move.ref == ref:
                    open_ = np.flatnonzero(part.to[n] < len(self))
                    states.append(open_ + part.start)
                    to.append(part.to[n][open_])
        return np.concatenate(states), np.concatenate(to)


class TooMany(Exception):
    """There are too many states to keep each of them, or too much that differs between them; says which."""


@dataclass(slots=True)
class Hop:
    """Where some states of a place come by one of its moves: `rows` are those states, None for all; `codes` are the
    states that they come to, packed, and numbered from 0 once all states there are known."""

    move: int
    target: int
    rows: Numbers | None
    codes: Ints | Numbers
    weight: Ints | None  # of chance


def chain(graph: Graph, asked: Asked, limit: int) -> Chain:
    """All the states of a story, as far as moves and what is asked keep them apart. Raises TooMany.

    They are counted as sets first, which is fast, so that a story with too many takes no time.
    """
    explorer = Explorer(graph, asked)
    if not explorer.run(limit).complete:
        raise TooMany(f"more than {limit:,} situations")
    trees = [tree for some in asked.values() for trees in some for tree in trees]
    return _Maker(graph, explorer.liveness, trees).chain()


class _Maker:
    def __init__(self, graph: Graph, liveness: Liveness, asked: list[Tree]) -> None:
        self.graph = graph
        self.rings = rings_of(graph)
        self.order = [i for ring in self.rings for i in ring]
        self.rank = {i: n for n, i in enumerate(self.order)}
        self.effects = {i: [liveness.effects(move) for move in graph.places[i].moves] for i in self.order}
        self.columns = Columns(graph, [*self._trees(), *asked])
        spread = lambda: Spread(graph, liveness, self.rank).at  # noqa: E731
        self.packings = packings(liveness.live, self.columns.sizes, spread)
        if any(packing.box > WIDEST for packing in self.packings):
            raise TooMany("too much can differ between situations")
        self.waiting: list[list[Hop]] = [[] for _ in graph.places]
        self.codes: dict[int, Ints] = {}
        self.hops: dict[int, list[Hop]] = {}

    def chain(self) -> Chain:
        """All of it."""
        graph = self.graph
        code = _first_code(graph, self.packings, self.columns.lows)
        self.waiting[graph.start].append(Hop(0, graph.start, None, np.array([code], np.int64), None))
        for ring in self.rings:
            self._find(ring)
        return self._numbered()

    def _find(self, ring: list[int]) -> None:
        """All states at the places of a ring, and where they come."""
        inside = set(ring) if self._turns(ring) else set()
        arrived = [hop for i in ring for hop in self.waiting[i]]
        todo = [self.rank[i] for i in ring if self.waiting[i]]
        while todo:
            i = self.order[heapq.heappop(todo)]
            fresh = self._fresh(i)
            for hop in self._hops(i, fresh) if inside and len(fresh) else ():
                if hop.target in inside:
                    if not self.waiting[hop.target]:
                        heapq.heappush(todo, self.rank[hop.target])
                    self.waiting[hop.target].append(hop)
        for i in ring:
            if i in self.codes:
                self.hops[i] = self._hops(i, self.codes[i])
                for hop in self.hops[i]:
                    (arrived if hop.target in inside else self.waiting[hop.target]).append(hop)
        find = {i: _finder(self.packings[i].box, self.codes[i]) for i in ring if i in self.codes}
        for hop in arrived:
            hop.codes = find[hop.target](hop.codes)

    def _fresh(self, i: int) -> Ints:
        """Take what waits at a place to its states; what was not among them."""
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
        """Where states of a place come."""
        here, found = Rows(self.packings[i], codes), list[Hop]()
        packed = {here.packing: codes}
        for n, move in enumerate(self.graph.places[i].moves):
            weight = None if move.weight is None else self.columns.value(move.weight, here)
            open_ = self.columns.all_hold(move.when, here) if weight is None else weight > 0
            rows = None if open_ is True else np.flatnonzero(open_).astype(np.int32)
            if rows is not None and len(rows) == len(codes):
                rows = None
            if rows is None or len(rows):
                if weight is not None and rows is not None:
                    weight = weight[rows]
                found += self._ways(i, n, here, rows, weight, packed)
        return found

    def _ways(
        self, i: int, n: int, here: Rows, rows: Numbers | None, weight: Ints | None, packed: dict[Packing, Ints]
    ) -> Iterator[Hop]:
        """Along the ways of a move from the rows where it is open; `packed` keeps `here` as other places pack it."""
        before = now = here if rows is None else here.some(rows)
        written = dict[int, None]()
        for op in self.effects[i][n]:
            written[op.slot], when = None, when_of(op)
            new = self.columns.made(op.made, assign_of(op).value, op.slot, now)
            held = True if when is None else self.columns.holds(when, now)
            now = now.changed(op.slot, new if held is True else np.where(held, new, now[op.slot]))
        left: Bools | bool = True
        for way in self.graph.places[i].moves[n].ways:
            held = self.columns.all_hold(way.when, now)
            taken = both(left, held)
            some = None if taken is True else np.flatnonzero(np.broadcast_to(taken, len(now))).astype(np.int32)
            if some is not None:
                left = both(left, opposite(taken))
                if not len(some):
                    continue
            packing = self.packings[way.target]
            if packing not in packed:
                packed[packing] = packing.packed(here.codes, here.packing)
            codes = packed[packing] if rows is None else packed[packing][rows]
            for slot in written:
                if slot in packing.stride:
                    codes = codes + (now[slot] - before[slot]) * packing.stride[slot]
            for slot, value in way.sets:
                if slot in packing.stride:
                    codes = codes + (value - self.columns.lows[slot] - now[slot]) * packing.stride[slot]
            if some is None:
                yield Hop(n, way.target, rows, codes, weight)
                return
            went = some if rows is None else rows[some]
            yield Hop(n, way.target, went, codes[some], None if weight is None else weight[some])

    def _numbered(self) -> Chain:
        """Everything found, as one chain."""
        met = [i for i in self.order if i in self.codes]
        sizes = [len(self.codes[i]) for i in met]
        ends = np.cumsum(sizes)
        first = dict(zip(met, (ends - sizes).tolist(), strict=True))
        place = np.repeat(np.array(met, np.int32), sizes)
        code = np.concatenate([self.codes[i] for i in met])
        parts = {i: self._part(i, first) for i in met}
        if not any(self._turns(ring) for ring in self.rings if not first.keys().isdisjoint(ring)):
            blocks = [Block((part,), False) for part in parts.values()]
            return Chain(self.graph, self.columns, self.packings, place, code, blocks)
        layers: list[tuple[Ints, bool]] = []
        for ring in self.rings:
            those = [parts[i] for i in ring if i in first]
            if those and self._turns(ring):
                layers += layers_of(those)
            else:
                layers += [(np.arange(part.start, part.stop), False) for part in those]
        order = np.concatenate([layer for layer, _ in layers])
        number = np.empty(len(order) + 1, np.int32)  # by the old number of each state, and of none, the new one
        number[order] = np.arange(len(order), dtype=np.int32)
        number[-1] = len(order)
        place, code = place[order], code[order]
        blocks, at = [], 0
        for layer, turns in layers:
            here = place[at : at + len(layer)]
            cuts = [0, *(np.flatnonzero(np.diff(here)) + 1).tolist(), len(layer)]
            some = [parts[int(here[a])].some(layer[a:b], at + a, number) for a, b in pairwise(cuts)]
            blocks.append(Block(tuple(some), turns))
            at += len(layer)
        return Chain(self.graph, self.columns, self.packings, place, code, blocks)

    def _part(self, i: int, first: Mapping[int, int]) -> Part:
        """Where the moves of a place lead from each of its states, and with what weight."""
        count, nowhere = len(self.graph.places[i].moves), sum(map(len, self.codes.values()))
        to = np.full((count, len(self.codes[i])), nowhere, np.int32)
        chance = any(hop.weight is not None for hop in self.hops[i])
        weight = np.zeros(to.shape) if chance else None
        for hop in self.hops.pop(i):
            rows = slice(None) if hop.rows is None else hop.rows
            to[hop.move, rows] = hop.codes + first[hop.target]
            if weight is not None:
                weight[hop.move, rows] = hop.weight
        total = np.zeros(to.shape[1], np.int32) if weight is None else weight.sum(axis=0).astype(np.int32)
        for row in to if weight is None else ():
            total += row < nowhere
        decides = any(move.kind == "choose" for move in self.graph.places[i].moves)
        return Part(i, first[i], decides, to, weight, np.maximum(total, 1))

    def _turns(self, ring: list[int]) -> bool:
        moves = self.graph.places[ring[0]].moves
        return len(ring) > 1 or any(way.target == ring[0] for move in moves for way in move.ways)

    def _trees(self) -> Iterator[Tree]:
        """Every condition and weight that is asked of states."""
        for i in self.order:
            for move, ops in zip(self.graph.places[i].moves, self.effects[i], strict=True):
                yield from move.when if move.weight is None else (move.weight,)
                yield from (tree for op in ops if (tree := when_of(op)))
                yield from (tree for way in move.ways for tree in way.when)


def _first_code(graph: Graph, packings: Sequence[Packing], lows: Sequence[int]) -> int:
    """The first state as its place packs it."""
    start = packings[graph.start]
    return sum((graph.initial[s] - lows[s] - start.low[s]) * by for s, by in start.stride.items())


def _finder(box: int, codes: Ints) -> Callable[[NDArray[Any]], Numbers]:
    """The numbers of packed states, from 0."""
    if box > max(SMALL, ROOMY * len(codes)):
        return lambda some: np.searchsorted(codes, some).astype(np.int32)
    table = np.zeros(box, np.int32)
    table[codes] = np.arange(len(codes), dtype=np.int32)
    return table.take
