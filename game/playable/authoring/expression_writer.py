"""Expressions written in other languages that have C's operators: what they have in common is said here, once.

Whatever is more than one word stands in brackets, so that no precedence of theirs is relied on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from playable.engine.compile import memory_name
from playable.language.expressions.tree import (
    Arithmetic,
    Band,
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


class ExpressionWriter(ABC):
    """Writes expressions of one language. `SIGNS` has those of our signs that are others there."""

    SIGNS: ClassVar[Mapping[str, str]]

    def written(self, tree: Tree) -> str:
        """The value of a tree."""
        match tree:
            case Number(value):
                return self.number(value)
            case Truth(value):
                return "true" if value else "false"
            case Word(text):
                return self.word(text)
            case Name(name):
                return self.variable(name)
            case Band(name):
                return self.band(name)
            case Memory():
                return self.memory(memory_name(tree))
            case Not(of):
                return f"(!{self.written(of)})"
            case Negative(of):
                return f"(-{self.written(of)})"
            case Arithmetic(op, left, right):
                return f"({self.written(left)} {op} {self.written(right)})"
            case Extreme(op, of):
                return f"{self._sign(op)}({', '.join(map(self.written, of))})" if len(of) > 1 else self.written(of[0])
            case Logic(op, of):
                return self._joined(op, *map(self.written, of))
            case Member(of, among):
                return self.member(of, among)
            case Compare(first, links):
                sides = [self.written(side) for side in (first, *(right for _, right in links))]
                signs = [self._sign(op) for op, _ in links]
                return self._joined("and", *(f"{sides[i]} {sign} {sides[i + 1]}" for i, sign in enumerate(signs)))
            case Conditional(then, test, otherwise):
                return f"({self.written(test)} ? {self.written(then)} : {self.written(otherwise)})"

    def number(self, value: int) -> str:
        """A whole number."""
        return f"({value})" if value < 0 else str(value)

    @abstractmethod
    def word(self, text: str) -> str:
        """A word of a `one_of`, or a phrase of prose."""

    @abstractmethod
    def variable(self, name: str) -> str:
        """The value of a variable."""

    @abstractmethod
    def memory(self, name: str) -> str:
        """Whether something is remembered, by the name of its slot."""

    @abstractmethod
    def band(self, name: str) -> str:
        """The word for the stretch in which a variable stands."""

    @abstractmethod
    def member(self, of: Tree, among: tuple[Number | Word, ...]) -> str:
        """Whether a value is among some."""

    def _joined(self, op: str, *parts: str) -> str:
        return f"({f' {self._sign(op)} '.join(parts)})"

    def _sign(self, op: str) -> str:
        return self.SIGNS.get(op, op)
