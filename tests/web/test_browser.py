"""The player in a real browser, where there is one: by keyboard alone, by mouse alone, and on a small screen."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.web.drawn import Drawn
from tests.web.test_serve import server

__all__ = ["server"]  # the fixture

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
LATEST = 600  # looks at the screen, 50 ms apart
ENDED, REVIEWED = "The review: where the road turned", "WHY IT ENDED SO|BUT FOR WHAT|THE ROAD ──"
READ_ON = "Continue|Read on"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
    pytest.mark.timeout(180),
]


class Tab:
    """A page with the game in it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.drawn = page, Drawn()
        page.on("websocket", lambda socket: socket.on("framereceived", self._heard))
        page.goto(url)

    def _heard(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.drawn.write(frame.decode("utf-8", "replace"))

    def wait_for(self, *patterns: str) -> str:
        """Wait until one of these stands on the screen: which."""
        for _ in range(LATEST):
            for pattern in patterns:
                if self.drawn.find(pattern):
                    return pattern
            self.page.wait_for_timeout(50)
        pytest.fail(f"{patterns} is not drawn: {self.drawn.lines()}")

    def changes(self, does: Callable[[], object]) -> None:
        """Do something, and wait until the screen is another, and rests."""
        before = self.drawn.lines()
        does()
        for _ in range(LATEST):
            self.page.wait_for_timeout(50)
            if self.drawn.lines() != before:
                break
        while (last := self.drawn.lines()) != before:
            self.page.wait_for_timeout(150)
            before = last
            if self.drawn.lines() == last:
                return

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows: the game paints all of them."""
        lines = self.drawn.lines()
        return max(len(line) for line in lines.values()), max(lines) + 1

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point of the page in the middle of a cell."""
        box = self.page.locator(".xterm-screen").bounding_box()
        columns, rows = self.size
        return box["x"] + (x + 0.5) * box["width"] / columns, box["y"] + (y + 0.5) * box["height"] / rows

    def click(self, pattern: str) -> None:
        """Click where a pattern stands."""
        place = self.drawn.find(pattern)
        assert place, (pattern, self.drawn.lines())
        self.page.mouse.click(*self.at(place[0] + 6, place[1]))


@pytest.fixture
def tab(server: tuple[subprocess.Popen[str], str], tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens the game in a page of the size that is asked for."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, headless=True, args=FLAGS.split(), viewport=None
        )

        def opened(width: int = 1280, height: int = 800, asked: str = "") -> Tab:
            page = browser.new_page()
            page.set_viewport_size({"width": width, "height": height})
            tab = Tab(page, server[1] + asked)
            tab.wait_for("New game")
            return tab

        try:
            yield opened
        finally:
            browser.close()


def test_keys_are_heard_without_a_click(tab: Callable[..., Tab]) -> None:
    page = tab()
    page.page.keyboard.press("Enter")
    page.wait_for("11.40 p.m.")


def test_a_whole_game_to_its_review_by_keyboard_alone(tab: Callable[..., Tab]) -> None:
    game = tab()
    game.changes(lambda: game.page.keyboard.press("Enter"))
    for _ in range(60):
        if game.drawn.find(ENDED):
            break
        game.changes(partial(game.page.keyboard.press, "Space" if game.drawn.find(READ_ON) else "1"))
    game.wait_for(ENDED)
    game.page.keyboard.press("r")
    game.wait_for(REVIEWED)


def test_a_whole_game_to_its_review_by_mouse_alone(tab: Callable[..., Tab]) -> None:
    game = tab()
    game.changes(lambda: game.click("New game"))
    for _ in range(60):
        if game.drawn.find(ENDED):
            break
        game.changes(partial(game.click, READ_ON if game.drawn.find(READ_ON) else "1  [A-Z]"))
    game.click(ENDED)
    game.wait_for(REVIEWED)


def test_it_plays_at_a_phones_width_and_in_the_size_of_text_that_is_asked_for(tab: Callable[..., Tab]) -> None:
    phone = tab(390, 844)
    phone.page.keyboard.press("Enter")
    phone.wait_for("11.40 p.m.")
    assert 36 <= phone.size[0] <= 44
    large = tab(1280, 800, "?fontsize=32")
    assert large.size[0] < 70


def test_text_is_copied(tab: Callable[..., Tab]) -> None:
    game = tab()
    game.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    game.changes(lambda: game.page.keyboard.press("Enter"))
    x, y = game.drawn.find("11.40 p.m.") or (0, 0)
    game.page.mouse.move(*game.at(x, y))
    game.page.mouse.down()
    game.page.mouse.move(*game.at(x + 10, y), steps=5)
    game.page.mouse.up()
    game.page.wait_for_timeout(300)
    game.page.keyboard.press("Control+c")
    for _ in range(100):
        copied = game.page.evaluate("navigator.clipboard.readText()")
        if copied:
            break
        game.page.wait_for_timeout(50)
    assert "11.40" in copied


def test_who_needs_a_screen_reader_is_told_of_the_exported_page(tab: Callable[..., Tab]) -> None:
    told = tab().page.locator("body").aria_snapshot()
    assert re.search(r"export .*the_night_ferry.* --to html", told)
