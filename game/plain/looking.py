"""The commands that look something up: claims, the road, the journal, the glossary, people, endings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from game.desk.claims import Argument, Claim, Meeting, argument
from game.desk.gallery import chance, gallery
from game.desk.journal import Entry, journal, search
from game.desk.lookup import Article, articles, find
from game.desk.road import Decision, Way, road
from game.desk.words import folded
from game.engine.markup import Block, plain
from game.engine.sitting import Sitting
from game.engine.spoken import counted, moved, number, sentence
from game.language.faults import nearest
from game.plain import speech
from game.plain.command import Command, listed, numbered

Odds = Callable[[], Mapping[str, float] | None]
FEW = 3  # articles that are read out; of more, the names


def commands(sitting: Sitting, odds: Odds = lambda: None) -> tuple[Command, ...]:
    """What a player can ask beside the page; `odds` are those of each ending at the start, once they are there."""
    return (
        Command(
            "claims", "the claims met so far; one, or all, in full", lambda id: claims(sitting, id), "ID or all", "c"
        ),
        Command(
            "road", "your decisions; one of them with what you did not choose", lambda n: way(sitting, n), "NUMBER", "m"
        ),
        Command("back", "go back to a decision; the line you leave is kept", lambda n: back(sitting, n), "NUMBER"),
        Command("journal", "all that was told, or where words stand in it", lambda w: told(sitting, w), "WORDS", "j"),
        Command(
            "look", "terms, people and claims; alone, those of this page", lambda w: look(sitting, w), "WORDS", "g"
        ),
        Command("people", "who is who", lambda _: people(sitting), short="p"),
        Command("endings", "those you have found, of all there are", lambda _: endings(sitting, odds()), short="e"),
    )


def claims(sitting: Sitting, asked: str) -> Iterator[str]:
    """The argument map: what was met, everything, or one claim with where it was met."""
    found = argument(sitting.session)
    if not found.total:
        yield "This story leans on no claims."
    elif asked.lower() in ("", "all"):
        yield from _map(found, bool(asked))
    elif claim := found.claim(asked):
        yield _claim(claim)
        for meeting in claim.met:
            yield from _met(meeting)
        if not claim.met:
            yield "You have not met it yet."
    else:
        yield f"There is no such claim. They go from {found.paragraphs[0].claims[0].id} on; claims all lists them."


def way(sitting: Sitting, asked: str) -> Iterator[str]:
    """The road in short, or one decision of it whole."""
    decisions = road(sitting.session, told=bool(sitting.endings())).decisions
    if not asked:
        yield from (_in_short(decision) for decision in decisions)
        if sitting.view.ending:
            yield f"The end: {sitting.view.ending.name}."
        yield "Type road and a number for what you did not choose, back and a number to go back there."
    elif (at := numbered(asked, len(decisions))) is None:
        yield f"There are {counted(len(decisions), 'decision')}. Type road and a number."
    else:
        yield _in_short(decisions[at - 1])
        if decisions[at - 1].heard:
            yield f"You heard {listed(decisions[at - 1].heard)}."
        for other in decisions[at - 1].ways:
            if not other.taken:
                yield _not_taken(other)


def back(sitting: Sitting, asked: str) -> Iterator[str]:
    """Go back to a decision of the road."""
    at = numbered(asked, sitting.view.turn)
    if at is None or not sitting.branch_at(at - 1):
        yield "Type back and the number of an earlier decision; road lists them."
        return
    yield f"Back at decision {at}. The line you left is kept; saves lists it."
    yield from speech.scene(sitting.view)


def told(sitting: Sitting, words: str) -> Iterator[str]:
    """The journal whole, or the paragraphs that hold the words."""
    entries = journal(sitting.session)
    if not words:
        for entry in entries:
            yield from _entry(entry)
        return
    hits = search(entries, words)
    yield f"{counted(len(hits), 'place').capitalize()}."
    for hit in hits:
        yield f"{hit.turn + 1}. {entries[hit.turn].title or 'Untitled'}: {hit.text}"


def look(sitting: Sitting, words: str) -> Iterator[str]:
    """Articles by words: a few are read out, of many the names; without words, those that this page marks."""
    everything = articles(sitting.machine.story)
    if not words:
        marked = _marked(sitting)
        names = [article.name for article in everything if article.id in marked]
        yield f"Marked on this page: {listed(names)}." if names else "Nothing is marked on this page."
        yield "Type look and a word."
        return
    found = find(everything, words)
    if not found:
        guess = nearest(folded(words), [folded(article.name) for article in everything])
        yield f"Nothing is found.{f' Did you mean {guess}?' if guess else ''}"
    elif len(found) <= FEW or found[0].name.lower() == words.lower():
        for article in found[:FEW]:
            yield from _article(article)
    else:
        yield from _article(found[0])
        yield f"Also: {listed([article.name for article in found[1:]])}."


def people(sitting: Sitting) -> Iterator[str]:
    """Everybody, with the role."""
    found = [article for article in articles(sitting.machine.story) if article.kind == "person"]
    yield from (sentence(_place(article.name, article.under)) for article in found)
    yield "Type look and a name." if found else "There is nobody to speak of."


def endings(sitting: Sitting, odds: Mapping[str, float] | None = None) -> Iterator[str]:
    """The gallery: names of what was found, of the rest only the tone."""
    found = gallery(sitting.machine.story, sitting.endings(), odds)
    yield f"You have found {number(found.found)} of {counted(found.total, 'ending')}, in all your playthroughs."
    for ending in found.endings:
        likely = f" Play at random comes to it: {chance(ending.odds)}." if ending.odds is not None else ""
        if ending.found:
            yield f"- {ending.name}. A {ending.tone}, first found {ending.found:%Y-%m-%d}.{likely}"
        else:
            yield f"- Not found yet: a {ending.tone}. {ending.hint}{likely}"


def _map(found: Argument, everything: bool) -> Iterator[str]:
    source = _place(found.title, found.outlet, found.date) or "the source"
    yield sentence(f"You have met {number(found.met)} of {counted(found.total, 'claim')} of {source}")
    for paragraph in found.paragraphs:
        if everything or paragraph.met:
            yield ""
            yield f"Paragraph {paragraph.id}, {paragraph.met} of {len(paragraph.claims)} met:"
            yield from (f"- {_claim(claim)}" for claim in paragraph.claims if everything or claim.met)
    yield ""
    yield "Type claims and a number for where one was met, claims all for every claim."


def _claim(claim: Claim) -> str:
    met = f"met {counted(len(claim.met), 'time')}" if claim.met else "not met"
    return f"{claim.id}, {claim.kind}, {met}: {claim.says}"


def _met(meeting: Meeting) -> Iterator[str]:
    place = _place(f"At decision {meeting.turn + 1}", meeting.title, meeting.date)
    if not meeting.choice:
        yield f"{place}: the page leans on it."
        return
    yield sentence(f"{place}, you chose: {plain(meeting.choice)}")
    yield from (f"- {moved(change)} {sentence(plain(change.because))}".rstrip() for change in meeting.changes)


def _in_short(decision: Decision) -> str:
    place = _place(decision.title, decision.date) or "A page without a title"
    here = f"You chose: {plain(decision.taken.label)}" if decision.taken else "Here you stand"
    return f"{decision.turn + 1}. {sentence(place)} {sentence(here)}"


def _place(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _not_taken(way: Way) -> str:
    label = sentence(plain(way.label))
    locked = f" Locked: {sentence(plain(way.locked))}" if way.locked else ""
    leads = f" It can lead to {listed(way.leads, 'or')}." if way.leads else ""
    return f"- Not chosen: {label}{locked}{leads}"


def _entry(entry: Entry) -> Iterator[str]:
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
    yield sentence(_place(article.name, article.under))
    yield from speech.prose(article.blocks)


def _marked(sitting: Sitting) -> set[str]:
    view = sitting.view
    said: Iterable[Block] = (
        *(block for passage in view.passages for block in passage.blocks),
        *(block for hearing in view.hearings for block in hearing.blocks),
        *(view.followed.blocks if view.followed else ()),
    )
    return {span.term for block in said for span in block.spans if span.term}
