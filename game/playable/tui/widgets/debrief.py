"""The sections of a review as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from playable.engine.phrasing import claim
from playable.review.document.parts import Cited, DocumentPart, Grid, Listed, OddsTable, Quoted, Said, Section
from playable.tui.documents import prose
from playable.tui.text import DIM, EMPTY, KEY, STRONG, flow, rule
from playable.tui.widgets.odds import table

if TYPE_CHECKING:
    from collections.abc import Iterable


def sections(shown: Iterable[Section], width: int) -> list[Content]:
    """Sections, each under its heading."""
    lines: list[Content] = []
    for section in shown:
        lines += [rule(width, section.heading.upper()), EMPTY]
        for part in section.parts:
            lines += [*_part(part, width), EMPTY]
    return lines


def _part(part: DocumentPart, width: int) -> list[Content]:
    match part:
        case Said(text, aside):
            return flow(Content.assemble((text, DIM if aside else "")), width)
        case Quoted(told, heading):
            return [*_heading(heading, width), *prose(told, width)]
        case Listed(items, heading, numbered):
            lines = _heading(heading, width)
            for n, item in enumerate(items, 1):
                lines += flow(Content(item), width, Content.assemble((f"{n}. " if numbered else "· ", KEY)))
            return lines
        case OddsTable():
            return table(part, width)
        case Grid(names, rows):
            lines = []
            for first, *cells in rows:
                lines += flow(Content.assemble((first, STRONG)), width)
                for name, cell in zip(names[1:], cells, strict=True):
                    lines += flow(Content.assemble((f"{name}: ", DIM), cell), width, "  ", "    ") if cell else []
            return lines
        case Cited(cites):
            return [line for c in cites for line in flow(Content.assemble((claim(c), DIM)), width, "  ", "    ")]


def _heading(text: str, width: int) -> list[Content]:
    return flow(Content.assemble((text, STRONG)), width) if text else []
