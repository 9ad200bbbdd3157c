"""What the plain player says of claims, the road, the journal, the glossary, people and endings."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.plain.endings import endings
from playable.plain.player import PlainPlayer

from tests.review.planted import PAIR

Said = Callable[..., str]


def test_the_argument_map_says_what_was_met_and_where(said: Said) -> None:
    assert said("claims") == (
        "You have met one of four claims of An essay, A paper, 1 June.\n"
        "Paragraph 1, 1 of 2 met:\n"
        "- c2, causal, met one time: Ice holds who waits.\n"
        "Type claims and a number for where one was met, claims all for every claim.\n"
    )
    assert "- c3, doubt, not met: Perhaps.\n" in said("claims all")
    assert said("1", "claims C1").endswith(
        "c1, fact, met one time: Ink dries.\n"
        "At decision 1, The desk, 1 May, you chose: Sign it.\n"
        "- Trust rises by 2 to 4. You signed.\n"
    )
    assert "At decision 1, The desk, 1 May: the page leans on it.\n" in said("claims 2")
    assert "You have not met it yet." in said("claims c3")
    assert "There is no such claim." in said("claims 99")


def test_the_road_its_decisions_and_going_back(said: Said) -> None:
    assert said("road") == (
        "1. The desk, 1 May. Here you stand.\n"
        "Type road and a number for what you did not choose, back and a number to go back there.\n"
    )
    assert "Lost" not in said("1", "road", "road 1")
    assert said("1", "road").endswith(
        "1. The desk, 1 May. You chose: Sign it.\n"
        "2. The hall, 2 May. You chose: On.\n"
        "The end: The end of it.\n"
        "Type road and a number for what you did not choose, back and a number to go back there.\n"
    )


def test_where_ways_lead_is_said_once_an_ending_was_reached(said: Said) -> None:
    assert "can lead" not in said("hear yoo", "1", "road 1")
    told = said("1", "road 1")
    assert "You heard Ms. Yoo.\n" in told
    assert "- Not chosen: Burn it. Locked: You have no match. It can lead to The quay.\n" in told
    assert "- Not chosen: Wait. It can lead to Lost at sea, A card or The quay.\n" in told


def test_going_back_keeps_the_line_that_is_left(said: Said) -> None:
    told = said("1", "back 1", "saves")
    assert "Back at decision 1. The line you left is kept. Type saves to see it.\nThe desk. 1 May, Washington\n" in told
    assert "a line you left: The hall, one decision" in told
    assert "Type back and the number of an earlier decision" in said("back 1")


def test_the_journal_and_finding_words_in_it(said: Said) -> None:
    told = said("hear yoo", "1", "journal")
    assert told.count("Wait for the thaw.") == 2
    assert said("journal THAW") == "One place.\n1. The desk: Wait for the thaw.\n"
    assert said("journal glacier") == "No places.\n"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("look floe", "Floe.\nFlat ice.\n"),
        ("look cote", "Côte.\nThe coast of Seoul, as Ms. Yoo says.\n"),
        ("look liaison", "Ms. Yoo, Séoul liaison.\nHopeful.\n"),
        ("look c3", "c3, paragraph 1, doubt.\nPerhaps.\n"),
        ("look ice", "Floe.\nFlat ice.\nc2, paragraph 1, causal.\nIce holds who waits.\n"),
        ("look paragraph", "Also: c2, c3 and c4.\n"),
        ("look flow", "Nothing is found. Did you mean floe?\n"),
        ("look", "Marked on this page: Floe.\nType look and a word.\n"),
        ("people", "Col. Brandt, Planner.\nMs. Yoo, Séoul liaison.\nType look and a name.\n"),
    ],
)
def test_looking_something_up(said: Said, line: str, answer: str) -> None:
    assert said(line).endswith(answer)


def test_endings_are_named_once_they_are_found(said: Said) -> None:
    told = said("endings")
    assert told.startswith("You have found no of two endings")
    assert "2. Not found yet: a disaster." in told
    told = said("1", "1", "new", "endings")
    assert (
        "You have found one of two endings, in all your playthroughs.\n1. The end of it. A gain, first found 20" in told
    )


def test_endings_are_said_with_their_odds_where_these_are_known(saved: SavedSession) -> None:
    told = list(endings(saved, "", {"end": 0.98, "lost": 0.02}))
    assert told[1].endswith(" Play at random comes to it: nearly always.")
    assert told[2].endswith(" Play at random comes to it: one in 50.")


def test_the_nearest_way_to_an_ending_and_back_to_it(machine: Callable[..., Machine], tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "pair.db") as store:
        player = PlainPlayer(SavedSession(machine(PAIR), store, seed=1), io.StringIO())
        assert list(player.answer("endings 1")) == [
            "The nearest way there is looked for from a road of yours that has ended. Play on."
        ]
        for _ in range(12):
            list(player.answer("1"))
        assert list(player.answer("endings"))[-1].startswith("Type endings and the number of one that you have not")
        way = list(player.answer("endings 1"))
        assert way[0].startswith("Two decisions away from your road to Lost: at 3, Day 3, “B3” in place of “A3”; at 9")
        assert list(player.answer("endings 2")) == ["You have found Lost. Type saves for the road to it."]
        assert list(player.answer("endings 9")) == ["Type endings and a number from 1 to 2."]
        assert "Day 3" in list(player.answer("endings 1 go"))
        for key in "211111 2111".replace(" ", ""):
            list(player.answer(key))
        assert player.saved.view.node == "won"
