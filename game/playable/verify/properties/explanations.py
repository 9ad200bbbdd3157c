"""Why something can never be met, in words: the condition as it was typed, and the values that were met there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from playable.engine.assembly import RETURN
from playable.language.expressions.algebra import names_in, unparse
from playable.language.expressions.tree import Tree
from playable.verify.properties.wording import as_written, told
from playable.verify.symbolic import Reached, Target
from playable.verify.system import SlotSet, TransitionSystem


def explanation(system: TransitionSystem, reached: Reached, target: Target) -> str:
    """Why a target is never met, in words."""
    scene = system.scene_of(target.location)
    if target.location in reached.locations:
        transition = (
            None if target.transition is None else system.locations[target.location].transitions[target.transition]
        )
        trees = transition.guard if transition else target.when
        if transition and transition.weight is not None:
            known = _attained(system, reached, [Approach(target.location, "", (transition.weight,))])
            return f"its weight `{unparse(transition.weight)}` is never above zero here{known}"
        said = as_written(trees, transition.ref if transition else "")
        return f"`{said}` never holds here{_attained(system, reached, [Approach(target.location, '', trees)])}"
    if target.transition is not None or target.location != system.entered[system.machine.ids[scene.id]]:
        told_at = next((ref for ref, locations in system.told.items() if target.location in locations), None)
        return f"{told_at} never happens" if told_at else f"{scene.id} is never entered"
    ways = leading(system, system.machine.ids[scene.id])
    if not ways:
        return "nothing leads here"
    by = ", ".join(dict.fromkeys(way.owner for way in ways))
    conditions = dict.fromkeys(unparse(tree) for way in ways for tree in way.shown)
    if not conditions:
        return f"no way here is ever taken: from {by}"
    where = " or ".join(f"`{text}`" for text in conditions)
    return f"no way here is ever taken: from {by} where {where}{_attained(system, reached, ways)}"


class Approach(NamedTuple):
    """What may lead to a node: from a location, by a choice, an outcome or a node, if some conditions hold."""

    location: int
    owner: str
    shown: tuple[Tree, ...]
    changed: SlotSet = 0  # by what is done before the conditions are read


def leading(system: TransitionSystem, scene: int) -> list[Approach]:
    """The ways that may lead to a node from another."""
    approaches: list[Approach] = []
    for i, location in enumerate(system.locations):
        for transition in location.transitions:
            for edge in transition.edges:
                if edge.target == system.arriving[scene] and location.scene != scene:
                    shown = tuple(tree for tree in edge.guard if not _is_inner(tree))
                    changed = sum(1 << slot for slot in {op.slot for op in transition.ops})
                    approaches.append(Approach(i, transition.ref or system.scene_of(i).id, shown, changed))
    return approaches


def _is_inner(tree: Tree) -> bool:
    return any(name == RETURN or name.startswith("drawn(") for name in names_in((tree,)))


def _attained(system: TransitionSystem, reached: Reached, ways: Sequence[Approach]) -> str:
    """The values that the variables of some conditions have where they are read; of what an effect has changed by
    then, none."""
    changed, met = reduce(or_, (way.changed for way in ways), 0), dict[int, set[int]]()
    for way in ways:
        read = system.reads_all(way.shown) & ~changed
        for slot, values in reached.attained.get(way.location, {}).items():
            if read >> slot & 1:
                met.setdefault(slot, set()).update(values)
    names = names_in(tree for way in ways for tree in way.shown)
    known = [told(name, met[slot], system.slots) for name in names if met.get(slot := system.slots.index[name])]
    return f": {', '.join(known)}" if known else ""
