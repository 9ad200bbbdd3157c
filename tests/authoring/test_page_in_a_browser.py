"""The exported page in a real browser: a whole game by keyboard, kept through a reload; its policy refuses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playable.language.library import main_story, shipped

from tests.authoring.browsing import CHROMIUM, chromium, opened

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def tab() -> Iterator[Any]:
    """A page of a phone's size; whatever goes wrong in it fails the test."""
    with chromium() as page:
        yield page


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
    assert "Why it ended so" in tab.inner_text("#scene")
    ending = tab.inner_text(".stamp")
    tab.reload()
    assert "1 of 13 endings found" in tab.inner_text("#scene")
    tab.click("text=Continue")
    assert tab.inner_text(".stamp") == ending


def test_a_whole_game_by_touch(tmp_path: Path) -> None:
    with chromium(has_touch=True, is_mobile=True) as phone:
        opened(phone, tmp_path, shipped()["the_night_ferry"])
        phone.tap("text=Begin")
        while not phone.query_selector(".stamp"):
            if phone.query_selector(".hear button"):
                phone.tap(".hear button")
                assert phone.query_selector(".briefing")
            phone.tap("[data-n='1']")
        phone.tap("summary")
        assert "ends in" in phone.inner_text("details")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_journal_tells_what_changed_and_why(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, shipped()["every_construct"])
    tab.click("text=Begin")
    tab.keyboard.press("2")
    moved = tab.inner_text(".followed .changes")
    tab.keyboard.press("j")
    assert moved in tab.inner_text("#sheet")


def test_a_short_game_decides_the_rest_and_says_so(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, main_story())
    tab.click("text=A short game")
    made = 0
    while not tab.query_selector(".stamp"):
        tab.keyboard.press("1")
        made += 1
    assert made <= 8
    assert "Taken for you: " in tab.inner_text("#scene")
    assert "taken for you, by the policy" in tab.inner_text(".review")
    before = tab.inner_text(".stamp")
    tab.keyboard.press("u")
    assert not tab.query_selector(".stamp")
    tab.keyboard.press("1")
    tab.reload()
    tab.click("text=Continue")
    assert tab.inner_text(".stamp") == before
    tab.keyboard.press("s")
    assert "short: true" in tab.input_value("textarea")


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


def test_a_change_ends_in_one_stop(tab: Any, tmp_path: Path) -> None:
    opened(tab, tmp_path, shipped()["the_baths"])
    tab.click("text=Begin")
    tab.click("[data-n='2']")
    assert "The door: Opens 1 October. A year is long" in tab.inner_text(".changes")
