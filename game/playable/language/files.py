"""Which files a story has, and which it may name: what a stranger's file says opens no other of the machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from playable.language.faults import Fault
from playable.language.library import root, shipped
from playable.language.nearest import nearest

MOST = 5_000  # files of one story
OUTSIDE = "is not opened: it must stand in the story's folder, in the checkout around it, or in the package"
_CHECKOUTS = (".git", ".hg", ".jj", ".svn", ".bzr", "_darcs", ".pijul", ".fslckout")


def whole_of(story: Path) -> Path:
    """The path of a whole story, links followed: of its folder, where the `story.yaml` in it was named."""
    try:
        whole = story.resolve()
    except (OSError, RuntimeError, ValueError):  # a ring of links, or what no path can be
        return story
    return whole.parent if whole.name == "story.yaml" else whole


def files_of(story: Path) -> Iterator[Path | Fault]:
    """The files of a story, `story.yaml` first, the others by path, and faults of what cannot be looked into.

    A folder, or the `story.yaml` in it, means the folder; any other file is a story by itself.
    """
    if story.name == "story.yaml" and not story.is_dir() and story.exists():
        story = story.parent
    if not story.is_dir():
        there = story.is_symlink() or story.exists()
        meant = nearest(str(story), shipped())
        yield story if there else Fault("unreadable", "there is no such file or folder", str(story), suggestion=meant)
        return
    head = story / "story.yaml"
    if not head.is_symlink() and not head.exists():
        yield Fault("unreadable", "there is no `story.yaml` in this folder, where a story begins", str(story))
        return
    yield head
    below = [f for f in _below(story) if f != head]
    yield from sorted((f for f in below if isinstance(f, Path)), key=lambda path: path.parts)
    yield from (f for f in below if isinstance(f, Fault))


def may_open(named: Path, by: Path) -> bool:
    """May the file `by` have the file or folder `named` opened? Links are followed first.

    It may where that lies in the folder of the story to which `by` belongs (or in its own, if there is none), in the
    checkout around it (the nearest folder that has `seeds/` or is under version control), or in the package.
    """
    try:
        if _is_ring(named):
            return False
        place, own = named.resolve(), by.resolve().parent
        around = (own, *own.parents[:-1])
        story = next((f.parent if f.name == "playthroughs" else f for f in around if _is_of_story(f)), own)
        checkout = next((f for f in around if _is_checkout(f)), own)
        return any(place.is_relative_to(folder) for folder in (story, checkout, root().resolve()))
    except (OSError, RuntimeError, ValueError):  # a ring of links, or what no path can be
        return False


def _is_ring(path: Path) -> bool:
    """Do links lead round? Python 3.13 resolves such a path to itself, where earlier ones raise."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _is_of_story(folder: Path) -> bool:
    return folder.name == "playthroughs" or (folder / "story.yaml").exists()


def _is_checkout(folder: Path) -> bool:
    return (folder / "seeds").is_dir() or any((folder / mark).exists() for mark in _CHECKOUTS)


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
