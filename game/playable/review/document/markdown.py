"""A review as Markdown. Story text is escaped: whatever it says, it reads as it was told."""

from __future__ import annotations

from collections.abc import Iterator

from playable.desk.markdown import escaped, prose
from playable.engine.phrasing import claim
from playable.engine.shares import percents
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
from playable.review.phrasing.phrases import UNIFORM


def markdown(review: ReviewDocument, claims: Section) -> str:
    """The document, with the claims spelled out at its end."""
    lines = [f"# {_line(review.title)}: the review", "", _line(review.ending), ""]
    lines += [f"> {_line(review.about)}", ""] if review.about else []
    lines += [f"**{_line(review.turn)}**", ""] if review.turn else []
    lines += [_line(review.missing or UNIFORM), ""]
    for section in (*review.sections, claims):
        if section.parts:
            mark = " (the road turned here)" if section.number and section.number == review.turned else ""
            lines += [f"## {_line(section.heading)}{mark}", ""]
            for part in section.parts:
                lines += [*_part(part), ""]
    return "\n".join(lines).rstrip() + "\n"


def _part(part: DocumentPart) -> Iterator[str]:
    match part:
        case Said(text, aside):
            yield f"*{_line(text)}*" if aside else _line(text)
        case Quoted(told, heading):
            yield from _heading(heading)
            yield prose(told)
        case Listed(items, heading, numbered):
            yield from _heading(heading)
            yield from (f"{f'{n}.' if numbered else '-'} {_line(item)}" for n, item in enumerate(items, 1))
        case OddsTable(rows):
            yield f"| The odds | {' | '.join(rows[0].odds)} |"
            yield f"|---|{'---:|' * len(rows[0].odds)}"
            for row in rows:
                label = f"**{_line(row.label)}** ({row.taken})" if row.taken else _line(row.label)
                yield f"| {label} | {' | '.join(percents(row.odds).values())} |"
        case Grid(names, rows):
            yield f"| {' | '.join(_line(name) for name in names)} |"
            yield f"|{'---|' * len(names)}"
            yield from (f"| {' | '.join(_line(cell) for cell in row)} |" for row in rows)
        case Cited(cites):
            yield from ("What it leans on:", "")
            yield from (f"- {_line(claim(citation))}" for citation in cites)


def _heading(text: str) -> Iterator[str]:
    if text:
        yield from (f"### {_line(text)}", "")


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
