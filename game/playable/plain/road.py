"""The commands for the road: the decisions that were made, and going back to one."""

from __future__ import annotations

from collections.abc import Iterator

from playable.desk.road import RoadChoice, RoadPage, road
from playable.desk.saves import is_kept
from playable.engine.markup import plain
from playable.engine.phrasing import counted, joined, listed, sentence
from playable.engine.saves.saved_session import SavedSession
from playable.plain.command import Command, numbered
from playable.plain.onward import onward


def commands(saved: SavedSession) -> tuple[Command, ...]:
    """What a player can do with the road."""
    about = "your decisions; with a NUMBER that one, and what you did not choose"
    return (
        Command("road", about, lambda n: way(saved, n), "NUMBER", "m"),
        Command("back", "go back to a decision; saves lists the line you leave", lambda n: back(saved, n), "NUMBER"),
    )


def way(saved: SavedSession, asked: str) -> Iterator[str]:
    """The road in short, or one decision of it whole."""
    decisions = road(saved.session, told=bool(saved.endings())).decisions
    if not asked:
        yield from (_in_short(decision) for decision in decisions)
        if saved.view.ending:
            yield f"The end: {saved.view.ending.name}."
        yield "Type road and a number for what you did not choose, back and a number to go back there."
    elif (at := numbered(asked, len(decisions))) is None:
        yield f"You have come to {counted(len(decisions), 'decision')}. Type road and the number of one."
    else:
        yield _in_short(decisions[at - 1])
        if decisions[at - 1].heard:
            yield f"You heard {listed(decisions[at - 1].heard)}."
        for other in decisions[at - 1].ways:
            if not other.taken:
                yield _not_taken(other)


def back(saved: SavedSession, asked: str) -> Iterator[str]:
    """Go back to a decision of the road."""
    at = numbered(asked, saved.view.turn)
    if at is None or not saved.branch_at(at - 1):
        yield "Type back and the number of an earlier decision; road lists them."
        return
    yield f"Back at decision {at}. {is_kept('The line you left', saved.store)} Type saves to see it."
    yield from onward(saved)


def _in_short(decision: RoadPage) -> str:
    place = joined(decision.title, decision.date) or "A page without a title"
    here = f"You chose: {plain(decision.taken.label)}" if decision.taken else "Here you stand"
    return f"{decision.turn + 1}. {sentence(place)} {sentence(here)}"


def _not_taken(way: RoadChoice) -> str:
    label = sentence(plain(way.label))
    locked = f" Locked: {sentence(plain(way.locked))}" if way.locked else ""
    leads = f" It can lead to {listed(way.leads, 'or')}." if way.leads else ""
    return f"- Not chosen: {label}{locked}{leads}"
