"""Which values a variable never has, over every playthrough: after any effects, wherever play stands."""

from __future__ import annotations

from collections.abc import Iterator

from playable.engine.compile import values
from playable.language.expressions.tree import Compare, Name
from playable.verify.graph import Graph
from playable.verify.passes import Pass
from playable.verify.question import Question
from playable.verify.uses import unwritten


def doubted(graph: Graph, first: Pass) -> Iterator[Question]:
    """Asks after each variable with values that were not met where it matters: wherever effects leave it, though it
    may matter no more. Anywhere else it is as it was."""
    for name in never(graph, first):
        slot, at = graph.slots.index[name], set[int]()
        for spot in first.reached.moves:
            move = graph.places[spot.place].moves[spot.move]
            if any(op.slot == slot for op in move.ops):
                at |= {way.target for way in move.ways}
        if at:
            reading = Compare(Name(name), (("==", Name(name)),))
            yield Question("value", name, tuple((i, reading) for i in sorted(at)))


def never(graph: Graph, first: Pass) -> dict[str, set[int]]:
    """Of each variable that some effect changes, the values that no pass has met, if there are any."""
    story, found = graph.machine.story, dict[str, set[int]]()
    idle = unwritten(story)
    for name in story.state:
        slot = graph.slots.index[name]
        missing = set(values(graph.slots.domains[slot])) - first.explorer.values[slot]
        if missing and name not in idle:
            found[name] = missing
    return found
