"""Claims doubted: what that gives is what deleting their effects by hand gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from playable.engine.machine import Machine
from playable.engine.saves.database import default_path
from playable.language.faults import StoryFaults
from playable.review.counterfactuals.doubt import branch, doubt, doubts, so_far
from playable.review.document.json import as_json
from playable.review.document.sections import document, doubted, sentences
from playable.review.review import review, whole
from playable.verify.worlds import weigh

from tests.review.by_hand import ByHand
from tests.review.planted import ALL_A, BOUND, twelve
from tests.review.tables import played

Made = Callable[..., Machine]
CLAIMS = "claims:\n" + "".join(
    f"  c{n}: {{paragraph: {n}, kind: causal, says: Claim {n} says so much that it is cut short.}}\n"
    for n in range(1, 6)
)
ONE_CLAIM = twelve(
    "word: {range: [0, 4], start: 1, name: Word}\n  full: {range: [0, 1], start: 1}",
    "[{when: word >= 2, goto: won}, {goto: lost}]",
    {
        "d3.a": "effects: [word += 1], cites: [c2]",
        "d4.a": "effects: [full += 1], cites: [c3]",
        "d5.a": "effects: [{do: word += 1, cites: [c4]}, {do: word -= 1, cites: [c4]}], cites: [c5]",
        "d6.b": "effects: [word -= 1], cites: [c1]",
    },
    CLAIMS,
)


def test_the_claim_that_an_ending_leans_on_is_found(machine: Made) -> None:
    """c3 changes nothing, being at its end; c4 takes what it gives; c1 and c5 stand where nothing fired."""
    session = played(machine(ONE_CLAIM), *ALL_A)
    *_, found = whole(review(session), session)
    assert found.leans_on == ("c2",)
    assert [one.claims for one in found.doubts or ()] == [("c2",), ("c4",)]
    told = next(s for s in document(found, None).sections if s.heading == "What it leans on")
    assert "Without c2 · Claim 2 says so much that…, it ends in Lost, a loss." in str(told.parts)
    assert as_json(found, None)["leans_on"] == ["c2"]


def test_until_they_are_looked_for_nothing_is_said_of_them(machine: Made) -> None:
    session = played(machine(ONE_CLAIM), *ALL_A)
    found = review(session)
    assert found.leans_on is None
    assert as_json(found, None)["leans_on"] is None


@pytest.mark.parametrize("claims", [("c1",), ("c2",), ("c3",), ("c1", "c2"), ("c1", "c2", "c3")])
def test_it_is_what_deleting_the_effects_by_hand_gives(machine: Made, claims: tuple[str, ...]) -> None:
    lines = BOUND.splitlines(keepends=True)
    for n, line in enumerate(lines):
        cited = re.search(r"cites: \[(.*?)\]", line)
        if cited and set(cited[1].split(", ")) & set(claims):
            lines[n] = re.sub(r"effects: \[.*?\], ", "", line)
    session = played(machine(BOUND), *ALL_A)
    by_hand = ByHand("".join(lines), session.road)
    assert doubt(session, claims).endings == by_hand.ends(by_hand.start(), {})


def test_where_the_same_steps_stop_holding(machine: Made) -> None:
    text = twelve(
        "key: {start: false, name: The key}",
        "[{when: key, goto: won}, {goto: lost}]",
        {"d2.a": "effects: [key = true], cites: [c1]", "d7.a": "when: key"},
        CLAIMS,
    )
    session = played(machine(text), *ALL_A)
    (found,) = doubts(session)
    assert (found.claims, found.held, found.endings) == (("c1",), 6, {"lost": Fraction(1)})
    told = sentences(review(session)).doubted(found)
    assert told.startswith("Without c1 · Claim 1 says so much that…, it ends in Lost, a loss.")
    assert told.endswith("stop holding at decision 7, Day 7, “A7”: that choice is not open there.")


def test_a_claim_that_the_ledger_lacks_is_refused(machine: Made) -> None:
    with pytest.raises(StoryFaults, match="c9"):
        doubt(played(machine(BOUND), *ALL_A), ("c9",))


def test_play_goes_on_from_any_decision_in_the_doubted_world(machine: Made) -> None:
    session = played(machine(BOUND), *ALL_A)
    found = branch(session, ("c1", "c2"), 5)
    assert [move.text for move in found.steps] == ["d1.a", "d2.a", "d3.a", "d4.a"]
    assert (found.without, found.ends) == (("c1", "c2"), None)


def test_a_road_that_has_not_ended_is_doubted_so_far(machine: Made) -> None:
    """What is shown reads otherwise; what is not shown is not given away."""
    text = ONE_CLAIM.replace("name: Word}", "name: Word, shown: true}").replace("start: 1}", "start: 1, name: Full}", 1)
    session = played(machine(text), *ALL_A[:4])
    found = so_far(session, ["c2"])
    assert (found.held, found.stopped, found.moved) == (4, "", (("Word", "2", "1"),))
    assert doubted(session, ["c2"]) == (
        "Without c2 · Claim 2 says so much that… the same steps hold. Word would be 1 and not 2."
    )
    assert doubted(session, ["c3"]).endswith("the same steps hold. Nothing that is shown would be otherwise.")
    assert so_far(session, ["c2", "c3"]).claims == ("c2", "c3")
    with pytest.raises(StoryFaults):
        so_far(session, ["c9"])


def test_it_is_said_where_the_steps_so_far_stop_holding(machine: Made) -> None:
    text = ONE_CLAIM.replace("a: {label: A5,", "a: {label: A5, when: word >= 2, locked: No word.,")
    session = played(machine(text), *ALL_A[:6])
    assert doubted(session, ["c2"]) == (
        "Without c2 · Claim 2 says so much that… the same steps stop holding at decision 5, Day 5, “A5”: "
        "that choice is not open there."
    )


def test_what_a_claim_carries_in_the_whole_story_stands_beside_it_once_it_was_weighed(machine: Made) -> None:
    """The review proves nothing itself: it reads what `weigh` has kept."""
    made = machine(ONE_CLAIM)
    session = played(made, *ALL_A)

    def told() -> str:
        *_, found = whole(review(session), session)
        assert len(as_json(found, None)["weights"]) == (0 if not found.weights else 1)  # type: ignore[arg-type]
        return str(document(found, None).sections)

    assert "stands here once `weigh` was run" in told()
    weights = weigh(made.story, default_path().with_name("worlds"))
    by = next(one.tones for one in weights.claims if one.id == "c2")
    assert by is not None
    lost = f"triumph falls by {-by['triumph'] * 100:.1f} points at random"
    gained = f"loss rises by {by['loss'] * 100:.1f} points at random"
    said = told()
    assert "In the whole story, without it: " in said
    assert lost in said or gained in said
    assert "`weigh`" not in said
