"""Which values a variable never has, over every playthrough: after any effects, wherever play stands."""

from __future__ import annotations

from collections.abc import Iterator

from playable.engine.compile import values
from playable.language.expressions.tree import Compare, Name
from playable.verify.properties.batches import Batch
from playable.verify.properties.queries import Query
from playable.verify.properties.uses import unwritten
from playable.verify.system import TransitionSystem


def doubted(system: TransitionSystem, first: Batch) -> Iterator[Query]:
    """Asks after each variable with values that were not met where it matters: wherever effects leave it, though it
    may matter no more. Anywhere else it is as it was."""
    for name in never(system, first):
        slot, at = system.slots.index[name], set[int]()
        for transition_id in first.reached.transitions:
            transition = system.locations[transition_id.location].transitions[transition_id.transition]
            if any(op.slot == slot for op in transition.ops):
                at |= {edge.target for edge in transition.edges}
        if at:
            reading = Compare(Name(name), (("==", Name(name)),))
            yield Query("value", name, tuple((i, reading) for i in sorted(at)))


def never(system: TransitionSystem, first: Batch) -> dict[str, set[int]]:
    """Of each variable that some effect changes, the values that no batch has met, if there are any."""
    story, found = system.machine.story, dict[str, set[int]]()
    idle = unwritten(story)
    for name in story.state:
        slot = system.slots.index[name]
        missing = set(values(system.slots.domains[slot])) - first.explorer.values[slot]
        if missing and name not in idle:
            found[name] = missing
    return found
