"""Why something can never be met, in words: the condition as it was typed, and the values that were met there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.engine.assembly import RETURN
from playable.language.expressions.tree import Tree
from playable.verify.graph import Graph
from playable.verify.reached import Reached
from playable.verify.shortest import Target
from playable.verify.wording import names_in, told, written


def blocked(graph: Graph, reached: Reached, target: Target) -> str:
    """Why a target is never met, in words."""
    scene = graph.machine.scenes[graph.places[target.place].scene]
    if target.place in reached.places:
        move = None if target.move is None else graph.places[target.place].moves[target.move]
        trees = move.when if move else target.when
        if move and move.weight is not None:
            known = _attained(graph, reached, target, (move.weight,))
            return f"its weight `{written(move.weight)}` is never above zero here{known}"
        said = " and ".join(written(tree, 2 if len(trees) > 1 else 0) for tree in trees)
        return f"`{said}` never holds here{_attained(graph, reached, target, trees)}"
    if target.move is not None or target.place != graph.entered[graph.machine.ids[scene.id]]:
        told_at = next((ref for ref, places in graph.told.items() if target.place in places), None)
        return f"{told_at} never happens" if told_at else f"{scene.id} is never entered"
    leading = list(dict.fromkeys(_leading(graph, graph.machine.ids[scene.id])))
    if not leading:
        return "nothing leads here"
    ways = [f"`{written(tree)}`" for _, when in leading for tree in when]
    by = ", ".join(dict.fromkeys(ref for ref, _ in leading))
    return f"no way here is ever taken: from {by}{' where ' + ' or '.join(dict.fromkeys(ways)) if ways else ''}"


def _leading(graph: Graph, scene: int) -> Iterator[tuple[str, tuple[Tree, ...]]]:
    """The moves that may lead to a node, with the conditions of the ways that do."""
    for place in graph.places:
        owner = graph.machine.scenes[place.scene].id
        for move in place.moves:
            for way in move.ways:
                if way.target == graph.arriving[scene] and place.scene != scene:
                    shown = tuple(tree for tree in way.when if not _is_inner(tree))
                    yield (move.ref or owner, shown)


def _is_inner(tree: Tree) -> bool:
    return any(name == RETURN or name.startswith("drawn(") for name in names_in((tree,)))


def _attained(graph: Graph, reached: Reached, target: Target, trees: Sequence[Tree]) -> str:
    """The values that the variables of a condition have at a place."""
    values = reached.attained.get(target.place, {})
    known = [
        told(name, values[slot], graph.slots)
        for name in names_in(trees)
        if (slot := graph.slots.index[name]) in values and values[slot]
    ]
    return f": {', '.join(known)}" if known else ""
