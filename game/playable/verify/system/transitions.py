"""What a transition system is made of: locations, the transitions between them, and the edges that a transition may
take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from playable.engine.machine import Op
from playable.language.expressions.tree import Assign, Tree
from playable.language.model import Effect

StepKind = Literal["choose", "chance", "hear", ""]


class Edge(NamedTuple):
    """Where a transition leads, if its guard holds and that of no edge before it did; then it writes what is
    remembered."""

    guard: tuple[Tree, ...]
    target: int
    writes: tuple[tuple[int, int], ...] = ()


class Transition(NamedTuple):
    """Something that can happen at a location. A step of a playthrough if it has a kind."""

    kind: StepKind
    ref: str
    guard: tuple[Tree, ...]
    weight: Tree | None
    ops: tuple[Op, ...]
    edges: tuple[Edge, ...]


@dataclass(slots=True)
class Location:
    """A moment of a node. `entered`: its effects were just done; `ends`: an ending."""

    scene: int
    entered: bool = False
    ends: bool = False
    transitions: list[Transition] = field(default_factory=list)


def assign_of(op: Op) -> Assign:
    """The assignment of an effect."""
    return op.effect.do if isinstance(op.effect, Effect) else op.effect


def when_of(op: Op) -> Tree | None:
    """The condition of an effect."""
    return op.effect.when if isinstance(op.effect, Effect) else None
