"""Tells a key that is held down from one that is pressed again: a terminal sends the same for both.

What differs is the rhythm. A held key waits, for LEAD at least, before it first repeats, and then repeats quickly. So
what comes sooner than LEAD after a press was pressed; what comes later may be the first repeat, and what follows tells.
"""

from __future__ import annotations

from typing import Literal

LEAD = 0.2  # seconds that a held key waits before it first repeats, at least
LATEST = 1.0  # and at most
REPEAT = 0.12  # seconds between repeats, at most
BURST = 0.05  # seconds; what comes sooner was held back on its way, and its rhythm is lost
FREE = frozenset({"escape"})  # however often it comes, it only leads out


class KeyRepeat:
    """Watches the key that turned the page, so that holding it turns one page and no more. No other is held back."""

    def __init__(self) -> None:
        self._last = ""  # the key that was last let through
        self._turned_by = ""
        self._came = float("-inf")  # when a key last came, in seconds
        self._holding = False  # is it known to be held down?

    def turned(self) -> None:
        """The page was turned, by whichever key was last let through."""
        self._turned_by = "" if self._last in FREE else self._last

    def judge(self, key: str, at: float) -> Literal["pressed", "held", "unsure"]:
        """What this key is, now that it has come `at` so many seconds."""
        since, self._came = at - self._came, at
        if key != self._turned_by:
            self.let(key)
            return "pressed"
        if since < (REPEAT if self._holding else BURST):
            return "held"
        if LEAD <= since < LATEST:
            self._holding = True  # unless nothing follows: see `let`
            return "unsure"
        self.let(key)
        return "pressed"

    def let(self, key: str) -> None:
        """It was pressed; so was an unsure one that did not repeat."""
        self._turned_by, self._last, self._holding = "", key, False
