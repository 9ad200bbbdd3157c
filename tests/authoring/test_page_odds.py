"""The page works out the odds of a small story, and what was still open, as the review in Python does."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playable.authoring.page import REVIEW, RULES, program
from playable.authoring.page.data import Data
from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.session import Session
from playable.language.library import main_story, shipped
from playable.language.story import Story, load
from playable.review.odds.decisions import DecisionOdds, decision_odds
from playable.review.road.moments import retraced
from playable.verify.markov import Outlook

from tests.authoring.test_page import moves_of
from tests.verify.random_stories import story as random_story

TWIN = Path(__file__).with_name("odds_twin.js")
NODE = shutil.which("node")
by_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")


def ended(story: Story, many: int) -> Iterator[Session]:
    """Random playthroughs that came to an ending, briefings heard among them."""
    machine, random = assemble(story), Random(1)
    for _ in range(many):
        try:
            session = Session(machine, random.randrange(1_000_000))
            for _ in range(40):
                if not (moves := moves_of(session.view)):
                    break
                kind, ref = random.choice(moves)
                session.hear(ref) if kind == "hear" else session.choose(ref)
        except Stuck:
            continue
        if session.ended and session.road:
            yield session


def agree(stories: list[tuple[Story, int]]) -> int:
    """How many decisions were weighed alike; fails at the first that was not."""
    asked, expected = [], []
    for story, many in stories:
        sessions = list(ended(story, many))
        outlook = Outlook.of(assemble(story))
        assert outlook
        expected.append([decision_odds(retraced(session), outlook) for session in sessions])
        plays = [[session.seed, [[step.kind, step.ref] for step in session.steps]] for session in sessions]
        asked.append([program(story, (*RULES, *REVIEW)), plays])
    assert NODE
    run = subprocess.run([NODE, str(TWIN)], input=json.dumps(asked), capture_output=True, text=True, timeout=55)
    assert run.returncode == 0, run.stderr
    compared = 0
    for ours, theirs in zip(json.loads(run.stdout), expected, strict=True):
        for road, decisions in zip(ours, theirs, strict=True):
            for found, one in zip(road, decisions, strict=True):
                assert (found is None) == (one is None)
                if one:
                    _alike(found, one)
                    compared += 1
    return compared


def _alike(found: dict[str, Any], one: DecisionOdds) -> None:
    assert found["before"]["odds"] == pytest.approx(one.before, abs=2e-6)
    assert {ref: move["odds"] for ref, move in found["moves"].items()} == {
        ref: pytest.approx(odds, abs=2e-6) for ref, odds in one.moves.items()
    }
    for told, doors in zip((found["before"], found["moves"][one.taken]), one.doors, strict=True):
        assert told["open"] == list(doors.open)
        assert told["best"] == pytest.approx(doors.best, abs=2e-6)
        assert told["worst"] == pytest.approx(doors.worst, abs=2e-6)


@by_node
@pytest.mark.parametrize("name", sorted(set(shipped()) - {"enemy_of_the_good"}))
def test_the_examples(name: str) -> None:
    assert agree([(load(shipped()[name]), 25)]) >= 40


@by_node
def test_random_stories(typed: Callable[..., Path]) -> None:
    stories = [load(typed(random_story(Random(n)), name=f"s{n}.yaml")) for n in range(60)]
    assert agree([(story, 4) for story in stories]) > 150


def test_what_is_too_much_for_a_browser_is_left_out() -> None:
    assert Data(assemble(load(shipped()["the_night_ferry"]))).story["weighs"]
    assert not Data(assemble(load(main_story()))).story["weighs"]
