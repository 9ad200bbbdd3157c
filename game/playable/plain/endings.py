"""The endings: those that were found; of the others the teaser, and the nearest way there from one's last road."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from playable.desk.gallery import GalleryEnding, gallery
from playable.desk.odds_in_words import chance
from playable.engine.phrasing import counted, number
from playable.engine.saves.saved_session import SavedSession
from playable.plain.command import Command, numbered
from playable.plain.onward import onward
from playable.review.counterfactuals import nearest_road
from playable.review.phrasing import phrases

GO = " go"


def commands(saved: SavedSession, odds: Callable[[], Mapping[str, float] | None] = lambda: None) -> tuple[Command, ...]:
    """`odds` are those of each ending at the start, once they are there."""
    return (
        Command(
            "endings",
            "those you have found, of all there are; with the NUMBER of one that you have not, the nearest way there "
            "from your last road; with go after it, back there to play on",
            lambda asked: endings(saved, asked, odds()),
            "NUMBER go",
            "e",
        ),
    )


def endings(saved: SavedSession, asked: str = "", odds: Mapping[str, float] | None = None) -> Iterator[str]:
    """The gallery, or the nearest way to one of its endings."""
    known = gallery(saved.machine.story, saved.endings(), odds)
    at = numbered(asked.removesuffix(GO), known.total)
    if asked and at is None:
        yield f"Type endings and a number from 1 to {known.total}."
    elif at is not None:
        yield from _way(saved, known.endings[at - 1], at, asked.endswith(GO))
    else:
        yield f"You have found {number(known.found)} of {counted(known.total, 'ending')}, in all your playthroughs."
        for n, ending in enumerate(known.endings, 1):
            likely = f" Play at random comes to it: {chance(ending.odds)}." if ending.odds is not None else ""
            if ending.found:
                yield f"{n}. {ending.name}. A {ending.tone}, first found {ending.found.astimezone():%Y-%m-%d}.{likely}"
            else:
                yield f"{n}. Not found yet: a {ending.tone}. {ending.hint}{likely}"
        if known.found < known.total and (known.found or saved.session.ended):
            yield "Type endings and the number of one that you have not found for the nearest way there."


def _way(saved: SavedSession, ending: GalleryEnding, at: int, goes: bool) -> Iterator[str]:
    if ending.found:
        yield f"You have found {ending.name}. Type saves for the road to it."
        return
    road = nearest_road.last_road(saved)
    if road is None:
        yield "The nearest way there is looked for from a road of yours that has ended. Play on."
        return
    search = nearest_road.Search(road, [ending.id])
    for _ in search.look():
        pass
    nearest = search.found.get(ending.id)
    if nearest is None:
        yield phrases.beyond(road, search.within)
    elif not goes:
        yield phrases.nearest(road, nearest)
        yield f"Type endings {at} go to go back to the first of them and play on; the road you leave is kept."
    else:
        yield from saved.load(nearest_road.there(road, nearest))
        yield phrases.nearest(road, nearest)
        yield from onward(saved)
