"""Conditions, weights and effects as arithmetic on whole columns: an operation of numpy for each part of a tree.

Whole numbers of stories have no end, those of columns have 64 bits: a tree with a part that may be too large for them
is refused beforehand, by the bounds of that part.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playable.engine.compile import Slots, memory_name, values
from playable.language.expressions.algebra import bounds
from playable.language.expressions.tree import (
    Arithmetic,
    Assign,
    Compare,
    Conditional,
    Extreme,
    Logic,
    Member,
    Memory,
    Name,
    Negative,
    Not,
    Number,
    Tree,
    Truth,
    Word,
)
from playable.language.names import Flag, OneOf, Range

MOST = 1 << 62  # what a part of a tree may come to, and as much below zero
Column = Any  # a value for each row; or one for all of them


class ByColumn(Protocol):
    """Rows: the values of a slot, counted from the lowest that it has anywhere."""

    def __getitem__(self, slot: int, /) -> NDArray[np.int64]: ...


Formula = Callable[[ByColumn], Column]


class TooLarge(Exception):
    """What a tree comes to is not sure to fit into 64 bits."""


class Formulas:
    """The trees of a story as formulas. A word is its number among all that they name."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._domains = {name: slots.domains[slot] for name, slot in slots.index.items()}
        self._words: dict[str, int] = {}

    def assigned(self, assign: Assign) -> Formula:
        """What a slot holds after an assignment, counted from the lowest that it has anywhere. Raises TooLarge."""
        self._bounded(Name(assign.name))
        made = self.value(assign.value)
        match self._slots.domain(assign.name):
            case Range(low, high):
                return lambda rows: np.minimum(np.maximum(made(rows), low), high) - low
            case OneOf(words):
                numbers = [self._word(word) for word in words]
                index = np.zeros(len(self._words), np.int64)
                index[numbers] = range(len(words))
                return lambda rows: index[made(rows)]
            case Flag():
                return lambda rows: np.not_equal(made(rows), 0).astype(np.int64)

    def value(self, tree: Tree) -> Formula:
        """What a condition, a number or a word comes to. Raises TooLarge."""
        match tree:
            case Number(value):
                self._bounded(tree)
                return lambda _: value
            case Truth(value):
                return lambda _: value
            case Word(text):
                number = self._word(text)
                return lambda _: number
            case Name(name):
                self._bounded(tree)
                return self._slot(name)
            case Memory():
                return self._slot(memory_name(tree))
            case Not(of):
                inner = self.value(of)
                return lambda rows: np.equal(inner(rows), 0)
            case Negative(of):
                self._bounded(tree)
                inner = self.value(of)
                return lambda rows: -inner(rows)
            case Arithmetic(op, left, right):
                self._bounded(tree)
                return _both(_OPERATORS[op], self.value(left), self.value(right))
            case Extreme(op, of):
                return _all(np.minimum if op == "min" else np.maximum, [self.value(part) for part in of])
            case Logic(op, of):
                return _all(np.logical_and if op == "and" else np.logical_or, [self.value(part) for part in of])
            case Member(of, among):
                inner = self.value(of)
                return _all(np.logical_or, [_both(np.equal, inner, self.value(literal)) for literal in among])
            case Compare(first, links):
                sides = pairwise(self.value(side) for side in (first, *(right for _, right in links)))
                linked = [_both(_OPERATORS[op], *both) for (op, _), both in zip(links, sides, strict=True)]
                return _all(np.logical_and, linked)
            case Conditional(then, test, otherwise):
                asked, yes, no = self.value(test), self.value(then), self.value(otherwise)
                return lambda rows: np.where(np.not_equal(asked(rows), 0), yes(rows), no(rows))
            case _:
                raise TypeError(f"{tree} stands in prose alone")

    def _slot(self, name: str) -> Formula:
        slot, domain = self._slots.index[name], self._domains[name]
        if isinstance(domain, OneOf):
            numbers = np.array([self._word(word) for word in domain.words])
            return lambda rows: numbers[rows[slot]]
        low = values(domain)[0]
        return (lambda rows: rows[slot] + low) if low else lambda rows: rows[slot]

    def _word(self, text: str) -> int:
        return self._words.setdefault(text, len(self._words))

    def _bounded(self, tree: Tree) -> None:
        within = bounds(tree, self._domains)
        if within.low < -MOST or within.high > MOST:
            raise TooLarge


_OPERATORS: dict[str, Callable[[Column, Column], Column]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _both(op: Callable[[Column, Column], Column], left: Formula, right: Formula) -> Formula:
    return lambda rows: op(left(rows), right(rows))


def _all(op: Callable[[Column, Column], Column], some: Sequence[Formula]) -> Formula:
    return lambda rows: reduce(op, (one(rows) for one in some))
