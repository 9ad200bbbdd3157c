"""States of one location as arrays: packed in one number each, and taken apart into a column for each slot.

What a condition, a weight or an effect comes to is looked up in a table over the values that it reads, filled by the
engine's own functions; of values with too many combinations, for those that occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playable.engine.compile import Function, compiled, source, values
from playable.language.expressions.tree import Logic, Not, Tree, Truth
from playable.verify.symbolic import atoms
from playable.verify.system import TransitionSystem, slots_in

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WIDEST = 1 << 62  # combinations of values at one location that a packed state can tell apart
MOST = 1 << 18  # states in a box that things are looked up over
FEW = 1 << 16  # combinations of values that a condition or an effect is worked out for beforehand


class Packing:
    """How the states of a location are packed: of each slot its least value there, how many there are, and its stride.

    Of a small box of states, columns are looked up: locations alike share the tables.
    """

    def __init__(self, low: dict[int, int], size: dict[int, int]) -> None:
        self.low, self.size = low, size
        self.stride: dict[int, int] = {}
        self.box = 1
        for slot, count in size.items():
            self.stride[slot] = self.box
            self.box *= count
        self._columns: dict[int, Ints] = {}

    def column(self, codes: Ints, slot: int) -> Ints:
        """The values of a slot, counted from the lowest that it has anywhere; zeros where it does not matter."""
        if slot not in self.stride:
            return np.zeros(len(codes), np.int64)
        if self.box > MOST:
            return self._digit(codes, slot)
        table = self._columns.get(slot)
        if table is None:
            table = self._columns[slot] = self._digit(np.arange(self.box), slot)
        return table.take(codes)

    def forget(self) -> None:
        """Let go of the tables that columns were looked up in."""
        self._columns.clear()

    def packed(self, codes: Ints, other: Packing) -> Ints:
        """States of another packing packed as here; what they lack counts as lowest of all."""
        if other is self:
            return codes
        found = np.full(len(codes), -sum(self.low[slot] * stride for slot, stride in self.stride.items()), np.int64)
        for run in self._runs(other):
            first, size = run[0], prod(other.size[slot] for slot in run)
            digits = _digits(codes, other.stride[first], size, other.box)
            found += digits * self.stride[first] if self.stride[first] > 1 else digits
            found += sum(other.low[slot] * self.stride[slot] for slot in run)
        return found

    def _runs(self, other: Packing) -> Iterator[list[int]]:
        """The slots that both have, those together that stand in both alike."""
        run: list[int] = []
        for slot in (slot for slot in self.stride if slot in other.stride):
            if run:
                last = run[-1]
                here = self.stride[last] * other.size[last] == self.stride[slot]
                if here and other.stride[last] * other.size[last] == other.stride[slot]:
                    run.append(slot)
                    continue
                yield run
            run = [slot]
        if run:
            yield run

    def _digit(self, codes: Ints, slot: int) -> Ints:
        found = _digits(codes, self.stride[slot], self.size[slot], self.box)
        return found + self.low[slot] if self.low[slot] else found


def _digits(codes: Ints, stride: int, size: int, box: int) -> Ints:
    """What stands in packed states from `stride` on, of `size` values."""
    found = codes if stride == 1 else codes // stride
    return found if stride * size == box else found - found // size * size  # several times faster than %


def packings(
    live: Sequence[int], sizes: Sequence[int], value_sets: Callable[[], list[dict[int, int]]]
) -> list[Packing]:
    """How each location's states are packed: over all values of the slots that matter there, or, if those are too many
    for tables, over the stretches that `value_sets` gives: of each slot of a location the values that it may have, as
    bits."""
    known: dict[tuple[tuple[int, int, int], ...], Packing] = {}
    narrow: list[dict[int, int]] | None = None
    found = []
    for i, slots in enumerate(live):
        spans = [(slot, 0, size) for slot, size in enumerate(sizes) if slots >> slot & 1]
        if prod(size for _, _, size in spans) > MOST:
            narrow = value_sets() if narrow is None else narrow
            spans = [(slot, low := (x & -x).bit_length() - 1, x.bit_length() - low) for slot, x in narrow[i].items()]
        key = tuple(spans)
        if key not in known:
            known[key] = Packing({s: low for s, low, _ in spans}, {s: size for s, _, size in spans})
        found.append(known[key])
    return found


class Rows:
    """Some states of a location, each a row; the column of a slot is taken out when it is asked for."""

    def __init__(self, count: int, take_out: Callable[[int], Ints], known: dict[int, Ints] | None = None) -> None:
        self._count, self._take_out, self._columns = count, take_out, known or {}

    @classmethod
    def of(cls, packing: Packing, codes: Ints) -> Rows:
        """Packed states."""
        return cls(len(codes), lambda slot: packing.column(codes, slot))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, slot: int) -> Ints:
        """The values of a slot, counted from the lowest that it has anywhere; zeros where it does not matter."""
        column = self._columns.get(slot)
        if column is None:
            column = self._columns[slot] = self._take_out(slot)
        return column

    def some(self, rows: NDArray[Any]) -> Rows:
        """Only some of the rows."""

        def chosen(slot: int) -> Ints:
            column: Ints = np.take(self[slot], rows)
            return column

        return Rows(len(rows), chosen)

    def changed(self, slot: int, column: Ints) -> Rows:
        """The rows with other values of a slot."""
        return Rows(self._count, self.__getitem__, {slot: column})


class PackedStates:
    """The states of a chain by number, packed: the location of each, and the code of what differs there."""

    def __init__(self, packings: Sequence[Packing], location: NDArray[Any], code: NDArray[Any]) -> None:
        self.packings, self._location, self._code = packings, location, code

    def codes(self, location: int) -> Ints:
        """The states at a location, in the order of their numbers."""
        codes: Ints = self._code[self._location == location].astype(np.int64)
        return codes

    def rows(self, location: int) -> Rows:
        """The same as rows."""
        return Rows.of(self.packings[location], self.codes(location))


class ListedRows:
    """The states of a chain, listed: of each location a column for each slot that matters there."""

    def __init__(self, columns: Mapping[int, dict[int, Ints]], counts: Mapping[int, int]) -> None:
        self._columns, self._counts = columns, counts

    def rows(self, location: int) -> Rows:
        """The states at a location as rows, in the order of their numbers."""
        count = self._counts.get(location, 0)
        return Rows(count, lambda _: np.zeros(count, np.int64), dict(self._columns.get(location, {})))


class Columns:
    """Conditions, weights and effects on rows. `trees` are those that will be asked."""

    def __init__(self, system: TransitionSystem, trees: Iterable[Tree]) -> None:
        self._system = system
        self._domains = [values(domain) for domain in system.slots.domains]
        self.lows = [domain[0] for domain in self._domains]
        self.sizes = [len(domain) for domain in self._domains]
        sources = {atom: source(atom, system.slots) for tree in trees for atom in atoms(tree)}
        made = compiled(sources.values())
        self._functions = {atom: made[text] for atom, text in sources.items()}
        self._tables: dict[tuple[Function, int], Ints] = {}

    def holds(self, tree: Tree, rows: Rows) -> Bools | bool:
        """In which rows a condition holds."""
        match tree:
            case Logic(op, of):
                found: Bools | bool = op == "and"
                for part in of:
                    one = self.holds(part, rows)
                    found = both(found, one) if op == "and" else _either(found, one)
                return found
            case Not(of):
                return opposite(self.holds(of, rows))
            case Truth(value):
                return value
            case _:
                return np.not_equal(self.value(tree, rows), 0)

    def all_hold(self, trees: Iterable[Tree], rows: Rows) -> Bools | bool:
        """In which rows all of some conditions hold."""
        found: Bools | bool = True
        for tree in trees:
            found = both(found, self.holds(tree, rows))
        return found

    def value(self, tree: Tree, rows: Rows) -> Ints:
        """What a number or a condition that is no `and`, `or` or `not` comes to."""
        return self._looked_up(self._functions[tree], tree, rows)

    def made(self, function: Function, tree: Tree, slot: int, rows: Rows) -> Ints:
        """What an effect makes of a slot, counted from the lowest value of it."""
        return self._looked_up(function, tree, rows, self.lows[slot])

    def _looked_up(self, function: Function, tree: Tree, rows: Rows, low: int = 0) -> Ints:
        reads = tuple(slots_in(self._system.reads(tree)))
        if not reads:
            return np.full(len(rows), int(function([])) - low, np.int64)
        sizes = [self.sizes[slot] for slot in reads]
        if prod(sizes) <= FEW:
            table = self._tables.get((function, low))
            if table is None:
                combinations = product(*(self._domains[slot] for slot in reads))
                table = self._tables[function, low] = self._filled(function, reads, combinations, low)
            index = rows[reads[0]]
            for slot, size in zip(reads[1:], sizes[1:], strict=True):
                index = index * size + rows[slot]
            return table.take(index)
        met, index = np.unique(np.stack([rows[slot] for slot in reads], axis=1), axis=0, return_inverse=True)
        lows = np.array([self.lows[slot] for slot in reads])
        return self._filled(function, reads, (tuple(some) for some in (met + lows).tolist()), low)[index.reshape(-1)]

    def _filled(self, function: Function, reads: tuple[int, ...], some: Iterable[tuple[int, ...]], low: int) -> Ints:
        def results() -> Iterator[int]:
            s = [0] * len(self._domains)
            for combination in some:
                for slot, value in zip(reads, combination, strict=True):
                    s[slot] = value
                yield int(function(s)) - low

        return np.fromiter(results(), np.int64)


def opposite(one: Bools | bool) -> Bools | bool:
    """Where something does not hold."""
    return not one if isinstance(one, bool) else ~one


def both(one: Bools | bool, other: Bools | bool) -> Bools | bool:
    """Where both hold; True and False stand for everywhere and nowhere."""
    if isinstance(one, bool):
        return other if one else False
    if isinstance(other, bool):
        return one if other else False
    return one & other


def _either(one: Bools | bool, other: Bools | bool) -> Bools | bool:
    if isinstance(one, bool):
        return True if one else other
    if isinstance(other, bool):
        return True if other else one
    return one | other
