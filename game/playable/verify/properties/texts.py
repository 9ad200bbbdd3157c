"""Every text of a story that is told only when a condition holds: where it is told, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from playable.engine.machine import Scene
from playable.engine.telling import alternatives
from playable.language.expressions.tree import Memory, leaves
from playable.language.places import Loc
from playable.language.source_map import loc_of
from playable.verify.properties.queries import Query
from playable.verify.system import TransitionSystem, joined

TextKind = Literal["node", "move", "briefing", "debrief"]


def asked_memory(scenes: tuple[Scene, ...]) -> tuple[list[str], list[Memory]]:
    """The briefings that texts ask for, and the memory that no rule of the machine keeps."""
    heard: dict[str, None] = {}
    for scene in scenes:
        for _, told, _, _ in _all_told(scene):
            for when, _ in alternatives(told):
                for leaf in leaves(when) if when else ():
                    if isinstance(leaf, Memory) and leaf.kind == "heard":
                        heard[leaf.ref] = None
    return list(heard), [Memory("seen", scene.id) for scene in scenes if scene.node.debrief]


def texts(system: TransitionSystem) -> Iterator[Query]:
    """Every alternative with a condition, that is told anywhere; its `id` counts those of a key from 1."""
    ends = [i for i, location in enumerate(system.locations) if location.ends]
    for i, scene in enumerate(system.machine.scenes):
        for text_id, told, kind, loc in _all_told(scene):
            ref = text_id.rpartition(".")[0]
            match kind:
                case "node":
                    locations = [system.entered[i]]
                case "move":
                    locations = system.told.get(ref, [])
                case "briefing":
                    locations = system.hearing[ref]
                case "debrief":
                    locations = ends
            for n, (when, _) in enumerate(alternatives(told), 1):
                if when and locations:
                    # a debrief is told only of decisions that were made
                    asked = joined(True, [Memory("seen", scene.id), when]) if kind == "debrief" else when
                    yield Query("text", f"{text_id}[{n}]", tuple((i, asked) for i in locations), (*loc, n - 1))


def _all_told(scene: Scene) -> Iterator[tuple[str, object, TextKind, Loc]]:
    """Each key of a node that may hold alternatives, by its id: what it holds, what it is told of, where it stands."""
    node, here = scene.node, ("nodes", scene.id)
    yield f"{scene.id}.text", node.text, "node", (*here, "text")
    for option in scene.options:
        yield f"{option.ref}.outcome", option.choice.outcome, "move", (*loc_of("choose", option.ref), "outcome")
    for drawn in scene.outcomes:
        yield f"{drawn.ref}.text", drawn.outcome.text, "move", (*loc_of("chance", drawn.ref), "text")
    for person, briefing in node.briefings.items():
        yield f"{scene.id}.{person}.text", briefing.text, "briefing", (*here, "briefings", person, "text")
    if node.debrief:
        for key in ("essay", "objection", "history"):
            yield f"{scene.id}.debrief.{key}", getattr(node.debrief, key), "debrief", (*here, "debrief", key)
