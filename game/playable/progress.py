"""How far a long command has come, told on stderr where that is a terminal."""

from __future__ import annotations

import sys
from time import monotonic

PATIENCE = 1.0  # seconds before anything is told
PACE = 0.2  # seconds between two tellings


class Progress:
    """Called with lines many times a second; shows one now and then, each over the last."""

    def __init__(self) -> None:
        self._next, self._shown = monotonic() + PATIENCE, False

    def __call__(self, line: str) -> None:
        if monotonic() > self._next and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line[:60]} (Ctrl-C stops)")
            sys.stderr.flush()
            self._next, self._shown = monotonic() + PACE, True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
