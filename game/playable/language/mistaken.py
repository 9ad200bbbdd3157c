"""Prose and expressions that YAML read as something else without a word: commas in brackets, `: `, `[sic]`."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import ErrorDetails

from playable.language.faults import Trouble
from playable.language.places import Loc, Place
from playable.language.source import Source
from playable.language.traps import CURE, PROSE, TITLES, ended_by_comma, starts_prose

_ID = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_TAGS = frozenset(("plain text", "list of texts", "text with when"))  # of the models' unions, not of the file


class Mistaken:
    """The traps in one file, as they show in what its validation met."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spoilt: set[Loc] = set()  # what is wrong below these follows from the trap

    def spoiled(self, loc: Loc) -> bool:
        """Does what is wrong at `loc` follow from a trap?"""
        loc = _of_file(loc)
        return any(loc[:i] in self.spoilt for i in range(1, len(loc) + 1)) if self.spoilt else False

    def prose(self, detail: ErrorDetails) -> tuple[int, Trouble] | None:
        """The place and the trouble of a trap, where `detail` shows one."""
        full: Loc = detail["loc"]
        loc, value = _of_file(full), detail["input"]
        if not loc or self.spoiled(loc):
            return None
        place, around = self.source.place(loc), self.source.place(loc[:-1])
        opening = self.source.text[around.start : around.start + 1]
        if detail["type"] == "extra_forbidden" or (value == "" and isinstance(loc[-1], str)):
            if value == "" and opening == "{":
                return self._comma_or_brace(loc, place, around)
            if detail["type"] == "extra_forbidden" and "text with when" in full[-2:-1]:
                return self._colon(loc, place, around)
            if value == "" and loc[-1] in PROSE | TITLES:
                return self._comment(loc, place)
        if isinstance(value, dict | list) and loc[-1] in PROSE | TITLES and _wants_text(detail):
            return self._no_text(loc, place, value)
        if isinstance(loc[-1], int) and opening == "[" and isinstance(value, str) and _unbalanced(value):
            return self._comma_in_list(loc, place, around)
        return None

    def _comma_or_brace(self, loc: Loc, place: Place, around: Place) -> tuple[int, Trouble] | None:
        """`{text: Well, no}` and `text: {trust}`."""
        text = self.source.text
        before = text[around.start : place.key].rstrip()
        if before.endswith(","):
            keys = list(around.parts)
            self.spoilt |= {loc, (*loc[:-1], keys[keys.index(loc[-1]) - 1])}
            return place.key, ended_by_comma("{")
        if before == "{" and len(loc) > 1 and place.start >= place.key and ":" not in text[place.key : place.end + 1]:
            self.spoilt.add(loc[:-1])
            return around.start, starts_prose("{")
        return None

    def _colon(self, loc: Loc, place: Place, around: Place) -> tuple[int, Trouble] | None:
        """`- He said: no`, which is a mapping."""
        if _ID.fullmatch(str(loc[-1])):
            if all(k not in ("when", "text", "do") for k in around.parts):
                self.spoilt |= {(*loc[:-1], key) for key in ("when", "text", "do")}
            return None
        self.spoilt.add(loc[:-1])
        index = self.source.text.find(":", place.key + len(str(loc[-1])))
        return index, Trouble("prose-colon", f"`: ` inside plain prose reads as a key{CURE}")

    def _comment(self, loc: Loc, place: Place) -> tuple[int, Trouble] | None:
        """`text: # 5`."""
        rest = re.compile(r":[ \t]+(#)").search(self.source.text, place.key, place.key + 200)
        if rest is None or "\n" in self.source.text[place.key : rest.start()]:
            return None
        self.spoilt.add(loc)
        return rest.start(1), Trouble("prose-comment", f"` #` begins a comment, and nothing else stands here{CURE}")

    def _no_text(self, loc: Loc, place: Place, value: Any) -> tuple[int, Trouble] | None:
        """`label: [sic]`, `label: {trust}`, and a key on a line of its own."""
        opening = self.source.text[place.start]
        if opening in "[{":
            self.spoilt.add(loc)
            return place.start, starts_prose(opening)
        if isinstance(value, dict) and value and not _ID.fullmatch(key := next(iter(value))):
            self.spoilt.add(loc)
            index = self.source.text.find(":", place.start + len(key))
            return index, Trouble("prose-colon", f"`: ` inside plain prose reads as a key{CURE}")
        return None

    def _comma_in_list(self, loc: Loc, place: Place, around: Place) -> tuple[int, Trouble]:
        """`[trust += min(1, 2)]`, of which YAML makes two items."""
        depth, last = 0, int(loc[-1])
        while last in around.parts:
            self.spoilt.add((*loc[:-1], last))
            item = around.parts[last].value or ""
            depth += item.count("(") - item.count(")")
            if depth <= 0:
                break
            last += 1
        return place.end, ended_by_comma("[")


def _of_file(loc: Loc) -> Loc:
    return tuple(part for part in loc if part not in _TAGS and part != "[key]")


def _wants_text(detail: ErrorDetails) -> bool:
    return detail["type"] in ("value_error", "string_type", "union_tag_invalid", "union_tag_not_found")


def _unbalanced(value: str) -> bool:
    return value.count("(") > value.count(")")
