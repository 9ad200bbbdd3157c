"""The exported page in a real browser: a whole game by keyboard, kept through a reload; its policy refuses nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playable.authoring.page import page
from playable.language.library import main_story, shipped
from playable.language.story import load

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
QUIET = [  # nothing of the browser's own asks for the network
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture
def tab() -> Iterator[Any]:
    """A page of a browser; whatever goes wrong in it fails the test."""
    wrong: list[str] = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tab = browser.new_page(viewport={"width": 390, "height": 800})
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        yield tab
        browser.close()
    assert wrong == []


def opened(tab: Any, folder: Path, story: Path) -> None:
    path = folder / "story.html"
    path.write_text(page(load(story)), encoding="utf-8")
    tab.goto(path.as_uri())


def test_a_whole_game_by_keyboard_to_its_review(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, main_story())
    tab.keyboard.press("Tab")
    while tab.evaluate("document.activeElement.className") != "choice":
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    for key in ("c", "m", "j", "g", "s"):
        tab.keyboard.press(key)
        assert tab.evaluate("document.getElementById('sheet').open"), key
        tab.keyboard.press(key)
        assert not tab.evaluate("document.getElementById('sheet').open"), key
    for _ in range(60):
        if tab.query_selector(".stamp"):
            break
        tab.keyboard.press("1")
    assert "Where the road turned" in tab.inner_text("#scene")
    ending = tab.inner_text(".stamp")
    tab.reload()
    assert "1 of 13 endings found" in tab.inner_text("#scene")
    tab.click("text=Continue")
    assert tab.inner_text(".stamp") == ending


def test_going_back_keeps_the_line_that_was_left(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, shipped()["the_night_ferry"])
    tab.click("text=Begin")
    before = tab.inner_text("#scene")
    tab.click("[data-n='1']")
    tab.click("text=Road")
    tab.click("text=Go back here")
    assert before.splitlines()[-1] in tab.inner_text("#scene")
    tab.click("text=Saves")
    assert "The line that was left" in tab.inner_text("#sheet")


def test_what_is_opened_as_text_is_played_as_far_as_it_holds(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, shipped()["the_night_ferry"])
    tab.click("text=Saves")
    tab.fill("textarea", "seed: 5\nsteps:\n  - choose: nowhere.at_all\n")
    tab.click("text=Open this text")
    assert "0 of 1 step hold" in tab.inner_text("#scene")


def test_choices_past_the_ninth_have_keys(tab: Any, tmp_path: Path, typed: Callable[..., Path]) -> None:
    doors = ", ".join(f"d{n}: {{label: Door {n}, goto: room{n}}}" for n in range(1, 13))
    rooms = "".join(f"      room{n}: {{text: x, ending: {{name: Room {n}, tone: gain}}}}\n" for n in range(1, 13))
    opened(tab, tmp_path, typed(f"    nodes:\n      hall: {{text: Hall., choices: {{{doors}}}}}\n{rooms}", "hall"))
    for key, ending in (("0", "Room 10"), ("b", "Room 12")):
        tab.click("text=/^Begin/")
        assert tab.inner_text(f"[data-n='{key}']").endswith(ending.replace("Room", "Door"))
        tab.keyboard.press(key)
        assert ending in tab.inner_text(".stamp")
        tab.click("text=To the title")
