"""Chromium, as a reader has it: whatever goes wrong on a page fails the test, and nothing asks for the network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playable.authoring.page import page
from playable.language.story import load

CHROMIUM = shutil.which("chromium")
QUIET = [  # nothing of the browser's own asks for the network
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@contextmanager
def chromium(**how: Any) -> Iterator[Any]:
    """A page of a phone's size, or as `how` says."""
    from playwright.sync_api import sync_playwright

    wrong: list[str] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tab = browser.new_context(**{"viewport": {"width": 390, "height": 800}, **how}).new_page()
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        tab.add_init_script("Math.random = () => 0.5")  # the seed of a new game: the same game each time
        yield tab
        browser.close()
    assert wrong == []


def opened(tab: Any, folder: Path, story: Path) -> None:
    """The exported page of a story."""
    path = folder / "story.html"
    path.write_text(page(load(story)), encoding="utf-8")
    tab.goto(path.as_uri())
