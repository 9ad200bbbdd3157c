"""Tells when a file of a story was saved. The watching itself is watchfiles' (the extra `preview`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

from playable.language.faults import Fault, StoryFaults
from playable.language.files import files_of
from playable.language.story import Story, load

TOGETHER = 200  # milliseconds within which changes count as one save, at the most
QUIET = 40  # milliseconds without another change after which they do


def saves(story: Path, stop: Event) -> Iterator[Story | list[Fault]]:
    """The story at `story` as it is after each save of one of its files, or of a ledger it names: sound, or its faults.

    It ends when `stop` is set.
    """
    for changes in watch(*_around(story), stop_event=stop, debounce=TOGETHER, step=QUIET, raise_interrupt=False):
        if any(path.endswith((".yaml", ".yml")) for _, path in changes):
            yield read(story)


def read(story: Path) -> Story | list[Fault]:
    """The story as it stands in its files, or every fault in it."""
    try:
        return load(story)
    except StoryFaults as unsound:
        return unsound.faults


def _around(story: Path) -> set[Path]:
    """The folders to watch: that of the story, and that of the ledger it names."""
    loaded = read(story)
    ledger = loaded.head.claims if isinstance(loaded, Story) else None
    head = next(file for file in files_of(story) if isinstance(file, Path))
    folders = {story if story.is_dir() else story.parent}
    return folders | ({(head.parent / ledger).resolve().parent} if ledger else set())
