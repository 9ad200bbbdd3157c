"""A verdict on everything a story is made of, with a shortest playthrough to it or what blocks it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from playable.engine.session import Step
from playable.verify.limits import Limits
from playable.verify.properties.batches import Batch
from playable.verify.properties.explanations import explanation
from playable.verify.properties.queries import QueryKind
from playable.verify.symbolic import CHOICE, DRAW, Reached, Target, TransitionId, least, nearest_each
from playable.verify.system import SuccessorFunction, TransitionSystem

K = TypeVar("K", bound=Hashable)


class Verdict(NamedTuple):
    """What is known of one thing, which stands at `line` of `file`. `shortest` is None as well where the search for it
    met its limit."""

    id: str
    verdict: Literal["reachable", "impossible", "unknown"]
    shortest: tuple[Step, ...] | None = None
    because: str = ""
    file: str = ""
    line: int = 0


class Thing(NamedTuple):
    """Something to decide: what it can be come to by. Any one of `targets` will do."""

    kind: str
    id: str
    targets: tuple[Target, ...]
    why: str = ""  # why there are no targets


def nodes(system: TransitionSystem) -> Iterator[Thing]:
    """The nodes, cards among them."""
    for i, scene in enumerate(system.machine.scenes):
        yield Thing("node", scene.id, (Target(system.entered[i]),))


def transitions(system: TransitionSystem, kind: str) -> Iterator[Thing]:
    """The choices, or the outcomes of chance."""
    found: dict[str, list[Target]] = {}
    for i, location in enumerate(system.locations):
        for n, transition in enumerate(location.transitions):
            if transition.kind == kind:
                found.setdefault(transition.ref, []).append(Target(i, (), n))
    for ref, targets in found.items():
        yield Thing(kind, ref, tuple(targets[:1]))  # of the locations of one node the first is the nearest


def briefings(system: TransitionSystem) -> Iterator[Thing]:
    """The briefings: each is open wherever its node offers its choices, if any may be heard there."""
    for i, scene in enumerate(system.machine.scenes):
        for person in scene.node.briefings:
            deaf = scene.node.hear is not None and scene.node.hear <= 0
            targets = () if deaf else (Target(system.deciding[i]),)
            yield Thing("hear", f"{scene.id}.{person}", targets, "no briefing may be heard here: `hear` is 0")


def decided(
    system: TransitionSystem, first: Batch, things: Iterable[Thing], limits: Limits
) -> dict[str, dict[str, Verdict]]:
    """The verdicts on nodes, transitions and briefings, which the first batch decides: by kind, then id."""
    reached, listed = first.reached, list(things)
    met = {(thing.kind, thing.id): [t for t in thing.targets if _met(t, reached)] for thing in listed}
    steps = _shortest(first, met, limits)
    found: dict[str, dict[str, Verdict]] = {}
    for thing in listed:
        key = thing.kind, thing.id
        if met[key]:
            verdict = Verdict(thing.id, "reachable", steps.get(key))
        elif not reached.complete and thing.targets:
            verdict = Verdict(thing.id, "unknown", because="the limit was reached first")
        else:
            because = explanation(system, reached, thing.targets[0]) if thing.targets else thing.why
            verdict = Verdict(thing.id, "impossible", because=because)
        found.setdefault(thing.kind, {})[thing.id] = verdict
    return found


def answered(system: TransitionSystem, one: Batch, limits: Limits) -> dict[tuple[QueryKind, str], Verdict]:
    """What a batch says of its questions."""
    reached, asked = one.reached, one.explorer.asked
    met = {
        query.key: [Target(location, asked[location][n]) for location, n in spots if (location, n) in reached.held]
        for query, spots in one.queries
    }
    steps = _shortest(one, {key: some for key, some in met.items() if key[0] in ("text", "thesis")}, limits)
    found = {}
    for query, spots in one.queries:
        verdict = Verdict(query.id, "impossible")
        if met[query.key]:
            verdict = Verdict(query.id, "reachable", steps.get(query.key))
        elif not reached.complete:
            verdict = Verdict(query.id, "unknown", because="the limit was reached first")
        elif spots:
            location, n = next(((p, n) for p, n in spots if p in reached.locations), spots[0])
            because = explanation(system, reached, Target(location, asked[location][n]))
            verdict = Verdict(query.id, "impossible", because=because)
        found[query.key] = verdict
    return found


def _shortest(one: Batch, met: Mapping[K, list[Target]], limits: Limits) -> dict[K, tuple[Step, ...]]:
    """A shortest playthrough to each thing: by frontiers, or, where there are too many states for them, as far as they
    are found one by one within the limit."""
    if one.distances:
        return one.distances.nearest(met)
    trees = [tree for targets in met.values() for target in targets for tree in target.when]
    system = one.explorer.system
    successors = SuccessorFunction(system, one.explorer.liveness, trees)
    numbered = {(key, n): target for key, some in met.items() for n, target in enumerate(some)}
    search, away = nearest_each(successors, numbered, limits.search), least(system, {system.start: 0})
    found: dict[K, tuple[Step, ...]] = {}
    for key, targets in met.items():
        known = [search.steps[key, n] for n in range(len(targets)) if (key, n) in search.steps]
        others = [away[target.location] for n, target in enumerate(targets) if (key, n) not in search.steps]
        if known:
            steps = min(known, key=length)
            choices, draws = length(steps)
            if search.complete or all(choices * CHOICE + draws * DRAW <= far for far in others):
                found[key] = steps
    return found


def length(steps: Sequence[Step]) -> tuple[int, int]:
    """Choices, then draws."""
    kinds = [step.kind for step in steps]
    return kinds.count("choose"), kinds.count("chance")


def _met(target: Target, reached: Reached) -> bool:
    if target.transition is None:
        return target.location in reached.locations
    return TransitionId(target.location, target.transition) in reached.transitions
