"""The functions of a story: one for each distinct expression, all compiled together.

Trees are told apart by identity: the reader of stories parses each text once and shares its tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from playable.engine.compile import Function, Slots, compiled, effect_source, source
from playable.language.expressions.tree import Assign, Tree

T = TypeVar("T", Tree, Assign)


class Functions:
    """What each expression of a story is as a function of a state."""

    def __init__(self, slots: Slots, values: Iterable[Tree], effects: Iterable[Assign]) -> None:
        self._values = _sources(values, lambda tree: source(tree, slots))
        self._effects = _sources(effects, lambda assign: effect_source(assign, slots))
        self._made = compiled([*self._values.values(), *self._effects.values()])

    def value(self, tree: Tree) -> Function:
        """The value of a condition or a number."""
        return self._made[self._values[id(tree)]]

    def effect(self, assign: Assign) -> Function:
        """What the assigned slot holds afterwards."""
        return self._made[self._effects[id(assign)]]


def _sources(trees: Iterable[T], write: Callable[[T], str]) -> dict[int, str]:
    return {key: write(tree) for key, tree in {id(tree): tree for tree in trees}.items()}
