"""Where the parts of a story stand in its files, which are read again when that is first asked, and their names."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from playable.language.faults import Fault, Severity, Trouble
from playable.language.merge import Owners, merge, owner, read_all
from playable.language.reading.places import Loc

SECTIONS_OF = {"choose": "choices", "chance": "chance", "hear": "briefings"}  # of a node, by the step that names them


class FileLine(NamedTuple):
    """A line of a file, from 1; 0 where the file is gone."""

    file: str
    line: int


class SourceMap:
    """The places of a story's parts. Raises nothing where its files have changed or gone since they were loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def line(self, loc: Loc) -> FileLine:
        """The line of a part, or of as much of it as there is."""
        source = owner(self._owners, loc)
        if source is None:
            return FileLine(str(self.path), 0)
        return FileLine(source.name, source.position(source.key_index(loc)).line)

    def fault(self, code: str, message: str, loc: Loc, severity: Severity = "warning") -> Fault:
        """Something to be said of a part, at its place."""
        source = owner(self._owners, loc)
        if source is None:
            return Fault(code, message, str(self.path), severity=severity)
        return source.fault(source.key_index(loc), Trouble(code, message, severity=severity))

    @cached_property
    def _owners(self) -> Owners:
        return merge(read_all(self.path).sources).owners


def loc_of(kind: str, ref: str) -> Loc:
    """The keys of a node, a choice (`kind` choose), an outcome of chance (chance) or a briefing (hear)."""
    node, _, key = ref.partition(".")
    return ("nodes", node, SECTIONS_OF[kind], key) if key else ("nodes", node)


def id_of(loc: Loc) -> str:
    """The names that lead to a part of a node, what is listed counted from 1: `hall.go.effects[2].when`."""
    keys = [key for n, key in enumerate(loc[1:]) if n != 1 or key not in SECTIONS_OF.values()]
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys)[1:]
