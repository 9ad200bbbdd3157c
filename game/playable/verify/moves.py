"""What a graph is made of: places, the moves between them, and the ways that a move may lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from playable.engine.machine import Op
from playable.language.expressions.tree import Assign, Tree
from playable.language.model import Effect

Kind = Literal["choose", "chance", "hear", ""]


class Way(NamedTuple):
    """Where a move leads, if every condition holds and no way before it did; then `sets` are remembered."""

    when: tuple[Tree, ...]
    target: int
    sets: tuple[tuple[int, int], ...] = ()


class Move(NamedTuple):
    """Something that can happen at a place. A step of a playthrough if it has a kind."""

    kind: Kind
    ref: str
    when: tuple[Tree, ...]
    weight: Tree | None
    ops: tuple[Op, ...]
    ways: tuple[Way, ...]


@dataclass(slots=True)
class Place:
    """A moment of a node. `entered`: its effects were just done; `ends`: an ending."""

    scene: int
    entered: bool = False
    ends: bool = False
    moves: list[Move] = field(default_factory=list)


def assign_of(op: Op) -> Assign:
    """The assignment of an effect."""
    return op.effect.do if isinstance(op.effect, Effect) else op.effect


def when_of(op: Op) -> Tree | None:
    """The condition of an effect."""
    return op.effect.when if isinstance(op.effect, Effect) else None
