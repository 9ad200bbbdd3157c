"""The review in words, after an ending: nothing is drawn, and every figure is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playable.engine.phrasing import claim, listed, sentence
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Session
from playable.engine.shares import percents
from playable.language.characters import visible
from playable.language.faults import StoryFaults
from playable.plain import speech
from playable.plain.command import Command, numbered
from playable.plain.onward import onward
from playable.review.counterfactuals.doubt import branch
from playable.review.document import sections
from playable.review.document.parts import (
    Cited,
    DocumentPart,
    Grid,
    Listed,
    OddsTable,
    Quoted,
    ReviewDocument,
    Said,
    Section,
)
from playable.review.export import exported
from playable.review.odds.background import Background
from playable.review.odds.decisions import decision_odds
from playable.review.phrasing.phrases import NO_ODDS, UNIFORM
from playable.review.review import Review, review, whole

PATIENCE = 60  # seconds for the odds, which most often are there


def commands(saved: SavedSession, background: Background) -> tuple[Command, ...]:
    """What can be asked after an ending."""
    return (
        Command(
            "review",
            "after an ending, look back: the whole, one decision, or the whole written to a file.md or file.html",
            lambda asked: look_back(saved, background, asked),
            "NUMBER or FILE",
            "r",
        ),
        Command(
            "doubt",
            "what the same road comes to without some claims; from a number plays on from there in that world; "
            "none goes back to the story as it is written",
            lambda asked: doubted(saved, background, asked),
            "CLAIMS, from NUMBER, or none",
        ),
    )


def look_back(saved: SavedSession, background: Background, asked: str) -> Iterator[str]:
    """The review: of the whole, of one decision, or as a file."""
    if saved.view.ending is None:
        yield "The review looks back from an ending. Play on."
        return
    reviewed = _reviewed(saved)
    outlook = background.wait(PATIENCE)
    odds = decision_odds(reviewed.moments, outlook) if outlook else None
    said = sections.document(reviewed, odds, NO_ODDS[background.state])
    count = len(reviewed.decisions)
    form = asked.rpartition(".")[2].lower()
    if form in ("md", "html"):
        yield _written(asked, exported(reviewed, odds, "html" if form == "html" else "md", NO_ODDS[background.state]))
    elif not asked:
        yield from _whole(said)
        yield ""
        yield f"Type review and a number from 1 to {count} for one decision, or a name.html to hand in."
    elif (number := numbered(asked, count)) is not None:
        yield from _section(next(s for s in said.sections if s.number == number))
    else:
        yield f"Type review and a number from 1 to {count}, or a file that ends in .md or .html."


def doubted(saved: SavedSession, background: Background, asked: str) -> Iterator[str]:
    """The claims that the ending leans on; what the road comes to without some; or play on without them."""
    if asked.strip() == "none":
        _enter(saved, background, ())
        yield "Nothing is doubted. A new game:"
        yield from onward(saved)
        return
    ended, last = saved.session.ended, saved.view.turn + (not saved.session.ended)
    named, _, number = asked.replace(",", " ").partition(" from ")
    claims, at = named.split(), numbered(number.strip(), last)
    if not claims and not ended:
        yield "Type doubt and claims, such as doubt c1 c2: what your road so far comes to without them."
        yield "From and a number after them plays on from that decision; doubt none is the story as it is written."
        return
    if not claims:
        yield from _section(sections.leans(_reviewed(saved)))
        yield "Type doubt and claims, such as doubt c1 c2; and from and a number to play on from that decision."
        return
    if number and at is None:
        yield f"Type from and a number from 1 to {last}."
        return
    try:
        said = sections.doubted(saved.session, claims)
    except StoryFaults as faults:
        yield sentence(faults.faults[0].message.capitalize())
        return
    if at is None:
        yield said
        return
    road = branch(saved.session, claims, at)
    _enter(saved, background, road.without)
    yield from saved.load(road)
    yield f"{saved.machine.story.head.title}. Decision {at}; this is kept apart from your other saves."
    yield from onward(saved)


def _reviewed(saved: SavedSession) -> Review:
    """The review with all that is worked out in passes, the last of which has everything."""
    *_, last = whole(review(saved.session), saved.session)
    return last


def _enter(saved: SavedSession, background: Background, claims: tuple[str, ...]) -> None:
    saved.doubt(claims)
    background.follow(saved.machine)


def half_page(session: Session) -> Iterator[str]:
    """What the ending's own page says: why it ended so, and but for what. Nothing before an ending."""
    for section in sections.half_page(session):
        yield from _section(section)


def _whole(whole: ReviewDocument) -> Iterator[str]:
    yield ""
    yield f"The review. {sentence(whole.ending)}"
    yield ""
    yield sentence(whole.turn)
    yield whole.missing or UNIFORM
    for section in whole.sections:
        if not section.number:
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield sentence(section.heading)
    for part in section.parts:
        yield from _part(part)


def _part(part: DocumentPart) -> Iterator[str]:
    match part:
        case Said(text):
            yield text
        case Quoted(told, heading):
            if heading:
                yield ""
                yield f"{heading}:"
            yield from speech.prose(told)
        case Listed(items, heading, counted):
            if heading:
                yield ""
                yield f"{heading}:"
            yield from (f"{f'{n}.' if counted else '-'} {item}" for n, item in enumerate(items, 1))
        case OddsTable(rows):
            yield ""
            for row in rows:
                chosen = f", {row.taken}" if row.taken else ""
                odds = listed([f"{tone} {share}" for tone, share in percents(row.odds).items()])
                yield f"- {row.label}{chosen}: {odds}."
        case Grid(names, rows):
            yield ""
            for first, *cells in rows:
                said = [f"{name}: {cell}" for name, cell in zip(names[1:], cells, strict=True) if cell]
                yield f"- {sentence(first)} {sentence('; '.join(said))}"
        case Cited(cites):
            yield ""
            yield "It leans on:"
            yield from (f"- {claim(one)}" for one in cites)


def _written(name: str, text: str) -> str:
    try:
        Path(name).expanduser().write_text(text, encoding="utf-8")
    except (OSError, ValueError, RuntimeError) as error:  # ~nobody is a RuntimeError, a NUL in it a ValueError
        return f"It cannot be written: {getattr(error, 'strerror', None) or error}."
    return f"Written to {visible(name)}."
