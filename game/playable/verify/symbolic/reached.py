"""What an exploration found, whichever way states are kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol, TypeVar

from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.limits import Cut
from playable.verify.system import Transition, TransitionSystem

CHOICE, DRAW = 1 << 20, 1  # what a step costs: no number of draws outweighs a choice

Asked = Mapping[int, Iterable[tuple[Tree, ...]]]  # of a location, the conditions asked of its states
K = TypeVar("K", bound=Hashable)


class TransitionId(NamedTuple):
    """A transition: its location, and which of the location's transitions it is."""

    location: int
    transition: int


class Answer(NamedTuple):
    """A condition that is asked: its location, and which of those asked there it is."""

    location: int
    number: int


class EdgeId(NamedTuple):
    """An edge: its transition, and which of the transition's edges it is."""

    transition: TransitionId
    edge: int


class EffectsMet(NamedTuple):
    """Of the effects of one transition, by their numbers: whose condition held somewhere, and whose failed."""

    held: set[int]
    failed: set[int]


class Target(NamedTuple):
    """Something to come to: a location, in a state where `when` holds; and to make its `transition`, if one is
    named."""

    location: int
    when: tuple[Tree, ...] = ()
    transition: int | None = None


@dataclass
class Reached:
    """What was found. Where it was `cut`, what is missing is unknown."""

    values: dict[int, set[int]]  # of each variable's slot, the values that it has where it matters
    cut: Cut = ""
    states: int = 0
    counts: dict[int, int] = field(default_factory=dict)  # states by location
    locations: set[int] = field(default_factory=set)
    transitions: set[TransitionId] = field(default_factory=set)
    edges: set[EdgeId] = field(default_factory=set)
    refused: set[TransitionId] = field(default_factory=set)  # transitions whose guard failed somewhere
    effects: dict[TransitionId, EffectsMet] = field(default_factory=dict)
    stuck: set[int] = field(default_factory=set)  # locations where, in some state, no transition is open
    held: set[Answer] = field(default_factory=set)
    failed: set[Answer] = field(default_factory=set)
    attained: dict[int, dict[int, set[int]]] = field(default_factory=dict)  # values by slot, where something is blocked
    sets: dict[int, dict[int, int]] = field(default_factory=dict)  # the states of locations by key, where they are kept
    work: int = field(default=0, compare=False)  # bytes of sets that were worked through

    @classmethod
    def at_start(cls, system: TransitionSystem, cut: Cut = "") -> Reached:
        """Nothing as yet but the first state."""
        slots = (system.slots.index[name] for name in system.machine.story.state)
        return cls({slot: {system.initial[slot]} for slot in slots}, cut)

    def with_answers_of(self, inside: Reached) -> Reached:
        """This, with what was asked and met of the same states `inside` some locations, where they were looked at as
        well and kept further apart."""
        return replace(
            self,
            values=inside.values,
            held=inside.held,
            failed=inside.failed,
            attained=self.attained | inside.attained,
            sets={},
        )

    @property
    def complete(self) -> bool:
        """Was everything visited?"""
        return not self.cut


class Witnesses(Protocol):
    """Who finds shortest playthroughs: fewest choices, then fewest draws. Where the search was `cut`, not to
    everything."""

    cut: Cut

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""


def cost(transition: Transition) -> int:
    """What a transition costs; hearing and running on are free."""
    return CHOICE if transition.kind == "choose" else DRAW if transition.kind == "chance" else 0
