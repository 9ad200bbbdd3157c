"""The names a story declares, collected before anything else is checked, from whatever shape the files are in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from game.language.faults import Trouble, unknown

MOST_VALUES = 1000  # of one range
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
    terms: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    has_ledger: bool = False
    hidden: set[str] = field(default_factory=set)  # keys that a syntax error hides: they may be any of the above
    parsed: dict[tuple[object, ...], Any] = field(default_factory=dict)  # what was parsed and typed in this load

    def missing(self, kind: str, name: str, at: int = 0) -> list[Trouble]:
        """The trouble of a name that nothing declares, as a list of one or none."""
        table: set[str] = getattr(self, _TABLES[kind])
        if name in table or (self.hidden and name.rpartition(".")[2] in self.hidden):
            return []
        return [unknown(kind, name, table, at)]


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
}

Raw = Mapping[str, Any]


def mapping(value: object) -> dict[str, Any]:
    """`value` if it is a mapping, else an empty one: for reading files that may be faulty."""
    return value if isinstance(value, dict) else {}


def collect(sections: Raw) -> Names:
    """The names in a story's merged sections; faulty parts are passed over in silence."""
    names = Names()
    for variable, raw in mapping(sections.get("state")).items():
        names.variables[variable] = domain(raw)
        if mapping(raw).get("bands"):
            names.banded.add(variable)
    names.people = set(mapping(sections.get("people")))
    names.terms = set(mapping(sections.get("glossary")))
    names.decks = set(mapping(sections.get("decks")))
    names.claims = set(mapping(sections.get("claims")))
    names.has_ledger = "claims" in sections
    nodes = mapping(sections.get("nodes"))
    names.nodes = set(nodes)
    for node, raw in nodes.items():
        raw = mapping(raw)
        if "ending" in raw:
            names.endings.add(node)
        for part, table in (("choices", names.choices), ("chance", names.chances), ("briefings", names.briefings)):
            table.update(f"{node}.{name}" for name in mapping(raw.get(part)))
    return names


def domain(raw: object) -> Domain | None:
    """The values a declared variable can have, or None where the declaration does not say."""
    declared = mapping(raw)
    words = declared.get("one_of")
    bounds = declared.get("range")
    if isinstance(words, list):
        return OneOf(tuple(words)) if words and all(isinstance(w, str) for w in words) else None
    if isinstance(bounds, list):
        whole = [int(b) for b in bounds if isinstance(b, str) and WHOLE.fullmatch(b)]
        if len(whole) == len(bounds) == 2 and 0 <= whole[1] - whole[0] < MOST_VALUES:
            return Range(*whole)
        return None
    if "range" not in declared and "one_of" not in declared and declared.get("start") in ("true", "false"):
        return Flag()
    return None


def words_of(name: str, names: Names) -> tuple[str, ...]:
    """The words that `here` and `ending` can have."""
    return tuple(sorted(names.nodes)) if name == "here" else (*sorted(names.endings), "none")
