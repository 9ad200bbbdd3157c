"""What is done with expressions wherever they are read: written out, negated, joined, simplified, rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from playable.language.expressions.tree import (
    Arithmetic,
    Band,
    Compare,
    Conditional,
    Extreme,
    Link,
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
    leaves,
    parts,
)
from playable.language.names import Domain, OneOf, Range

_TIGHT = {"or": 1, "and": 2, "not": 3, "==": 4, "+": 5, "-": 5, "*": 6}  # how tightly each binds
_COMPARE: dict[str, Callable[[int, int], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_SWAPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPUTE: dict[str, Callable[[int, int], int]] = {"+": add, "-": sub, "*": mul}


def unparse(tree: Tree, around: int = 0) -> str:
    """The text of an expression, as an author would type it; `around`: how tightly what stands around it binds."""
    match tree:
        case Number(value):
            return str(value)
        case Truth(value):
            return "true" if value else "false"
        case Word(text):
            return f'"{text}"' if "'" in text else f"'{text}'"
        case Name(name):
            return name
        case Band(name):
            return f"{name}.band"
        case Memory(kind, ref):
            return f"{kind}({ref})"
        case Extreme(op, of):
            return f"{op}({', '.join(unparse(part) for part in of)})"
        case Not(of):
            return _bound(f"not {unparse(of, 3)}", 3, around)
        case Negative(of):
            return _bound(f"-{unparse(of, 7)}", 6, around)
        case Logic(op, of):
            return _bound(f" {op} ".join(unparse(part, _TIGHT[op] + 1) for part in of), _TIGHT[op], around)
        case Arithmetic(op, left, right):
            tight = _TIGHT[op]
            return _bound(f"{unparse(left, tight)} {op} {unparse(right, tight + 1)}", tight, around)
        case Compare(first, links):
            compared = "".join(f" {op} {unparse(right, 5)}" for op, right in links)
            return _bound(f"{unparse(first, 5)}{compared}", 4, around)
        case Member(of, among):
            return _bound(f"{unparse(of, 5)} in ({', '.join(unparse(x) for x in among)})", 4, around)
        case Conditional(then, test, otherwise):
            return _bound(f"{unparse(then, 1)} if {unparse(test, 1)} else {unparse(otherwise)}", 0, around + 1)


def negated(condition: Tree) -> Tree:
    """The opposite of a condition."""
    match condition:
        case Truth(value):
            return Truth(not value)
        case Not(of):
            return of
        case _:
            return Not(condition)


def all_of(conditions: Iterable[Tree]) -> Tree:
    """That all of some conditions hold, without those that are known to."""
    return _joined("and", conditions)


def any_of(conditions: Iterable[Tree]) -> Tree:
    """That any of some conditions holds, without those that are known not to."""
    return _joined("or", conditions)


def positive(weight: Tree) -> Tree:
    """The condition that a number is above zero, as the weight of an outcome that can be drawn is."""
    return Compare(weight, (Link(">", Number(0)),))


def pairs_of(chain: Compare) -> tuple[Compare, ...]:
    """The comparisons of two sides that a chain is made of, all of which have to hold."""
    sides = (chain.first, *(link.right for link in chain.links))
    return tuple(Compare(left, (link,)) for left, link in zip(sides, chain.links, strict=False))


def reading_first(pair: Compare) -> Compare:
    """A comparison of two sides, turned where its first reads nothing of the state."""
    ((op, right),) = pair.links
    return pair if names_in((pair.first,)) else Compare(right, (Link(_SWAPPED[op], pair.first),))


def names_in(trees: Iterable[Tree]) -> list[str]:
    """The variables and memory that trees read, each once, in order."""
    read: dict[str, None] = {}
    for tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Name):
                read[leaf.name] = None
            elif isinstance(leaf, Memory):
                read[f"{leaf.kind}({leaf.ref})"] = None
    return list(read)


def rewritten(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The tree with each part as `change` makes it, from the leaves up: what is handed to it has changed parts."""
    old = parts(tree)
    new = tuple(rewritten(part, change) for part in old)
    return change(tree if all(a is b for a, b in zip(old, new, strict=True)) else _with_parts(tree, new))


def simplified(tree: Tree, domains: Mapping[str, Domain]) -> Tree:
    """The tree worked out, where its parts are known, or by the `domains` of its variables can never be equal.

    Its parts are taken as they are: with `rewritten` the whole of a tree is simplified.
    """
    match tree:
        case Not(of):
            return negated(of)
        case Logic(op, of):
            return _joined(op, of)
        case Negative(Number(value)):
            return Number(-value)
        case Arithmetic(op, Number(left), Number(right)):
            return Number(_COMPUTE[op](left, right))
        case Extreme(op, of):
            known = [part.value for part in of if isinstance(part, Number)]
            return tree if len(known) < len(of) else Number(min(known) if op == "min" else max(known))
        case Member(Word() | Number() as of, among):
            return Truth(of in among)
        case Compare(first, links):
            return _compared(tree, [first, *(right for _, right in links)], domains)
        case Conditional(then, Truth(value), otherwise):
            return then if value else otherwise
        case _:
            return tree


def _compared(tree: Compare, sides: list[Tree], domains: Mapping[str, Domain]) -> Tree:
    """A comparison is known where one of its links fails, or all hold."""
    known = [_link(left, op, right, domains) for left, (op, right) in zip(sides, tree.links, strict=False)]
    if False in known:
        return Truth(False)
    return tree if None in known else Truth(True)


def _link(left: Tree, op: str, right: Tree, domains: Mapping[str, Domain]) -> bool | None:
    match left, right:
        case (Number(a), Number(b)) | (Truth(a), Truth(b)):
            return _COMPARE[op](a, b)
        case Word(a), Word(b):
            return (a == b) == (op == "==")
        case (Word(text), Name(name)) | (Name(name), Word(text)):
            domain = domains.get(name)
            return op == "!=" if isinstance(domain, OneOf) and text not in domain.words else None
        case _:
            return None


def _joined(op: str, conditions: Iterable[Tree]) -> Tree:
    every, open_ = op == "and", []
    for condition in conditions:
        if not isinstance(condition, Truth):
            open_.append(condition)
        elif condition.value != every:
            return Truth(not every)
    if len(open_) < 2:
        return open_[0] if open_ else Truth(every)
    return Logic("and" if every else "or", tuple(open_))


def _with_parts(tree: Tree, new: tuple[Tree, ...]) -> Tree:
    """The same kind of tree with other parts, in the order of `parts`."""
    match tree:
        case Not(_, at):
            return Not(new[0], at)
        case Negative(_, at):
            return Negative(new[0], at)
        case Member(_, among, at):
            return Member(new[0], among, at)
        case Arithmetic(op, _, _, at):
            return Arithmetic(op, new[0], new[1], at)
        case Extreme(op, _, at):
            return Extreme(op, new, at)
        case Logic(op, _, at):
            return Logic(op, new, at)
        case Compare(_, links, at):
            return Compare(new[0], tuple(Link(link.op, right) for link, right in zip(links, new[1:], strict=True)), at)
        case Conditional(_, _, _, at):
            return Conditional(new[1], new[0], new[2], at)
        case _:
            return tree


def _bound(text: str, tight: int, around: int) -> str:
    return f"({text})" if tight < around else text


def bounds(tree: Tree, domains: Mapping[str, Domain | None]) -> Range:
    """Between which numbers the value of a number lies, whatever its variables are: interval arithmetic (Moore,
    *Interval Analysis*, 1966), never too narrow. A variable of no known range is 0."""
    match tree:
        case Number(value):
            return Range(value, value)
        case Name(name):
            domain = domains.get(name)
            return domain if isinstance(domain, Range) else Range(0, 0)
        case Negative(of):
            inner = bounds(of, domains)
            return Range(-inner.high, -inner.low)
        case Arithmetic(op, left, right):
            a, b = bounds(left, domains), bounds(right, domains)
            if op == "*":
                products = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
                return Range(min(products), max(products))
            return Range(a.low + b.low, a.high + b.high) if op == "+" else Range(a.low - b.high, a.high - b.low)
        case Extreme(op, of):
            pick, each = min if op == "min" else max, [bounds(part, domains) for part in of]
            return Range(pick(one.low for one in each), pick(one.high for one in each))
        case Conditional(then, _, otherwise):
            a, b = bounds(then, domains), bounds(otherwise, domains)
            return Range(min(a.low, b.low), max(a.high, b.high))
        case _:
            return Range(0, 0)
