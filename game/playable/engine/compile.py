"""Trees become Python functions of a state, all the distinct ones in one compilation.

The source that is compiled is written from typed trees alone, never from an author's text; no name but `s`, `x`,
`min`, `max` and `str` occurs in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playable.language.expressions.tree import (
    Arithmetic,
    Assign,
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
from playable.language.names import Domain, Flag, OneOf, Range

State = list[int]
Function = Callable[[State], Any]
BATCH = 2_000  # functions in one compilation


class Slots:
    """Where each variable and memory stands in a state, and what it can be."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self.domains: list[Domain] = []
        self.bands: dict[str, Mapping[str, str]] = {}

    def add(self, name: str, domain: Domain) -> int:
        """A new slot. Memory is named as it is written: `seen(node)`."""
        self.index[name] = len(self.domains)
        self.domains.append(domain)
        return self.index[name]

    def domain(self, name: str) -> Domain:
        """What the slot called `name` can hold."""
        return self.domains[self.index[name]]


def memory_name(memory: Memory) -> str:
    """The name of the slot that keeps a memory."""
    return f"{memory.kind}({memory.ref})"


def values(domain: Domain) -> range:
    """The small ints that stand for a domain's values in a state."""
    match domain:
        case Range(low, high):
            return range(low, high + 1)
        case OneOf(words):
            return range(len(words))
        case _:
            return range(2)


def band(bands: Mapping[str, str], domain: Domain, value: int) -> str:
    """The word for the stretch that a state's value stands in; the value itself where there is none."""
    match domain:
        case Range():
            below = [k for k in bands if int(k) <= value]
            return bands[max(below, key=int)] if below else str(value)
        case OneOf(words):
            return bands.get(words[value], words[value].replace("_", " "))
        case _:
            word = "true" if value else "false"
            return bands.get(word, word)


def compiled(sources: Iterable[str]) -> dict[str, Function]:
    """One function `s -> value` for each distinct source."""
    todo = list(dict.fromkeys(sources))
    functions: dict[str, Function] = {}
    bare: dict[str, Any] = {"__builtins__": {}, "min": min, "max": max, "str": str}
    for first in range(0, len(todo), BATCH):
        batch = todo[first : first + BATCH]
        made = eval(compile("(" + "".join(f"lambda s: {x}," for x in batch) + ")", "<story>", "eval"), bare)  # noqa: S307
        functions.update(zip(batch, made, strict=True))
    return functions


class Functions:
    """What each expression of a story is as a function of a state: one for each that is distinct, compiled together."""

    def __init__(self, slots: Slots, values: Iterable[Tree], effects: Iterable[Assign]) -> None:
        self._sources: dict[Tree | Assign, str] = {tree: source(tree, slots) for tree in dict.fromkeys(values)}
        self._sources |= {assign: effect_source(assign, slots) for assign in dict.fromkeys(effects)}
        self._compiled = compiled(self._sources.values())

    def value(self, tree: Tree) -> Function:
        """The value of a condition or a number."""
        return self._compiled[self._sources[tree]]

    def effect(self, assign: Assign) -> Function:
        """What the assigned slot holds afterwards."""
        return self._compiled[self._sources[assign]]


def source(tree: Tree, slots: Slots) -> str:
    """Python for the value of a tree."""
    match tree:
        case Number(value):
            return f"({value})" if value < 0 else str(value)
        case Truth(value):
            return str(value)
        case Word(text):
            return repr(text)
        case Name(name):
            domain = slots.domain(name)
            at = f"s[{slots.index[name]}]"
            return f"{domain.words!r}[{at}]" if isinstance(domain, OneOf) else at
        case Band(name):
            domain = slots.domain(name)
            told = {v: band(slots.bands.get(name, {}), domain, v) for v in values(domain)}
            return f"{told!r}[s[{slots.index[name]}]]"
        case Memory():
            return f"s[{slots.index[memory_name(tree)]}]"
        case Not(of):
            return f"(not {source(of, slots)})"
        case Negative(of):
            return f"(-{source(of, slots)})"
        case Arithmetic(op, left, right):
            return f"({source(left, slots)} {op} {source(right, slots)})"
        case Extreme(op, of):
            inner = ", ".join(source(part, slots) for part in of)
            return f"{op}({inner})" if len(of) > 1 else inner
        case Logic(op, of):
            return "(" + f" {op} ".join(source(part, slots) for part in of) + ")"
        case Member(of, among):
            literals = "".join(f"{_literal(of, one, slots)}, " for one in among)
            return f"({_bare(of, slots) if _is_word_name(of, slots) else source(of, slots)} in ({literals}))"
        case Compare():
            return _compare(tree, slots)
        case Conditional(then, test, otherwise):
            return f"({source(then, slots)} if {source(test, slots)} else {source(otherwise, slots)})"


def effect_source(assign: Assign, slots: Slots) -> str:
    """Python for the value that a slot holds after an assignment, stopped at the ends of its range."""
    domain = slots.domain(assign.name)
    match domain:
        case Range(low, high):
            return f"max({low}, min({high}, {source(assign.value, slots)}))"
        case OneOf():
            return _word_index(assign.value, domain, slots)
        case Flag():
            return f"(1 if {source(assign.value, slots)} else 0)"


def text_source(tree: Tree, slots: Slots) -> str:
    """Python for what `{…}` in prose puts in: always text."""
    match tree:
        case Word() | Band():
            return source(tree, slots)
        case Name(name) if isinstance(slots.domain(name), OneOf):
            return source(tree, slots)
        case Conditional(then, test, otherwise):
            return f"({text_source(then, slots)} if {source(test, slots)} else {text_source(otherwise, slots)})"
        case Truth() | Memory() | Not() | Logic() | Member() | Compare():
            return f"('true' if {source(tree, slots)} else 'false')"
        case Name(name) if isinstance(slots.domain(name), Flag):
            return f"('true' if {source(tree, slots)} else 'false')"
        case _:
            return f"str({source(tree, slots)})"


def _compare(tree: Compare, slots: Slots) -> str:
    """A chain; a word of the state against a quoted one is compared as the small int it is."""
    parts = [tree.first, *(right for _, right in tree.links)]
    if len(parts) == 2 and _is_word_name(parts[0], slots) and isinstance(parts[1], Word):
        return f"({_bare(parts[0], slots)} {tree.links[0].op} {_literal(parts[0], parts[1], slots)})"
    if len(parts) == 2 and _is_word_name(parts[1], slots) and isinstance(parts[0], Word):
        return f"({_literal(parts[1], parts[0], slots)} {tree.links[0].op} {_bare(parts[1], slots)})"
    inner = source(tree.first, slots)
    for op, right in tree.links:
        inner += f" {op} {source(right, slots)}"
    return f"({inner})"


def _is_word_name(tree: Tree, slots: Slots) -> bool:
    return isinstance(tree, Name) and isinstance(slots.domain(tree.name), OneOf)


def _bare(tree: Tree, slots: Slots) -> str:
    assert isinstance(tree, Name)
    return f"s[{slots.index[tree.name]}]"


def _literal(of: Tree, literal: Tree, slots: Slots) -> str:
    """A literal as it is compared with `of`: words of the state by their number."""
    if isinstance(literal, Word) and isinstance(of, Name):
        domain = slots.domain(of.name)
        assert isinstance(domain, OneOf)
        return str(domain.words.index(literal.text))
    return source(literal, slots)


def _word_index(tree: Tree, domain: OneOf, slots: Slots) -> str:
    match tree:
        case Word(text):
            return str(domain.words.index(text))
        case Conditional(then, test, otherwise):
            branches = _word_index(then, domain, slots), _word_index(otherwise, domain, slots)
            return f"({branches[0]} if {source(test, slots)} else {branches[1]})"
        case _:
            return f"{ {w: i for i, w in enumerate(domain.words)}!r}[{source(tree, slots)}]"
