"""axe finds nothing on the pages that are written for browsers, by day and by night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playable.authoring.map import map_page
from playable.language.library import main_story, shipped
from playable.language.story import load
from playable.verify import verify

from tests.authoring.browsing import CHROMIUM, chromium, opened

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.timeout(150),  # axe looks at every element a dozen times
]


def faults(tab: Any) -> list[tuple[str, list[str]]]:
    """What axe finds on a page as it stands: the rule, and each element."""
    found = axe.Axe().run(tab).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def to_the_end(tab: Any) -> None:
    while not tab.query_selector(".stamp"):
        tab.keyboard.press("1")


def opened_wide(tab: Any) -> None:
    """With all that is folded on it unfolded."""
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_story_from_its_title_to_its_review(tmp_path: Path, scheme: str) -> None:
    found = {}
    with chromium(viewport={"width": 1100, "height": 800}, color_scheme=scheme) as tab:
        opened(tab, tmp_path, main_story())
        found["title"] = faults(tab)
        tab.click("text=Begin")
        tab.click(".hear button")
        found["scene"] = faults(tab)
        tab.click("[data-n='1']")
        found["what followed"] = faults(tab)
        for key in "cmjgs?":
            tab.keyboard.press(key)
            assert tab.query_selector("#sheet[open]"), key
            found[f"sheet {key}"] = faults(tab)
            tab.keyboard.press("Escape")
        to_the_end(tab)
        found["ending"] = faults(tab)
        opened_wide(tab)
        found["review"] = faults(tab)
        opened(tab, tmp_path, shipped()["the_baths"])
        tab.click("text=Begin")
        to_the_end(tab)
        assert "Doors" in tab.inner_text(".review")
        opened_wide(tab)
        assert tab.query_selector("td")
        found["review with odds"] = faults(tab)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map(tmp_path: Path, scheme: str) -> None:
    story = load(shipped()["the_night_ferry"])
    path = tmp_path / "map.html"
    path.write_text(map_page(story, verify(story)), encoding="utf-8")
    with chromium(viewport={"width": 1100, "height": 800}, color_scheme=scheme) as tab:
        tab.goto(path.as_uri())
        tab.wait_for_selector("svg g")
        assert faults(tab) == []
