"""How far a long command has come, told on stderr where that is a terminal; and that Ctrl-C asks it to stop."""

from __future__ import annotations

import signal
import sys
import threading
from time import monotonic
from types import FrameType

PATIENCE = 1.0  # seconds before anything is told
PACE = 0.2  # seconds between two tellings


class Progress:
    """Called with lines many times a second; shows one now and then, each over the last.

    While it is entered, Ctrl-C is a wish that `stopped` tells of, and the second one ends the command.
    """

    def __init__(self) -> None:
        self._next, self._shown, self._stopped = monotonic() + PATIENCE, False, False
        self._watching = threading.current_thread() is threading.main_thread()

    def __call__(self, line: str) -> None:
        if monotonic() > self._next and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line[:60]} (Ctrl-C stops)")
            sys.stderr.flush()
            self._next, self._shown = monotonic() + PACE, True

    def __enter__(self) -> Progress:
        if self._watching:
            self._before = signal.signal(signal.SIGINT, self._asked)
        return self

    def __exit__(self, *_: object) -> None:
        if self._watching:
            signal.signal(signal.SIGINT, self._before)
        self.clear()

    def stopped(self) -> bool:
        """Was it asked to stop?"""
        return self._stopped

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")

    def _asked(self, signum: int, frame: FrameType | None) -> None:
        if self._stopped:
            raise KeyboardInterrupt
        self._stopped = True
