"""What is handed in prints on two pages: whole roads of the shipped story, on both papers, by a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.library import main_story
from playable.language.recording import read_recording
from playable.language.story import load
from playable.review.export import exported
from playable.review.odds.decisions import decision_odds
from playable.review.review import review, whole
from playable.verify.markov import Outlook

from tests.authoring.browsing import CHROMIUM, chromium

ROADS = ("to_first_page_of_cvid", "the_dove_peace_with_the_bomb", "to_the_long_stall", "the_hawk_alone", "the_record")
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.timeout(180),  # five reviews, each printed twice
]


@pytest.fixture(scope="module")
def handed_in() -> Callable[[str], str]:
    """The review of a road as it is handed in, with its odds."""
    story = main_story()
    machine = assemble(load(story))
    outlook = Outlook.of(machine)
    assert outlook is not None

    def made(road: str) -> str:
        session = replay(read_recording(story / "playthroughs" / f"{road}.yaml"), machine).session
        assert session is not None
        *_, found = whole(review(session), session)
        return exported(found, decision_odds(found.moments, outlook), "html")

    return made


def test_five_whole_roads_print_on_two_pages(handed_in: Callable[[str], str], tmp_path: Path) -> None:
    """The first two are the longest of those that ship with the story."""
    path, printed = tmp_path / "review.html", {}
    with chromium() as tab:
        for road in ROADS:
            path.write_text(handed_in(road), encoding="utf-8")
            tab.goto(path.as_uri())
            for paper in ("A4", "Letter"):
                printed[road, paper] = len(PAGE.findall(tab.pdf(format=paper)))
    assert set(printed.values()) <= {1, 2}, printed
