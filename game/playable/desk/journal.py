"""The whole playthrough as it was told, page by page, and finding words in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playable.desk.matching import Stretch, folded, marked
from playable.engine.markup import plain
from playable.engine.session import Session
from playable.engine.view import View
from playable.engine.view_parts import Change, Followed, Hearing, Passage
from playable.language.model import Ending


@dataclass(frozen=True)
class JournalEntry:
    """A page after `turn` choices, with who was heard there, and what followed from the choice that was made.

    Where a choice led back to the same page, the next entry has no passages: they were told before.
    """

    turn: int
    title: str
    date: str
    place: str
    passages: tuple[Passage, ...]
    heard: tuple[Hearing, ...]
    followed: Followed | None
    ending: Ending | None


@dataclass(frozen=True)
class Hit:
    """A paragraph of the journal that holds the words, and where in it."""

    turn: int
    text: str
    marks: tuple[Stretch, ...]


def journal(session: Session) -> tuple[JournalEntry, ...]:
    """The transcript of a session, from its first page to the present one."""
    views = session.views
    return tuple(_entry(*moment) for moment in zip((None, *views), views, (*views[1:], None), strict=False))


def search(entries: Iterable[JournalEntry], words: str) -> tuple[Hit, ...]:
    """Every paragraph that holds all the words, whatever their case and accents; none for no words."""
    wanted = folded(words).split()
    return tuple(
        Hit(entry.turn, text, marked(text, wanted))
        for entry in entries
        for text in _paragraphs(entry)
        if wanted and all(word in folded(text) for word in wanted)
    )


def _entry(before: View | None, view: View, after: View | None) -> JournalEntry:
    told_before = {h.id for h in before.hearings if h.heard} if before and view.stayed else set()
    return JournalEntry(
        view.turn,
        view.title,
        view.date,
        view.place,
        () if view.stayed else view.passages,
        tuple(h for h in view.hearings if h.heard and h.id not in told_before),
        after.followed if after else None,
        view.ending,
    )


def _paragraphs(entry: JournalEntry) -> Iterator[str]:
    for passage in entry.passages:
        yield from (text for text in (passage.title, passage.date, passage.place) if text)
        yield from (block.text for block in passage.blocks)
        yield from (plain(why.because) for why in passage.reasons)
        yield from map(_change, passage.changes)
    for hearing in entry.heard:
        yield hearing.name
        yield from (block.text for block in hearing.blocks)
    if entry.followed:
        yield plain(entry.followed.label)
        yield from (block.text for block in entry.followed.blocks)
        yield from map(_change, entry.followed.changes)
    if entry.ending:
        yield entry.ending.name


def _change(change: Change) -> str:
    return f"{change.name}. {plain(change.because)}"
