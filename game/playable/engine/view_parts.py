"""The parts of a view: what a player is shown, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from playable.engine.markup import Block, Spans
from playable.language.names import Range

Good = Literal["high", "low", "neither"]


@dataclass(frozen=True)
class Citation:
    """A claim of the ledger."""

    id: str
    paragraph: str
    kind: str
    says: str
    short: str = ""  # in a few words, where the ledger has them


@dataclass(frozen=True)
class Reason:
    """Why play came here and not elsewhere, and on what that leans: claims, or nothing (`outside`, of `source`)."""

    because: Spans
    cites: tuple[Citation, ...]
    outside: str | None
    source: str  # what the story calls what its claims are taken from


@dataclass(frozen=True)
class Change:
    """One change of a shown variable: from, to, why, and on what it leans: claims, or nothing (`outside`)."""

    variable: str
    name: str
    before: int
    after: int
    before_word: str
    after_word: str
    because: Spans
    cites: tuple[Citation, ...]
    outside: str | None
    source: str  # as for a reason
    meter: Meter

    @property
    def delta(self) -> int | None:
        """By how much a range moved; None for words and flags."""
        return self.after - self.before if self.meter.range else None


@dataclass(frozen=True)
class Meter:
    """One shown variable. `range` is None for words and flags; `last` is its move this turn."""

    id: str
    name: str
    value: int
    word: str
    range: Range | None
    good: Good
    about: str
    last: int = 0
    short: str = ""  # the name where there is little room

    @property
    def share(self) -> float:
        """How full a bar of it is, from 0 to 1."""
        if not self.range or self.range.low == self.range.high:
            return 0.0
        return (self.value - self.range.low) / (self.range.high - self.range.low)


@dataclass(frozen=True)
class Panel:
    """Meters under one heading."""

    heading: str
    meters: tuple[Meter, ...]


class Passage(NamedTuple):
    """One node's part of a page. `reasons` are of the ways that led to it, as far as they give one.

    `changes` are what coming here did to what is shown. They are told after the text, which says what happened.
    """

    node: str
    title: str
    date: str
    place: str
    blocks: tuple[Block, ...]
    cites: tuple[Citation, ...]
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()


class Offer(NamedTuple):
    """A choice as it is offered. `locked` is why it cannot be made, empty when it can."""

    id: str
    label: Spans
    locked: Spans = ()


@dataclass(frozen=True)
class Hearing:
    """A briefing that can be heard, or was: then `blocks` is what was said."""

    id: str
    person: str
    name: str
    role: str
    heard: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Followed:
    """What the last choice did by itself: the outcome in prose, then each change that is shown."""

    choice: str
    label: Spans
    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]
