"""Works out the odds of one story and leaves them in a file.

`python -m playable.review.odds.work STORY FILE [CLAIM …]`.

It gives way to whatever else runs, and ends with the process that began it.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from playable.engine.assembly import assemble
from playable.language.faults import StoryFaults
from playable.language.story import load
from playable.language.without import without
from playable.review.odds.background import TOO_MANY
from playable.verify.markov import Outlook

KEPT = 12  # stories whose odds are kept


def main(story: Path, file: Path, doubted: Sequence[str] = ()) -> int:
    """The exit code: 0 when the file is there. What is `doubted` does not hold."""
    gc.disable()  # states are many and never in rings
    try:
        outlook = Outlook.of(assemble(without(load(story), doubted)))
        if outlook is None:
            return TOO_MANY
        file.parent.mkdir(parents=True, exist_ok=True)
        outlook.write(file)
        clear(file.parent)
    except (StoryFaults, OSError, MemoryError):
        return 1
    return 0


def clear(folder: Path, kept: int = KEPT) -> None:
    """Remove the odds that were longest unused, but for so many."""
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[kept:]:
        path.unlink(missing_ok=True)


def _end_with_parent() -> None:
    while os.read(0, 1024):  # not sys.stdin, whose lock would be held when the work is done
        pass
    os._exit(1)


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(10)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
