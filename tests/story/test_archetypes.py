"""Who is firm at every decision, and who never is: neither is sure of one ending, good or bad."""

from __future__ import annotations

import random
from collections.abc import Callable

from playable.engine.assembly import assemble
from playable.engine.session import Session
from playable.language.library import main_story
from playable.language.story import load

from tests.story.firm import FIRM, ON_THE_LADDER

ROADS = 600


def test_the_hawk_can_end_in_loss_in_war_and_short_of_either() -> None:
    met = _endings(lambda open_: [ref for ref in open_ if FIRM.get(ref.partition(".")[0]) == ref.partition(".")[2]])
    assert met >= {"hollow_pressure", "fire_again", "the_long_stall", "land_of_fire", "the_slide", "alone"}


def test_the_dove_can_end_in_photographs_and_in_peace() -> None:
    firm = {f"{node}.{choice}" for node, choice in FIRM.items()} | ON_THE_LADDER
    met = _endings(lambda open_: [ref for ref in open_ if ref not in firm])
    assert met >= {"photo_album", "seouls_peace", "peace_with_the_bomb", "the_good"}
    assert not met & {"land_of_fire", "the_slide", "alone"}


def _endings(preferred: Callable[[list[str]], list[str]]) -> set[str]:
    """Where random roads end that take what is preferred of the open choices, wherever something is."""
    machine, met = assemble(load(main_story())), set[str]()
    for seed in range(ROADS):
        session, chance = Session(machine, seed), random.Random(seed)
        while not session.ended:
            open_ = [offer.id for offer in session.view.offers if not offer.locked]
            session.choose(chance.choice(preferred(open_) or open_))
        met.add(session.view.node)
    return met
