"""The player in a real browser, where there is one: the keyboard is the game's from the first, without a click."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.test_serve import server

__all__ = ["server"]  # the fixture

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
@pytest.mark.timeout(120)
def test_keys_are_heard_without_a_click(server: tuple[subprocess.Popen[str], str], tmp_path: Path) -> None:
    drawn: list[str] = []

    def listen(socket: object) -> None:
        socket.on("framereceived", lambda frame: drawn.append(frame if isinstance(frame, str) else frame.decode()))  # type: ignore[attr-defined]

    def wait_for(words: str) -> None:
        for _ in range(600):
            if words in ESCAPES.sub("", "".join(drawn)):
                return
            page.wait_for_timeout(50)
        pytest.fail(f"{words} is not drawn: {''.join(drawn)[-500:]!r}")

    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, headless=True, args=FLAGS.split()
        )
        try:
            page = browser.new_page()
            page.on("websocket", listen)
            page.goto(server[1])
            wait_for("New game")
            drawn.clear()
            page.keyboard.press("Enter")
            wait_for("11.40 p.m.")
        finally:
            browser.close()
