"""Loading and checking a story, against PyYAML's C loader parsing the same file.

`python -m benchmarks.loading [FILE …]`
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml
from playable.language.story import load

from benchmarks.stories import written

ROUNDS = 5


def main() -> None:
    """Print a line a story: seconds of both, and the ratio round by round (below 1: we are faster)."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [written(n, Path(folder)) for n in (120, 2_000, 10_000)]
        load(files[0])  # imports are not what is measured
        for file in files:
            pairs = [(_seconds(partial(load, file)), _seconds(partial(_parsed, file))) for _ in range(ROUNDS)]
            ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{file.name}: {ours:.3f} s to load and check, CSafeLoader {theirs:.3f} s, ratio {ratio:.2f}")


def _parsed(file: Path) -> object:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _seconds(what: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
