"""What an expression is made of: one tree, evaluated, run on sets and written in other languages.

`at` is the offset in the source text; two trees that differ only in it are equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MemoryKind = Literal["seen", "chose", "heard", "drawn"]  # `drawn` is the machine's own: a card comes once


def _at() -> int:
    return field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    value: int
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word of a `one_of`, or in prose a phrase."""

    text: str
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Name:
    """A declared variable, or `here`, `ending` and `tone` in theses and playthroughs."""

    name: str
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Band:
    """`trust.band`: the word for the stretch a value stands in; prose only."""

    name: str
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Memory:
    """`seen(node)`, `chose(node.choice)` or `heard(node.briefing)`."""

    kind: MemoryKind
    ref: str
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Not:
    of: Tree
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Negative:
    of: Tree
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    op: Literal["+", "-", "*"]
    left: Tree
    right: Tree
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Extreme:
    op: Literal["min", "max"]
    of: tuple[Tree, ...]
    at: int = _at()


class Link(NamedTuple):
    """One comparison of a chain, with what stands on its right."""

    op: str
    right: Tree


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain: `0 < trust <= 3` has two links."""

    first: Tree
    links: tuple[Link, ...]
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Member:
    of: Tree
    among: tuple[Number | Word, ...]
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Logic:
    op: Literal["and", "or"]
    of: tuple[Tree, ...]
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Conditional:
    """`then if test else otherwise`."""

    then: Tree
    test: Tree
    otherwise: Tree
    at: int = _at()


@dataclass(frozen=True, slots=True)
class Assign:
    """One effect. `trust += 2` stands as `trust = trust + 2`."""

    name: str
    value: Tree
    at: int = _at()


Tree = (
    Number
    | Truth
    | Word
    | Name
    | Band
    | Memory
    | Not
    | Negative
    | Arithmetic
    | Extreme
    | Compare
    | Member
    | Logic
    | Conditional
)


def parts(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below `tree`."""
    match tree:
        case Not(of) | Negative(of) | Member(of):
            return (of,)
        case Arithmetic(_, left, right):
            return (left, right)
        case Extreme(_, of) | Logic(_, of):
            return of
        case Compare(first, links):
            return (first, *(link.right for link in links))
        case Conditional(then, test, otherwise):
            return (test, then, otherwise)
        case _:
            return ()


def leaves(tree: Tree) -> list[Tree]:
    """Every name, memory and literal in `tree`, in reading order of evaluation."""
    below = parts(tree)
    return [leaf for part in below for leaf in leaves(part)] if below else [tree]
