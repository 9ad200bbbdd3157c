"""Which files a story has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from playable.language.faults import Fault

MOST = 5_000  # files of one story


def files_of(story: Path) -> Iterator[Path | Fault]:
    """The files of a story, `story.yaml` first, the others by path, and faults of what cannot be looked into.

    A folder, or the `story.yaml` in it, means the folder; any other file is a story by itself.
    """
    if story.name == "story.yaml" and not story.is_dir() and story.exists():
        story = story.parent
    if not story.is_dir():
        there = story.is_symlink() or story.exists()
        yield story if there else Fault("unreadable", "there is no such file or folder", str(story))
        return
    head = story / "story.yaml"
    if not head.is_symlink() and not head.exists():
        yield Fault("unreadable", "there is no `story.yaml` in this folder, where a story begins", str(story))
        return
    yield head
    found = [f for f in _below(story) if f != head]
    yield from sorted((f for f in found if isinstance(f, Path)), key=lambda path: path.parts)
    yield from (f for f in found if isinstance(f, Fault))


def _below(story: Path) -> Iterator[Path | Fault]:
    unreadable: list[Fault] = []
    count = 0

    def cannot(error: OSError) -> None:
        message = f"the folder cannot be looked into: {error.strerror}"
        unreadable.append(Fault("unreadable", message, str(error.filename)))

    for folder, folders, names in os.walk(story, onerror=cannot):
        here = Path(folder)
        kept = [f for f in folders if f != "playthroughs" and not f.startswith(".")]
        yield from (
            Fault("link", "this is a link; only what is inside the story is read", str(here / f))
            for f in sorted(kept)
            if (here / f).is_symlink()
        )
        folders[:] = kept
        for name in sorted(names):
            if name.startswith("."):
                continue  # an editor's own
            if name.endswith(".yaml"):
                count += 1
                if count > MOST:
                    yield Fault("too-many-files", f"more than {MOST:,} files; the rest is not read", folder)
                    return
                yield here / name
            elif name.lower().endswith((".yml", ".yaml")):
                message = "this file is not read: the files of a story end in `.yaml`"
                yield Fault("not-read", message, str(here / name), severity="warning")
    yield from unreadable
