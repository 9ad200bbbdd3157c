"""The shipped stories prove what they argue, and Act I is balanced."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from game.language.library import main_story, shipped
from game.language.story import load
from game.verify import Report, verify

STORIES = {**shipped(), main_story().name: main_story()}


@cache
def proofs(story: Path) -> Report:
    """The proofs of a story."""
    return verify(load(story))


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_every_thesis_holds_and_nothing_is_left_unknown(story: Path) -> None:
    report = proofs(story)
    assert report.complete
    assert [t.id for t in report.theses if t.verdict != "holds"] == []
    assert [f for f in report.findings if f.severity == "error"] == []


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_everything_that_was_written_can_be_met(story: Path) -> None:
    verdicts = proofs(story).verdicts
    assert [v.id for kind in verdicts.values() for v in kind if v.verdict != "reachable"] == []


def test_no_close_of_winter_is_rare_or_nearly_certain() -> None:
    chances = proofs(main_story()).chances
    assert chances is not None
    assert {id: round(c.odds, 2) for id, c in chances.items() if not 0.1 <= c.odds <= 0.5} == {}


def test_scenes_are_short_enough_to_be_read() -> None:
    """At most 150 words before choices, 120 after."""
    long = []
    for id, node in load(main_story()).nodes.items():
        told = [("text", node.text, 150), *((key, c.outcome, 120) for key, c in node.choices.items())]
        long += [f"{id}.{key}" for key, text, most in told if _words(text) > most]
    assert long == []


def _words(told: object) -> int:
    """Words of what is always told; alternatives are counted by the longest."""
    if isinstance(told, list):
        always = [_words(piece) for piece in told if not hasattr(piece, "when")]
        return sum(always) + max((_words(piece) for piece in told if hasattr(piece, "when")), default=0)
    pieces = getattr(getattr(told, "text", told), "pieces", ())
    return sum(len(piece.split()) for piece in pieces if isinstance(piece, str))
