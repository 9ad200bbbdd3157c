"""What a page refers to, and can be looked up from it: claims, changes that lean on none, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playable.engine.markup import Spans
    from playable.engine.view import View
    from playable.engine.view_parts import Change, Citation

PageKind = Literal["followed", "scene", "ending"]  # an ending is named on a page of its own, after its text


def cites(view: View, page: PageKind) -> list[Citation]:
    """The claims that a page cites."""
    cited = [c for change in _changes(view, page) for c in change.cites]
    if page == "followed":
        return cited
    reasons = (c for why in view.reasons for c in why.cites)
    return [*(c for passage in view.passages for c in passage.cites), *reasons, *cited]


def outside(view: View, page: PageKind) -> list[Change]:
    """The changes on it of which the source says nothing."""
    return [change for change in _changes(view, page) if change.outside]


def terms(view: View, page: PageKind) -> list[str]:
    """The terms and people marked on it, each once, in order."""
    return list(dict.fromkeys(span.term for spans in _texts(view, page) for span in spans if span.term))


def _changes(view: View, page: PageKind) -> Iterable[Change]:
    """The changes that stand on it. A page that is seen again, for the choice led nowhere else, stands as it was."""
    if page == "followed":
        return view.followed.changes if view.followed else ()
    return (change for passage in view.passages for change in passage.changes)


def _texts(view: View, page: PageKind) -> Iterator[Spans]:
    if page == "followed":
        if view.followed:
            yield view.followed.label
            yield from (block.spans for block in view.followed.blocks)
        yield from (change.because for change in _changes(view, page))
        return
    for told in (*(p.blocks for p in view.passages), *(h.blocks for h in view.hearings)):
        yield from (block.spans for block in told)
    yield from (why.because for why in view.reasons)
    yield from (change.because for change in _changes(view, page))
    for offer in view.offers:
        yield from (offer.label, offer.locked)
