"""A view in words: what is said for each part of it, as lines. Nothing is shown by place, colour or sign alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playable.engine.markup import Block, documents, plain
from playable.engine.phrasing import claim, counted, joined, moved, number, reason, sentence
from playable.engine.view import View
from playable.engine.view_parts import Change, Followed, Hearing, Meter, Offer, Passage


def scene(view: View) -> Iterator[str]:
    """The page, what can be heard, and the choices."""
    for told in view.passages:
        yield from passage(told)
    for hearing in view.hearings:
        if hearing.heard:
            yield from briefing(hearing)
    yield from close(view) if view.ending else asked(view)


def opening(view: View) -> list[list[str]]:
    """The first page in parts: what runs on to its scene, passage by passage, then the scene with its choices."""
    before = [list(passage(told)) for told in view.passages[:-1]]
    told = [line for part in before for line in part]
    return [*before, list(scene(view))[len(told) :]]


def passage(told: Passage) -> Iterator[str]:
    """One part of a page under its heading."""
    if heading := ". ".join(part for part in (told.title, joined(told.date, told.place)) if part):
        yield ""
        yield heading
    yield from prose(told.blocks)
    if told.reasons:
        yield ""
    yield from (f"Why: {reason(why)}" for why in told.reasons)
    yield from changed(told.changes, "On the board:")


def asked(view: View) -> Iterator[str]:
    """What the player can do here."""
    waiting = [h.name for h in view.hearings if not h.heard]
    if waiting and view.hear_left > 0:
        yield ""
        yield f"You can hear {number(view.hear_left)} of: {', '.join(waiting)}. Type hear and a name."
    yield ""
    if view.stuck:
        yield "The story is stuck: no choice can be made here. That is a fault of the story. Type undo."
    for i, offer in enumerate(open_offers(view), 1):
        yield f"{i}. {plain(offer.label)}"
    for offer in view.offers:
        if offer.locked:
            yield f"Locked: {plain(offer.label)}. {sentence(plain(offer.locked))}"


def open_offers(view: View) -> list[Offer]:
    """The choices that a number takes, in order."""
    return [offer for offer in view.offers if not offer.locked]


def close(view: View) -> Iterator[str]:
    """The ending."""
    assert view.ending is not None
    yield ""
    yield f"The end: {view.ending.name}. A {view.ending.tone}."
    yield f"You made {counted(view.turn, 'decision')}. Type review, new, undo or quit."


def briefing(hearing: Hearing) -> Iterator[str]:
    """What somebody said."""
    yield ""
    yield f"{hearing.name}{f', {hearing.role}' if hearing.role else ''}, says:"
    yield from prose(hearing.blocks)


def followed(view: View) -> Iterator[str]:
    """What the last choice did."""
    if view.followed is None:
        yield "Nothing has been chosen yet."
    else:
        yield from sequel(view.followed)


def why(view: View) -> Iterator[str]:
    """What the last choice did, and what coming here did, with the claims in whole sentences."""
    if view.followed:
        yield from sequel(view.followed, full=True)
    yield from changed(view.arrived, "On the board:", full=True)
    if not view.followed and not view.arrived:
        yield "Nothing has been chosen yet."


def sequel(came: Followed, full: bool = False) -> Iterator[str]:
    """What a choice did; `full` gives the claims in whole sentences."""
    yield ""
    yield f"You chose: {plain(came.label)}"
    yield from prose(came.blocks)
    yield from changed(came.changes, "What followed:", full)


def changed(changes: Sequence[Change], heading: str, full: bool = False) -> Iterator[str]:
    """Changes under a heading, each with its reason; `full` gives the claims in whole sentences."""
    if changes:
        yield ""
        yield heading
    for change in changes:
        yield f"- {moved(change)} {reason(change)}".rstrip()
        if full:
            yield from (f"  {claim(citation)}" for citation in change.cites)


def board(view: View) -> Iterator[str]:
    """The shown variables, panel by panel."""
    for panel in view.board:
        yield ""
        if panel.heading:
            yield f"{panel.heading}:"
        yield from (f"- {meter(m)}" for m in panel.meters)
    if not view.board:
        yield "Nothing is on the board yet."


def meter(m: Meter) -> str:
    """One variable: `Trust: 4 of 6, working. …`"""
    value = ""
    if m.range:
        low, high = m.range.low, m.range.high
        value = f"{m.value}, from {low} to {high}" if low else f"{m.value} of {high}"
    return f"{m.name}: {joined(value, m.word)}.{f' {m.about}' if m.about else ''}"


def prose(told: Iterable[Block]) -> Iterator[str]:
    """Paragraphs, each after an empty line; items of a list without. A document is named where it begins and ends."""
    for form, run in documents(told):
        if form:
            yield ""
            yield f"A {form}:"
        yield from _running(run)
        if form:
            yield ""
            yield f"End of the {form}."


def _running(told: Iterable[Block]) -> Iterator[str]:
    before = ""
    for block in told:
        if not (block.kind == "item" and before == "item"):
            yield ""
        yield f"{'  ' * block.depth}{block.marker} {block.text}" if block.marker else block.text
        before = block.kind
