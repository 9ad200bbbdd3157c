"""Text becomes a tree, or trouble. Nothing outside the grammar of `docs/language.md` parses."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Literal, NamedTuple, NoReturn, TypeVar, cast

from playable.language.characters import visible
from playable.language.expressions.tree import (
    Arithmetic,
    Assign,
    Band,
    Compare,
    Conditional,
    Extreme,
    Link,
    Logic,
    Member,
    Memory,
    MemoryKind,
    Name,
    Negative,
    Not,
    Number,
    Tree,
    Truth,
    Word,
)
from playable.language.faults import Trouble, Troubles
from playable.language.names import PRESENT

LONGEST = 1000  # characters
DEEPEST = 24  # brackets, signs, operators of one chain
DIGITS = 9

KEYWORDS = frozenset(
    ("and", "or", "not", "in", "if", "else", "true", "false", "min", "max", "seen", "chose", "heard", *PRESENT)
)
RESERVED = KEYWORDS | {"back", "none"}
COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))

_TOKEN = re.compile(
    r"\s+"
    r"|(?P<number>[0-9]+(?![A-Za-z0-9_.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)"
    r"|(?P<word>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<sign>==|!=|<=|>=|\+=|-=|[<>=+\-*(),])",
    re.ASCII,
)
_MEANT = {
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`",
    "[": "a list of values stands in `(…)`",
    **dict.fromkeys("‘’“”", "words stand in straight quotes, `'…'`"),
}
_REMEMBERED = {"seen": "node", "chose": "choice, `node.choice`", "heard": "briefing, `node.person`"}
END = ""
T = TypeVar("T")


class Token(NamedTuple):
    """A word, a number or a sign of the text, and the offset at which it stands."""

    kind: str
    text: str
    at: int


def parse(text: str, bands: bool = False) -> Tree:
    """The tree of an expression; `bands` lets `name.band` in, as prose does.

    Raises Troubles (one, the first) on anything outside the grammar.
    """
    parser = _Parser(text, bands)
    tree = parser.expression()
    parser.finish()
    return tree


def parse_effect(text: str) -> Assign:
    """The assignment that an effect is. Raises Troubles."""
    parser = _Parser(text, bands=False)
    name, sign = parser.take(), parser.take()
    if name.kind != "name" or "." in name.text or name.text in KEYWORDS:
        _fail("expected an assignment such as `trust += 2`", name.at, "bad-effect")
    if sign.text not in ("=", "+=", "-="):
        _fail(f"expected `=`, `+=` or `-=` after `{name.text}`", sign.at, "bad-effect")
    after = text[sign.at + 1 : sign.at + 2]
    if sign.text == "=" and after in ("+", "-"):
        message = f"`={after}` reads two ways: `{after}=` changes by a number, `= {after}` sets"
        _fail(message, sign.at, "bad-effect")
    value = parser.expression()
    parser.finish()
    if sign.text != "=":
        value = Arithmetic(cast(Literal["+", "-"], sign.text[0]), Name(name.text, name.at), value, sign.at)
    return Assign(name.text, value, name.at)


def _fail(message: str, at: int, code: str = "bad-expression") -> NoReturn:
    raise Troubles([Trouble(code, message, at)])


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        _fail(f"an expression of {len(text):,} characters; {LONGEST:,} at most", 0)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        m = _TOKEN.match(text, at)
        if m is None:
            _look_for_apostrophe(tokens)
            _fail(_stranger(text, at), at)
        if m.lastgroup:
            tokens.append(Token(m.lastgroup, m.group(), at))
        at = m.end()
    tokens.append(Token("end", END, len(text)))
    return tokens


def _look_for_apostrophe(tokens: list[Token]) -> None:
    """Raises Troubles where a name begins right behind a quoted phrase: an apostrophe in it ended it."""
    for phrase, name in pairwise(tokens):
        if phrase.kind == "word" and name.kind == "name" and phrase.at + len(phrase.text) == name.at:
            mark, other = ("apostrophe", '"') if phrase.text[0] == "'" else ("quote", "'")
            ended = f"the {mark} before `{name.text[:40]}` ends the phrase"
            _fail(f"{ended}: put {other} around a phrase that has one in it", name.at - 1)


def _stranger(text: str, at: int) -> str:
    c = text[at]
    if c in "'\"":
        return "a quote that is not closed"
    if c in "/%":
        return f"`{c}` is no operator here: there is no division"
    if c == ".":
        return "there is no `.` in expressions: no attributes, no fractions"
    if c in _MEANT:
        return f"`{c}` has no meaning here: {_MEANT[c]}"
    if c.isdigit():
        return "numbers are whole, and written with the digits 0 to 9 alone"
    return f"`{visible(c)}` has no meaning in an expression"


class _Parser:
    """Recursive descent, one method a level of precedence."""

    def __init__(self, text: str, bands: bool) -> None:
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0
        self.bands = bands

    def take(self) -> Token:
        token = self.token
        self.next = min(self.next + 1, len(self.tokens) - 1)
        return token

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def peek(self) -> str:
        token = self.tokens[self.next]
        return token.text if token.kind in ("sign", "name") else END

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise self.unexpected(f"expected `{sign}`")
        self.take()

    def unexpected(self, wanted: str) -> Troubles:
        kind, text, at = self.token
        message = f"{wanted}, found `{text[:40]}`"
        _look_for_apostrophe(self.tokens[: self.next + 1])
        if kind == "end":
            message = f"{wanted}, but the expression ends here"
        elif text == "=":
            message = "`=` assigns; to compare, write `==`"
        elif text.lower() in KEYWORDS and text not in KEYWORDS:
            message = f"{wanted}, found `{text}`; the words of the language are written small: `{text.lower()}`"
        return Troubles([Trouble("bad-expression", message, at)])

    def finish(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("expected an operator or the end")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            _fail(f"nested more than {DEEPEST} deep", self.token.at)

    def expression(self) -> Tree:
        self.deeper()
        then = self.any_of()
        if self.peek() == "if":
            at = self.take().at
            test = self.any_of()
            self.expect("else")
            then = Conditional(then, test, self.expression(), at)
        self.depth -= 1
        return then

    def any_of(self) -> Tree:
        return self.joined("or", self.all_of)

    def all_of(self) -> Tree:
        return self.joined("and", self.negation)

    def joined(self, op: Literal["and", "or"], part: Callable[[], Tree]) -> Tree:
        first = part()
        if self.peek() != op:
            return first
        at, of = self.token.at, [first]
        while self.peek() == op:
            self.take()
            of.append(part())
        return Logic(op, tuple(of), at)

    def negation(self) -> Tree:
        if self.peek() != "not":
            return self.comparison()
        at = self.take().at
        self.deeper()
        tree = Not(self.negation(), at)
        self.depth -= 1
        return tree

    def comparison(self) -> Tree:
        first, at = self.sum(), self.token.at
        if self.peek() == "in":
            self.take()
            return Member(first, self.listed(self.literal), at)
        if self.peek() == "not" and self.tokens[self.next + 1].text == "in":
            self.take()
            self.take()
            return Not(Member(first, self.listed(self.literal), at), at)
        links: list[Link] = []
        while self.peek() in COMPARISONS:
            op = self.take().text
            links.append(Link(op, self.sum()))
        return Compare(first, tuple(links), at) if links else first

    def listed(self, item: Callable[[], T]) -> tuple[T, ...]:
        self.expect("(")
        items = [item()]
        while self.peek() == ",":
            self.take()
            items.append(item())
        self.expect(")")
        return tuple(items)

    def literal(self) -> Number | Word:
        sign = -1 if self.peek() == "-" else 1
        if self.peek() in ("-", "+"):
            self.take()
        token = self.token
        if token.kind == "number":
            return Number(sign * self.number(), token.at)
        if token.kind == "word" and sign == 1:
            self.take()
            return Word(token.text[1:-1], token.at)
        raise self.unexpected("expected a number or a quoted word")

    def sum(self) -> Tree:
        tree, depth = self.product(), self.depth
        while self.peek() in ("+", "-"):
            self.deeper()  # a long chain leans to the left: as deep as it is long
            sign = self.take()
            tree = Arithmetic(cast(Literal["+", "-"], sign.text), tree, self.product(), sign.at)
        self.depth = depth
        return tree

    def product(self) -> Tree:
        tree, depth = self.signed(), self.depth
        while self.peek() == "*":
            self.deeper()
            at = self.take().at
            tree = Arithmetic("*", tree, self.signed(), at)
        self.depth = depth
        return tree

    def signed(self) -> Tree:
        sign = self.peek()
        if sign not in ("-", "+"):
            return self.atom()
        at = self.take().at
        self.deeper()
        tree = self.signed()
        self.depth -= 1
        return Negative(tree, at) if sign == "-" else tree

    def number(self) -> int:
        token = self.take()
        if len(token.text) > DIGITS:
            _fail(f"a number of {len(token.text)} digits; {DIGITS} at most", token.at)
        return int(token.text)

    def atom(self) -> Tree:
        kind, text, at = self.token
        if kind == "number":
            return Number(self.number(), at)
        if kind == "word":
            self.take()
            return Word(text[1:-1], at)
        if text == "(":
            self.take()
            tree = self.expression()
            self.expect(")")
            return tree
        if kind == "name" and text not in ("and", "or", "in", "if", "else", "not"):
            self.take()
            return self.named(text, at)
        raise self.unexpected("expected a value")

    def named(self, text: str, at: int) -> Tree:
        if text in ("true", "false"):
            return Truth(text == "true", at)
        if text in ("min", "max"):
            return Extreme(cast(Literal["min", "max"], text), self.listed(self.expression), at)
        if text in ("seen", "chose", "heard"):
            return self.memory(cast(MemoryKind, text))
        if self.peek() == "(":
            _fail(f"there is no function `{text[:40]}`: only min, max, seen, chose and heard", at)
        name, dot, what = text.partition(".")
        if dot and not (self.bands and what == "band"):
            _fail(f"`{text[:40]}`: no attribute can be read here" + (" but `.band`" if self.bands else ""), at)
        return Band(name, at) if dot else Name(name, at)

    def memory(self, kind: MemoryKind) -> Memory:
        self.expect("(")
        of = self.take()
        if of.kind != "name":
            _fail(f"`{kind}` takes the id of a {_REMEMBERED[kind]}", of.at)
        self.expect(")")
        return Memory(kind, of.text, of.at)
