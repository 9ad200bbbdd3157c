"""The odds at each decision, worked out on paper: judged by what could be known, not by what had been drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.engine.machine import Machine
from playable.review.odds.decisions import DecisionOdds, by_tone, decision_odds, moved
from playable.review.road.moments import retraced
from playable.verify.markov import Outlook

from tests.review.tables import KNOCKING, played, urn

Made = Callable[..., Machine]


def weigh(machine: Machine, *steps: str) -> list[DecisionOdds]:
    outlook = Outlook.of(machine)
    assert outlook is not None
    found = decision_odds(retraced(played(machine, *steps)), outlook)
    return [one for one in found if one is not None]


@pytest.mark.parametrize("fell", ["red", "blue"])
def test_a_decision_is_judged_by_what_could_be_known(machine: Made, fell: str) -> None:
    (one,) = weigh(machine(urn(), "urn"), f"chance urn.{fell}", "choose room.open")
    assert one.before == pytest.approx({"good": 5 / 8, "bad": 3 / 8})
    assert one.moves["room.open"] == pytest.approx({"good": 3 / 4, "bad": 1 / 4})
    assert one.moves["room.toss"] == pytest.approx({"good": 1 / 2, "bad": 1 / 2})
    assert one.after == one.moves["room.open"]


def test_what_was_told_is_known(machine: Made) -> None:
    made = machine(urn("[A box., {when: colour == 'red', text: It is warm.}]"), "urn")
    (one,) = weigh(made, "chance urn.blue", "choose room.open")
    assert one.after == pytest.approx({"good": 0, "bad": 1})
    assert one.before == pytest.approx({"good": 1 / 4, "bad": 3 / 4})


def test_rounds_are_weighed_by_what_each_has_told(machine: Made) -> None:
    knock = ["choose room.knock"]
    found = weigh(machine(KNOCKING, "urn"), "chance urn.blue", *knock, *knock, "choose room.open")
    assert [one.before["good"] for one in found] == pytest.approx([3 / 4, 3 / 5, 3 / 7])
    assert [one.after["good"] for one in found] == pytest.approx([3 / 4, 3 / 5, 3 / 7])


def test_a_locked_choice_is_no_move(machine: Made) -> None:
    more = "feel: {label: Feel it, when: colour == 'blue' and seen(coin), locked: It is dark., goto: good}"
    (one,) = weigh(machine(urn(more=more), "urn"), "chance urn.red", "choose room.open")
    assert list(one.moves) == ["room.open", "room.toss"]


def test_tones_are_those_that_the_story_has_from_worst_to_best(machine: Made) -> None:
    story = machine(urn(), "urn").story
    assert list(by_tone({"good": 0.25, "bad": 0.75}, story).items()) == [("loss", 0.75), ("gain", 0.25)]


def test_how_much_moved_is_the_share_of_the_odds_that_did() -> None:
    assert moved({"loss": 0.5, "gain": 0.5}, {"loss": 0.2, "gain": 0.8}) == pytest.approx(0.3)


def test_doors_are_open_in_truth_and_bounded_by_what_could_be_known(machine: Made) -> None:
    """The ball is blue: the box holds nothing good, and the coin still does. A player who knew everything tosses."""
    (one,) = weigh(machine(urn(), "urn"), "chance urn.blue", "choose room.open")
    before, after = one.doors
    assert (before.open, after.open) == (("good", "bad"), ("bad",))
    assert before.best == pytest.approx({"loss": 1, "gain": 3 / 4 + 1 / 4 / 2})
    assert before.worst == pytest.approx({"loss": 1, "gain": 3 / 4 / 2})
    assert after.best == after.worst == pytest.approx({"loss": 1, "gain": 3 / 4})
