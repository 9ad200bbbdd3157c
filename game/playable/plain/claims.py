"""The commands for the argument map: what was met of it, and where."""

from __future__ import annotations

from collections.abc import Iterator

from playable.desk.claims import Argument, Meeting, MetClaim, argument
from playable.engine.markup import plain
from playable.engine.phrasing import counted, joined, moved, number, sentence
from playable.engine.saves.saved_session import SavedSession
from playable.plain.command import Command


def commands(saved: SavedSession) -> tuple[Command, ...]:
    """What a player can ask of the claims."""
    about = "the claims met so far; with an ID that one and where you met it, with all every one there is"
    return (Command("claims", about, lambda asked: claims(saved, asked), "ID", "c"),)


def claims(saved: SavedSession, asked: str) -> Iterator[str]:
    """The argument map: what was met, everything, or one claim with where it was met."""
    ledger = argument(saved.session)
    if not ledger.total:
        yield "This story leans on no claims."
    elif asked.lower() in ("", "all"):
        yield from _map(ledger, bool(asked))
    elif claim := ledger.claim(asked):
        yield _claim(claim)
        for meeting in claim.met:
            yield from _met(meeting)
        if not claim.met:
            yield "You have not met it yet."
    else:
        yield f"There is no such claim. They go from {ledger.paragraphs[0].claims[0].id} on; claims all lists them."


def _map(ledger: Argument, everything: bool) -> Iterator[str]:
    source = joined(ledger.title, ledger.outlet, ledger.date) or "the source"
    yield sentence(f"You have met {number(ledger.met)} of {counted(ledger.total, 'claim')} of {source}")
    for paragraph in ledger.paragraphs:
        if everything or paragraph.met:
            yield ""
            yield f"Paragraph {paragraph.id}, {paragraph.met} of {len(paragraph.claims)} met:"
            yield from (f"- {_claim(claim)}" for claim in paragraph.claims if everything or claim.met)
    yield ""
    yield "Type claims and a number for where one was met, claims all for every claim."


def _claim(claim: MetClaim) -> str:
    met = f"met {counted(len(claim.met), 'time')}" if claim.met else "not met"
    return f"{claim.id}, {claim.kind}, {met}: {claim.says}"


def _met(meeting: Meeting) -> Iterator[str]:
    place = joined(f"At decision {meeting.turn + 1}", meeting.title, meeting.date)
    chose = sentence(f", you chose: {plain(meeting.choice)}") if meeting.choice else ": the page leans on it."
    yield f"{place}{chose}"
    yield from (f"- {moved(change)} {sentence(plain(change.because))}".rstrip() for change in meeting.changes)
