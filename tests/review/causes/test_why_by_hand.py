"""What a condition, a draw or a lock is said to have turned, on random stories, is what a second interpreter plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from fractions import Fraction
from random import Random

import pytest
from playable.engine.machine import Machine
from playable.review.causes.causes import Cause
from playable.review.review import review

from tests.review.by_hand import ByHand, Now
from tests.review.counterfactuals.test_turns import alike, roamed
from tests.verify import random_stories


def moments(by_hand: ByHand) -> list[tuple[Now, str]]:
    """Each choice and each draw of a road: where it stood, and what was made there."""
    now, found = by_hand.start(), []
    for ref in by_hand.road:
        found.append((deepcopy(now), ref))
        now = by_hand._made(now, ref)
    return found


def ends(by_hand: ByHand, before: Now, ref: str) -> dict[str, Fraction]:
    """What comes of making this there, open or not, all else as it was."""
    return by_hand.ends(by_hand._made(deepcopy(before), ref), {})


def mixed(some: list[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for one in some:
        for ending, share in one.items():
            found[ending] = found.get(ending, Fraction(0)) + share / len(some)
    return found


def expected(cause: Cause, by_hand: ByHand) -> list[dict[str, Fraction]]:
    """What it could have come to, by hand: of a draw one of several; nothing for what is not played here."""
    made = moments(by_hand)
    choices = [(before, ref) for before, ref in made if "choices" in by_hand.nodes[before.at]]
    match cause.kind:
        case "draw":
            here = [before for before, ref in made if ref == cause.value]
            return [ends(by_hand, before, str(other)) for before in here for other in cause.needed]
        case "lock":
            return [ends(by_hand, choices[cause.turn][0], cause.at)]
        case "open":
            before, ref = choices[cause.turn]
            return [mixed([ends(by_hand, before, other) for other in by_hand._open(before) if other != ref])]
        case "choice":
            before, ref = choices[cause.turn - 1]
            return [ends(by_hand, before, other) for other in by_hand._open(before) if other != ref]
    return []


@pytest.mark.parametrize("seed", range(60))
def test_what_it_would_have_come_to_is_as_by_hand(machine: Callable[..., Machine], seed: int) -> None:
    r = Random(seed)
    text = random_stories.story(r)
    session = roamed(machine(text), r)
    if session is None:
        return
    by_hand = ByHand(text, [step.ref for step in session.steps])
    for cause in review(session).why:
        could = expected(cause, by_hand)
        if not could:
            continue
        for one in could:
            try:
                alike(cause.endings, one)
                break
            except AssertionError:
                continue
        else:
            raise AssertionError((cause.kind, cause.at, cause.condition, cause.endings, could))


@pytest.mark.parametrize("seed", range(60))
def test_a_decision_that_is_said_to_turn_a_condition_leads_to_another_kind_of_ending(
    machine: Callable[..., Machine], seed: int
) -> None:
    r = Random(seed)
    text = random_stories.story(r)
    session = roamed(machine(text), r)
    if session is None:
        return
    by_hand = ByHand(text, [step.ref for step in session.steps])
    tone = {node: one["ending"]["tone"] for node, one in by_hand.nodes.items() if "ending" in one}
    changed = {(n, ref): found for n, ref, found in by_hand.changes()}
    for cause in review(session).why:
        for by in cause.turned_by:
            there = changed[by.decision, by.instead]
            assert any(tone.get(ending, "") not in ("", tone[session.view.node]) for ending in there)
