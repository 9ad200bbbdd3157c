"""A story as a transition system: locations, the transitions between them, and what can matter at each location."""

from playable.verify.system.components import strongly_connected
from playable.verify.system.liveness import Liveness
from playable.verify.system.reading import read_at
from playable.verify.system.successors import LocalState, Successor, SuccessorFunction
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import (
    Edge,
    Location,
    SlotSet,
    StepKind,
    Transition,
    assign_of,
    slots_in,
    when_of,
)
from playable.verify.system.value_sets import ValueSets

__all__ = [
    "Edge",
    "Liveness",
    "LocalState",
    "Location",
    "SlotSet",
    "StepKind",
    "Successor",
    "SuccessorFunction",
    "Transition",
    "TransitionSystem",
    "ValueSets",
    "assign_of",
    "read_at",
    "slots_in",
    "strongly_connected",
    "when_of",
]
