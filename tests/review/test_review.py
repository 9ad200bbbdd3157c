"""What a review tells besides the odds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.shares import percent
from playable.language.story import load
from playable.review.document.parts import Listed, Said, Section
from playable.review.document.sections import document
from playable.review.odds.decisions import DecisionOdds, decision_odds
from playable.review.phrasing import phrases
from playable.review.review import Review, review
from playable.verify.markov import Outlook

from tests.review.tables import played

Made = Callable[..., Machine]
KNOCKED = ("chance urn.red", "hear room.ann", "choose room.knock", "choose room.mark", "choose room.open")


@pytest.fixture(scope="module")
def whole() -> Machine:
    return assemble(load(Path(__file__).with_name("whole.yaml")))


@pytest.fixture
def knocked(whole: Machine) -> Review:
    return review(played(whole, *KNOCKED))


def odds(machine: Machine, found: Review) -> tuple[DecisionOdds | None, ...]:
    outlook = Outlook.of(machine)
    assert outlook is not None
    return decision_odds(found.moments, outlook)


def test_a_playthrough_that_has_not_ended_has_no_review(whole: Machine) -> None:
    with pytest.raises(ValueError, match="has not ended"):
        review(played(whole, "chance urn.red", "choose room.knock"))


def test_each_decision_as_it_was_met(knocked: Review) -> None:
    first, second, third = knocked.decisions
    assert (first.number, first.title, first.date, plain(first.label)) == (
        1, "The room [1]", "1 May 1990", "Knock on the <box>",
    )  # fmt: skip
    assert (first.heard, second.heard) == (("Ann <i>",), ())
    assert [change.name for change in first.followed.changes] == ["Noise"]
    assert [offer.id for offer in third.offers if offer.locked] == ["room.burn"]
    assert (first.again, second.again, third.again) == (None, 1, 1)


def test_debriefs_read_the_final_state_and_stand_once(knocked: Review) -> None:
    (said,) = knocked.decisions[0].debriefs
    assert [block.text for block in said.essay] == ["You knocked 1 times."]
    assert [c.id for c in said.cites] == ["c1", "c2"]
    assert knocked.decisions[1].debriefs == ()
    assert [d.node for d in knocked.debriefs] == ["good"]
    assert knocked.hidden[0].debrief is not None
    assert [block.text for block in knocked.hidden[0].debrief.essay] == ["It was red as a cherry."]


def test_a_debrief_reads_the_ending_as_seen(machine: Made) -> None:
    """By that it can tell one ending from another; in the text of the ending itself it was not seen before."""
    story = machine(
        """\
        nodes:
          room:
            text: Room.
            choices: {good: {label: G, goto: good}, bad: {label: B, goto: bad}}
            debrief: {essay: [{when: seen(good), text: It was good.}, {when: not seen(good), text: It was not.}]}
          good:
            text: [Good., {when: seen(good), text: Again.}]
            ending: {name: Good, tone: gain}
            debrief: {history: [{when: seen(good), text: Good it was.}]}
          bad: {text: Bad., ending: {name: Bad, tone: loss}}
        """,
        "room",
    )
    ended = played(story, "choose room.good")
    assert "Again." not in str(ended.view.passages)
    found = review(ended)
    assert [block.text for block in found.decisions[0].debriefs[0].essay] == ["It was good."]
    assert [block.text for block in found.debriefs[0].history] == ["Good it was."]
    (said,) = review(played(story, "choose room.bad")).decisions[0].debriefs
    assert [block.text for block in said.essay] == ["It was not."]


def test_what_moved_unseen_is_told_but_not_bookkeeping_marks_or_the_draw(knocked: Review) -> None:
    (nerve,) = knocked.untold
    assert (nerve.name, nerve.word) == ("Nerve", "some")
    assert [(n, c.before, c.after, plain(c.because)) for n, c in nerve.changes] == [(1, 1, 2, "Nothing bit.")]


def test_marks_stand_beside_the_changes_that_lean_on_the_same_claim(knocked: Review) -> None:
    made, idle = knocked.marks
    assert (made.name, made.word, made.made) == ("Knocking helps", "you agreed", True)
    assert [c.id for c in made.cites] == ["c2"]
    assert [(n, c.name) for n, c in made.leaned] == [(1, "Noise"), (1, "Nerve")]
    assert (idle.name, idle.word, idle.made, idle.leaned) == ("Mark idle", "unmarked", False, ())


def test_every_claim_that_is_named_is_spelled_out_once(knocked: Review) -> None:
    assert [c.id for c in knocked.cites] == ["c1", "c2", "c3"]


def test_where_the_road_turned_is_told_in_a_sentence(knocked: Review) -> None:
    told = document(knocked, None)
    assert told.turned == 3
    assert told.turn == (
        "The road turned at decision 3, The room [1]. With “Knock on the <box>” in place of “Open it”, and all else "
        "kept, it ends in Good, a gain (75%) or Bad, a loss (25%)."
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (1, "100%"), (0.0004, "under 1%"), (0.9999, "over 99%"), (0.004, "under 1%"), (0.416, "42%")],
)
def test_odds_are_never_rounded_to_certainty(share: float, said: str) -> None:
    assert percent(share) == said


def section(found: Review, heading: str) -> Section:
    return next(s for s in document(found, None).sections if s.heading == heading)


def test_marks_are_set_beside_the_ending_and_not_scored(knocked: Review) -> None:
    told = section(knocked, "What you marked")
    said = [part.text for part in told.parts if isinstance(part, Said)]
    assert said == [
        "You set these down before you knew that it would end in Good.",
        "Knocking helps: you agreed.",
        "Mark idle: unmarked.",
    ]
    (leaned,) = (part for part in told.parts if isinstance(part, Listed))
    assert leaned.items == (
        "After decision 1: Noise: from 0 to 1.",
        "After decision 1: Nerve: from 1 (none) to 2 (some).",
    )


def test_hidden_draws_are_told_in_words(knocked: Review) -> None:
    told = section(knocked, "What was drawn, and not told")
    assert told.parts[0] == Said(
        "The ball: red as a cherry. It fell at the start, by a chance of 75%; what followed decision 3 told it."
    )
    assert told.parts[1] == Listed(("Had it been “blue” (25%), the same moves end in Bad, a loss.",))


def test_without_odds_the_document_says_why(knocked: Review) -> None:
    whole = document(knocked, None, "They are being worked out.")
    assert (whole.missing, whole.chart) == ("They are being worked out.", None)


def test_where_too_many_moments_look_alike_there_are_no_odds(whole: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playable.review.road.belief.MOST", 0)
    found = review(played(whole, *KNOCKED))
    known = odds(whole, found)
    assert set(known) == {None}
    told = document(found, known)
    assert (told.missing, told.chart) == (phrases.ALIKE, None)


def test_what_arriving_did_stands_with_the_decision_that_it_was_told_before(arriving: Machine) -> None:
    found = review(played(arriving, "choose door.fly", "chance sky.rain", "choose hangar.out"))
    assert [([c.variable for c in d.arrived], [c.variable for c in d.followed.changes]) for d in found.decisions] == [
        ([], ["oil"]),
        (["hope"], []),
    ]
    assert [c.variable for c in found.arrived] == ["hope"]
    assert [c.id for c in found.cites] == ["c1"]
    *_, second, end = document(found, None).sections
    assert Listed(("Hope: from 5 to 4. It rained. (c1 · Rain is rain)",), "On the board") in second.parts
    assert Listed(("Hope: from 4 to 6. You are home.",), "On the board") in end.parts
