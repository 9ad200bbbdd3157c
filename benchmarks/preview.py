"""How long after a save its story is on the page again: `python -m benchmarks.preview`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
SAVES = 8


def main() -> None:
    """Each of two shipped stories, saved again and again with nothing but a comment changed."""
    for name in ("examples/the_night_ferry", "enemy_of_the_good"):
        with previewed(name) as (story, told):
            times = [saved(story, told, n) for n in range(SAVES)]
        print(f"{name}: {sorted(times)[SAVES // 2] * 1000:.0f} ms median, {max(times) * 1000:.0f} ms at most")


@contextmanager
def previewed(name: str) -> Iterator[tuple[Path, Iterator[str]]]:
    """A copy of a story in a preview of its own: its `story.yaml`, and what the preview says."""
    with TemporaryDirectory() as folder:
        for part in ("story", "seeds"):
            shutil.copytree(ROOT / part, Path(folder) / part)
        story = Path(folder) / "story" / name
        command = [sys.executable, "-m", "playable", "preview", str(story), "--plain"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdin
            assert run.stdout
            told = iter(run.stdout)
            until_offered(told)
            time.sleep(1)  # until its folder is watched
            yield story / "story.yaml", told
            run.stdin.close()


def saved(story: Path, told: Iterator[str], number: int) -> float:
    """Seconds from a save to the last line of the page."""
    story.write_text(story.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
    began = time.perf_counter()
    until_offered(told)
    passed = time.perf_counter() - began
    time.sleep(0.5)
    return passed


def until_offered(told: Iterator[str]) -> None:
    """Read on to the first choice."""
    for line in told:
        if line.startswith("1. "):
            return


if __name__ == "__main__":
    main()
