"""All the states of a chain, packed in one number each: taken from the sets that they were found in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playable.language.expressions.tree import Tree
from playable.verify.limits import Run, let_go
from playable.verify.markov.chain import Chain, in_order, segment_of
from playable.verify.markov.columns import (
    WIDEST,
    Bools,
    Columns,
    Ints,
    PackedStates,
    Packing,
    Rows,
    both,
    opposite,
    packings,
)
from playable.verify.markov.topological import Numbers, Segment
from playable.verify.symbolic import Encoding, SetsByKey
from playable.verify.system import Liveness, TransitionSystem, ValueSets, assign_of, when_of

ROOMY = 4  # a table may have so many times the entries that are used,
SMALL = 1 << 12  # or so many in any case


class Hop(NamedTuple):
    """Where some states of a location come by one of its transitions: `rows` are those states, None for all; `codes`
    are the states that they come to, packed."""

    transition: int
    target: int
    rows: Numbers | None
    codes: Ints
    weight: Ints | None  # of chance


class TooWide(Exception):
    """Too much can differ between states to pack one in a number."""


def packed_chain(
    system: TransitionSystem,
    liveness: Liveness,
    encoding: Encoding,
    sets: Mapping[int, SetsByKey],
    asked: Iterable[Tree],
    run: Run,
) -> Chain:
    """The chain of the states in some sets, which it takes out of there. Raises TooWide, and Ended."""
    maker = _Packer(system, liveness, encoding, asked, run)
    met = [i for i in system.rank if i in sets]
    for i in met:
        maker.unpack(i, sets[i])
        run.check()
    segments: dict[int, Segment] = {}
    first, none = maker.numbered(met)
    for ring in system.rings:
        for i in ring:
            if i in first:
                segments[i] = maker.segment(i, first, none)
                run.check()
        maker.forget(ring)
    let_go(none)
    made = maker.chain(segments)
    let_go(none)
    return made


class _Packer:
    def __init__(
        self, system: TransitionSystem, liveness: Liveness, encoding: Encoding, asked: Iterable[Tree], run: Run
    ) -> None:
        self.run = run
        self.system, self.live, self.encoding = system, liveness.live, encoding
        self.effects = {i: [liveness.effects(t) for t in system.locations[i].transitions] for i in system.rank}
        self.columns = Columns(system, [*self._trees(), *asked])
        self.packings = packings(self.live, self.columns.sizes, lambda: ValueSets(system, liveness, run).at)
        if any(self.packings[i].box > WIDEST for i in system.rank):
            raise TooWide
        self.codes: dict[int, Ints | Numbers] = {}
        self._finders: dict[int, Callable[[Ints], Numbers]] = {}

    def unpack(self, i: int, sets: SetsByKey) -> None:
        """The states at a location, in order, out of sets."""
        packing, encoding = self.packings[i], self.encoding
        digits = [(encoding.digit[slot], slot) for slot in packing.stride if slot in encoding.digit]
        fields = [slot for slot in packing.stride if slot not in encoding.digit]
        found = []
        for key, x in sets.items():
            by_key = sum((encoding.get(key, s) - encoding.lows[s] - packing.low[s]) * packing.stride[s] for s in fields)
            bits = np.frombuffer(x.to_bytes(x.bit_length() // 8 + 1, "little"), np.uint8)
            members = np.flatnonzero(np.unpackbits(bits, bitorder="little"))
            codes = np.full(len(members), by_key, np.int64)
            for j, slot in digits:
                value = members // encoding.bitsets.strides[j] % encoding.bitsets.sizes[j]
                codes += (value - packing.low[slot]) * packing.stride[slot]
            found.append(codes)
        codes = np.sort(np.concatenate(found))
        self.codes[i] = codes.astype(np.int32) if packing.box < 1 << 31 else codes  # half the room

    def numbered(self, met: Sequence[int]) -> tuple[dict[int, int], int]:
        """The number of the first state of each location, and that of no state."""
        first, count = {}, 0
        for i in met:
            first[i] = count
            count += len(self.codes[i])
        return first, count

    def segment(self, i: int, first: Mapping[int, int], none: int) -> Segment:
        """Where the transitions of a location lead from each of its states, and with what weight."""
        transitions = self.system.locations[i].transitions
        to = np.full((len(transitions), len(self.codes[i])), none, np.int32)
        weight = np.zeros(to.shape) if any(t.weight is not None for t in transitions) else None
        for hop in self._hops(i, self.codes[i].astype(np.int64)):
            rows = slice(None) if hop.rows is None else hop.rows
            to[hop.transition, rows] = self._find(hop.target, hop.codes) + first[hop.target]
            if weight is not None:
                weight[hop.transition, rows] = hop.weight
        return segment_of(self.system, i, first[i], to, weight, none)

    def forget(self, ring: Iterable[int]) -> None:
        """Nothing leads to these locations any more."""
        for i in ring:
            self._finders.pop(i, None)

    def chain(self, segments: dict[int, Segment]) -> Chain:
        """Everything found, as one chain."""
        few = np.min_scalar_type(len(self.system.locations))
        location = np.repeat(np.array(list(segments), few), [len(self.codes[i]) for i in segments])
        met = list(segments)
        order = in_order(self.system, segments, self.run)
        location, code = location[order.old], np.concatenate([self.codes.pop(i) for i in met])[order.old]
        start, packing = self.system.start, self.packings[self.system.start]
        lows, initial = self.columns.lows, self.system.initial
        at_start = sum((initial[s] - lows[s] - packing.low[s]) * stride for s, stride in packing.stride.items())
        number = int(np.flatnonzero((location == start) & (code == at_start))[0])
        for packing in self.packings:
            packing.forget()
        packed = PackedStates(self.packings, location, code)
        return Chain(self.system, self.columns, packed, location, order.blocks, number, self.run)

    def _find(self, target: int, codes: Ints) -> Numbers:
        """The numbers of packed states among those of their location."""
        if target not in self._finders:
            self._finders[target] = _finder(self.packings[target].box, self.codes[target])
        return self._finders[target](codes)

    def _hops(self, i: int, codes: Ints) -> list[Hop]:
        """Where states of a location come."""
        here, hops = Rows.of(self.packings[i], codes), list[Hop]()
        packed = {self.packings[i]: codes}  # as other locations pack them as well
        for n, transition in enumerate(self.system.locations[i].transitions):
            weight = None if transition.weight is None else self.columns.value(transition.weight, here)
            open_ = self.columns.all_hold(transition.guard, here) if weight is None else weight > 0
            rows = None if open_ is True else np.flatnonzero(open_).astype(np.int32)
            if rows is not None and len(rows) == len(codes):
                rows = None
            if rows is None or len(rows):
                if weight is not None and rows is not None:
                    weight = weight[rows]
                hops += self._edges(i, n, here, rows, weight, packed)
        return hops

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
                packed[packing] = packing.packed(packed[self.packings[i]], self.packings[i])
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

    def _trees(self) -> Iterator[Tree]:
        """Every condition and weight that is asked of states."""
        for i in self.system.rank:
            for transition, ops in zip(self.system.locations[i].transitions, self.effects[i], strict=True):
                yield from transition.guard if transition.weight is None else (transition.weight,)
                yield from (tree for op in ops if (tree := when_of(op)))
                yield from (tree for edge in transition.edges for tree in edge.guard)


def _finder(box: int, codes: Ints | Numbers) -> Callable[[NDArray[Any]], Numbers]:
    """The numbers of packed states, from 0."""
    if box > max(SMALL, ROOMY * len(codes)):
        wide = codes.astype(np.int64)
        return lambda some: np.searchsorted(wide, some).astype(np.int32)
    table = np.zeros(box, np.int32)
    table[codes] = np.arange(len(codes), dtype=np.int32)
    return table.take
