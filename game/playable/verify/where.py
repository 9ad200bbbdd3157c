"""Where a part of a story stands in its files. They are read once more, when something is to be said of them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from playable.language.faults import Fault, Severity, Trouble
from playable.language.files import files_of
from playable.language.places import Loc
from playable.language.source import Source, read


class Where:
    """The places of a story's parts. A part is named by the keys that lead to it, from its section on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def line(self, loc: Loc) -> tuple[str, int]:
        """The file and the line, from 1, of a part, or of as much of it as there is; line 0 if the file is gone."""
        source = self._owner(loc)
        return (source.name, source.line_column(source.place(loc).key)[0]) if source else (str(self.path), 0)

    def fault(self, code: str, message: str, loc: Loc, severity: Severity = "warning") -> Fault:
        """A finding at a part."""
        source = self._owner(loc)
        if source is None:
            return Fault(code, message, str(self.path), severity=severity)
        return source.fault(source.place(loc).key, Trouble(code, message, severity=severity))

    def _owner(self, loc: Loc) -> Source | None:
        return self._owners.get((str(loc[0]), str(loc[1])))

    @cached_property
    def _owners(self) -> dict[tuple[str, str], Source]:
        read_ = [read(file, str(file)) for file in files_of(self.path) if not isinstance(file, Fault)]
        return {
            (section, item): source
            for source in read_
            if isinstance(source, Source)
            for section, items in source.data.items()
            if isinstance(items, dict)
            for item in items
        }


def loc_of(kind: str, ref: str) -> Loc:
    """The keys of a node, a choice (`kind` choose), an outcome of chance (chance) or a briefing (hear)."""
    node, _, key = ref.partition(".")
    sections = {"choose": "choices", "chance": "chance", "hear": "briefings"}
    return ("nodes", node, sections[kind], key) if key else ("nodes", node)
