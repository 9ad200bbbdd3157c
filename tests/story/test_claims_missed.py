"""The claims are missed when they are gone: what the story becomes without some, at random and for the policies."""

from __future__ import annotations

from functools import cache

import pytest
from playable.language.library import main_story
from playable.language.story import Story, load
from playable.language.without import changes_leaning, without
from playable.verify.worlds import World, world

pytestmark = pytest.mark.timeout(600)  # each world is a proof of the whole story


@cache
def _story() -> Story:
    return load(main_story())


@cache
def _world(*doubted: str) -> World:
    return world(without(_story(), doubted))


def _odds(policy: str, *tones: str, doubted: tuple[str, ...] = ()) -> float:
    """How often a policy, or the player at random, ends in one of some tones."""
    found = _world(*doubted)
    assert found.tones is not None
    assert found.policies is not None
    moves = found.policies[policy] if policy else found.tones
    return sum(odds for tone, odds in moves.items() if tone in tones)


def test_without_kept_commitments_the_essays_road_is_lost() -> None:
    """Claim 56 is the heart of the essay."""
    fewer = _odds("the_essay", "gain", "triumph") - _odds("the_essay", "gain", "triumph", doubted=("c56",))
    assert fewer >= 0.10


def test_without_what_makes_talks_calm_war_comes_more_often() -> None:
    calming = ("c20", "c41", "c47", "c58", "c62")
    assert _odds("", "disaster", doubted=calming) - _odds("", "disaster") >= 0.05


def test_without_the_grievance_a_priced_promise_costs_less() -> None:
    """The record's policy puts a price on June's promise."""
    assert _odds("the_record", "loss") - _odds("the_record", "loss", doubted=("c42", "c43")) >= 0.05


def test_without_a_harder_pressure_the_hawks_works_more_often() -> None:
    assert _odds("the_hawk", "gain", doubted=("c13",)) > _odds("the_hawk", "gain")


@pytest.mark.parametrize("claim", ["c24", "c25"])
def test_the_world_does_not_punish_the_text_that_the_essay_defends(claim: str) -> None:
    without_it = _odds("the_essay", "gain", "triumph", doubted=(claim,))
    assert without_it <= _odds("the_essay", "gain", "triumph") + 1e-9


def test_every_causal_claim_carries_something() -> None:
    """Which way each may move what is `test_directions`; here, that something is different without it."""
    changes = changes_leaning(_story())
    causal = [name for name, claim in _story().claims.items() if claim.kind == "causal"]
    assert [name for name in causal if not changes[name]] == []
    idle = [name for name in causal if not _different(_world(), _world(name))]
    assert idle == []


def _different(one: World, other: World) -> bool:
    assert one.tones is not None
    assert other.tones is not None
    return any(abs(one.tones[tone] - other.tones[tone]) > 0.0001 for tone in one.tones)
