"""Every state with what leads on from it, as arrays: what odds and lengths are worked out on.

States are found place by place, each place's as one array of packed states, and numbered so that what leads on comes
before what it leads to. Only true rings are left as blocks that go round.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.language.expressions.tree import Tree
from game.verify.columns import WIDEST, Bools, Columns, Ints, Packing, Rows, both, opposite
from game.verify.explore import Asked, Explorer
from game.verify.graph import Graph
from game.verify.layers import Block, Moves, Numbers, Span, blocks_of, reduced
from game.verify.liveness import Liveness
from game.verify.moves import assign_of, when_of
from game.verify.order import components
from game.verify.spread import Spread

ROOMY = 8  # a table may have so many times the entries that are used,
SMALL = 1 << 12  # or so many in any case


@dataclass(frozen=True)
class Chain:
    """States by number, with the place of each and what differs there, packed; the moves on; and blocks of states in
    order, each before those that it leads to."""

    graph: Graph
    columns: Columns
    packings: list[Packing]
    place: Numbers
    code: Ints
    moves: Moves
    blocks: list[Block]

    def __len__(self) -> int:
        return len(self.place)

    @cached_property
    def start(self) -> int:
        """The first state."""
        return int(np.flatnonzero(self.place == self.graph.start)[0])

    @cached_property
    def ends(self) -> Bools:
        """Which states are at an ending."""
        return np.array([place.ends for place in self.graph.places])[self.place]

    @cached_property
    def decides(self) -> Bools:
        """Where the player chooses."""
        return _decides(self.graph)[self.place]

    @cached_property
    def leads_on(self) -> Bools:
        """Where any move is open."""
        return self.moves.begin[1:] > self.moves.begin[:-1]

    @cached_property
    def open(self) -> Bools:
        """From which states an ending can be reached."""
        found = self.ends.copy()
        for block in reversed(self.blocks):
            while True:
                grown = False
                for part in reversed(block.parts):
                    begin, to, _ = self.moves.of(part)
                    new = found[part.start : part.stop] | reduced(np.logical_or, found[to], begin, False)
                    grown = grown or bool((new != found[part.start : part.stop]).any())
                    found[part.start : part.stop] = new
                if not block.turns or not grown:
                    break
        return found

    def after(self, ref: str) -> tuple[Ints, Numbers]:
        """The states where a choice or an outcome of chance is open, and where it leads from each."""
        spots = [(i, n) for i, p in enumerate(self.graph.places) for n, move in enumerate(p.moves) if move.ref == ref]
        picked = np.zeros(len(self.moves.to), np.bool_)
        for i, n in spots:
            here = np.repeat(self.place == i, np.diff(self.moves.begin))
            picked |= here & (self.moves.which == n)
        edges = np.flatnonzero(picked)
        return np.searchsorted(self.moves.begin, edges, "right") - 1, self.moves.to[edges]

    def having(self, wanted: Mapping[int, Iterable[Tree]]) -> Ints:
        """The states at some places where all the conditions of the place hold: of those that the chain was asked."""
        found = [np.empty(0, np.int64)]
        for place, trees in wanted.items():
            states = np.flatnonzero(self.place == place)
            held = self.columns.all_hold(trees, Rows(self.packings[place], self.code[states]))
            found.append(states[np.broadcast_to(held, states.shape)])
        return np.sort(np.concatenate(found))


class TooMany(Exception):
    """There are too many states to keep each of them, or too much that differs between them; says which."""


class Hop(NamedTuple):
    """Where some states of a place come by one of its moves: `rows` are those states, None for all."""

    move: int
    target: int
    rows: Ints | None
    codes: Ints
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
        self.rings = components([[w.target for m in p.moves for w in m.ways] for p in graph.places], graph.start)
        self.order = [i for ring in self.rings for i in ring]
        self.rank = {i: n for n, i in enumerate(self.order)}
        self.packings = [Packing(at or {}) for at in Spread(graph, liveness, self.rank).at]
        if any(packing.box > WIDEST for packing in self.packings):
            raise TooMany("too much can differ between situations")
        self.effects = {i: [liveness.effects(move) for move in graph.places[i].moves] for i in self.order}
        self.columns = Columns(graph, [*self._trees(), *asked])
        self.waiting: list[list[Ints]] = [[] for _ in graph.places]
        self.codes: dict[int, Ints] = {}
        self.hops: dict[int, list[Hop]] = {}

    def chain(self) -> Chain:
        """All of it."""
        graph = self.graph
        start, lows = self.packings[graph.start], self.columns.lows
        code = sum((graph.initial[s] - lows[s] - start.low[s]) * by for s, by in start.stride.items())
        self.waiting[graph.start].append(np.array([code], np.int64))
        for ring in self.rings:
            self._find(ring)
        return self._numbered()

    def _find(self, ring: list[int]) -> None:
        """All states at the places of a ring, and where they come."""
        inside = set(ring) if len(ring) > 1 or self._returns(ring[0]) else set()
        todo = [self.rank[i] for i in ring if self.waiting[i]] if inside else []
        while todo:
            i = self.order[heapq.heappop(todo)]
            fresh = self._fresh(i)
            for hop in self._hops(i, fresh) if len(fresh) else ():
                if hop.target in inside:
                    if not self.waiting[hop.target]:
                        heapq.heappush(todo, self.rank[hop.target])
                    self.waiting[hop.target].append(hop.codes)
        for i in ring:
            if self.waiting[i]:
                self._fresh(i)
            if i in self.codes:
                self.hops[i] = self._hops(i, self.codes[i])
                for hop in self.hops[i]:
                    if hop.target not in inside:
                        self.waiting[hop.target].append(hop.codes)

    def _fresh(self, i: int) -> Ints:
        """Take what waits at a place to its states; what was not among them."""
        arrived, self.waiting[i] = self.waiting[i], []
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
        packed = {i: codes}
        for n, move in enumerate(self.graph.places[i].moves):
            weight = None if move.weight is None else self.columns.value(move.weight, here)
            open_ = self.columns.all_hold(move.when, here) if weight is None else weight > 0
            rows = None if open_ is True else np.flatnonzero(open_)
            if rows is not None and len(rows) == len(codes):
                rows = None
            if rows is None or len(rows):
                if weight is not None and rows is not None:
                    weight = weight[rows]
                found += self._ways(i, n, here, rows, weight, packed)
        return found

    def _ways(
        self, i: int, n: int, here: Rows, rows: Ints | None, weight: Ints | None, packed: dict[int, Ints]
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
            some = None if taken is True else np.flatnonzero(np.broadcast_to(taken, len(now)))
            if some is not None:
                left = both(left, opposite(taken))
                if not len(some):
                    continue
            packing = self.packings[way.target]
            if way.target not in packed:
                same = next((j for j in packed if self.packings[j].same(packing)), None)
                packed[way.target] = packing.pack(here) if same is None else packed[same]
            codes = packed[way.target] if rows is None else packed[way.target][rows]
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
        places = [i for i in self.order if i in self.codes]
        sizes = [len(self.codes[i]) for i in places]
        first = dict(zip(places, np.cumsum([0, *sizes]).tolist(), strict=False))
        find = {i: _finder(self.packings[i].box, self.codes[i], first[i]) for i in places}
        edges = [self._edges(i, find) for i in places]
        counts, to, move, share = (np.concatenate([one[k] for one in edges]) for k in range(4))
        begin = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=begin[1:])
        place = np.repeat(np.array(places, np.int32), sizes)
        code = np.concatenate([self.codes[i] for i in places])
        raw = Moves(begin, to, move, share)
        spans = []
        for ring in self.rings:
            met = [i for i in ring if i in first]
            if met:
                turns = len(ring) > 1 or self._returns(ring[0])
                spans.append(Span(first[met[0]], first[met[-1]] + len(self.codes[met[-1]]), turns))
        blocks, order = blocks_of(raw, spans, place, _decides(self.graph)[place])
        if order is not None:
            place, code, raw = place[order], code[order], raw.in_order(order)
        return Chain(self.graph, self.columns, self.packings, place, code, raw, blocks)

    def _edges(self, i: int, find: Mapping[int, Callable[[Ints], Numbers]]) -> tuple[NDArray[Any], ...]:
        """Of a place: how many moves each state has, then, state by state, where each comes, which it is, its share."""
        rows, hops = len(self.codes[i]), self.hops.pop(i)
        moves = sorted({hop.move for hop in hops})
        column = {move: k for k, move in enumerate(moves)}
        to = np.full((rows, len(moves)), -1, np.int32)
        weights = np.zeros((rows, len(moves))) if any(hop.weight is not None for hop in hops) else None
        for hop in hops:
            at = slice(None) if hop.rows is None else hop.rows
            to[at, column[hop.move]] = find[hop.target](hop.codes)
            if weights is not None:
                weights[at, column[hop.move]] = hop.weight
        open_ = to >= 0
        counts = np.count_nonzero(open_, axis=1)
        move = np.broadcast_to(np.array(moves, np.uint16), to.shape)[open_]
        if weights is None:
            share = np.repeat(1 / np.maximum(counts, 1), counts)
        else:
            share = (weights / np.maximum(weights.sum(axis=1), 1)[:, None])[open_]
        return counts, to[open_], move, share

    def _returns(self, i: int) -> bool:
        return any(way.target == i for move in self.graph.places[i].moves for way in move.ways)

    def _trees(self) -> Iterator[Tree]:
        """Every condition and weight that is asked of states."""
        for i in self.order:
            for move, ops in zip(self.graph.places[i].moves, self.effects[i], strict=True):
                yield from move.when if move.weight is None else (move.weight,)
                yield from (tree for op in ops if (tree := when_of(op)))
                yield from (tree for way in move.ways for tree in way.when)


def _decides(graph: Graph) -> Bools:
    """At which places the player chooses."""
    return np.array([bool(place.moves) and place.moves[0].kind == "choose" for place in graph.places])


def _finder(box: int, codes: Ints, first: int) -> Callable[[Ints], Numbers]:
    """The numbers of packed states, which count from `first`."""
    if box > max(SMALL, ROOMY * len(codes)):
        return lambda some: (np.searchsorted(codes, some) + first).astype(np.int32)
    table = np.zeros(box, np.int32)
    table[codes] = np.arange(first, first + len(codes), dtype=np.int32)
    return table.take
