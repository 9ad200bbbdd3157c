"""What is said of a node after the ending: the source's view, the strongest objection, the record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from playable.engine.machine import Scene
from playable.engine.markup import Block
from playable.engine.phrasing import named, view_of
from playable.engine.snapshots import final
from playable.engine.view import View
from playable.engine.view_parts import Citation
from playable.review.road.moments import Moment


@dataclass(frozen=True)
class ToldDebrief:
    """What is said of one node. Any of it may be empty; `source` is what the story calls its own."""

    node: str
    title: str
    essay: tuple[Block, ...]
    objection: tuple[Block, ...]
    history: tuple[Block, ...]
    cites: tuple[Citation, ...]
    source: str

    @property
    def sides(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """What is said for and against, each under its heading."""
        if self.essay:
            yield view_of(self.source), self.essay
        if self.objection:
            yield "The strongest objection", self.objection


def debrief(scene: Scene, last: View) -> ToldDebrief | None:
    """What is said of a node, read on the final state; None where nothing is."""
    said = scene.node.debrief
    if said is None:
        return None
    s = final(last.machine, last.snapshot)
    essay, objection, history = (
        last.machine.text(told).blocks(s) for told in (said.essay, said.objection, said.history)
    )
    title = scene.node.title or named(scene.id)
    source = last.machine.story.source_name
    return ToldDebrief(scene.id, title, essay, objection, history, last.cited(said.cites), source)


def debriefs(moments: Sequence[Moment], apart: Collection[str]) -> list[tuple[ToldDebrief, ...]]:
    """Of each moment's page, what is said of its nodes, each the first time; but for the nodes set `apart`."""
    told, by_moment = set(apart), []
    for moment in moments:
        fresh = {at.scene.id: at.scene for at in moment.view.snapshot.page if at.scene.id not in told}
        told |= set(fresh)
        by_moment.append(tuple(d for scene in fresh.values() if (d := debrief(scene, moments[-1].view))))
    return by_moment
