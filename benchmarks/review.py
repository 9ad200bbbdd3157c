"""How soon the review opens, and what working its odds out costs a turn. `python -m benchmarks.review [PLAYTHROUGH]`"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks.stories import written
from benchmarks.terminal import Terminal
from benchmarks.turns import turns

ROOT = Path(__file__).parent.parent
PLAYED = ROOT / "story/enemy_of_the_good/playthroughs/the_dove_photo_album.yaml"
TURNS = 100


def main() -> None:
    """Print both, each against something of the same run. A playthrough file may be given for the first."""
    played = sys.argv[1] if len(sys.argv) > 1 else str(PLAYED)
    with tempfile.TemporaryDirectory() as home:
        environment = {"XDG_DATA_HOME": home, "TEXTUAL_ANIMATIONS": "none"}
        for when in ("odds not worked out before", "odds kept from before"):
            print(f"{when}: {_opening(played, environment)}")
        for name, large in (("alone", None), ("while odds are worked out", written(2_000, Path(home)))):
            print(f"a turn {name}: {_turns(written(120, Path(home)), large, environment)}")


def _opening(played: str, environment: dict[str, str]) -> str:
    """From `r` at an ending to the review and to the odds in it; against `?`, which opens a sheet of keys."""
    with Terminal([sys.executable, "-m", "playable", "play", "--from", played], environment) as terminal:
        terminal.quiet(2)
        terminal.type(b"?")
        sheet = terminal.painted(b"KEYS")
        terminal.quiet(0.3)
        terminal.type(b"\x1b")
        terminal.quiet(0.5)
        for _ in range(6):  # to the end of what followed, of the last page, and on to the ending's own
            terminal.type(b" ")
            terminal.quiet(0.5)
        terminal.type(b"r")
        opened = terminal.painted(b"The review")
        odds = opened + terminal.painted("▲".encode())
    times = sheet, opened, odds
    return "a sheet opens in {:.0f} ms, the review in {:.0f} ms, its odds stand in {:.0f} ms".format(
        *(t * 1e3 for t in times)
    )


def _turns(story: Path, large: Path | None, environment: dict[str, str]) -> str:
    """From a key to the last of what it paints; while the odds of a `large` story are worked out."""
    with Terminal([sys.executable, "-m", "playable", "play", str(story)], environment) as terminal:
        terminal.painted(b"New game")
        terminal.quiet(0.3)
        terminal.type(b"\r")
        terminal.quiet(0.3)
        work = [_work(large)] if large else []
        waits = []
        for _, waited in islice(turns(terminal), TURNS):
            waits.append(waited)
            if work and work[-1].poll() is not None:
                work[-1] = _work(large)
        for one in work:
            one.terminate()
            one.communicate()
    tail = sorted(waits)[int(TURNS * 0.95) - 1]
    return f"median {statistics.median(waits) * 1e3:.1f} ms, 95th percentile {tail * 1e3:.1f} ms"


def _work(story: Path | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "playable.review.odds.work", str(story), f"{story}.npz"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT)


if __name__ == "__main__":
    main()
