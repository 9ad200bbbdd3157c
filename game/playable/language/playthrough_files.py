"""Which files are playthroughs: the one answer for pytest, `check-saves` and coverage. It reads no YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = "playthroughs"  # of a story: whatever `.yaml` stands in it, or in a folder below, is one of its tests
MISNAMED = "it is not read: the name of a playthrough file ends in `.yaml`"
_LOOKED_AT = 64 * 1024  # bytes
_STORY = re.compile(rb"^story[ \t]*:[ \t]*[^\s{\[]", re.MULTILINE)  # a name or a path; a story file has a mapping there
_HEAD = re.compile(rb"^story[ \t]*:[ \t]*(?:\{|#|$)", re.MULTILINE)
_OTHER = re.compile(rb"^(?:playthrough|version|digest|without|seeds?|skip|xfail|steps|ends)[ \t]*:", re.MULTILINE)

FileKind = Literal["playthrough", "misnamed", "other"]


class Candidate(NamedTuple):
    """A file that may be a playthrough, and what it is in fact."""

    path: Path
    kind: FileKind


def kind_of_file(path: Path) -> FileKind:
    """What a file is: a playthrough, one whose name ends so that it is not read, or something of somebody else.

    In the `playthroughs/` of a story every `.yaml` is one, however broken; elsewhere what reads like one.
    """
    if path.name.startswith(".") or path.suffix.lower() not in (".yaml", ".yml"):
        return "other"
    if not _of_a_story(path) and not _begins(path, _STORY, _OTHER):
        return "other"
    return "playthrough" if path.suffix == ".yaml" else "misnamed"


def is_story_file(path: Path) -> bool:
    """Does a `story.yaml` read like the beginning of a story, and not like something of another program?"""
    return _begins(path, _HEAD)


def playthrough_files(folder: Path) -> Iterator[Candidate]:
    """Each `.yaml` and `.yml` in a folder and below, by path; links to folders are not followed."""
    paths = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(here) / name for name in names if name.lower().endswith((".yaml", ".yml"))]
    yield from (Candidate(path, kind_of_file(path)) for path in sorted(paths))


def _of_a_story(path: Path) -> bool:
    return any(above.name == FOLDER and (above.parent / "story.yaml").exists() for above in path.parents)


def _begins(path: Path, *patterns: re.Pattern[bytes]) -> bool:
    """Are all of these in the beginning of a file? Not where it cannot be read, or is no file."""
    try:
        if not path.is_file():  # a pipe would wait for ever
            return False
        with path.open("rb") as file:
            beginning = file.read(_LOOKED_AT)
    except OSError:
        return False
    return all(pattern.search(beginning) for pattern in patterns)
