"""An expression as an author would type it, and values as they would be told."""

from __future__ import annotations

from collections.abc import Iterable

from playable.engine.compile import Slots
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
    leaves,
)
from playable.language.names import OneOf, Range

_TIGHT = {"or": 1, "and": 2, "not": 3, "==": 4, "+": 5, "-": 5, "*": 6}


def written(tree: Tree, outside: int = 0) -> str:
    """The text of an expression; `outside` is how tightly what stands around it binds."""
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
            return f"{op}({', '.join(written(part) for part in of)})"
        case Not(of):
            return _bound(f"not {written(of, 3)}", 3, outside)
        case Negative(of):
            return _bound(f"-{written(of, 7)}", 6, outside)
        case Logic(op, of):
            return _bound(f" {op} ".join(written(part, _TIGHT[op] + 1) for part in of), _TIGHT[op], outside)
        case Arithmetic(op, left, right):
            tight = _TIGHT[op]
            return _bound(f"{written(left, tight)} {op} {written(right, tight + 1)}", tight, outside)
        case Compare(first, links):
            links_ = "".join(f" {op} {written(right, 5)}" for op, right in links)
            return _bound(f"{written(first, 5)}{links_}", 4, outside)
        case Member(of, among):
            return _bound(f"{written(of, 5)} in ({', '.join(written(x) for x in among)})", 4, outside)
        case Conditional(then, test, otherwise):
            return _bound(f"{written(then, 1)} if {written(test, 1)} else {written(otherwise)}", 0, outside + 1)


def told(name: str, values: Iterable[int], slots: Slots) -> str:
    """What a variable or memory is: `trust is 0 to 2`."""
    return f"{name} is {worded(name, values, slots)}"


def worded(name: str, values: Iterable[int], slots: Slots) -> str:
    """Values of a variable or memory as they are written: `0 to 2`, `'thin' or 'full'`."""
    domain, found = slots.domain(name), sorted(values)
    if isinstance(domain, Range):
        whole = len(found) > 2 and found[-1] - found[0] == len(found) - 1
        return f"{found[0]} to {found[-1]}" if whole else _either(map(str, found))
    words = [f"'{domain.words[v]}'" if isinstance(domain, OneOf) else ("false", "true")[v] for v in found]
    return _either(words)


def names_in(trees: Iterable[Tree]) -> list[str]:
    """The variables and memory that trees read, each once, in order."""
    found = []
    for tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Name):
                found.append(leaf.name)
            elif isinstance(leaf, Memory):
                found.append(f"{leaf.kind}({leaf.ref})")
    return list(dict.fromkeys(found))


def _bound(text: str, tight: int, outside: int) -> str:
    return f"({text})" if tight < outside else text


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
