"""The journal: all that was told and done, in order; found by words; as a page of Markdown."""

from __future__ import annotations

import pytest
from playable.desk.journal import journal, search
from playable.desk.transcript import transcript
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Session


@pytest.fixture
def played(saved: SavedSession) -> SavedSession:
    saved.choose("desk.look")
    saved.hear("desk.yoo")
    for ref in ("desk.sign", "hall.on"):
        saved.choose(ref)
    return saved


def test_every_page_with_what_was_heard_chosen_and_followed(played: SavedSession) -> None:
    entries = journal(played.session)
    assert [(e.turn, e.title, [p.title for p in e.passages], [h.name for h in e.heard]) for e in entries] == [
        (0, "The desk", ["The desk"], []),
        (1, "The desk", [], ["Ms. Yoo"]),
        (2, "The hall", ["The hall"], []),
        (3, "The quay", ["The quay"], []),
    ]
    assert [e.followed and plain(e.followed.label) for e in entries] == ["Look again", "Sign it", "On", None]
    assert entries[1].followed is not None
    assert [change.name for change in entries[1].followed.changes] == ["Trust"]
    assert entries[-1].ending is not None


def test_what_was_heard_before_one_stayed_is_told_once(saved: SavedSession) -> None:
    saved.hear("desk.yoo")
    saved.choose("desk.look")
    assert [[h.name for h in e.heard] for e in journal(saved.session)] == [["Ms. Yoo"], []]


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("INK", [(1, "Ink, and more ink.")]),
        ("thaw wait", [(1, "Wait for the thaw.")]),
        ("you signed", [(1, "Trust. You signed")]),
        ("burn", []),
        ("", []),
    ],
)
def test_words_are_found_where_they_were_told(played: SavedSession, words: str, hits: list[tuple[int, str]]) -> None:
    assert [(hit.turn, hit.text) for hit in search(journal(played.session), words)] == hits


def test_a_hit_says_where_in_its_text_the_words_stand(played: SavedSession) -> None:
    (hit,) = search(journal(played.session), "ink")
    assert hit.marks == ((0, 3), (14, 17))


PAGE = """\
# Tiny

*Version 1, three decisions.*

## The desk

*1 May, Washington*

A sheet of ice and 1 \\# a *sign*.

**You chose:** Look again

- Trust falls by 1 to 1. (outside the source: Nobody says)

Ms. Yoo, Séoul liaison, says:

> Wait for the thaw.

**You chose:** Sign it

Ink, and more ink.

- Trust rises by 2 to 3. You signed. (c1 · Ink dries)

## The hall

*2 May*

So.

**You chose:** On

## The quay

Done.

## The end: The end of it

*A gain.*

## The claims that were met

*An essay, A paper, 1 June*

- c1, paragraph S, fact: Ink dries.
- c2, paragraph 1, causal: Ice holds who waits.
"""


def test_the_page_of_markdown(played: SavedSession) -> None:
    assert transcript(played.session) == PAGE


ARRIVED = """\
Fly?

**You chose:** Fly

- Oil falls by 1 to 4. You flew.

## The hangar

Rain on the roof.

- Hope falls by 1 to 4. It rained. (c1 · Rain is rain)

**You chose:** Out

Home.

- Hope rises by 2 to 6. You are home.
"""


def test_what_arriving_did_stands_after_the_text_of_its_page(arriving: Machine) -> None:
    session = Session(arriving, seed=1)
    for ref in ("door.fly", "hangar.out"):
        session.choose(ref)
    assert ARRIVED in transcript(session)
    assert [(hit.turn, hit.text) for hit in search(journal(session), "rained")] == [(1, "Hope. It rained.")]
