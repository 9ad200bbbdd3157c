"""The journal as a Markdown page, to keep or to hand to somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from playable.desk.claims import argument
from playable.desk.journal import JournalEntry, journal
from playable.desk.markdown import escaped, prose, spans
from playable.engine.phrasing import counted, joined, moved, reason
from playable.engine.saves.saved_session import write_new
from playable.engine.session import Session
from playable.engine.view_parts import Change, Hearing, Passage


def transcript(session: Session) -> str:
    """The whole playthrough: each page, who was heard, what was chosen and what followed; last the claims it met."""
    head, entries = session.machine.story.head, journal(session)
    made = counted(session.view.turn, "decision")
    parts = [f"# {_line(head.title)}", f"*Version {_line(head.version)}, {made}.*"]
    for entry in entries:
        parts += _entry(entry)
    parts += _claims(session)
    return "\n\n".join(part for part in parts if part) + "\n"


def export(session: Session, path: Path) -> None:
    """Write the transcript to a new file. Raises OSError, FileExistsError where there is one of that name."""
    write_new(path, transcript(session))


def _entry(entry: JournalEntry) -> Iterator[str]:
    for passage in entry.passages:
        yield from _passage(passage)
    for hearing in entry.heard:
        yield from _hearing(hearing)
    if entry.ending:
        yield f"## The end: {_line(entry.ending.name)}"
        yield f"*A {entry.ending.tone}.*"
    if entry.followed:
        yield f"**You chose:** {spans(entry.followed.label)}"
        yield prose(entry.followed.blocks)
        yield _changes(entry.followed.changes)


def _passage(passage: Passage) -> Iterator[str]:
    if passage.title:
        yield f"## {_line(passage.title)}"
    if where := joined(passage.date, passage.place):
        yield f"*{_line(where)}*"
    yield prose(passage.blocks)
    yield "\n".join(f"- Why: {escaped(reason(why))}" for why in passage.reasons)
    yield _changes(passage.changes)


def _hearing(hearing: Hearing) -> Iterator[str]:
    yield f"{_line(joined(hearing.name, hearing.role))}, says:"
    yield prose(hearing.blocks, before="> ")


def _changes(changes: Iterable[Change]) -> str:
    told = (escaped(f"{moved(change)} {reason(change)}".strip()) for change in changes)
    return "\n".join(f"- {change}" for change in told)


def _claims(session: Session) -> Iterator[str]:
    argument_map = argument(session)
    if not argument_map.met:
        return
    yield "## The claims that were met"
    if source := joined(argument_map.title, argument_map.outlet, argument_map.date):
        yield f"*{_line(source)}*"
    met = (claim for paragraph in argument_map.paragraphs for claim in paragraph.claims if claim.met)
    yield "\n".join(f"- {_line(f'{c.id}, paragraph {c.paragraph}, {c.kind}: {c.says}')}" for c in met)


def _line(text: str) -> str:
    """Plain text on one line."""
    return escaped(" ".join(text.split()))
