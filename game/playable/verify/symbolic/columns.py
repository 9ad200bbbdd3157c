"""States of one location as columns: a value for each of its rows, slot by slot.

What a condition, a weight or an effect comes to is worked out on whole columns; of few values and many rows in a table
over the values, where it is looked up. What may be too large for 64 bits is asked of the engine's own functions, for
the values that occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playable.engine.compile import compiled, effect_source, source, values
from playable.language.expressions.tree import Assign, Logic, Not, Tree, Truth
from playable.verify.symbolic.formulas import ByColumn, Column, Formula, Formulas, TooLarge
from playable.verify.system import TransitionSystem, slots_in

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.int32]

FEW = 1 << 16  # combinations of values that a table may have an entry for


class Rows:
    """Some states of a location, each a row; the column of a slot is taken out when it is asked for."""

    def __init__(self, count: int, take_out: Callable[[int], Ints], known: dict[int, Ints] | None = None) -> None:
        self._count, self._take_out, self._columns = count, take_out, known or {}

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


class Columns:
    """Conditions, weights and effects of a system on rows."""

    def __init__(self, system: TransitionSystem) -> None:
        self._system = system
        self._domains = [values(domain) for domain in system.slots.domains]
        self.lows = [domain[0] for domain in self._domains]
        self.sizes = [len(domain) for domain in self._domains]
        self._formulas = Formulas(system.slots)
        self._known: dict[Tree | Assign, _Evaluated] = {}

    def holds(self, tree: Tree, rows: Rows) -> Bools | bool:
        """In which rows a condition holds."""
        match tree:
            case Logic(op, of):
                joined: Bools | bool = op == "and"
                for part in of:
                    one = self.holds(part, rows)
                    joined = both(joined, one) if op == "and" else _either(joined, one)
                return joined
            case Not(of):
                return opposite(self.holds(of, rows))
            case Truth(value):
                return value
            case _:
                held = self.value(tree, rows)
                return held if held.dtype == np.bool_ else np.not_equal(held, 0)

    def all_hold(self, trees: Iterable[Tree], rows: Rows) -> Bools | bool:
        """In which rows all of some conditions hold."""
        held: Bools | bool = True
        for tree in trees:
            held = both(held, self.holds(tree, rows))
        return held

    def value(self, tree: Tree, rows: Rows) -> NDArray[Any]:
        """What a number or a condition comes to."""
        if tree not in self._known:
            self._known[tree] = self._evaluated(tree, lambda: self._formulas.value(tree))
        return self._known[tree](rows)

    def assigned(self, assign: Assign, rows: Rows) -> Ints:
        """What an assignment makes of its slot, counted from the lowest value that it has anywhere."""
        if assign not in self._known:
            self._known[assign] = self._evaluated(assign, lambda: self._formulas.assigned(assign))
        return self._known[assign](rows)

    def _evaluated(self, what: Tree | Assign, formula: Callable[[], Formula]) -> _Evaluated:
        reads = tuple(slots_in(self._system.reads(what.value if isinstance(what, Assign) else what)))
        try:
            made = formula()
        except TooLarge:
            made = self._by_function(what, reads)
        return _Evaluated(made, {slot: self.sizes[slot] for slot in reads})

    def _by_function(self, what: Tree | Assign, reads: tuple[int, ...]) -> Formula:
        """The engine's own function as a formula: it is asked once for each combination of values that occurs."""
        slots, low = self._system.slots, 0
        if isinstance(what, Assign):
            text, low = effect_source(what, slots), self.lows[slots.index[what.name]]
        else:
            text = source(what, slots)
        function = compiled([text])[text]

        def formula(rows: ByColumn) -> Column:
            s, results = list(self._system.initial), list[int]()
            if not reads:
                return int(function(s)) - low
            met, index = np.unique(np.stack([rows[slot] for slot in reads], axis=1), axis=0, return_inverse=True)
            for combination in met.tolist():
                for slot, value in zip(reads, combination, strict=True):
                    s[slot] = value + self.lows[slot]
                results.append(int(function(s)) - low)
            return np.array(results)[index.reshape(-1)]

        return formula


class _Evaluated:
    """A formula, with a table over the values that it reads once that is the shorter way."""

    def __init__(self, formula: Formula, sizes: Mapping[int, int]) -> None:
        self._formula, self._sizes, self._combinations = formula, sizes, prod(sizes.values())
        self._table: NDArray[Any] | None = None

    def __call__(self, rows: Rows) -> NDArray[Any]:
        """What it comes to in each row."""
        if not self._sizes:
            return np.full(len(rows), self._formula(rows))
        if self._table is None and self._combinations <= min(FEW, len(rows)):
            grid = np.indices(tuple(self._sizes.values())).reshape(len(self._sizes), -1)
            self._table = np.broadcast_to(
                self._formula(dict(zip(self._sizes, grid, strict=True))), (self._combinations,)
            ).copy()
        if self._table is None:
            return np.broadcast_to(self._formula(rows), (len(rows),))
        index: Ints | int = 0
        for slot, size in self._sizes.items():
            index = index * size + rows[slot]
        return self._table.take(index)


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
