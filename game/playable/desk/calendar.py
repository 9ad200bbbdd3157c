"""The months that a story runs through, and how long a road through it usually is: what a player measures time by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playable.desk.usual_length import usual_length
from playable.engine.machine import Machine
from playable.language.story import Story

NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FEWEST = 5  # decisions that are counted ahead
_DATE = re.compile(rf"(?:\d{{1,2}} )?({'|'.join(NAMES)}) (\d{{4}})")


@dataclass(frozen=True)
class Measure:
    """The months from the first decision to the last, empty where no dates tell, and about how many decisions.

    Of a short story these are 0: it is over before it is worth counting.
    """

    months: range
    decisions: int


def measure(machine: Machine) -> Measure:
    """Of the world that a machine plays."""
    usual = usual_length(machine)
    return Measure(months(machine.story), usual if usual >= FEWEST else 0)


def month(date: str) -> int | None:
    """The month of a date such as `24 August 2018` or `August 2018`, counted from January of the year 0."""
    parts = _DATE.fullmatch(date)
    return int(parts[2]) * 12 + NAMES.index(parts[1]) if parts else None


def months(story: Story) -> range:
    """From the first month in which something is decided to the last; empty where no dates tell."""
    dates = (node.date for node in story.nodes.values() if node.choices and node.date)
    known = [n for date in dates if (n := month(date)) is not None]
    return range(min(known), max(known) + 1) if known else range(0)
