"""Where the parts of a story stand in its files, which are read again when that is first asked, and their names."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from playable.language.faults import Fault, Severity, Trouble
from playable.language.merge import merge, read_all
from playable.language.places import Loc
from playable.language.source import Source

SECTIONS_OF = {"choose": "choices", "chance": "chance", "hear": "briefings"}  # of a node, by the step that names them


class SourceMap:
    """The places of a story's parts. Raises nothing where its files have changed or gone since they were loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def line(self, loc: Loc) -> tuple[str, int]:
        """The file and the line, from 1, of a part, or of as much of it as there is; line 0 if the file is gone."""
        source = self._owner(loc)
        return (source.name, source.line_column(source.key_index(loc))[0]) if source else (str(self.path), 0)

    def fault(self, code: str, message: str, loc: Loc, severity: Severity = "warning") -> Fault:
        """Something to be said of a part, at its place."""
        source = self._owner(loc)
        if source is None:
            return Fault(code, message, str(self.path), severity=severity)
        return source.fault(source.key_index(loc), Trouble(code, message, severity=severity))

    def _owner(self, loc: Loc) -> Source | None:
        section, item = str(loc[0]), str(loc[1]) if len(loc) > 1 else ""
        return self._owners.get((section, item)) or self._owners.get((section, ""))

    @cached_property
    def _owners(self) -> dict[tuple[str, str], Source]:
        return merge(read_all(self.path)[0]).owners


def loc_of(kind: str, ref: str) -> Loc:
    """The keys of a node, a choice (`kind` choose), an outcome of chance (chance) or a briefing (hear)."""
    node, _, key = ref.partition(".")
    return ("nodes", node, SECTIONS_OF[kind], key) if key else ("nodes", node)


def id_of(loc: Loc) -> str:
    """The names that lead to a part of a node, what is listed counted from 1: `hall.go.effects[2].when`."""
    keys = [key for n, key in enumerate(loc[1:]) if n != 1 or key not in SECTIONS_OF.values()]
    return "".join(f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in keys)[1:]
