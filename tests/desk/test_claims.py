"""The argument map: every claim, those met so far, and where."""

from __future__ import annotations

from collections.abc import Callable

from playable.desk.claims import Argument, argument
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Session

Build = Callable[..., Machine]


def places(ledger: Argument, claim_id: str) -> list[tuple[int, str, str, list[str]]]:
    claim = ledger.claim(claim_id)
    assert claim is not None
    return [(m.turn, m.title, plain(m.choice), [change.name for change in m.changes]) for m in claim.met]


def test_every_claim_stands_under_its_paragraph_with_its_source(saved: SavedSession) -> None:
    ledger = argument(saved.session)
    assert (ledger.title, ledger.outlet, ledger.date) == ("An essay", "A paper", "1 June")
    assert [(p.id, [c.id for c in p.claims]) for p in ledger.paragraphs] == [
        ("S", ["c1"]),
        ("1", ["c2", "c3"]),
        ("2", ["c4"]),
    ]
    assert (ledger.met, ledger.total) == (1, 4)
    assert [p.met for p in ledger.paragraphs] == [0, 1, 0]


def test_a_claim_is_met_where_a_page_cites_it_and_where_a_change_leans_on_it(saved: SavedSession) -> None:
    for ref in ("desk.look", "desk.sign", "hall.again"):
        saved.choose(ref)
    ledger = argument(saved.session)
    assert places(ledger, "c2") == [(0, "The desk", "", []), (3, "The desk", "", [])]  # and not where one stayed
    assert places(ledger, "c1") == [(1, "The desk", "Sign it", ["Trust"])]
    assert places(ledger, "c3") == []
    saved.undo()
    saved.undo()
    assert argument(saved.session).met == 1


def test_a_change_that_is_not_shown_gives_its_claim_not_away(saved: SavedSession) -> None:
    saved.choose("desk.sign")
    assert places(argument(saved.session), "c4") == []


def test_a_claim_is_met_where_arriving_changed_something_and_not_before_the_page_is_read(machine: Build) -> None:
    session = Session(
        machine(
            """
            story: {id: x, title: X, version: 1.0.0, start: a}
            state: {oil: {range: [0, 3], start: 1, shown: true}}
            nodes:
              a: {text: A., choices: {on: {label: On, goto: b}}}
              b:
                title: B
                text: B.
                effects: [{do: oil += 1, because: Arrived, cites: [c1]}]
                choices: {on: {label: On, goto: z}}
              z: {ending: {name: Z, tone: gain}}
            claims: {c1: {paragraph: 2, kind: fact, says: Oil is oil.}}
            """
        ),
        seed=1,
    )
    session.choose("a.on")
    assert places(argument(session), "c1") == [(1, "B", "", ["Oil"])]
    assert argument(session, arrived=False).met == 0


def test_a_claim_is_found_as_it_is_typed(saved: SavedSession) -> None:
    ledger = argument(saved.session)
    assert [claim and claim.id for claim in map(ledger.claim, ("c2", "C2", "2", "9", ""))] == [
        "c2",
        "c2",
        "c2",
        None,
        None,
    ]
