"""The review of a short game: what was taken for the player is marked, and never called a turn of theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.engine import short_road
from playable.engine.machine import Machine
from playable.engine.session import Session
from playable.review.document.handout import handout
from playable.review.document.json import as_json
from playable.review.document.parts import Listed, Said
from playable.review.document.sections import document, half_page
from playable.review.review import Review, review

from tests.review.planted import twelve

CLERK = f"policies: {{the_clerk: {{takes: [{', '.join(f'd{n}.a' for n in range(1, 12))}]}}}}"
# Day 3 is the player's, and decides together with day 9; day 5 is the policy's, and would have decided by itself.
STORY = twelve(
    "keys: {range: [0, 9], start: 0, name: Keys}",
    "[{when: keys >= 2, goto: won}, {goto: lost}]",
    {"d3.b": "effects: [keys += 1]", "d9.b": "effects: [keys += 1]", "d5.b": "effects: [keys += 2]"},
).replace("start: d1}", f"start: d1, short: {{asks: [d3, d9], plays: the_clerk}}}}\n{CLERK}")


@pytest.fixture
def session(machine: Callable[..., Machine]) -> Session:
    made = machine(STORY)
    found, short = Session(made, 1), short_road.short_of(made.story)
    found.is_short = True
    for ref in ("d3.a", "d9.a"):
        short_road.go_on(found, short)
        found.choose(ref)
    short_road.go_on(found, short)
    return found


@pytest.fixture
def short(session: Session) -> Review:
    return review(session)


def test_only_the_players_own_decisions_turn_and_settle(short: Review, session: Session) -> None:
    assert [one.decisions for one in short.turns.turns] == []
    assert short.turns.settled == 1
    assert any(one.decisions == (5,) for one in short.turns.changes)
    session.is_short = False
    assert review(session).turns.at == 5


def test_it_is_said_whose_each_decision_was(short: Review) -> None:
    told = document(short, None)
    road = next(section for section in told.sections if section.heading == "The road")
    (items,) = (part.items for part in road.parts if isinstance(part, Listed))
    assert items[2] == "Day 3: “A3”"
    assert items[4] == "Day 5: “A5”, taken for you, by the policy The clerk"
    assert items[11].endswith(("“A12”, taken for you, by lot", "“B12”, taken for you, by lot"))
    fifth = next(section for section in told.sections if section.number == 5)
    assert Said("Taken for you, by the policy The clerk: “A5”.") in fifth.parts
    third = next(section for section in told.sections if section.number == 3)
    assert Said("You chose “A3”.") in third.parts


def test_the_half_page_and_what_is_handed_in_speak_of_ones_own(short: Review, session: Session) -> None:
    said = str(half_page(session))
    assert "only what you decided yourself is counted here" in said
    assert "No single decision of yours, changed by itself" in said
    assert {section.number for section in handout(short, None).sections if section.number} == {3, 9}


def test_as_data(short: Review) -> None:
    found = as_json(short, None)
    assert found["short"] is True
    assert [d["by"] for d in found["decisions"]][2:5] == [None, "the_clerk", "the_clerk"]  # type: ignore[attr-defined]
