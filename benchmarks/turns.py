"""From a key press to the repaint, on a story of 120 nodes. `python -m benchmarks.turns [FILE]`"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stories import written
from benchmarks.terminal import Terminal

TURNS = 200


def main() -> None:
    """Print the median and the 95th percentile over some hundred key presses, at 80 by 24."""
    with tempfile.TemporaryDirectory() as home:
        story = sys.argv[1] if len(sys.argv) > 1 else str(written(120, Path(home)))
        command = [sys.executable, "-m", "game", "play", story]
        with Terminal(command, {"XDG_DATA_HOME": home, "TEXTUAL_ANIMATIONS": "none"}) as terminal:
            terminal.painted(b"New game")
            terminal.quiet(0.3)
            terminal.type(b"\r")
            terminal.quiet(0.3)
            pairs = [_turn(terminal) for _ in range(TURNS)]
    for name, waits in zip(("begins", "is complete"), zip(*pairs, strict=True), strict=True):
        tail = sorted(waits)[int(TURNS * 0.95) - 1]
        print(
            f"the repaint {name}: median {statistics.median(waits) * 1e3:.1f} ms, 95th percentile {tail * 1e3:.1f} ms"
        )


def _turn(terminal: Terminal) -> tuple[float, float]:
    """Seconds from Enter, which chooses or reads on, to the first and to the last of what it paints."""
    start = time.perf_counter()
    terminal.type(b"\r")
    terminal.painted(b"\x1b")
    begun = time.perf_counter() - start
    return begun, begun + terminal.quiet(0.03)


if __name__ == "__main__":
    main()
