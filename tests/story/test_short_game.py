"""The short game of *Enemy of the Good*: eight decisions, and no ending is lost by it."""

from __future__ import annotations

import random

import pytest
from playable.engine import short_road
from playable.engine.assembly import assemble
from playable.engine.session import Session
from playable.language.library import main_story
from playable.language.story import load

from tests.story.proofs import proofs


@pytest.mark.timeout(300)
def test_every_ending_and_every_tone_is_in_it() -> None:
    found = proofs(main_story()).short
    assert found is not None
    assert len(found.endings) == 13
    assert [node for node, odds in found.endings.items() if not odds] == []
    assert [tone for tone, odds in found.tones.items() if odds < 0.02] == []


def test_it_asks_eight_times_at_most() -> None:
    story = load(main_story())
    machine, short, chosen = assemble(story), short_road.short_of(story), random.Random(0)
    asks = []
    for seed in range(100):
        session, asked = Session(machine, seed), 0
        short_road.go_on(session, short)
        while not session.ended:
            session.choose(chosen.choice(session.open_choices))
            asked += 1
            short_road.go_on(session, short)
        asks.append(asked)
    assert max(asks) == 8
