"""Where the parts of a sound story stand in its files, which are read once more when that is first asked."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from playable.language.merge import merge, read_all
from playable.language.places import Loc
from playable.language.source import Source
from playable.language.story import Story


class Whereabouts:
    """The files of a story, by what stands in them. Raises nothing where they have changed or gone since."""

    def __init__(self, story: Story) -> None:
        self._path: Path = story.path

    def line(self, section: str, *loc: str | int) -> tuple[str, int]:
        """The file and the line of what is found in a section by `loc`; the story's own path and 0 where nothing is."""
        source = self._owners.get((section, str(loc[0])))
        if source is None:
            return str(self._path), 0
        whole: Loc = (section, *loc)
        return source.name, source.line_column(source.place(whole).key)[0]

    @cached_property
    def _owners(self) -> dict[tuple[str, str], Source]:
        return merge(read_all(self._path)[0]).owners
