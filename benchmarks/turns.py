"""From a key press to the repaint, on a story of 120 nodes. `python -m benchmarks.turns [FILE]`"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.stories import written
from benchmarks.terminal import Terminal

SIZES = ((80, 24), (120, 36), (200, 60))  # columns, rows
TURNS = 200
SHEETS = 40  # times that the help is opened, and left


def main() -> None:
    """Print the median and the 95th percentile over some hundred key presses, at three sizes."""
    for size in SIZES:
        _at(size)


def _at(size: tuple[int, int]) -> None:
    print(f"at {size[0]} by {size[1]}:")
    with tempfile.TemporaryDirectory() as home:
        story = sys.argv[1] if len(sys.argv) > 1 else str(written(120, Path(home)))
        command = [sys.executable, "-m", "playable", "play", story]
        with Terminal(
            command, {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "TEXTUAL_ANIMATIONS": "none"}, size
        ) as terminal:
            terminal.painted(b"New game")
            terminal.quiet(0.3)
            terminal.type(b"\r")
            terminal.quiet(0.3)
            pairs = list(islice(turns(terminal), TURNS))
            terminal.quiet(0.5)
            sheets = [(_first(terminal, b"?"), _first(terminal, b"\x1b")) for _ in range(SHEETS)]
    opened, left = (statistics.median(waits) * 1e3 for waits in zip(*sheets, strict=True))
    print(f"the help: opened by ? in {opened:.1f} ms, left by Escape in {left:.1f} ms, to the first of the repaint")
    for name, waits in zip(("begins", "is complete"), zip(*pairs, strict=True), strict=True):
        tail = sorted(waits)[int(TURNS * 0.95) - 1]
        print(
            f"the repaint {name}: median {statistics.median(waits) * 1e3:.1f} ms, 95th percentile {tail * 1e3:.1f} ms"
        )


def _first(terminal: Terminal, key: bytes) -> float:
    """Seconds from a key to the first of what it paints; then waits for the rest."""
    terminal.quiet(0.3)
    start = time.perf_counter()
    terminal.type(key)
    assert terminal.paints(5)
    return time.perf_counter() - start


def turns(terminal: Terminal) -> Iterator[tuple[float, float]]:
    """Seconds from a key to the first and to the last of what it paints.

    A digit chooses, Enter chooses or reads on, space reads on. Never the same key twice: that would be one held down.
    """
    for key in cycle((b"1", b"\r", b" ")):
        start = time.perf_counter()
        terminal.type(key)
        if terminal.paints(0.3):  # where there is nothing to read on, space does nothing
            begun = time.perf_counter() - start
            rest, seen = terminal.written(0.03)
            yield begun, begun + rest
            if b"It ends in" in seen:
                terminal.type(b"2")  # a new game
                terminal.quiet()


if __name__ == "__main__":
    main()
