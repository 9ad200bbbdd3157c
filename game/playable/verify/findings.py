"""What a writer should look at, though the story plays: dead ends, endless rings, and what makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playable.engine.assembly import RETURN
from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.language.faults import Fault, Severity
from playable.language.model import Choice, Effect, Node, Outcome
from playable.language.places import Loc
from playable.verify.graph import Graph
from playable.verify.limits import Limits
from playable.verify.passes import Pass
from playable.verify.reached import Spot
from playable.verify.reading import joined, negated, positive
from playable.verify.shortest import Target, nearest_any
from playable.verify.uses import unread, unwritten
from playable.verify.values import never
from playable.verify.walk import Walker
from playable.verify.where import Where, loc_of
from playable.verify.wording import names_in, worded, written

Endless = tuple[int, tuple[Step, ...]]  # a scene from which there is no way to an ending, and how to come there


def findings(graph: Graph, done: list[Pass], stays: Iterable[Endless], limits: Limits, where: Where) -> list[Fault]:
    """Everything worth a look. What was not reached within a limit is not spoken of."""
    first = done[0]
    found = [*_stuck(graph, first, limits), *_endless(graph, stays)]
    if all(one.reached.complete for one in done):
        found += _always(graph, first)
        found += (finding for one in done for finding in _always_told(one))
        found += _never_taken(graph, first)
        found += (
            Finding("value-never-met", f"`{name}` is never {worded(name, some, graph.slots)}", ("state", name), "note")
            for name, some in never(graph, first).items()
        )
    story = graph.machine.story
    found += (
        Finding("never-read", f"`{name}` is never read: it makes no difference", ("state", name))
        for name in unread(story)
    )
    found += (Finding("never-written", f"`{name}` never changes", ("state", name)) for name in unwritten(story))
    return [where.fault(one.code, one.message, one.loc, one.severity) for one in found]


class Finding(NamedTuple):
    """Something worth a look, by the keys that lead to it."""

    code: str
    message: str
    loc: Loc
    severity: Severity = "warning"


def _stuck(graph: Graph, first: Pass, limits: Limits) -> Iterator[Finding]:
    for i in sorted(first.reached.stuck):
        place = graph.places[i]
        if place.moves and place.moves[0].kind == "hear":
            continue
        # no move is open: of each choice some condition fails, no outcome has a weight
        shut: list[Tree] = []
        for move in place.moves:
            trees = move.when if move.weight is None else (positive(move.weight),)
            shut += [negated(joined(True, list(trees)))] if trees else []
        walker = Walker(graph, first.explorer.liveness, shut)
        steps = nearest_any(walker, [Target(i, tuple(shut))], limits.search)
        chooses = bool(place.moves) and place.moves[0].kind == "choose"
        what = "no choice is open" if chooses else "all weights are zero"
        scene = graph.machine.scenes[place.scene].id
        loc = ("nodes", scene, "choices" if chooses else "chance")
        yield Finding("stuck", f"the story is stuck at `{scene}`: {what}{after(steps)}", loc, "error")


def _endless(graph: Graph, stays: Iterable[Endless]) -> Iterator[Finding]:
    for scene, steps in stays:
        name = graph.machine.scenes[scene].id
        said = f"from `{name}` play can go round for ever and never end{after(steps)}"
        yield Finding("no-way-to-an-ending", said, ("nodes", name), "error")


def _always(graph: Graph, first: Pass) -> Iterator[Finding]:
    """Conditions of choices that never fail, and of effects that never fail, or never hold."""
    sets = first.explorer.sets
    for loc, effect in _conditional(graph.machine.story.nodes):
        held, failed = id(effect) in sets.held, id(effect) in sets.failed
        if held != failed and effect.when:
            code, said = ("always-true", "always holds") if held else ("never-true", "never holds")
            name = ".".join(str(key) for key in loc[1:-2] if key not in ("choices", "chance"))
            yield Finding(code, f"`when` of an effect of `{name}` {said}: {written(effect.when)}", (*loc, "when"))
    for spot in sorted(first.reached.moves - first.reached.refused):
        move = graph.places[spot.place].moves[spot.move]
        if move.kind == "choose" and move.when and graph.deciding[graph.places[spot.place].scene] == spot.place:
            said = " and ".join(written(tree) for tree in move.when)
            loc = (*loc_of("choose", move.ref), "when")
            yield Finding("always-true", f"`when` of `{move.ref}` always holds: {said}", loc)


def _conditional(nodes: Mapping[str, Node]) -> Iterator[tuple[Loc, Effect]]:
    """The effects that have a condition."""
    for node_id, node in nodes.items():
        holders: list[tuple[Loc, Node | Choice | Outcome]] = [(("nodes", node_id), node)]
        holders += [(("nodes", node_id, "choices", key), choice) for key, choice in node.choices.items()]
        holders += [(("nodes", node_id, "chance", key), outcome) for key, outcome in node.chance.items()]
        for loc, holder in holders:
            for n, effect in enumerate(holder.effects):
                if isinstance(effect, Effect) and effect.when:
                    yield (*loc, "effects", n), effect


def _always_told(one: Pass) -> Iterator[Finding]:
    for question, spots in one.questions:
        met = [(place, n) for place, n in spots if place in one.reached.places]
        if question.kind == "text" and met and not any(at in one.reached.failed for at in met):
            said = " and ".join(written(tree) for tree in one.explorer.asked[met[0][0]][met[0][1]])
            yield Finding("always-true", f"`when` of `{question.id}` always holds: {said}", (*question.loc, "when"))


def _never_taken(graph: Graph, first: Pass) -> Iterator[Finding]:
    """Ways that are never the first to hold, and decks that run dry."""
    told = {place: ref for ref, places in graph.told.items() for place in places}
    for i, place in enumerate(graph.places):
        scene = graph.machine.scenes[place.scene]
        for n, move in enumerate(place.moves):
            spot = Spot(i, n)
            if spot not in first.reached.moves or len(move.ways) < 2:
                continue
            if scene.draw:
                if (spot, len(move.ways) - 1) in first.reached.ways:
                    message = f"`{scene.id}` can find no card to draw: every card was drawn, or may not be drawn then"
                    yield Finding("deck-runs-dry", message, ("nodes", scene.id, "draw"), "note")
                continue
            for k, way in enumerate(move.ways):
                if (spot, k) not in first.reached.ways and not _returns(way.when):
                    said = f"where {' and '.join(map(written, way.when))}" if way.when else "where none before it holds"
                    owner = move.ref or told.get(i, scene.id)
                    target = graph.machine.scenes[graph.places[way.target].scene].id
                    loc = (*loc_of("choose" if scene.options else "chance", owner), "goto", k)
                    yield Finding("way-never-taken", f"`{owner}` never goes to `{target}` {said}", loc)


def _returns(trees: Iterable[Tree]) -> bool:
    return RETURN in names_in(trees)


def after(steps: Iterable[Step] | None) -> str:
    """Steps as the end of a sentence."""
    said = ", ".join(f"{step.kind} {step.ref}" for step in steps or ())
    return f", after: {said}" if said else ""
