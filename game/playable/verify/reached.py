"""What an exploration found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Spot(NamedTuple):
    """A move: its place, and which of the place's moves it is."""

    place: int
    move: int


@dataclass
class Reached:
    """What was found. `complete` is false when the limit was reached first: then what is missing is unknown."""

    states: int = 0
    complete: bool = True
    counts: dict[int, int] = field(default_factory=dict)  # states by place
    places: set[int] = field(default_factory=set)
    moves: set[Spot] = field(default_factory=set)
    ways: set[tuple[Spot, int]] = field(default_factory=set)
    refused: set[Spot] = field(default_factory=set)  # moves whose condition failed somewhere
    stuck: set[int] = field(default_factory=set)  # places where, in some state, no move is open
    held: set[tuple[int, int]] = field(default_factory=set)  # place, number of the condition asked there
    failed: set[tuple[int, int]] = field(default_factory=set)
    attained: dict[int, dict[int, set[int]]] = field(default_factory=dict)  # where something is blocked
