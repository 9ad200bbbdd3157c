"""Scenes are short enough to be read, as they are told: every alternative that holds together, on random roads."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from playable.engine.assembly import assemble
from playable.engine.markup import Block
from playable.engine.session import Session
from playable.engine.view import View
from playable.language.library import main_story
from playable.language.story import load

ROADS = 60
SCENE, OUTCOME, ENDING = 150, 120, 180  # words at most


def test_no_text_is_too_long_on_any_of_many_roads() -> None:
    longest: dict[str, tuple[int, int]] = {}
    for view in _met():
        for part, words, most in _told(view):
            longest[part] = max(longest.get(part, (0, 0)), (words, most))
    assert {part: words for part, (words, most) in longest.items() if words > most} == {}


def _met() -> Iterator[View]:
    machine = assemble(load(main_story()))
    for seed in range(ROADS):
        session, chance = Session(machine, seed), random.Random(seed)
        yield session.view
        while not session.ended:
            while session.view.hear_left and (untold := [h.id for h in session.view.hearings if not h.heard]):
                session.hear(chance.choice(untold))
            session.choose(chance.choice([offer.id for offer in session.view.offers if not offer.locked]))
            yield session.view


def _told(view: View) -> Iterator[tuple[str, int, int]]:
    """Each text of a moment, with its words and how many it may have."""
    if view.followed:
        yield view.followed.choice, _words(view.followed.blocks), OUTCOME
    for passage in view.passages:
        ends = view.machine.story.nodes[passage.node].ending
        most = ENDING if ends else SCENE if passage.title else OUTCOME  # what chance brings has no title
        yield f"{passage.node}{'' if passage.title else ' (chance)'}", _words(passage.blocks), most


def _words(blocks: Iterable[Block]) -> int:
    """A sentence that is read back stands in a document, and was read before."""
    return sum(len(block.text.split()) for block in blocks if not block.form)
