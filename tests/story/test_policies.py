"""Whole roads compared: what each policy comes to, and what each of the main decisions weighs."""

from __future__ import annotations

from statistics import median

import pytest
from playable.language.library import main_story

from tests.story.proofs import proofs

MAIN = {
    "the_address", "the_games", "the_invitation", "templates", "the_text", "the_promise", "tell_america",
    "the_july_ask", "the_hostile_letter", "leak_week", "seouls_speed", "the_second_summit", "the_incident",
}  # fmt: skip


def _policies() -> dict[str, list[float]]:
    found = proofs(main_story()).policies
    assert found is not None
    return {one.id: list(one.tones.values()) for one in found}


@pytest.mark.timeout(300)
def test_there_is_a_policy_for_each_adviser_and_each_argument() -> None:
    assert set(_policies()) == {
        "the_essay", "the_hawk", "the_dove", "the_record", "okafor", "brandt", "lindqvist", "yoo",
    }  # fmt: skip


@pytest.mark.timeout(300)
def test_no_policy_has_only_one_tone() -> None:
    assert [id_ for id_, tones in _policies().items() if sum(odds > 0.005 for odds in tones) < 2] == []


@pytest.mark.timeout(300)
def test_every_main_decision_is_felt() -> None:
    weights = {one.node: one.weight for one in proofs(main_story()).weights or ()}
    assert {node: weights[node] for node in MAIN if weights[node] < 0.05} == {}
    assert median(weights[node] for node in MAIN) >= 0.10
