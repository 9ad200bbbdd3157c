"""Sidenotes: what the page leans on, each claim as a sentence, at the height of the text that leans on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from playable.engine.phrasing import counted
from playable.tui.press import Act, ToClaim, pressable
from playable.tui.text import DIM, EMPTY, KEY, flow

if TYPE_CHECKING:
    from playable.engine.view_parts import Citation


class CitedAt(NamedTuple):
    """Where a claim is leaned on: a row of the text."""

    row: int
    claim: str


def cited_at(lines: Sequence[Content]) -> list[CitedAt]:
    """The claims that laid-out text leans on, each where it first stands."""
    rows: dict[str, int] = {}
    for row, line in enumerate(lines):
        for span in line.spans:
            press = None if isinstance(span.style, str) else span.style.meta.get("press")
            if isinstance(press, ToClaim) and press.of:
                rows.setdefault(press.of, row)
    return [CitedAt(row, claim) for claim, row in rows.items()]


def notes(claims: Sequence[tuple[int, Citation]], width: int, rows: int) -> list[Content]:
    """Claims, each with the row that it is wanted on, in as many `rows` as there are.

    One that finds its row taken stands below, and all move up where the last would not fit; those that then do not
    fit are counted.
    """
    laid = [(row, note(claim, width)) for row, claim in claims]
    shown = laid
    counting = 0  # the rows that it takes to count what is left out
    while shown and _height(shown) + counting > rows:
        shown, counting = shown[:-1], 2
    page: list[Content] = []
    for n, (row, lines) in enumerate(shown):
        latest = rows - counting - _height(shown[n:])
        at = max(len(page) + bool(page), min(row, latest))
        page += [*[EMPTY] * (at - len(page)), *lines]
    if (left_out := len(laid) - len(shown)) and rows > 1:
        said = f"and {left_out} more: c" if shown else f"{counted(left_out, 'claim')}: c"
        page += [EMPTY, pressable(Content.assemble((said, DIM)), Act("claims"))]
    return page


def _height(laid: Sequence[tuple[int, list[Content]]]) -> int:
    return sum(len(lines) + 1 for _, lines in laid) - 1


def note(claim: Citation, width: int) -> list[Content]:
    """`c8 · ¶2 · fact`, and under it what it says; a click opens it among the claims."""
    head = Content.assemble((claim.id, KEY), (f" · ¶{claim.paragraph} · {claim.kind}", DIM))
    return [pressable(line, ToClaim(claim.id)) for line in (*flow(head, width), *flow(Content(claim.says), width))]
