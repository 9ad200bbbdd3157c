"""An expression is typed: a flag is no number, and a word must be one that its `one_of` has."""

from __future__ import annotations

from enum import Flag as Flags
from enum import auto
from typing import Literal

from playable.language.expressions.algebra import bounds
from playable.language.expressions.parse import parse, parse_effect
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
from playable.language.faults import Trouble, Troubles, short, some, unknown
from playable.language.names import PRESENT, Flag, Names, OneOf, Range, words_of


class Scope(Flags):
    """What an expression may speak of, besides the state, `seen` and `chose`."""

    RULE = 0  # when, weight, effects, goto
    HEARD = auto()  # and what was heard: prose and `shown`
    BANDS = auto()  # and `trust.band`: prose
    PLACE = auto()  # and `here`, `ending` and `tone`: theses and playthroughs
    PROSE = HEARD | BANDS


ValueType = Literal["number", "flag", "word"] | None  # of a value; None where something wrong with it was told
MOST_WEIGHT = 10**9  # so that those of a thousand outcomes add up exactly, whatever reckons with them
_AS_TEXT: dict[ValueType, str] = {"number": "a number", "flag": "a flag (true or false)", "word": "a word"}
_MEMORY = {"seen": "node", "chose": "choice", "heard": "briefing"}
_TRUTH = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def condition(text: str, names: Names, scope: Scope = Scope.RULE) -> Tree:
    """The tree of something that is true or false. Raises Troubles with all that is wrong."""
    return _typed(text, names, scope, "flag")


def number(text: str, names: Names, scope: Scope = Scope.RULE) -> Tree:
    """The tree of a number. Raises Troubles."""
    return _typed(text, names, scope, "number")


def weight(text: str, names: Names, scope: Scope = Scope.RULE) -> Tree:
    """The tree of a number that is never above MOST_WEIGHT. Raises Troubles."""
    tree = number(text, names, scope)
    most = bounds(tree, names.variables).high
    if most > MOST_WEIGHT:
        message = f"this can be {short(f'{most:,}')}; a weight is {MOST_WEIGHT:,} at most"
        raise Troubles([Trouble("too-large", message, start(tree))])
    return tree


def value(text: str, names: Names, scope: Scope = Scope.PROSE) -> Tree:
    """The tree of any value, as `{…}` in prose may have. Raises Troubles."""
    return _typed(text, names, scope, None)


def _typed(text: str, names: Names, scope: Scope, wanted: ValueType) -> Tree:
    key = (text, scope, wanted)
    tree: Tree | None = names.parsed.get(key)
    if tree is None:
        tree = parse(text, bands=Scope.BANDS in scope)
        typing = _Typing(names, scope)
        kind = typing.of(tree)
        if wanted and kind and kind != wanted:
            typing.wrong(f"expected {_AS_TEXT[wanted]}, and this is {_AS_TEXT[kind]}", tree)
        if typing.troubles:
            raise Troubles(typing.troubles)
        names.parsed[key] = tree
    return tree


def effect(text: str, names: Names) -> Assign:
    """The assignment that an effect makes. Raises Troubles."""
    known: Assign | None = names.parsed.get(text)
    if known is not None:
        return known
    change = parse_effect(text)
    typing = _Typing(names, Scope.RULE)
    target = typing.of(Name(change.name, change.at))
    kind = typing.of(change.value)
    if typing.troubles:
        raise Troubles(dict.fromkeys(typing.troubles))  # `x += 1` names x twice, and is at fault once
    if target and kind and target != kind:
        typing.wrong(f"`{change.name}` holds {_AS_TEXT[target]}, and this is {_AS_TEXT[kind]}", change.value)
    elif target == "word":
        typing.fits(change.value, change.name)
    if typing.troubles:
        raise Troubles(typing.troubles)
    names.parsed[text] = change
    return change


class _Typing:
    """One walk over a tree that gathers every trouble in it."""

    def __init__(self, names: Names, scope: Scope) -> None:
        self.names = names
        self.scope = scope
        self.troubles: list[Trouble] = []

    def wrong(self, message: str, tree: Tree, code: str = "wrong-type") -> None:
        self.troubles.append(Trouble(code, message, start(tree)))

    def want(self, kind: ValueType, tree: Tree) -> None:
        actual = self.of(tree)
        if actual and actual != kind:
            self.wrong(f"expected {_AS_TEXT[kind]}, and this is {_AS_TEXT[actual]}", tree)

    def of(self, tree: Tree) -> ValueType:
        match tree:
            case Number():
                return "number"
            case Truth():
                return "flag"
            case Word():
                return "word"
            case Name(name):
                return self.variable(name, tree)
            case Band(name):
                if self.variable(name, tree) and name not in self.names.banded:
                    self.wrong(f"`{name}` has no bands", tree, "no-bands")
                return "word"
            case Memory():
                return self.memory(tree)
            case Not(of):
                self.want("flag", of)
                return "flag"
            case Negative(of):
                self.want("number", of)
                return "number"
            case Arithmetic(_, left, right):
                self.want("number", left)
                self.want("number", right)
                return "number"
            case Extreme(_, of):
                for part in of:
                    self.want("number", part)
                return "number"
            case Logic(_, of):
                for part in of:
                    self.want("flag", part)
                return "flag"
            case Compare():
                return self.compare(tree)
            case Member(of, among):
                kind = self.of(of)
                for literal in among:
                    self.pair(of, kind, literal, self.of(literal))
                return "flag"
            case Conditional(then, test, otherwise):
                self.want("flag", test)
                kinds = self.of(then), self.of(otherwise)
                if None not in kinds and kinds[0] != kinds[1]:
                    one, other = (_AS_TEXT[kind] for kind in kinds)
                    self.wrong(f"one branch is {one}, the other {other}", otherwise)
                    return None
                return kinds[0] or kinds[1]

    def variable(self, name: str, tree: Tree) -> ValueType:
        if name in PRESENT:
            if Scope.PLACE in self.scope:
                return "word"
            self.wrong(f"`{name}` may be named in theses and playthroughs alone", tree, "out-of-place")
            return None
        if name not in self.names.variables:
            self.troubles += self.no_variable(name, tree.at)
        match self.names.variables.get(name):
            case Range():
                return "number"
            case OneOf():
                return "word"
            case Flag():
                return "flag"
            case _:
                return None

    def no_variable(self, name: str, at: int) -> list[Trouble]:
        missing = self.names.missing("variable", name, at)
        if not missing:
            return []
        words = (domain.words for domain in self.names.variables.values() if isinstance(domain, OneOf))
        if any(name in some_words for some_words in (*words, self.names.nodes)):
            return [
                missing[0]._replace(message=f"{missing[0].message}; a word stands in quotes", suggestion=f"'{name}'")
            ]
        if meant := _TRUTH.get(name.lower()):
            return [missing[0]._replace(suggestion=meant)]
        return missing

    def memory(self, tree: Memory) -> ValueType:
        if tree.kind == "heard" and Scope.HEARD not in self.scope:
            self.wrong("`heard` stands only in prose and in `shown`: briefings change no state", tree, "out-of-place")
            return "flag"
        self.troubles += self.names.missing(_MEMORY[tree.kind], tree.ref, tree.at)
        return "flag"

    def compare(self, tree: Compare) -> ValueType:
        left, left_kind = tree.first, self.of(tree.first)
        for op, right in tree.links:
            right_kind = self.of(right)
            odd = left if left_kind in ("word", "flag") else right if right_kind in ("word", "flag") else None
            if odd and op not in ("==", "!="):
                what = "words" if left_kind == "word" or right_kind == "word" else "flags"
                self.wrong(f"{what} compare only by `==` and `!=`, not by `{op}`", odd)
            else:
                self.pair(left, left_kind, right, right_kind)
            left, left_kind = right, right_kind
        return "flag"

    def pair(self, left: Tree, left_kind: ValueType, right: Tree, right_kind: ValueType) -> None:
        """Two sides of a comparison: of one kind, and a quoted word is one the other side can be."""
        if not left_kind or not right_kind:
            return
        if left_kind != right_kind:
            self.wrong(f"{_AS_TEXT[left_kind]} is compared with {_AS_TEXT[right_kind]}", right)
        elif left_kind == "word":
            for one, other in ((left, right), (right, left)):
                if isinstance(other, Name) or (isinstance(one, Word) and not isinstance(other, Word)):
                    self.troubles += [trouble for word in _quoted(one) for trouble in self.no_word(word, other)]

    def no_word(self, literal: Word, other: Tree) -> list[Trouble]:
        """The trouble of a quoted word that `other` can never be."""
        if isinstance(other, Name) and other.name == "here":
            return self.names.missing("node", literal.text, literal.at)
        if isinstance(other, Name) and other.name == "ending":
            missing = [] if literal.text == "none" else self.names.missing("ending", literal.text, literal.at)
            of_nodes = f"; an ending is called by its node: {some(sorted(self.names.endings))}"
            return [t if t.suggestion else t._replace(message=t.message + of_nodes) for t in missing]
        can_be = self.words(other)
        if can_be is None or literal.text in can_be:
            return []
        trouble = unknown("word", literal.text, can_be, literal.at)
        return [trouble._replace(message=f"{trouble.message}; there are {some(can_be)}")] if can_be else [trouble]

    def fits(self, tree: Tree, target: str) -> None:
        """Every word that `tree` can be is one that the variable `target` has."""
        can_be = self.words(Name(target)) or ()
        match tree:
            case Word():
                self.troubles += self.no_word(tree, Name(target))
            case Name(name) if missing := [w for w in self.words(tree) or () if w not in can_be]:
                message = f"`{name}` can be `{short(missing[0])}`, which `{target}` cannot: it is one of {some(can_be)}"
                self.wrong(message, tree, "unknown-word")
            case Conditional(then, _, otherwise):
                self.fits(then, target)
                self.fits(otherwise, target)

    def words(self, tree: Tree) -> tuple[str, ...] | None:
        """What a word can be, or None where that is open."""
        if isinstance(tree, Conditional):
            both = self.words(tree.then), self.words(tree.otherwise)
            return None if both[0] is None or both[1] is None else both[0] + both[1]
        if isinstance(tree, Word):
            return (tree.text,)
        if not isinstance(tree, Name):
            return None
        if tree.name in PRESENT:
            return words_of(tree.name, self.names)
        domain = self.names.variables.get(tree.name)
        return domain.words if isinstance(domain, OneOf) else None


def _quoted(tree: Tree) -> list[Word]:
    """The quoted words that a word can be, through conditionals."""
    match tree:
        case Word():
            return [tree]
        case Conditional(then, _, otherwise):
            return _quoted(then) + _quoted(otherwise)
        case _:
            return []


def start(tree: Tree) -> int:
    """The offset at which the text of `tree` begins."""
    match tree:
        case Arithmetic(_, left):
            return start(left)
        case Compare(first) | Member(first):
            return start(first)
        case Conditional(then):
            return start(then)
        case Logic(_, of):
            return start(of[0])
        case Memory(kind):
            return tree.at - len(kind) - 1  # `at` is that of what is remembered
        case _:
            return tree.at
