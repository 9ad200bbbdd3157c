"""Conditions taken apart as plain data, so that the page can say what of one would have had to be otherwise.

Each is a constant, `["and" | "or", …]`, `["not", …]`, or an atom: how it is asked, of what, and how that is spoken of.
Its twin is `review/causes/atoms.py`, which takes the same conditions apart in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playable.engine.phrasing import named
from playable.language.expressions.algebra import names_in, pairs_of, reading_first, unparse
from playable.language.expressions.tree import Arithmetic, Compare, Logic, Member, Memory, Name, Not, Tree, Truth
from playable.language.story import Story

Numbered = Callable[[Tree], int]  # the number of the function of an expression


def apart(tree: Tree, number: Numbered, story: Story) -> Any:
    """A condition as such data."""
    match tree:
        case Truth(value):
            return value
        case Not(of):
            return ["not", apart(of, number, story)]
        case Logic(op, of):
            return [op, *(apart(part, number, story) for part in of)]
        case Compare(_, links) if len(links) > 1:
            return ["and", *(apart(pair, number, story) for pair in pairs_of(tree))]
        case Compare():
            pair = reading_first(tree)
            (link,) = pair.links
            return _atom(tree, link.op, pair.first, (link.right,), number, story)
        case Member(of, among):
            return _atom(tree, "in", of, among, number, story)
        case _:
            return _atom(tree, "", tree, (), number, story)


def _atom(holds: Tree, op: str, of: Tree, sides: tuple[Tree, ...], number: Numbered, story: Story) -> Any:
    return {
        "holds": number(holds),
        "op": op,
        "of": number(of),
        "sides": [number(side) for side in sides],
        "names": names_in((of,)),
        **({"reads": reads} if (reads := names_in((holds,))) != names_in((of,)) else {}),
        "text": [unparse(of, 5), unparse(of), unparse(Not(of))],
        **_spoken(of, story),
    }


def _spoken(of: Tree, story: Story) -> dict[str, str]:
    """How the page speaks of it: as of a variable, of something remembered, or of what is reckoned."""
    match of:
        case Name(name):
            return {"variable": name}
        case Memory(kind, ref):
            return {"memory": kind, "ref": ref}
        case _:
            return {"called": _called(of, story)}


def _called(of: Tree, story: Story) -> str:
    match of:
        case Name(name):
            return story.state[name].name or named(name)
        case Arithmetic("+", left, right):
            return f"{_called(left, story)} and {_called(right, story)} together"
        case _:
            return "what was weighed"
