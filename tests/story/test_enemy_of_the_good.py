"""The shipped stories prove what they argue, and the story is balanced."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.language.library import main_story, shipped
from playable.language.story import load
from playable.verify import lines
from pydantic import BaseModel

from tests.story.proofs import proofs

STORIES = {**shipped(), main_story().name: main_story()}

NEARLY_IMPOSSIBLE = "first_page_of_cvid"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_every_thesis_holds_and_nothing_is_left_unknown(story: Path) -> None:
    report = proofs(story)
    assert report.complete
    assert report.holds, "\n".join(lines(report))
    assert [t.id for t in report.theses if t.verdict != "holds"] == []
    assert [f for f in report.findings if f.severity == "error"] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_everything_that_was_written_can_be_met(story: Path) -> None:
    verdicts = proofs(story).verdicts
    assert [v.id for kind in verdicts.values() for v in kind if v.verdict != "reachable"] == []
    shown = (v for kind, some in verdicts.items() if kind != "texts" for v in some)
    assert [v.id for v in shown if v.shortest is None] == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_the_odds_of_the_endings_are_all_there_is(story: Path) -> None:
    chances = proofs(story).chances
    assert chances is not None
    assert sum(c.odds for c in chances.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.timeout(300)
def test_no_ending_is_rare_or_nearly_certain() -> None:
    chances = proofs(main_story()).chances
    assert chances is not None
    assert len(chances) == 13
    odds = {ending: c.odds for ending, c in chances.items()}
    assert 0 < odds.pop(NEARLY_IMPOSSIBLE) <= 0.03
    assert {ending: round(p, 3) for ending, p in odds.items() if not 0.01 <= p <= 0.25} == {}
    assert sum(p >= 0.03 for p in odds.values()) >= 8


def test_every_claim_is_cited() -> None:
    story = load(main_story())
    cited = {claim for node in story.nodes.values() for claim in _cites(node)}
    assert len(story.claims) == 63
    assert set(story.claims) - cited == set()


def _cites(part: object) -> set[str]:
    """The claims that a part of the story points to, anywhere in it."""
    if isinstance(part, BaseModel):
        return {c for name in type(part).model_fields for c in _named(name, getattr(part, name))}
    if isinstance(part, dict):
        return {c for inner in part.values() for c in _cites(inner)}
    if isinstance(part, list | tuple):
        return {c for inner in part for c in _cites(inner)}
    return set()


def _named(name: str, value: object) -> set[str]:
    return set(value) if name == "cites" and isinstance(value, list | tuple) else _cites(value)
