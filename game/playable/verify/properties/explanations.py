"""Why something can never be met, in words: the condition as it was typed, and the values that were met there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.engine.assembly import RETURN
from playable.language.expressions.algebra import names_in, unparse
from playable.language.expressions.tree import Tree
from playable.verify.properties.wording import told
from playable.verify.symbolic import Reached, Target
from playable.verify.system import TransitionSystem


def explanation(system: TransitionSystem, reached: Reached, target: Target) -> str:
    """Why a target is never met, in words."""
    scene = system.machine.scenes[system.locations[target.location].scene]
    if target.location in reached.locations:
        transition = (
            None if target.transition is None else system.locations[target.location].transitions[target.transition]
        )
        trees = transition.guard if transition else target.when
        if transition and transition.weight is not None:
            known = _attained(system, reached, target, (transition.weight,))
            return f"its weight `{unparse(transition.weight)}` is never above zero here{known}"
        said = " and ".join(unparse(tree, 2 if len(trees) > 1 else 0) for tree in trees)
        return f"`{said}` never holds here{_attained(system, reached, target, trees)}"
    if target.transition is not None or target.location != system.entered[system.machine.ids[scene.id]]:
        told_at = next((ref for ref, locations in system.told.items() if target.location in locations), None)
        return f"{told_at} never happens" if told_at else f"{scene.id} is never entered"
    leading = list(dict.fromkeys(_leading(system, system.machine.ids[scene.id])))
    if not leading:
        return "nothing leads here"
    edges = [f"`{unparse(tree)}`" for _, when in leading for tree in when]
    by = ", ".join(dict.fromkeys(ref for ref, _ in leading))
    return f"no way here is ever taken: from {by}{' where ' + ' or '.join(dict.fromkeys(edges)) if edges else ''}"


def _leading(system: TransitionSystem, scene: int) -> Iterator[tuple[str, tuple[Tree, ...]]]:
    """The transitions that may lead to a node, with the conditions of the edges that do."""
    for location in system.locations:
        owner = system.machine.scenes[location.scene].id
        for transition in location.transitions:
            for edge in transition.edges:
                if edge.target == system.arriving[scene] and location.scene != scene:
                    shown = tuple(tree for tree in edge.guard if not _is_inner(tree))
                    yield (transition.ref or owner, shown)


def _is_inner(tree: Tree) -> bool:
    return any(name == RETURN or name.startswith("drawn(") for name in names_in((tree,)))


def _attained(system: TransitionSystem, reached: Reached, target: Target, trees: Sequence[Tree]) -> str:
    """The values that the variables of a condition have at a location."""
    values = reached.attained.get(target.location, {})
    known = [
        told(name, values[slot], system.slots)
        for name in names_in(trees)
        if (slot := system.slots.index[name]) in values and values[slot]
    ]
    return f": {', '.join(known)}" if known else ""
