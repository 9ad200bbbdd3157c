"""A YAML file becomes plain mappings, lists and text, and every place in it can be found again.

PyYAML's C parser reads; its events are built by hand here, so that keys given twice, aliases, tags and other
traps are seen, nothing is executed or multiplied, and every scalar stays the text that was typed.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from game.language.faults import Fault, Trouble, visible
from game.language.traps import cure_of

LARGEST = 32 * 1024 * 1024  # bytes of one file
DEEPEST = 40  # mappings and lists inside each other
PROSE_KEYS = frozenset("about because essay history label locked name objection outcome outside says text title".split())

_RISKY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\\]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY = re.compile(r"(?:^|[{,])[ \t-]*([a-z][a-z0-9_]*)[ \t]*:", re.MULTILINE)
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Loc = tuple[str | int, ...]


class Spot(NamedTuple):
    """Where a value stands: character offsets of its key (or itself), its start and its end."""

    key: int
    start: int
    end: int


class _Stop(Exception):
    """The rest of the file, from a character offset on, is not read."""

    def __init__(self, index: int) -> None:
        self.index = index


class Source:
    """One file: its text, its data (a mapping, empty where it could not be read) and the faults met in reading."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text.removeprefix("\ufeff")
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        self.open: set[int] = set()  # ids of the containers that a syntax error left unfinished
        self.hidden: set[str] = set()  # keys in the text that a syntax error hides
        build = _Build(self, marked=False)
        try:
            build.document()
        except (_Stop, yaml.YAMLError) as error:
            index = self._unreadable(error)
            self.open = {id(c) for c in (build.here, *(frame[0] for frame in build.stack))}
            self.hidden = set(_KEY.findall(self.text, index))
        root = build.root
        if isinstance(root, dict):
            self.data = root
        elif not self.faults:
            empty = root in (None, "")
            self.fault_at(0, "empty-file" if empty else "not-a-mapping",
                          "the file is empty" if empty else "a story file is a mapping of sections: story, state, nodes, …")

    def fault_at(self, index: int, code: str, message: str, **more: Any) -> None:
        """Note a fault at a character offset."""
        self.faults.append(self.fault(index, Trouble(code, message), **more))

    def fault(self, index: int, trouble: Trouble, **more: Any) -> Fault:
        """A trouble placed in this file."""
        line, column = self.line_column(index)
        return Fault(trouble.code, trouble.message, self.name, line, column, trouble.suggestion,
                     excerpt=self.line(line), **more)

    def line_column(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character offset."""
        index = min(index, len(self.text))
        return self.text.count("\n", 0, index) + 1, index - self.text.rfind("\n", 0, index)

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        return self.lines[number - 1].rstrip("\r") if number <= len(self.lines) else ""

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def spot(self, loc: Loc) -> Spot:
        """Where the deepest part of `loc` that the file has stands."""
        root, spots = self._marked
        here: Any = root
        spot = Spot(0, 0, 0)
        for part in loc:
            if isinstance(here, dict | list):
                table = spots.get(id(here), {})
                if part in table:
                    spot = table[part]
                    here = here[part]  # type: ignore[index]
        return spot

    def index_in(self, loc: Loc, offset: int) -> int:
        """The character at which offset `offset` of the value at `loc` stands, through quotes, folds and escapes."""
        spot = self.spot(loc)
        value = self._value(loc)
        if not isinstance(value, str) or not offset:
            return spot.start + (1 if isinstance(value, str) and self.text[spot.start : spot.start + 1] in ("'", '"') else 0)
        at = spot.start
        for i, c in enumerate(value[: offset + 1]):
            if c in " \n":
                if i == offset:
                    return at
                continue  # folds change white space: the next real character finds its place
            found = self.text.find(c, at, spot.end)
            if found < 0:
                return spot.start
            at = found if i == offset else found + 1
        return at

    def _value(self, loc: Loc) -> object:
        here: Any = self._marked[0]
        for part in loc:
            if isinstance(here, dict | list) and part in self._marked[1].get(id(here), {}):
                here = here[part]  # type: ignore[index]
        return here

    @cached_property
    def _marked(self) -> tuple[object, dict[int, dict[str | int, Spot]]]:
        """The file built once more with every place noted: only a file with a fault pays for it."""
        build = _Build(self, marked=True)
        with contextlib.suppress(_Stop, yaml.YAMLError):
            build.document()
        return build.root, build.spots

    def _unreadable(self, error: Exception) -> int:
        """Note why reading stopped; the offset from which nothing is read."""
        if isinstance(error, _Stop):
            return error.index
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        if mark is None:
            bad = _FORBIDDEN.search(self.text)
            index = bad.start() if bad else 0
            self.fault_at(index, "bad-character", "a character that YAML does not allow; the rest of the file is not read")
            return index
        line, column = self.line_column(mark.index)
        cure = cure_of(self.lines, line, column)
        if cure is not None:
            self.fault_at(cure.index_of(self.lines), cure.code, cure.message)
        else:
            problem = visible(getattr(error, "problem", None) or "this is no YAML")
            self.fault_at(mark.index, "yaml-syntax", f"{problem}; the rest of the file is not read")
        return int(mark.index)


class _Build:
    """One pass over the parser's events."""

    def __init__(self, source: Source, marked: bool) -> None:
        self.source = source
        self.noting = not marked  # faults are noted in the first pass alone
        self.marked = marked
        self.spots: dict[int, dict[str | int, Spot]] = {}
        self.root: object = None
        self.here: Any = None  # the container being filled
        self.stack: list[Any] = []

    def document(self) -> object:
        """The data of the one document, None where there is none. Raises YAMLError or _Stop."""
        text = self.source.text
        parser = _PARSER(text)
        get = parser.get_event
        risky = bool(_RISKY.search(text))
        comments = self.noting and " #" in text
        marked, spots = self.marked, self.spots
        scalar, start_map, start_list = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        end_map, end_list = yaml.MappingEndEvent, yaml.SequenceEndEvent
        stack, here = self.stack, self.here
        key: Any = None  # in a mapping, the key that waits for its value
        skip: Any = None  # in place of a key: its value is read and dropped
        key_at = 0
        done = False
        while True:
            event = get()
            kind = event.__class__
            if kind is scalar:
                value: Any = event.value
                if event.anchor or event.tag:
                    self.trap(event)
                if risky:
                    value = visible(value)
                if comments and not event.style and text[event.end_mark.index : event.end_mark.index + 1] == " ":
                    self.comment(event, key if here.__class__ is dict else stack[-1][1] if stack else None, value)
            elif kind is start_map or kind is start_list:
                value = {} if kind is start_map else []
                if event.anchor or event.tag:
                    self.trap(event)
                if len(stack) >= DEEPEST:
                    self.stop(event.start_mark.index, "too-deep", f"mappings and lists nested more than {DEEPEST} deep")
            elif kind is end_map or kind is end_list:
                closed = here
                here, key, skip, key_at = stack.pop()
                self.here = here
                if marked and here is not None:
                    self.close(closed, event.end_mark.index, here)
                continue
            elif kind is yaml.AliasEvent:
                self.trap(event)
                value = ""
            elif kind is yaml.DocumentStartEvent:
                if done:
                    self.stop(event.start_mark.index, "second-document", "a story file is one YAML document; this starts a second")
                done = True
                continue
            elif kind is yaml.StreamEndEvent:
                return self.root
            else:
                continue

            # a value, or a key, has begun
            if here is None:
                self.root = value
                if marked:
                    spots[0] = {"": Spot(0, 0, len(text))}
            elif here.__class__ is list:
                here.append(value)
                if marked:
                    begin = event.start_mark.index
                    spots.setdefault(id(here), {})[len(here) - 1] = Spot(begin, begin, event.end_mark.index)
            elif key is None and skip is None:
                if kind is not scalar:
                    self.stop(event.start_mark.index, "bad-key",
                              "a key must be plain text; does prose here begin with `[` or `{`? Put it in quotes or after `|`")
                key_at = event.start_mark.index
                if value == "<<" and not event.style:
                    self.note(key_at, "yaml-merge", "merge keys (`<<`) are not read: write the keys out")
                    skip = True
                elif value in here:
                    self.twice(key_at, value)
                    skip = True
                else:
                    key = value
                continue
            else:
                if skip is None:
                    here[key] = value
                    if marked:
                        spots.setdefault(id(here), {})[key] = Spot(key_at, event.start_mark.index, event.end_mark.index)
                key = skip = None
            if kind is start_map or kind is start_list:
                stack.append((here, key, skip, key_at))
                self.here = here = value
                key = skip = None

    def close(self, closed: Any, end: int, parent: Any) -> None:
        """A container's end is known when it closes."""
        table = self.spots.get(id(parent), {})
        last = next(reversed(table), None)
        if last is not None and parent[last] is closed:
            table[last] = table[last]._replace(end=end)

    def note(self, index: int, code: str, message: str, **more: Any) -> None:
        if self.noting:
            self.source.fault_at(index, code, message, **more)

    def stop(self, index: int, code: str, message: str) -> None:
        self.note(index, code, f"{message}; the rest of the file is not read")
        raise _Stop(index)

    def trap(self, event: Any) -> None:
        index = event.start_mark.index
        if event.__class__ is yaml.AliasEvent:
            self.note(index, "yaml-alias", "`*` begins a YAML alias, which is not read; prose that begins with `*` needs quotes or `|`")
        elif event.tag:
            self.note(index, "yaml-tag", "`!` begins a YAML tag, which is not read; prose that begins with `!` needs quotes or `|`")
        else:
            self.note(index, "yaml-anchor", "`&` begins a YAML anchor, which is not read; prose that begins with `&` needs quotes or `|`")

    def twice(self, index: int, key: str) -> None:
        if not self.noting:
            return
        line, _ = self.source.line_column(index)
        before = [n for n, text in enumerate(self.source.lines[: line - 1], 1) if re.match(rf"[\s{{,-]*['\"]?{re.escape(key)}['\"]?\s*:", text)]
        first = f", first in line {before[-1]}" if before else ""
        self.note(index, "duplicate-key", f"`{visible(key)}` is given twice here{first}; YAML would silently keep the last")

    def comment(self, event: Any, key: object, value: str) -> None:
        end = event.end_mark.index
        rest = self.source.text[end : end + 200].split("\n", 1)[0]
        if rest.lstrip(" ").startswith("#") and " " in value and key in PROSE_KEYS:
            index = end + len(rest) - len(rest.lstrip(" "))
            self.note(index, "prose-comment", "YAML drops the rest of this line as a comment; if it is prose, use quotes or `|`",
                      severity="warning")


def read(path: Path, name: str) -> Source | Fault:
    """The file at `path`, called `name` in faults; a Fault where it may not or cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if path.is_symlink():
            return Fault("link", "this is a link; only regular files inside the story are opened", name)
        return Fault("unreadable", f"cannot be opened: {error.strerror}", name)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return Fault("not-a-file", "only regular files are opened", name)
        if found.st_size > LARGEST:
            return Fault("too-large", f"{found.st_size:,} bytes; {LARGEST:,} at most", name)
        try:
            raw = file.read(LARGEST + 1)
        except OSError as error:
            return Fault("unreadable", f"cannot be read: {error.strerror}", name)
    if b"\0" in raw:
        return Fault("binary", "this is no text file: it has a zero byte", name)
    try:
        return Source(name, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        return Fault("not-utf8", "this is not UTF-8 text; save the file as UTF-8", name, line, column)


def files_of(story: Path) -> Iterator[tuple[Path, str]]:
    """The files of a story, `story.yaml` first, the others by path, each with the name that faults call it by.

    A folder, or the `story.yaml` in it, means the folder; any other file is a story by itself.
    """
    if story.name == "story.yaml" and story.is_file():
        story = story.parent
    if not story.is_dir():
        yield story, str(story)
        return
    yield story / "story.yaml", str(story / "story.yaml")
    for folder, folders, names in os.walk(story):
        folders[:] = sorted(f for f in folders if f != "playthroughs" and not f.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.endswith(".yaml") and path != story / "story.yaml":
                yield path, str(path)
