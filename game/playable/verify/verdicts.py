"""A verdict on everything a story is made of, with a shortest playthrough to it or what blocks it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from playable.engine.session import Step
from playable.verify.blame import blocked
from playable.verify.graph import Graph
from playable.verify.limits import Limits
from playable.verify.passes import Pass
from playable.verify.question import Kind
from playable.verify.reached import Reached, Spot
from playable.verify.shortest import CHOICE, DRAW, Target, least, nearest_each
from playable.verify.walk import Walker

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


def nodes(graph: Graph) -> Iterator[Thing]:
    """The nodes, cards among them."""
    for i, scene in enumerate(graph.machine.scenes):
        yield Thing("node", scene.id, (Target(graph.entered[i]),))


def moves(graph: Graph, kind: str) -> Iterator[Thing]:
    """The choices, or the outcomes of chance."""
    found: dict[str, list[Target]] = {}
    for i, place in enumerate(graph.places):
        for n, move in enumerate(place.moves):
            if move.kind == kind:
                found.setdefault(move.ref, []).append(Target(i, (), n))
    for ref, targets in found.items():
        yield Thing(kind, ref, tuple(targets[:1]))  # of the places of one node the first is the nearest


def briefings(graph: Graph) -> Iterator[Thing]:
    """The briefings: each is open wherever its node offers its choices, if any may be heard there."""
    for i, scene in enumerate(graph.machine.scenes):
        for person in scene.node.briefings:
            deaf = scene.node.hear is not None and scene.node.hear <= 0
            targets = () if deaf else (Target(graph.deciding[i]),)
            yield Thing("hear", f"{scene.id}.{person}", targets, "no briefing may be heard here: `hear` is 0")


def decided(graph: Graph, first: Pass, things: Iterable[Thing], limits: Limits) -> dict[str, dict[str, Verdict]]:
    """The verdicts on nodes, moves and briefings, which the first pass decides: by kind, then id."""
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
            because = blocked(graph, reached, thing.targets[0]) if thing.targets else thing.why
            verdict = Verdict(thing.id, "impossible", because=because)
        found.setdefault(thing.kind, {})[thing.id] = verdict
    return found


def answered(graph: Graph, one: Pass, limits: Limits) -> dict[tuple[Kind, str], Verdict]:
    """What a pass says of its questions."""
    reached, asked = one.reached, one.explorer.asked
    met = {
        question.key: [Target(place, asked[place][n]) for place, n in spots if (place, n) in reached.held]
        for question, spots in one.questions
    }
    steps = _shortest(one, {key: some for key, some in met.items() if key[0] in ("text", "thesis")}, limits)
    found = {}
    for question, spots in one.questions:
        verdict = Verdict(question.id, "impossible")
        if met[question.key]:
            verdict = Verdict(question.id, "reachable", steps.get(question.key))
        elif not reached.complete:
            verdict = Verdict(question.id, "unknown", because="the limit was reached first")
        elif spots:
            place, n = next(((p, n) for p, n in spots if p in reached.places), spots[0])
            because = blocked(graph, reached, Target(place, asked[place][n]))
            verdict = Verdict(question.id, "impossible", because=because)
        found[question.key] = verdict
    return found


def _shortest(one: Pass, met: Mapping[K, list[Target]], limits: Limits) -> dict[K, tuple[Step, ...]]:
    """A shortest playthrough to each thing: by waves, or, where there are too many states for them, as far as they are
    found one by one within the limit."""
    if one.waves:
        return one.waves.nearest(met)
    trees = [tree for targets in met.values() for target in targets for tree in target.when]
    graph = one.explorer.graph
    walker = Walker(graph, one.explorer.liveness, trees)
    numbered = {(key, n): target for key, some in met.items() for n, target in enumerate(some)}
    search, away = nearest_each(walker, numbered, limits.search), least(graph, {graph.start: 0})
    found: dict[K, tuple[Step, ...]] = {}
    for key, targets in met.items():
        known = [search.steps[key, n] for n in range(len(targets)) if (key, n) in search.steps]
        others = [away[target.place] for n, target in enumerate(targets) if (key, n) not in search.steps]
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
    if target.move is None:
        return target.place in reached.places
    return Spot(target.place, target.move) in reached.moves
