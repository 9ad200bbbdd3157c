"""The names a story declares, collected before anything else is checked, from whatever shape the files are in."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from playable.language.faults import Trouble, unknown
from playable.language.reading.unfinished import Unfinished

MOST_VALUES = 1000  # of one range
PATIENCE = 50_000  # names looked at, in one load, for what an unknown one may have meant
SEARCHES = 400_000  # letters, squared, of all unknown names for which another is looked for at all
Tone = Literal["disaster", "loss", "stalemate", "gain", "triumph"]
TONES: tuple[Tone, ...] = get_args(Tone)  # of endings, the worst first
PRESENT = ("here", "ending", "tone")  # words of theses and playthroughs: where play stands, and what it came to
WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both counted."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class OneOf:
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    pass


Domain = Range | OneOf | Flag


@dataclass
class Names:
    """What can be referred to. A variable whose declaration is faulty has no domain: nothing is said of its use."""

    variables: dict[str, Domain | None] = field(default_factory=dict)
    banded: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    chances: set[str] = field(default_factory=set)
    briefings: set[str] = field(default_factory=set)
    decks: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    called: dict[str, str] = field(default_factory=dict)  # people by their names
    terms: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    policies: set[str] = field(default_factory=set)
    has_ledger: bool = False
    hidden: set[str] = field(default_factory=set)  # keys that could not be read: they may be any of the above
    cut_off: set[str] = field(default_factory=set)  # the beginnings of others
    vague: set[str] = field(default_factory=set)  # kinds, and nodes, of which not everything could be read
    blind: bool = False  # a whole file could not be read: anything may be in it
    parsed: dict[Hashable, Any] = field(default_factory=dict)  # what was parsed and typed in this load, kept by `check`
    patience: int = PATIENCE
    searches: int = SEARCHES
    told_no_ledger: bool = False  # once is enough

    def missing(self, kind: str, name: str, at: int = 0) -> list[Trouble]:
        """The trouble of a name that nothing declares, as a list of one or none."""
        table: set[str] = getattr(self, _TABLES[kind])
        if name in table or self.may_have(kind, name):
            return []
        self.patience -= len(table)
        self.searches -= len(name) ** 2
        return [unknown(kind, name, table if self.searches > 0 else (), at, patient=self.patience > 0)]

    def may_have(self, kind: str, name: str) -> bool:
        """May there be such a name where nothing could be read?"""
        owner, _, part = name.rpartition(".")
        if self.blind or part in self.hidden or kind in self.vague or owner in self.vague:
            return True
        return bool(self.cut_off) and any(part[:n] in self.cut_off for n in range(1, len(part) + 1))


_TABLES = {
    "variable": "variables",
    "node": "nodes",
    "ending": "endings",
    "choice": "choices",
    "chance": "chances",
    "briefing": "briefings",
    "deck": "decks",
    "person": "people",
    "term": "terms",
    "claim": "claims",
    "policy": "policies",
}

_SECTIONS = {
    "state": "variable",
    "nodes": "node",
    "decks": "deck",
    "people": "person",
    "glossary": "term",
    "claims": "claim",
    "policies": "policy",
}

Sections = Mapping[str, Any]  # of all files, as they were typed


def mapping(value: object) -> dict[str, Any]:
    """`value` if it is a mapping, else an empty one: for reading files that may be faulty."""
    return value if isinstance(value, dict) else {}


def collect(sections: Sections, hidden: Set[str], unfinished: Unfinished, vague: Container[str]) -> Names:
    """The names in a story's merged sections; faulty parts are passed over in silence.

    `hidden`: names that may be declared where nothing could be read; `vague`: sections that are no mappings somewhere.
    """
    names = Names(hidden=set(hidden))
    for section, kind in _SECTIONS.items():
        declared = sections.get(section)
        if section in vague:
            names.vague.update({kind} if section != "nodes" else {kind, "choice", "chance", "briefing", "ending"})
        getattr(names, _TABLES[kind]).update(dict.fromkeys(mapping(declared)))
    for variable, raw in mapping(sections.get("state")).items():
        unsure = variable in hidden or raw in unfinished or mapping(raw).get("one_of") in unfinished
        names.variables[variable] = None if unsure else domain(raw)
        if mapping(raw).get("bands"):
            names.banded.add(variable)
    people = {person: mapping(raw).get("name") for person, raw in mapping(sections.get("people")).items()}
    names.called = {person: name for person, name in people.items() if isinstance(name, str)}
    names.has_ledger = "claims" in sections
    tables = (("choices", names.choices), ("chance", names.chances), ("briefings", names.briefings))
    for node, raw in mapping(sections.get("nodes")).items():
        if not isinstance(raw, dict) or node in hidden:
            names.vague.add(node)
            raw = mapping(raw)
        if "ending" in raw:
            names.endings.add(node)
        for part, table in tables:
            if part in raw:
                parts = raw[part]
                if isinstance(parts, dict):
                    table.update([f"{node}.{name}" for name in parts])
                else:
                    names.vague.add(node)
    return names


def domain(raw: object) -> Domain | None:
    """The values a declared variable can have, or None where the declaration does not say."""
    declared = mapping(raw)
    words, bounds = declared.get("one_of"), declared.get("range")
    if isinstance(words, list) and "range" not in declared:
        return OneOf(tuple(words)) if words and all(isinstance(w, str) for w in words) else None
    if isinstance(bounds, list) and "one_of" not in declared:
        whole = [int(b) for b in bounds if isinstance(b, str) and WHOLE.fullmatch(b)]
        if len(whole) == len(bounds) == 2 and 0 <= whole[1] - whole[0] < MOST_VALUES:
            return Range(*whole)
        return None
    if "range" not in declared and "one_of" not in declared and declared.get("start") in ("true", "false"):
        return Flag()
    return None


def words_of(name: str, names: Names) -> tuple[str, ...]:
    """The words that one of `PRESENT` can have."""
    if name == "here":
        return tuple(sorted(names.nodes))
    return (*(TONES if name == "tone" else sorted(names.endings)), "none")
