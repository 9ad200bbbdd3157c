"""What a writer should look at, though the story plays: dead ends, endless rings, and what makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.engine.assembly import RETURN
from game.engine.session import Step
from game.language.expressions.tree import Tree
from game.language.faults import Fault, Severity
from game.verify.graph import Graph
from game.verify.passes import Pass
from game.verify.reached import Spot
from game.verify.reading import joined, negated, positive
from game.verify.shortest import Target, nearest_any
from game.verify.theses import Limits
from game.verify.uses import unread, unwritten
from game.verify.walk import Walker
from game.verify.wording import names_in, written

Endless = tuple[int, tuple[Step, ...]]  # a scene from which there is no way to an ending, and how to come there


def findings(graph: Graph, done: list[Pass], stays: Iterable[Endless], limits: Limits) -> list[Fault]:
    """Everything worth a look. What was not reached within a limit is not spoken of."""
    first = done[0]
    found = [*_stuck(graph, first, limits), *_endless(graph, stays)]
    if all(one.reached.complete for one in done):
        found += _always(graph, first)
        found += (fault for one in done for fault in _always_told(graph, one))
        found += _never_taken(graph, first)
    story = graph.machine.story
    found += (_fault(graph, "never-read", f"`{name}` is never read: it makes no difference") for name in unread(story))
    found += (_fault(graph, "never-written", f"`{name}` never changes") for name in unwritten(story))
    return found


def _stuck(graph: Graph, first: Pass, limits: Limits) -> Iterator[Fault]:
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
        what = "no choice is open" if place.moves and place.moves[0].kind == "choose" else "all weights are zero"
        scene = graph.machine.scenes[place.scene].id
        yield _fault(graph, "stuck", f"the story is stuck at `{scene}`: {what}{after(steps)}", "error")


def _endless(graph: Graph, stays: Iterable[Endless]) -> Iterator[Fault]:
    for scene, steps in stays:
        name = graph.machine.scenes[scene].id
        said = f"from `{name}` play can go round for ever and never end{after(steps)}"
        yield _fault(graph, "no-way-to-an-ending", said, "error")


def _always(graph: Graph, first: Pass) -> Iterator[Fault]:
    """Conditions of choices that never fail."""
    for spot in sorted(first.reached.moves - first.reached.refused):
        move = graph.places[spot.place].moves[spot.move]
        if move.kind == "choose" and move.when and graph.deciding[graph.places[spot.place].scene] == spot.place:
            said = " and ".join(written(tree) for tree in move.when)
            yield _fault(graph, "always-true", f"`when` of `{move.ref}` always holds: {said}")


def _always_told(graph: Graph, one: Pass) -> Iterator[Fault]:
    for id, where in one.texts.items():
        met = [(place, n) for place, n in where if place in one.reached.places]
        if met and not any(at in one.reached.failed for at in met):
            said = " and ".join(written(tree) for tree in one.explorer.asked[met[0][0]][met[0][1]])
            yield _fault(graph, "always-true", f"`when` of `{id}` always holds: {said}")


def _never_taken(graph: Graph, first: Pass) -> Iterator[Fault]:
    """Ways that are never the first to hold, and decks that run dry."""
    for i, place in enumerate(graph.places):
        scene = graph.machine.scenes[place.scene]
        for n, move in enumerate(place.moves):
            spot = Spot(i, n)
            if spot not in first.reached.moves or len(move.ways) < 2:
                continue
            if scene.draw:
                if (spot, len(move.ways) - 1) in first.reached.ways:
                    yield _fault(graph, "deck-runs-dry", f"`{scene.id}` can find no card to draw", "note")
                continue
            for k, way in enumerate(move.ways):
                if (spot, k) not in first.reached.ways and not _returns(way.when):
                    said = f"where {' and '.join(map(written, way.when))}" if way.when else "where none before it holds"
                    owner, target = move.ref or scene.id, graph.machine.scenes[graph.places[way.target].scene].id
                    yield _fault(graph, "way-never-taken", f"`{owner}` never goes to `{target}` {said}")


def _returns(trees: Iterable[Tree]) -> bool:
    return RETURN in names_in(trees)


def after(steps: Iterable[Step] | None) -> str:
    """Steps as the end of a sentence."""
    said = ", ".join(f"{step.kind} {step.ref}" for step in steps or ())
    return f", after: {said}" if said else ""


def _fault(graph: Graph, code: str, message: str, severity: Severity = "warning") -> Fault:
    return Fault(code, message, str(graph.machine.story.path), severity=severity)
