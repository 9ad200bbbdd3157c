"""Tells a key that is held down from one that is pressed again: a terminal sends the same for both."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

LEAD = 1.0  # seconds that a held key may wait before it first repeats
REPEAT = 0.12  # seconds between repeats, at most


class KeyRepeat:
    """Watches the key that turned the page, so that holding it turns one page and no more.

    Another key is never held back. The same key again is a repeat if it comes quickly, pressed anew if it comes
    late; in between, the first repeat looks like a press, and only what comes within REPEAT seconds tells.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._last = ""  # the key that was last let through
        self._turned_by = ""
        self._turned = self._came = float("-inf")

    def turned(self) -> None:
        """The page was turned, by whichever key was last let through."""
        self._turned_by = self._last
        self._turned = self._came = self.now()

    def judge(self, key: str) -> Literal["pressed", "held", "unsure"]:
        """What this key is, now that it has come."""
        if key != self._turned_by:
            self._turned_by, self._last = "", key
            return "pressed"
        now, before = self.now(), self._came
        self._came = now
        if now - before < REPEAT:
            return "held"
        if now - self._turned < LEAD:
            return "unsure"
        self.let(key)
        return "pressed"

    def let(self, key: str) -> None:
        """An unsure key was not repeated: it was pressed."""
        self._turned_by, self._last = "", key
