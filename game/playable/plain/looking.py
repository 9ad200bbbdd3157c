"""The commands that look something up: the journal, the glossary, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playable.desk.journal import JournalEntry, journal, search
from playable.desk.lookup import Article, articles, find
from playable.desk.matching import folded
from playable.engine.markup import Block
from playable.engine.phrasing import counted, joined, listed, sentence
from playable.engine.saves.saved_session import SavedSession
from playable.language.nearest import nearest
from playable.plain import speech
from playable.plain.command import Command

FEW = 3  # articles that are read out; of more, the names


def commands(saved: SavedSession) -> tuple[Command, ...]:
    """What a player can ask beside the page."""
    return (
        Command(
            "journal", "all that was told; with WORDS, where they stand in it", lambda w: told(saved, w), "WORDS", "j"
        ),
        Command(
            "look",
            "the terms of this page; with WORDS, terms, people and claims",
            lambda w: look(saved, w),
            "WORDS",
            "g",
        ),
        Command("people", "who is who", lambda _: people(saved), short="p"),
    )


def told(saved: SavedSession, words: str) -> Iterator[str]:
    """The journal whole, or the paragraphs that hold the words."""
    entries = journal(saved.session)
    if not words:
        for entry in entries:
            yield from _entry(entry)
        return
    hits = search(entries, words)
    yield f"{counted(len(hits), 'place').capitalize()}."
    for hit in hits:
        yield f"{hit.turn + 1}. {entries[hit.turn].title or 'Untitled'}: {hit.text}"


def look(saved: SavedSession, words: str) -> Iterator[str]:
    """Articles by words: a few are read out, of many the names; without words, those that this page marks."""
    everything = articles(saved.machine.story)
    if not words:
        marked = _marked(saved)
        names = [article.name for article in everything if article.id in marked]
        yield f"Marked on this page: {listed(names)}." if names else "Nothing is marked on this page."
        yield "Type look and a word."
        return
    hits = find(everything, words)
    if not hits:
        guess = nearest(folded(words), [folded(article.name) for article in everything])
        yield f"Nothing is found.{f' Did you mean {guess}?' if guess else ''}"
    elif len(hits) <= FEW or hits[0].name.lower() == words.lower():
        for article in hits[:FEW]:
            yield from _article(article)
    else:
        yield from _article(hits[0])
        yield f"Also: {listed([article.name for article in hits[1:]])}."


def people(saved: SavedSession) -> Iterator[str]:
    """Everybody, with the role."""
    everybody = [article for article in articles(saved.machine.story) if article.kind == "person"]
    yield from (sentence(joined(person.name, person.under)) for person in everybody)
    yield "Type look and a name." if everybody else "There is nobody to speak of."


def _entry(entry: JournalEntry) -> Iterator[str]:
    for passage in entry.passages:
        yield from speech.passage(passage)
    for hearing in entry.heard:
        yield from speech.briefing(hearing)
    if entry.followed:
        yield from speech.sequel(entry.followed)
    if entry.ending:
        yield ""
        yield f"The end: {entry.ending.name}. A {entry.ending.tone}."


def _article(article: Article) -> Iterator[str]:
    yield ""
    yield sentence(joined(article.name, article.under))
    yield from speech.prose(article.blocks)


def _marked(saved: SavedSession) -> set[str]:
    view = saved.view
    said: Iterable[Block] = (
        *(block for passage in view.passages for block in passage.blocks),
        *(block for hearing in view.hearings for block in hearing.blocks),
        *(view.followed.blocks if view.followed else ()),
    )
    return {span.term for block in said for span in block.spans if span.term}
