"""All the states of a chain, packed in one number each: taken from the sets that they were found in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playable.verify.limits import Run, let_go
from playable.verify.markov.chain import Chain, in_order, segment_of
from playable.verify.markov.packing import WIDEST, PackedStates, Packing, packings
from playable.verify.markov.topological import Segment
from playable.verify.symbolic import Encoding, SetsByKey
from playable.verify.symbolic.columns import Columns, Ints, Numbers, Rows
from playable.verify.symbolic.moves import Move, Moves
from playable.verify.system import Liveness, TransitionSystem, ValueSets

ROOMY = 4  # a table may have so many times the entries that are used,
SMALL = 1 << 12  # or so many in any case


class TooWide(Exception):
    """Too much can differ between states to pack one in a number."""


def packed_chain(
    system: TransitionSystem,
    liveness: Liveness,
    encoding: Encoding,
    sets: Mapping[int, SetsByKey],
    run: Run,
) -> Chain:
    """The chain of the states in some sets, which it takes out of there. Raises TooWide, and Ended."""
    maker = _Packer(system, liveness, encoding, run)
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
    def __init__(self, system: TransitionSystem, liveness: Liveness, encoding: Encoding, run: Run) -> None:
        self.run = run
        self.system, self.live, self.encoding = system, liveness.live, encoding
        self.columns = Columns(system)
        self.moves = Moves(system, liveness, self.columns)
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
        by_set = []
        for key, x in sets.items():
            by_key = sum((encoding.get(key, s) - encoding.lows[s] - packing.low[s]) * packing.stride[s] for s in fields)
            bits = np.frombuffer(x.to_bytes(x.bit_length() // 8 + 1, "little"), np.uint8)
            members = np.flatnonzero(np.unpackbits(bits, bitorder="little"))
            codes = np.full(len(members), by_key, np.int64)
            for j, slot in digits:
                value = members // encoding.bitsets.strides[j] % encoding.bitsets.sizes[j]
                codes += (value - packing.low[slot]) * packing.stride[slot]
            by_set.append(codes)
        codes = np.sort(np.concatenate(by_set))
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
        codes = self.codes[i].astype(np.int64)
        here, packed = self.packings[i].rows(codes), {self.packings[i]: codes}
        for move in self.moves.of(i, here):
            rows = slice(None) if move.rows is None else move.rows
            to[move.transition, rows] = self._find(move.target, self._packed(move, here, packed)) + first[move.target]
            if weight is not None:
                weight[move.transition, rows] = move.weight
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

    def _packed(self, move: Move, here: Rows, packed: dict[Packing, Ints]) -> Ints:
        """The states that a move leads to, packed; `packed` keeps those that it leads from as other locations pack
        them."""
        packing, rows = self.packings[move.target], move.rows
        if packing not in packed:
            (own, codes), *_ = packed.items()
            packed[packing] = packing.packed(codes, own)
        codes = packed[packing] if rows is None else packed[packing][rows]
        before = here if rows is None else here.some(rows)
        for slot in move.changed & packing.stride.keys():
            codes = codes + (move.now[slot] - before[slot]) * packing.stride[slot]
        return codes


def _finder(box: int, codes: Ints | Numbers) -> Callable[[NDArray[Any]], Numbers]:
    """The numbers of packed states, from 0."""
    if box > max(SMALL, ROOMY * len(codes)):
        wide = codes.astype(np.int64)
        return lambda some: np.searchsorted(wide, some).astype(np.int32)
    table = np.zeros(box, np.int32)
    table[codes] = np.arange(len(codes), dtype=np.int32)
    return table.take
