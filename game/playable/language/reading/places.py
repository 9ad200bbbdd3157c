"""Where everything in a file stands. Read in a second pass, which only a file with a fault inside an item pays for."""

from __future__ import annotations

import contextlib
from typing import Any, NamedTuple

import yaml

from playable.language.characters import visible

Loc = tuple[str | int, ...]
DEEPEST = 40  # mappings and lists inside each other
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Place:
    """Where a value stands: character offsets of its key (or itself), its start and its end, and its parts."""

    __slots__ = ("end", "key", "parts", "start", "value")

    def __init__(self, key: int, start: int, end: int) -> None:
        self.key = key
        self.start = start
        self.end = end
        self.value: str | None = None  # of text
        self.parts: dict[str | int, Place] = {}

    def at(self, loc: Loc) -> Place:
        """The deepest part of `loc` that the file has; names in it that are pydantic's own are passed over."""
        here = self
        for part in loc:
            here = here.parts.get(part, here)
        return here


class Twice(NamedTuple):
    """A key that is given twice, with where it stands again and where it stood first."""

    name: str
    again: int
    first: int


class _Key(NamedTuple):
    """A key that waits for its value."""

    name: str
    at: int


class Places:
    """The places in a text, as far as it can be read."""

    def __init__(self, text: str) -> None:
        self.root = Place(0, 0, len(text))
        self.last: Place | None = None  # the value that was read last
        self.twice: list[Twice] = []
        self.around: list[Place] = []  # the containers left open where reading stopped, innermost last
        with contextlib.suppress(yaml.YAMLError):
            self._walk(PARSER(text))

    def _walk(self, parser: Any) -> None:
        scalar, alias = yaml.ScalarEvent, yaml.AliasEvent
        start_map, start_list = yaml.MappingStartEvent, yaml.SequenceStartEvent
        end_map, end_list, end = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.StreamEndEvent
        around = self.around
        maps: list[bool] = []  # of each container around
        keys: list[_Key | None] = []  # of each mapping around, the key that waits for its value
        get = parser.get_event
        while (kind := (event := get()).__class__) is not end:
            if kind is end_map or kind is end_list:
                self.last = around.pop()
                self.last.end = event.end_mark.index
                maps.pop()
                keys.pop()
                continue
            starts = kind is start_map or kind is start_list
            if not (starts or kind is scalar or kind is alias):
                continue
            index = event.start_mark.index
            if maps and maps[-1] and keys[-1] is None:
                if starts:
                    return  # no key: the first pass stopped here, too, as it did where it is too deep
                keys[-1] = _Key(visible(event.value) if kind is scalar else "", index)
                continue
            if len(around) > DEEPEST:
                return
            place = Place(index, index, event.end_mark.index)
            self._hang(place, keys)
            if starts:
                around.append(place)
                maps.append(kind is start_map)
                keys.append(None)
            else:
                self.last = place
                if kind is scalar:
                    place.value = visible(event.value)

    def _hang(self, place: Place, keys: list[_Key | None]) -> None:
        """Put a place where it belongs; of a key given twice the first counts."""
        if not self.around:
            self.root = place
            return
        parts = self.around[-1].parts
        waiting = keys[-1]
        if waiting is None:
            parts[len(parts)] = place
            return
        keys[-1] = None
        name, place.key = waiting
        if name in parts:
            self.twice.append(Twice(name, place.key, parts[name].key))
        else:
            parts[name] = place
