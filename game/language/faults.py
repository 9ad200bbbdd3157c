"""What is wrong, where, and what to do about it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]
MANY = 2_000  # names; past that a search for the nearest costs more than it helps


class Trouble(NamedTuple):
    """A fault inside one value: `at` is the offset in it, to be placed in its file by the reader."""

    code: str
    message: str
    at: int = 0
    suggestion: str | None = None


class Troubles(ValueError):
    """Raised by a check of one value, with everything that is wrong with it."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self.troubles = list(troubles)
        super().__init__("; ".join(t.message for t in self.troubles))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a story. Lines and columns count from 1; 0 where a whole file is meant."""

    code: str
    message: str
    file: str
    line: int = 0
    column: int = 0
    suggestion: str | None = None
    severity: Severity = "error"
    excerpt: str = ""

    def as_json(self) -> dict[str, object]:
        """The form that `check --json` promises."""
        keys = ("code", "severity", "message", "file", "line", "column", "suggestion")
        return {k: getattr(self, k) for k in keys}

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f" Did you mean `{self.suggestion}`?" if self.suggestion else ""
        text = f"{place}: {self.severity}[{self.code}]: {self.message}{hint}"
        return f"{text}\n{self.sketch()}" if self.excerpt.strip() else text

    def sketch(self, width: int = 76) -> str:
        """The line with a caret under the column, cut to `width` around it."""
        first = max(0, self.column - width // 2) if len(self.excerpt) > width else 0
        shown = visible(self.excerpt[first : first + width].replace("\t", " "))
        before = visible(self.excerpt[first : self.column - 1].replace("\t", " "))
        cells = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
        return f"    {shown}\n    {' ' * cells}^"


class StoryFaults(Exception):
    """A story that cannot be loaded, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None where none is near."""
    names = list(known)
    if len(name) > 80 or len(names) > MANY:
        return None
    found = difflib.get_close_matches(name, names, 1, 0.6)
    return found[0] if found else None


def unknown(what: str, name: str, known: Iterable[str], at: int = 0) -> Trouble:
    """The trouble of a name that is not among the known."""
    shown = name if len(name) <= 60 else name[:57] + "…"
    return Trouble(f"unknown-{what}", f"there is no {what} `{shown}`", at, nearest(name, known))


def visible(text: str) -> str:
    """`text` with each character that could style or break a terminal shown as a sign."""
    return text if text.isprintable() else "".join(map(_sign, text))


def _sign(c: str) -> str:
    code = ord(c)
    if c in "\n\t" or c.isprintable():
        return c
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\u200c\u200d\u00ad":
        return f"⟨{code:04X}⟩"
    return c
