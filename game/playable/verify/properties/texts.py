"""Every text of a story that is told only when a condition holds: where it is told, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator

from playable.engine.machine import Scene
from playable.language import contents
from playable.language.contents import alternatives
from playable.language.expressions.algebra import all_of
from playable.language.expressions.tree import Memory, Tree, leaves
from playable.language.source_map import id_of
from playable.verify.properties.queries import Query
from playable.verify.system import TransitionSystem, read_at


def asked_memory(scenes: tuple[Scene, ...]) -> tuple[list[str], list[Memory]]:
    """The briefings that texts ask for, and the memory that no rule of the machine keeps."""
    heard: dict[str, None] = {}
    for scene in scenes:
        for text in contents.texts(scene.node):
            for when, _ in alternatives(text.told):
                for leaf in leaves(when) if when else ():
                    if isinstance(leaf, Memory) and leaf.kind == "heard":
                        heard[leaf.ref] = None
    return list(heard), [Memory("seen", scene.id) for scene in scenes if scene.node.debrief]


def texts(system: TransitionSystem) -> Iterator[Query]:
    """Every alternative with a condition, that is told anywhere; its `id` counts those of a key from 1."""
    ends = [i for i, location in enumerate(system.locations) if location.ends]
    for i, scene in enumerate(system.machine.scenes):
        for text in contents.texts(scene.node):
            loc = ("nodes", scene.id, *text.loc)
            match text.kind:
                case "text":
                    locations = [system.entered[i]]
                case "outcome":
                    locations = system.told.get(id_of(loc[:-1]), [])
                case "briefing":
                    locations = system.hearing[id_of(loc[:-1])]
                case "debrief":
                    locations = ends
                case _:
                    continue  # these hold no alternatives
            for n, (when, _) in enumerate(alternatives(text.told)):
                if when and locations:
                    debrief = text.kind == "debrief"
                    asked = tuple((at, told_after(system, i, at, when) if debrief else when) for at in locations)
                    yield Query("text", id_of((*loc, n)), asked, (*loc, n), when)


def told_after(system: TransitionSystem, scene: int, end: int, when: Tree) -> Tree:
    """When a debrief is told at an end, which is seen then: if its node was come through, or is that end."""
    scenes, at = system.machine.scenes, system.locations[end].scene
    when = read_at(when, scenes[at], system.machine.story.domains)
    return when if at == scene else all_of([Memory("seen", scenes[scene].id), when])
