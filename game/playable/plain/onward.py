"""Where play goes on: the page that stands, in a short game the next that asks."""

from __future__ import annotations

from collections.abc import Iterator

from playable.desk import settings
from playable.desk.shortening import shortened
from playable.engine.phrasing import sentence
from playable.engine.saves.saved_session import SavedSession
from playable.engine.view import View
from playable.plain import speech


def onward(saved: SavedSession, stays: bool = False) -> Iterator[str]:
    """In a short game what is taken for the player; then the page, of one that `stays` only what can be done there."""
    taken = saved.go_on()
    if taken:
        yield ""
    yield from (sentence(line) for line in taken)
    yield from speech.asked(saved.view) if stays and not taken else speech.scene(page(saved))


def page(saved: SavedSession) -> View:
    """The page that stands, what was read before in short where that is set."""
    return shortened(saved) if settings.read().settings.shorten else saved.view
