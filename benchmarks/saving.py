"""What keeping a move costs, on disk and in the system's memory alone. `python -m benchmarks.saving [FOLDER]`"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playable.engine.assembly import assemble
from playable.engine.saves import database
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.story import load

from benchmarks.stories import written

MOVES = 300


def main() -> None:
    """Print median and 95th percentile of a move that is kept, and of the least that a disk can do, in FOLDER."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        machine = assemble(load(written(120, Path(folder))))
        told("4 KiB appended to a file and synchronized", synchronized(Path(folder, "file")))
        for synchronous in ("full", "normal", "off"):
            database.SYNCHRONOUS = synchronous
            with SaveStore.open(Path(folder, f"{synchronous}.db")) as store:
                told(f"a move, synchronous={synchronous}", moves(SavedSession(machine, store, 1)))


def told(what: str, waits: list[float]) -> None:
    """One line of the table."""
    tail = sorted(waits)[int(len(waits) * 0.95) - 1]
    print(f"{what}: median {statistics.median(waits) * 1e3:.2f} ms, 95th percentile {tail * 1e3:.2f} ms")


def moves(saved: SavedSession) -> list[float]:
    """Seconds for each of some hundred moves, a new game after each ending."""
    waits: list[float] = []
    while len(waits) < MOVES:
        offers = [offer for offer in saved.view.offers if not offer.locked]
        if not offers or saved.view.turn > 60:
            saved.new()
            continue
        waits.append(timed(lambda: saved.choose(offers[len(waits) % len(offers)].id)))  # noqa: B023 - called at once
    return waits


def synchronized(path: Path) -> list[float]:
    """Seconds for each of as many pages that are appended to a file and asked to be on the disk."""
    with path.open("wb", buffering=0) as file:

        def append() -> None:
            file.write(bytes(4096))
            os.fsync(file.fileno())

        return [timed(append) for _ in range(MOVES)]


def timed(work: Callable[[], None]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
