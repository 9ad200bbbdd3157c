"""What a review's document is made of: sections of a few kinds of parts, which each form of it puts in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from playable.engine.markup import Block
from playable.engine.view_parts import Citation
from playable.review.odds.decisions import BeforeAfter, Distribution
from playable.verify.markov import Doors


@dataclass(frozen=True)
class Said:
    """A sentence or two of our own. `aside`: one that explains."""

    text: str
    aside: bool = False


@dataclass(frozen=True)
class Quoted:
    """Prose of the story, under a heading if it has one."""

    blocks: tuple[Block, ...]
    heading: str = ""


@dataclass(frozen=True)
class Listed:
    """Items under a heading, if it has one; `numbered` from 1."""

    items: tuple[str, ...]
    heading: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class OddsRow:
    """The odds of each tone at one moment, or after one move; `taken`, of the move that was made: whose it was."""

    label: str
    odds: Distribution
    taken: str = ""


@dataclass(frozen=True)
class OddsTable:
    """The odds at a decision: before it, after the move that was made, after each other."""

    rows: tuple[OddsRow, ...]


@dataclass(frozen=True)
class Cited:
    """Claims, to be spelled out."""

    cites: tuple[Citation, ...]


@dataclass(frozen=True)
class Grid:
    """Roads beside one another: under the names a row for each decision, then how each ended."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


DocumentPart = Said | Quoted | Listed | OddsTable | Cited | Grid


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. `number` is that of a decision, 0 for all else."""

    heading: str
    parts: tuple[DocumentPart, ...]
    number: int = 0


class ChartColumn(NamedTuple):
    """What could come of one decision, before it and after it: the odds of each tone at random, and the doors."""

    odds: BeforeAfter[Distribution]
    doors: BeforeAfter[Doors]


Chart = tuple[ChartColumn | None, ...]  # None: too many moments look like it


@dataclass(frozen=True)
class ReviewDocument:
    """All of a review. `chart` is what could come of each decision; None: not there (yet)."""

    title: str
    about: str
    ending: str
    turn: str
    turned: int | None
    missing: str  # why there are no odds
    sections: tuple[Section, ...]
    titles: tuple[str, ...]  # of the decisions
    chart: Chart | None
