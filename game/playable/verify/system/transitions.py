"""What a transition system is made of: locations, the transitions between them, and the edges that a transition may
take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from playable.engine.machine import Op
from playable.language.expressions.algebra import positive
from playable.language.expressions.tree import Assign, Tree
from playable.language.model import Effect

SlotSet = int  # slots as bits
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

    def conditions(self) -> Iterator[Tree]:
        """Every condition that it asks: its guard, or that its weight is above zero, of its effects, of its edges."""
        yield from self.guard if self.weight is None else (positive(self.weight),)
        yield from (when for op in self.ops if (when := when_of(op)))
        yield from (tree for edge in self.edges for tree in edge.guard)


class EffectFlow(NamedTuple):
    """The slot that an effect writes, those that it reads, and whether it always does."""

    slot: int
    reads: SlotSet
    always: bool


class EdgeFlow(NamedTuple):
    """Where an edge leads, what its guard reads, and what it writes."""

    target: int
    reads: SlotSet
    writes: SlotSet


class Flow(NamedTuple):
    """What a transition reads and writes: `reads` by its guard or weight."""

    reads: SlotSet
    effects: tuple[EffectFlow, ...]
    edges: tuple[EdgeFlow, ...]


@dataclass(slots=True)
class Location:
    """A moment of a node. `entered`: its effects were just done; `ends`: an ending."""

    scene: int
    entered: bool = False
    ends: bool = False
    transitions: list[Transition] = field(default_factory=list)


def slots_in(slots: SlotSet) -> Iterator[int]:
    """The slots of a set, in order."""
    return (slot for slot in range(slots.bit_length()) if slots >> slot & 1)


def assign_of(op: Op) -> Assign:
    """The assignment of an effect."""
    return op.effect.do if isinstance(op.effect, Effect) else op.effect


def when_of(op: Op) -> Tree | None:
    """The condition of an effect."""
    return op.effect.when if isinstance(op.effect, Effect) else None
