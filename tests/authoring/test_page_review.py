"""The page says why it ended so, and but for what, word by word as the review in Python does."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playable.authoring.page import REVIEW, RULES, program
from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.session import Session
from playable.engine.short_road import go_on
from playable.language.library import shipped
from playable.language.story import Story, load
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.doubt import doubts
from playable.review.counterfactuals.turns import turns, with_pairs
from playable.review.document.parts import Listed, Said
from playable.review.document.sections import half_page
from playable.review.phrasing.sentences import Sentences

from tests.verify.random_stories import story as random_story

TWIN = Path(__file__).with_name("review_twin.js")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")


def agree(stories: Iterable[tuple[Story, int]]) -> int:
    """Play each story so many times at random; how many playthroughs were alike. Fails at the first that was not."""
    asked = [[program(story, (*RULES, *REVIEW, "review")), list(ended(story, many))] for story, many in stories]
    assert NODE
    run = subprocess.run([NODE, str(TWIN)], input=json.dumps(asked), capture_output=True, text=True, timeout=55)
    assert run.stdout.startswith("agree "), run.stderr
    return int(run.stdout.split()[1])


def ended(story: Story, many: int) -> Iterator[tuple[int, bool, list[list[str]], list[list[str]]]]:
    """Playthroughs that came to an ending: seed, whether short, steps, and what is said of them."""
    machine, random = assemble(story), Random(1)
    for n in range(many):
        try:
            session = Session(machine, random.randrange(1_000_000))
            session.is_short = bool(story.head.short) and n % 2 == 1
            for _ in range(60):
                if story.head.short and session.is_short:
                    go_on(session, story.head.short)
                if session.ended or not session.open_choices:
                    break
                session.choose(random.choice(session.open_choices))
        except Stuck:
            continue
        if session.ended and session.road:
            assert session.seed is not None
            yield session.seed, session.is_short, [[step.kind, step.ref] for step in session.steps], said(session)


def said(session: Session) -> list[list[str]]:
    """Why, and but for what, by one decision and by two, without the words that explain; and what it leans on."""
    course = Course(session)
    *_, paired = with_pairs(course, turns(course))
    told = Sentences(session.views, session.road, (), course.own)
    leans = [told.doubted(one) for one in doubts(session) if one.endings is None or {*one.endings} != {course.end}]
    sections = {section.heading: section.parts for section in half_page(session)}
    half = [
        [text for part in sections.get(heading, ()) for text in _texts(part)]
        for heading in ("Why it ended so", "But for what")
    ]
    two = told.turned(paired) if paired.turns else [told.turn(paired)]
    return [*half, two if paired.pairs == "yes" else [], leans]


def _texts(part: Any) -> Iterable[str]:
    if isinstance(part, Listed):
        return part.items
    assert isinstance(part, Said)
    return [] if part.aside else [part.text]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_shipped_stories(name: str) -> None:
    many = 8 if name == "enemy_of_the_good" else 40
    assert agree([(load(shipped()[name]), many)]) == many


def test_random_stories(typed: Callable[..., Path]) -> None:
    stories = [load(typed(random_story(Random(n)), name=f"s{n}.yaml")) for n in range(120)]
    assert agree([(story, 5) for story in stories]) > 250


def test_what_may_go_round_for_ever(typed: Callable[..., Path]) -> None:
    story = load(
        typed(
            """
            state: {n: {range: [0, 3], start: 0}}
            nodes:
              hall:
                text: Hall.
                choices:
                  wait: {label: Wait, outcome: It is late.}
                  round: {label: Round, effects: [n += 1], goto: yard}
                  out: {label: Out, when: n >= 1, goto: fall}
              yard:
                text: Yard.
                choices:
                  back_in: {label: In, goto: hall}
                  over: {label: Over, when: n != 2, goto: wall}
              fall: {chance: {a: {weight: n, goto: one}, b: {weight: 2, goto: hall}}}
              wall: {text: Wall., ending: {name: Wall, tone: loss}}
              one: {text: One., ending: {name: One, tone: gain}}
            """,
            "hall",
        )
    )
    assert agree([(story, 40)]) > 30
