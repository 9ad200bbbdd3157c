"""The commands of play itself: choosing, hearing, taking back, and the page once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playable.desk.matching import folded
from playable.engine.machine import Stuck
from playable.engine.phrasing import listed
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import CannotMove
from playable.plain import speech
from playable.plain.command import Command, numbered
from playable.plain.onward import onward, page
from playable.plain.review import half_page


def commands(saved: SavedSession) -> tuple[Command, ...]:
    """What a player does on a page, besides choosing by number."""

    def hear(name: str) -> Iterable[str]:
        return heard(saved, name)

    def undo(_: str) -> Iterator[str]:
        if saved.undo():
            yield "Taken back."
            yield from onward(saved)
        else:
            yield "There is nothing to take back."

    def new(_: str) -> Iterable[str]:
        saved.new()
        return onward(saved)

    def why(_: str) -> Iterable[str]:
        return speech.why(saved.view)

    return (
        Command("hear", "hear a briefing", hear, "NAME", "h"),
        Command("undo", "take the last choice back", undo, short="u"),
        Command("again", "this page once more", lambda _: speech.scene(saved.view), short="a"),
        Command("why", "what followed the last choice, with its claims in full", why, short="w"),
        Command("board", "where things stand", lambda _: speech.board(saved.view), short="b"),
        Command("new", "begin again; saves lists this playthrough", new),
    )


def chosen(saved: SavedSession, digits: str) -> Iterator[str]:
    """Make the choice of that number, and say what came of it."""
    view = saved.view
    offers = speech.open_offers(view)
    if view.ending:
        yield "The story has ended. Type review, new, undo or quit."
    elif (at := numbered(digits, len(offers))) is None:
        yield f"There is no choice {digits[:9]} here; there {'is' if len(offers) == 1 else 'are'} {len(offers)}."
    else:
        try:
            saved.choose(offers[at - 1].id)
        except (CannotMove, Stuck) as error:
            yield f"That cannot be done, by a fault of the story: {error}."
            return
        yield from speech.followed(page(saved))
        yield from onward(saved, stays=saved.view.stayed)
        yield from half_page(saved.session)


def heard(saved: SavedSession, name: str) -> Iterator[str]:
    """Hear whom a name, or a part of it, means."""
    wanted, hearings = folded(name), saved.view.hearings
    meant = [h for h in hearings if wanted and (h.person.startswith(wanted) or wanted in folded(h.name))]
    if len(meant) != 1:
        names = listed([h.name for h in hearings])
        yield f"Whom? Here are {names}." if names else "There is nobody to hear here."
        return
    if not meant[0].heard:
        try:
            saved.hear(meant[0].id)
        except CannotMove:
            yield "You have heard as many as there is time for."
            return
    yield from speech.briefing(next(h for h in page(saved).hearings if h.id == meant[0].id))
    yield from speech.asked(saved.view)
