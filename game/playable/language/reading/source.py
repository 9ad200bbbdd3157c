"""A YAML file becomes plain mappings, lists and text, and every place in it can be found again."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from playable.language.characters import visible
from playable.language.faults import Fault, FaultKind, Trouble, short
from playable.language.reading.construct import Unreadable, construct
from playable.language.reading.offsets import beginning, offsets
from playable.language.reading.places import Loc, Place, Places
from playable.language.reading.recovery import CutOut, recovered, why

LARGEST = 32 * 1024 * 1024  # bytes of one file
LONGEST_EXCERPT = 400  # characters
MOST = 1_000  # faults of one kind that are looked at one by one

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY = re.compile(r"(?:^|[{,])[ \t-]*['\"]?([A-Za-z_][A-Za-z0-9_]*)['\"]?[ \t]*:", re.MULTILINE)


class Position(NamedTuple):
    """Of a character in a file; both count from 1."""

    line: int
    column: int


class Source:
    """One file: its text, its data (a mapping, empty where it could not be read) and the faults met in reading."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.untold: Counter[FaultKind] = Counter()  # faults that are only counted, by kind
        self._noted: Counter[FaultKind] = Counter()
        self.data: dict[str, Any] = {}
        self.hidden: set[str] = set()  # keys in what could not be read
        self.cut_off: set[str] = set()  # keys that end before their `:`, and perhaps too early
        self.twice: set[str] = set()  # keys given twice: only the first is read
        self.limit = len(text) + 1  # character offset from which on a syntax error makes everything doubtful
        self.spoilt: Place | None = None  # a value that a syntax error made another than was meant
        self.text = text.removeprefix("\ufeff")
        constructed = construct(self.text)
        if isinstance(constructed.stopped, yaml.reader.ReaderError | UnicodeEncodeError):
            self._show_controls()
            constructed = construct(self.text)
        self._read = self.text  # what of the text is read
        cuts: list[CutOut] = []
        if constructed.stopped:
            self._read, cuts, told, untold = recovered(self.text)
            constructed = construct(self._read, {cut.sign for cut in cuts if cut.sign is not None})
            for one in told:
                self.fault_at(*one)
            if untold:
                self.untold[told[-1].trouble.code, "error"] += untold
        for noted in constructed.noted:
            self.fault_at(*noted)
        self.unfinished = constructed.unfinished
        self._heads = constructed.heads
        for cut in cuts:
            self._hide(cut, constructed.root)
        if constructed.doubled:
            self._doubled()
        if constructed.stopped:
            self._give_up(constructed.stopped)
        if isinstance(constructed.root, dict):
            self.data = constructed.root
        elif not self.faults:
            empty = constructed.root in (None, "")
            message = "the file is empty" if empty else "a story file is a mapping of sections: story, state, nodes, …"
            self.fault_at(0, Trouble("empty-file" if empty else "not-a-mapping", message))

    def fault_at(self, index: int, trouble: Trouble) -> None:
        """Note a trouble at a character offset."""
        kind = trouble.code, trouble.severity
        self._noted[kind] += 1
        if self._noted[kind] > MOST:
            self.untold[kind] += 1
        else:
            self.faults.append(self.fault(index, trouble))

    def fault(self, index: int, trouble: Trouble) -> Fault:
        """A trouble placed in this file."""
        line, column = self.position(index)
        start = self._starts[line - 1]
        skipped = max(0, column - LONGEST_EXCERPT // 2) if column > LONGEST_EXCERPT // 2 else 0
        ends = self._starts[line] if line < len(self._starts) else len(self.text)
        excerpt = self.text[start + skipped : min(ends, start + skipped + LONGEST_EXCERPT)].rstrip("\r\n")
        return Fault(
            code=trouble.code,
            message=trouble.message,
            file=self.name,
            line=line,
            column=column,
            suggestion=trouble.suggestion,
            severity=trouble.severity,
            excerpt=excerpt,
            skipped=skipped,
        )

    def position(self, index: int) -> Position:
        """The line and the column of a character offset."""
        line = bisect_right(self._starts, index)
        return Position(line, min(index, len(self.text)) - self._starts[line - 1] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        lines = self.text.replace("\r\n", " \n").replace("\r", "\n").split("\n")  # each as long as it was
        return [0, *accumulate(len(line) + 1 for line in lines[:-1])]

    @cached_property
    def _places(self) -> Places:
        return Places(self._read)

    def place(self, loc: Loc) -> Place:
        """Where the deepest part of `loc` that the file has stands."""
        return self._places.root.at(loc)

    def key_index(self, loc: Loc) -> int:
        """The character at which the key of the deepest part of `loc` that the file has begins."""
        head = self._heads.get(loc)
        return self.place(loc).key if head is None else head

    def index_in(self, loc: Loc, offset: int) -> int:
        """The character at which offset `offset` of the value at `loc` stands, through quotes, folds and escapes."""
        place = self.place(loc)
        if place.value is None:
            return place.start
        if not offset:
            return beginning(self.text, place.start, place.end)
        if self._last_offsets[0] is not place:
            self._last_offsets = place, offsets(self.text, place.start, place.end, place.value)
        ends = self._last_offsets[1]
        return ends[min(offset, len(ends) - 1)]

    _last_offsets: tuple[Place | None, list[int]] = (None, [])

    def rename(self, loc: Loc, key: str, meant: str) -> bool:
        """Read a misspelt key of the mapping at `loc` as the one that was meant; False where that is there already."""
        here: Any = self.data
        for part in loc:
            here = _inside(here, part)
        if not isinstance(here, dict) or key not in here or meant in here:
            return False
        items = [(meant if k == key else k, v) for k, v in here.items()]
        here.clear()
        here.update(items)
        parts = self.place(loc).parts
        if key in parts:
            parts[meant] = parts[key]
        return True

    def _show_controls(self) -> None:
        """Each character that YAML does not allow becomes a sign of the same length, and is noted."""
        for match in _FORBIDDEN.finditer(self.text):
            message = f"{visible(match[0])} (U+{ord(match[0]):04X}) is a control character, and belongs in no text file"
            self.fault_at(match.start(), Trouble("bad-character", message))
        self.text = _FORBIDDEN.sub(lambda m: visible(m[0]) if m[0] < " " or m[0] == "\x7f" else "\ufffd", self.text)

    def _doubled(self) -> None:
        for one in self._places.twice:
            self.twice.add(one.name)
            first = f"first in line {self.position(one.first).line}"
            message = f"`{short(one.name)}` is given twice here, {first}; YAML would silently keep the last"
            self.fault_at(one.again, Trouble("duplicate-key", message))

    def _hide(self, cut: CutOut, root: Any) -> None:
        """What was cut out may declare names; where it had no key, what it stood in may have had any other."""
        text = self.text[cut.start : cut.end]
        self.hidden |= keys_in(text)
        if cut.sign is None:
            here = root
            for part in cut.loc:
                here = _inside(here, part)
            self.unfinished.add(here)
            if word := re.fullmatch(r"[ \t-]*['\"]?([A-Za-z_][A-Za-z0-9_]*)\s*", text.split("\n", 1)[0]):
                self.cut_off.add(word[1])

    def _give_up(self, stopped: Unreadable) -> None:
        """Note why reading stopped all the same, and what may stand in the rest."""
        stop = why(self._read, stopped)
        self.limit = stop.at
        at = self.position(stop.at)
        self.faults = [f for f in self.faults if (f.line, f.column) != at]  # this says more
        trouble = stop.trouble._replace(message=f"{stop.trouble.message} (the rest of the file is not read)")
        self.fault_at(stop.at, trouble)
        last = self._places.last
        if last and stop.at >= last.start:
            self.spoilt = last
        self.hidden |= keys_in(self.text, stop.at)


def _inside(here: Any, part: str | int) -> Any:
    """A part of a mapping or a list; itself, where it has no such part: it is a name of pydantic's own."""
    if isinstance(here, list):
        return here[part] if isinstance(part, int) and part < len(here) else here
    return here.get(part, here) if isinstance(here, dict) else here


def keys_in(text: str, start: int = 0) -> set[str]:
    """What looks like a key in a text that cannot be read."""
    return set(_KEY.findall(text, start))


def read(path: Path, name: str) -> Source | Fault:
    """The file at `path`, called `name` in faults; a Fault where it may not or cannot be read."""
    raw = _bytes(path, name)
    if isinstance(raw, Fault):
        return raw
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault("not-utf8", "this is UTF-16 text; save the file as UTF-8", name, 1, 1)
    if b"\0" in raw:
        at = raw.index(b"\0")
        return Fault("binary", "this is no text file: there is a zero byte in it", name, *_position(raw, at))
    try:
        return Source(name, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        fault = Fault("not-utf8", "this is not UTF-8 text; save the file as UTF-8", name, *_position(raw, error.start))
    text = raw.decode("utf-8", "replace")
    if text.count("\ufffd") > 1 + len(text) // 100:
        return fault
    source = Source(name, text)  # a few wrong characters hide nothing else
    source.faults.append(fault)
    return source


def _bytes(path: Path, name: str) -> bytes | Fault:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        if path.is_symlink():
            return Fault("link", "this is a link; only regular files inside the story are opened", name)
        return Fault("unreadable", f"cannot be opened: {getattr(error, 'strerror', error)}", name)
    known = os.fstat(handle)
    if not stat.S_ISREG(known.st_mode):
        os.close(handle)
        return Fault("not-a-file", "this is no regular file, and nothing else is opened", name)
    with os.fdopen(handle, "rb") as file:
        try:
            raw = file.read(min(known.st_size, LARGEST) + 1) or b""  # so much is set aside at once
        except OSError as error:
            return Fault("unreadable", f"cannot be read: {error.strerror}", name)
    if len(raw) > LARGEST:
        return Fault("too-large", f"more than {LARGEST // 2**20} MiB, the most that a file may have", name)
    return raw


def _position(raw: bytes, at: int) -> Position:
    start = raw.rfind(b"\n", 0, at) + 1
    return Position(raw.count(b"\n", 0, at) + 1, len(raw[start:at].decode("utf-8", "replace")) + 1)
