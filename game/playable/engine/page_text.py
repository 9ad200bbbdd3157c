"""What a player is told at one moment, as plain text: what a test may ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playable.engine.markup import Block
from playable.engine.phrasing import joined, moved, reason
from playable.engine.view import View
from playable.engine.view_parts import Change

PARAGRAPH = "\n\n"


def page(view: View) -> str:
    """The page: each heading and text on it, why play came there, and what coming there did."""
    return PARAGRAPH.join(_page(view))


def followed(view: View) -> str:
    """What followed from the last choice; empty before the first."""
    return PARAGRAPH.join(_followed(view))


def heard(view: View) -> dict[str, str]:
    """What was heard on this visit, by the id of the briefing."""
    return {hearing.id: PARAGRAPH.join(_prose(hearing.blocks)) for hearing in view.hearings if hearing.heard}


def told(view: View) -> list[str]:
    """All of it, paragraph by paragraph: what followed, the page, and what was heard."""
    return [*_followed(view), *_page(view), *heard(view).values()]


def flat(text: str) -> str:
    """A text as `told` compares it: however its lines are broken."""
    return " ".join(text.split())


def _page(view: View) -> Iterator[str]:
    for passage in view.passages:
        if passage.title:
            yield passage.title
        if where := joined(passage.date, passage.place):
            yield where
        yield from _prose(passage.blocks)
        yield from (f"Why: {reason(why)}" for why in passage.reasons)
        yield from _changes(passage.changes)


def _followed(view: View) -> Iterator[str]:
    if view.followed:
        yield from _prose(view.followed.blocks)
        yield from _changes(view.followed.changes)


def _prose(blocks: Iterable[Block]) -> Iterator[str]:
    yield from (f"{block.marker} {block.text}" if block.marker else block.text for block in blocks)


def _changes(changes: Iterable[Change]) -> Iterator[str]:
    yield from (f"{moved(change)} {reason(change)}".strip() for change in changes)
