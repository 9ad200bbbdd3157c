"""From a key press to the repaint, on a story of 120 nodes. `python -m benchmarks.turns [TURNS]`"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stories import written
from benchmarks.terminal import Terminal


def main() -> None:
    """Print the median and the 95th percentile of the milliseconds until the screen begins to change."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "game", "play", str(written(120, Path(home)))]
        with Terminal(command, {"XDG_DATA_HOME": home, "TEXTUAL_ANIMATIONS": "none"}) as terminal:
            terminal.painted(b"Benchmark")
            terminal.quiet(0.3)
            terminal.type(b"\r")
            terminal.quiet(0.3)
            waits = [_turn(terminal) for _ in range(turns)]
    waits.sort()
    tail = waits[int(len(waits) * 0.95) - 1]
    print(f"{turns} key presses: median {statistics.median(waits) * 1e3:.1f} ms, 95th percentile {tail * 1e3:.1f} ms")


def _turn(terminal: Terminal) -> float:
    """Seconds from Enter, which chooses or reads on, to the end of the burst that it causes."""
    start = time.perf_counter()
    terminal.type(b"\r")
    terminal.painted(b"\x1b")
    painted = time.perf_counter() - start
    return painted + terminal.quiet(0.03)


if __name__ == "__main__":
    main()
