"""A condition as it is read at one node: `here` and `ending` are known there, and what is known is worked out."""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Scene
from playable.language.expressions.tree import (
    Compare,
    Conditional,
    Logic,
    Member,
    Memory,
    Name,
    Not,
    Number,
    Tree,
    Truth,
    Word,
)
from playable.language.names import Domain, OneOf


def read_at(tree: Tree, scene: Scene, domains: Mapping[str, Domain]) -> Tree:
    """The condition on entering a node: the present visit counts as seen. `domains` are those of the variables."""

    def read(tree: Tree) -> Tree:
        match tree:
            case Name("here"):
                return Word(scene.id)
            case Name("ending"):
                return Word(scene.id if scene.node.ending else "none")
            case Memory("seen", ref) if ref == scene.id:
                return Truth(True)
            case Not(of):
                return negated(read(of))
            case Logic(op, of):
                return joined(op == "and", [read(part) for part in of])
            case Member(of, among):
                inner = read(of)
                known = {x.text for x in among if isinstance(x, Word)}
                return Truth(inner.text in known) if isinstance(inner, Word) else Member(inner, among)
            case Compare(first, links):
                return _compared(Compare(read(first), tuple((op, read(right)) for op, right in links)), domains)
            case Conditional(then, test, otherwise):
                asked = read(test)
                if isinstance(asked, Truth):
                    return read(then if asked.value else otherwise)
                return Conditional(read(then), asked, read(otherwise))
            case _:
                return tree  # arithmetic reads numbers alone

    return read(tree)


def negated(tree: Tree) -> Tree:
    """The opposite of a condition."""
    return Truth(not tree.value) if isinstance(tree, Truth) else Not(tree)


def positive(weight: Tree) -> Tree:
    """The condition that an outcome of this weight can fall."""
    return Compare(weight, ((">", Number(0)),))


def joined(all_of: bool, of: list[Tree]) -> Tree:
    """All of some conditions, or any: without those that are known."""
    if any(isinstance(part, Truth) and part.value != all_of for part in of):
        return Truth(not all_of)
    left = tuple(part for part in of if not isinstance(part, Truth))
    if len(left) < 2:
        return left[0] if left else Truth(all_of)
    return Logic("and" if all_of else "or", left)


def _compared(tree: Compare, domains: Mapping[str, Domain]) -> Tree:
    """A comparison of two known words is known, and so is one with a word that a variable can never be."""
    if len(tree.links) != 1:
        return tree
    ((op, right),) = tree.links
    for one, other in ((tree.first, right), (right, tree.first)):
        if isinstance(one, Word) and isinstance(other, Word):
            return Truth((one.text == other.text) == (op == "=="))
        if isinstance(one, Word) and isinstance(other, Name):
            domain = domains[other.name]
            if isinstance(domain, OneOf) and one.text not in domain.words:
                return Truth(op == "!=")
    return tree
