"""A terminal that is closed at any moment. `python -m tests.tui.closing [TIMES [SEED]]`

The game must end with it, whatever it was about to do: no process stays.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.tui.pseudo_terminal import Terminal

ENDS = 5.0  # seconds in which it has to be gone
KEYS = ("", "1", "11", "1 ", "1\r1\r", "1o", "1?", "1c", "q", "1j\x1b", "1\x1a")


def closed(moment: random.Random, folder: Path, motion: str) -> int | None:
    """Open a game, type, close its terminal; its exit code, None if it is there for longer than it may be."""
    game = Terminal(folder=folder, motion=motion)
    if moment.random() < 0.9:
        game.until("0 of 1 found")
        game.type(moment.choice(KEYS))
    end = time.monotonic() + moment.choice((0.0, 0.02, 0.1, 0.3, 1.0)) * moment.random()
    while (left := end - time.monotonic()) > 0:
        with suppress(Exception):
            game.drain_for(left)
    os.close(game.fd)
    end = time.monotonic() + ENDS
    while time.monotonic() < end:
        ended, status = os.waitpid(game.pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(game.pid, signal.SIGKILL)
    os.waitpid(game.pid, 0)
    return None


def main() -> None:
    """Close so many, by default 200; say how many stayed."""
    times, seed = [*map(int, sys.argv[1:]), 200, 1][:2] if len(sys.argv) != 2 else (int(sys.argv[1]), 1)
    moment = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        codes = Counter(closed(moment, Path(folder), "full") for _ in range(times))
    sys.stdout.write(f"{times} terminals closed, {codes[None]} games stayed; exit codes {dict(codes)}\n")
    sys.exit(bool(codes[None]))


if __name__ == "__main__":
    main()
