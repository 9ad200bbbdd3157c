"""A verdict on everything a story is made of, with a shortest playthrough to it or what blocks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from playable.engine.session import Step
from playable.language.expressions.algebra import unparse
from playable.language.structure.reachability import causes
from playable.verify.limits import CUT
from playable.verify.properties.batches import Result
from playable.verify.properties.explanations import explanation, leading
from playable.verify.properties.queries import QueryId
from playable.verify.symbolic import Answer, Reached, Target, TransitionId
from playable.verify.system import TransitionSystem


class Verdict(NamedTuple):
    """What is known of one thing, which stands at `line` of `file`. `shortest` is None as well where the search for it
    met its limit. `cause`: the node that is never met either, and behind which alone this one is."""

    id: str
    verdict: Literal["reachable", "impossible", "unknown"]
    shortest: tuple[Step, ...] | None = None
    because: str = ""
    file: str = ""
    line: int = 0
    cause: str = ""


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
    targets_of: dict[str, list[Target]] = {}
    for i, location in enumerate(system.locations):
        for n, transition in enumerate(location.transitions):
            if transition.kind == kind:
                targets_of.setdefault(transition.ref, []).append(Target(i, (), n))
    for ref, targets in targets_of.items():
        yield Thing(kind, ref, tuple(targets[:1]))  # of the locations of one node the first is the nearest


def briefings(system: TransitionSystem) -> Iterator[Thing]:
    """The briefings: each is open wherever its node offers its choices, if any may be heard there."""
    for i, scene in enumerate(system.machine.scenes):
        for person in scene.node.briefings:
            deaf = scene.node.hear is not None and scene.node.hear <= 0
            targets = () if deaf else (Target(system.deciding[i]),)
            yield Thing("hear", f"{scene.id}.{person}", targets, "no briefing may be heard here: `hear` is 0")


Key = tuple[str, str]  # what tells a thing, or a query, from all others: its kind and its id
Playthroughs = Mapping[Key, tuple[Step, ...]]
_NONE: Playthroughs = {}


def met(reached: Reached, things: Iterable[Thing]) -> dict[Key, list[Target]]:
    """Of each thing that can be come to, by what."""
    targets = {(thing.kind, thing.id): [t for t in thing.targets if _met(t, reached)] for thing in things}
    return {key: some for key, some in targets.items() if some}


def decided(
    system: TransitionSystem, reached: Reached, things: Iterable[Thing], shortest: Playthroughs
) -> dict[str, dict[str, Verdict]]:
    """The verdicts on nodes, transitions and briefings, which the first batch decides: by kind, then id."""
    verdicts: dict[str, dict[str, Verdict]] = {}
    for thing in things:
        if any(_met(target, reached) for target in thing.targets):
            verdict = Verdict(thing.id, "reachable", shortest.get((thing.kind, thing.id)))
        elif reached.cut and thing.targets:
            verdict = Verdict(thing.id, "unknown", because=CUT[reached.cut])
        else:
            because = explanation(system, reached, thing.targets[0]) if thing.targets else thing.why
            verdict = Verdict(thing.id, "impossible", because=because)
        verdicts.setdefault(thing.kind, {})[thing.id] = verdict
    nodes = verdicts.get("node", {})
    for cause, behind in _causes(system, reached, [node for node, v in nodes.items() if v.verdict == "impossible"]):
        nodes |= {node: nodes[node]._replace(cause=cause) for node in behind}
    return verdicts


def _causes(system: TransitionSystem, reached: Reached, never: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Of the nodes that are never met those that are so of themselves, each with those that are only behind it."""
    ahead: dict[str, list[str]] = {node: [] for node in never}
    for node in never:
        ways = leading(system, system.machine.ids[node])
        before = {system.scene_of(way.location).id for way in ways if way.location not in reached.locations}
        if before and before <= ahead.keys() and not any(way.location in reached.locations for way in ways):
            for owner in before:
                ahead[owner].append(node)
    return causes(ahead, dict.fromkeys(never))


def shown(one: Result) -> dict[Key, list[Target]]:
    """Of the texts and theses of a batch that are met, where."""
    targets: dict[Key, list[Target]] = {
        key: [Target(at, one.asked[at][n]) for at, n in answers if Answer(at, n) in one.reached.held]
        for key, answers in one.answers.items()
        if key.kind in ("text", "thesis")
    }
    return {key: some for key, some in targets.items() if some}


def answered(system: TransitionSystem, one: Result, shortest: Playthroughs = _NONE) -> dict[QueryId, Verdict]:
    """What a batch says of its queries."""
    reached, asked, by_key = one.reached, one.asked, {query.key: query for query in one.queries}
    verdicts: dict[QueryId, Verdict] = {}
    for key, answers in one.answers.items():
        verdict = Verdict(key.id, "impossible")
        if any(answer in reached.held for answer in answers):
            verdict = Verdict(key.id, "reachable", shortest.get(key))
        elif reached.cut:
            verdict = Verdict(key.id, "unknown", because=CUT[reached.cut])
        elif answers:
            at, n = next((answer for answer in answers if answer.location in reached.locations), answers[0])
            because = explanation(system, reached, Target(at, asked[at][n]))
            if (written := by_key[key].written) and asked[at][n] != (written,):  # a debrief, read otherwise at an end
                node, end = by_key[key].loc[1], system.scene_of(at).id
                because = f"`{unparse(written)}` never holds {'here' if end == node else f'at an end after `{node}`'}"
            verdict = Verdict(key.id, "impossible", because=because)
        verdicts[key] = verdict
    return verdicts


def length(steps: Sequence[Step]) -> tuple[int, int]:
    """Choices, then draws."""
    kinds = [step.kind for step in steps]
    return kinds.count("choose"), kinds.count("chance")


def _met(target: Target, reached: Reached) -> bool:
    if target.transition is None:
        return target.location in reached.locations
    return TransitionId(target.location, target.transition) in reached.transitions
