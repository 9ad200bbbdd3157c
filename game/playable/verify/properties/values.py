"""Which values a variable never has, over every playthrough: after any effects, wherever play stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playable.engine.compile import values
from playable.language.expressions.tree import Compare, Link, Name
from playable.verify.properties.queries import Query
from playable.verify.symbolic import Reached, Rules, TransitionId
from playable.verify.system import TransitionSystem


def doubted(rules: Rules, first: Reached) -> Iterator[Query]:
    """Asks after each variable with values that were not met where it matters: wherever effects leave it, though it
    matters no more. Anywhere else it is as it was."""
    return _following(rules, never_met(rules.system, (first,)), first.transitions)


def changing(rules: Rules) -> Iterator[Query]:
    """The same of every variable that changes, while nothing is known yet of what is met."""
    system = rules.system
    names = [name for name in system.machine.story.state if system.slots.index[name] in system.written]
    made = [TransitionId(i, n) for i in system.rank for n in range(len(system.locations[i].transitions))]
    return _following(rules, names, made)


def _following(rules: Rules, names: Iterable[str], made: Iterable[TransitionId]) -> Iterator[Query]:
    system, live = rules.system, rules.liveness.live
    for name in names:
        slot, at = system.slots.index[name], set[int]()
        for location, n in made:
            transition = system.locations[location].transitions[n]
            if any(op.slot == slot for op in transition.ops):
                at |= {edge.target for edge in transition.edges if not live[edge.target] >> slot & 1}
        if at:
            reading = Compare(Name(name), (Link("==", Name(name)),))
            yield Query("value", name, tuple((i, reading) for i in sorted(at)))


def never_met(system: TransitionSystem, some: Iterable[Reached]) -> dict[str, set[int]]:
    """Of each variable that some effect changes, the values that no exploration has met, if there are any."""
    story, explorations = system.machine.story, list(some)
    never = dict[str, set[int]]()
    for name in story.state:
        slot = system.slots.index[name]
        missing = set(values(system.slots.domains[slot])).difference(*(one.values[slot] for one in explorations))
        if missing and slot in system.written:
            never[name] = missing
    return never
