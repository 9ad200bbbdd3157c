"""The road taken, as decisions: what was chosen, and what was not. Where the rest leads is told only once it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playable.engine.machine import BACK, Goto, Machine, Scene
from playable.engine.markup import Spans
from playable.engine.session import Session
from playable.engine.view import View
from playable.engine.view_parts import Offer
from playable.language.model import Ending

MOST = 4  # places that one way is said to lead to


@dataclass(frozen=True)
class RoadChoice:
    """A choice as it stood on the screen. `leads` are the places it can come to next, by title, where that is told."""

    ref: str
    label: Spans
    locked: Spans
    taken: bool
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoadPage:
    """A page where the player chose, or stands: after `turn` choices. `heard` are those who were heard there."""

    turn: int
    node: str
    title: str
    date: str
    chapter: str
    heard: tuple[str, ...]
    ways: tuple[RoadChoice, ...]

    @property
    def taken(self) -> RoadChoice | None:
        """The choice that was made; None where the player stands."""
        return next((way for way in self.ways if way.taken), None)


@dataclass(frozen=True)
class Road:
    """Every decision in order, the last the present one, unless all has ended. `told`: may one know where ways lead?"""

    decisions: tuple[RoadPage, ...]
    ending: Ending | None
    told: bool


def road(session: Session, told: bool) -> Road:
    """The road of a session. `told` is for players who have reached an ending of the story before.

    Where a way leads is read from the story, not from this playthrough: nothing drawn and not yet told shows in it.
    """
    views, taken = session.views, (*session.road, None)
    decisions = (_decision(view, ref, told) for view, ref in zip(views, taken, strict=True) if not view.ending)
    return Road(tuple(decisions), session.view.ending, told)


def _decision(view: View, taken: str | None, told: bool) -> RoadPage:
    heard = tuple(hearing.name for hearing in view.hearings if hearing.heard)
    ways = tuple(_way(view.machine, offer, taken, told) for offer in view.offers)
    return RoadPage(view.turn, view.node, view.title, view.date, view.chapter, heard, ways)


def _way(machine: Machine, offer: Offer, taken: str | None, told: bool) -> RoadChoice:
    leads = _leads(machine, offer.id) if told and offer.id != taken else ()
    return RoadChoice(offer.id, offer.label, offer.locked, offer.id == taken, leads)


def _leads(machine: Machine, ref: str) -> tuple[str, ...]:
    """The titles of the nearest places that a way can come to, whatever the conditions; the first few of many."""
    goto, node = machine.options[ref].goto, ref.partition(".")[0]
    if goto is None:
        return ("the same page",)
    titles: dict[str, None] = {}
    ahead, seen = _targets(machine, node, goto), set[int]()
    while ahead:
        at = ahead.pop(0)
        if at in seen:
            continue
        seen.add(at)
        scene = machine.scenes[at]
        if title := scene.node.title or (scene.node.ending and scene.node.ending.name):
            titles[title] = None
        elif scene.stops:
            titles[scene.chapter or "a page without a name"] = None
        else:
            ahead += _onward(machine, scene)
    first = tuple(titles)[:MOST]
    return (*first, "somewhere else") if len(titles) > MOST else first


def _onward(machine: Machine, scene: Scene) -> Iterator[int]:
    for drawn in scene.outcomes:
        yield from _targets(machine, scene.id, drawn.goto)
    if scene.draw:
        yield from (*(card.node for card in scene.cards), scene.then)
    elif not scene.outcomes:
        yield from _targets(machine, scene.id, scene.goto)


def _targets(machine: Machine, node: str, goto: Goto) -> list[int]:
    """Every node that a `goto` of a node names; for `back`, what follows the draws that it can come back to."""
    ways = [target for _, target in goto] if isinstance(goto, tuple) else [goto]
    back = [draw.then for draw in machine.homes.get(node, ())]
    return [node for way in ways if way is not None for node in (back if way == BACK else [way])]
