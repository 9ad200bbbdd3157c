"""Random keys, clicks and resizes in a pseudo-terminal. `python -m tests.tui.random_keys [INPUTS [SEED …]]`

The game must not fall, must not hang, and must give the terminal back as it was. A seed types the same again.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.tui.pseudo_terminal import PATIENCE, Gone, Terminal, restored, terminal

KEYS: list[str] = [
    *"123456789", *"123", "\r", "\r", " ", " ", "\t", "\x1b", "\x1b",
    *"qucgmjsewbrdzxlohnt?/,:[]AZé오", "\x7f", "\x10", "\x03", "\x1a", "\x01", "\x05",
    "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[Z", "\x1bOP",
    "\x1b[200~pasted [/] text\x1b[201~", "\x1b[I", "\x1b[O", "\x1b[999~", "\x1b[<", "\x00",
]  # fmt: skip
SIZES = [(80, 24), (120, 36), (40, 12), (200, 60), (20, 5), (1, 1), (99, 15), (100, 16)]


def inputs(r: random.Random, size: tuple[int, int]) -> str:
    """A key, several at once, a click, a wheel."""
    x, y = r.randint(1, size[0]), r.randint(1, size[1])
    key: str = r.choice(KEYS)
    match r.randrange(10):
        case 0:
            return f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"
        case 1:
            return f"\x1b[<{r.choice([64, 65, 35])};{x};{y}M"
        case 2:
            return "".join(r.choices(KEYS, k=r.randint(2, 6)))
        case 3:
            return key * r.randint(2, 5)
    return key


def play(count: int, seed: int, folder: Path) -> int:
    """Type so many random inputs; a game that was quit is opened again. Returns how many games it took.

    Raises AssertionError where one does not live through them.
    """
    r, games, left = random.Random(seed), 0, count
    while left:
        games += 1
        size = (80, 24)
        with terminal(folder=folder) as t:
            t.until("0 of 1 found")
            try:
                while left:
                    left -= 1
                    if r.random() < 0.03:
                        size = r.choice(SIZES)
                        t.resize(*size)
                    t.type(inputs(r, size))
                    t.drain(r.choice((0, 0, 0.002, 0.01)))
                    if left % 100 == 0:
                        _answers(t, size)
                t.type("\x11\x11")
                t.drain(PATIENCE)
            except Gone:
                pass
            code, written = t.left()
        # ^C, typed on while the game is leaving, is for Python again
        told = f"seed {seed}, {count - left} inputs, game {games}"
        assert code in (0, -signal.SIGINT), f"{told}: exit code {code}\n{_failure(folder)}"
        assert restored(written), f"{told}: the terminal was not given back"
    return games


def _failure(folder: Path) -> str:
    path = folder / "enemy-of-the-good" / "failure.txt"
    return path.read_text() if path.exists() else ""


def _answers(t: Terminal, size: tuple[int, int]) -> None:
    """A game that lives paints itself anew at another size."""
    t.drain(0.3)
    t.resize(size[0] + 1, size[1] + 1)
    t.painted()
    t.resize(*size)


def main() -> None:
    """Play by each seed, by default 10,000 inputs by three."""
    count, *seeds = [int(argument) for argument in sys.argv[1:]] or [10_000]
    for seed in seeds or (1, 2, 3):
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            games = play(count, seed, Path(folder))
            took = time.monotonic() - start
            sys.stdout.write(f"seed {seed}: {count} inputs in {games} games, {took:.0f} s, none the worse\n")


if __name__ == "__main__":
    main()
