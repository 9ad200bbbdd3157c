"""Leaving a screen, once."""

from __future__ import annotations

from asyncio import sleep

from textual.await_complete import AwaitComplete
from textual.screen import Screen


class LeavingScreen(Screen[None]):
    """A screen that is left once, however many keys and clicks ask for it before it is gone."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, if this is the screen that the player sees."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete(sleep(0))
