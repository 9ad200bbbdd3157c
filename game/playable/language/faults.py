"""What is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from playable.language.characters import cells, visible
from playable.language.nearest import nearest

Severity = Literal["error", "warning", "note"]
FaultKind = tuple[str, Severity]  # of a fault: its code, and how bad it is
LISTED = 8  # words of a `one_of` that are told
EACH = 100  # faults of one kind that are told; nobody reads more


class Trouble(NamedTuple):
    """A fault inside one value: `at` is the offset in it, to be placed in its file by the reader."""

    code: str
    message: str
    at: int = 0
    suggestion: str | None = None
    severity: Severity = "error"


class TroubleAt(NamedTuple):
    """A trouble, and the character of its file at which it stands."""

    at: int
    trouble: Trouble


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
    excerpt: str = ""  # the line, or of a very long one what stands around the column
    skipped: int = 0  # characters of the line before the excerpt
    counts: int = 1  # how many faults it stands for

    def __post_init__(self) -> None:
        """Whoever prints a fault prints no author's text raw: only the excerpt is, and `sketch` shows that."""
        for name in ("message", "file", "suggestion"):
            text = getattr(self, name)
            if text and not text.isprintable():
                object.__setattr__(self, name, visible(text).replace("\n", "␊").replace("\t", "␉"))

    def as_json(self) -> dict[str, object]:
        """The form that `check --json` promises."""
        keys = ("code", "severity", "message", "file", "line", "column", "suggestion")
        return {key: getattr(self, key) for key in keys}

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        text = f"{place}: {self.severity}[{self.code}]: {self.message}{hint(self.suggestion)}"
        return f"{text}\n{self.sketch()}" if self.excerpt.strip() else text

    def sketch(self, width: int = 76) -> str:
        """The line with a caret under the column, cut to `width` around it."""
        column = max(0, self.column - 1 - self.skipped)
        first = max(0, column - width // 2) if len(self.excerpt) > width else 0
        shown = _flat(self.excerpt[first : first + width])
        before = _flat(self.excerpt[first:column])
        return f"    {shown}\n    {' ' * sum(map(cells, before))}^"


class StoryFaults(Exception):
    """A story that cannot be loaded, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def some_of_each_kind(faults: list[Fault], untold: Mapping[FaultKind, int], all_met: bool = True) -> list[Fault]:
    """The first of each kind, and after the last of them one that counts the others; not `all_met`: there are more."""
    told: dict[FaultKind, list[Fault]] = {}
    for fault in faults:
        told.setdefault((fault.code, fault.severity), []).append(fault)
    kept = [fault for of_kind in told.values() for fault in of_kind[:EACH]]
    for kind, of_kind in told.items():
        if count := max(0, len(of_kind) - EACH) + untold.get(kind, 0):
            last = of_kind[min(EACH, len(of_kind) - 1)]
            message = f"and {'' if all_met else 'at least '}{count:,} more of this kind, from here on"
            kept.append(replace(last, message=message, suggestion=None, counts=count))
    return sorted(kept, key=lambda f: (f.file, f.line, f.column))


def unknown(what: str, name: str, known: Iterable[str], at: int = 0, patient: bool = True) -> Trouble:
    """The trouble of a name that is not among the known; `patient` as for `nearest`."""
    return Trouble(f"unknown-{what}", f"there is no {what} `{short(name)}`", at, nearest(name, known, patient=patient))


def hint(suggestion: str | None) -> str:
    """What a message ends with where something was probably meant."""
    return f". Did you mean `{suggestion}`?" if suggestion else ""


def short(text: str) -> str:
    """Author's text, cut to what a message can hold."""
    return text if len(text) <= 60 else text[:57] + "…"


def some(words: Iterable[str]) -> str:
    """The first words of those there are, each once, and how many more: as much as a message can hold."""
    known = list(dict.fromkeys(words))
    told = [f"`{short(word)}`" for word in known[:LISTED]]
    return ", ".join(told) + (f" and {len(known) - LISTED:,} more" if len(known) > LISTED else "")


def _flat(text: str) -> str:
    return visible(text).replace("\n", " ").replace("\t", " ")
