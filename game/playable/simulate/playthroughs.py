"""A playthrough on the bare machine, and the options that it takes, as they are played thousands of times a second."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from playable.engine.compile import Function
from playable.engine.machine import Op, Option
from playable.engine.session import Step

LONGEST = 2_000  # decisions, after which a playthrough counts as one that does not end
ENDLESS = f"has not ended after {LONGEST:,} decisions"
Turn = tuple[Step, ...]  # a choice, if it is not the start, with the draws that it led to
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class FastOption(Generic[T]):
    """An option as it is played: what a turn reads of it stands together in memory."""

    option: Option
    when: Function | None
    label: T | None  # what is told of it, if that is always the same
    ops: tuple[Op, ...]
    target: int | None  # None where there is more to it than changes by table, and one way on


Trail = list["FastOption[Any] | Step | int"]  # options taken, draws, and nodes that an option does not name


@dataclass
class Played:
    """How a playthrough went. `why` it failed: empty where it came to an ending, or was not to go on."""

    trail: Trail = field(default_factory=list)
    why: str = ""

    @cached_property
    def steps(self) -> list[Step]:
        """The choices and the draws."""
        steps = (Step("choose", one.option.ref) if isinstance(one, FastOption) else one for one in self.trail)
        return [one for one in steps if not isinstance(one, int)]

    @cached_property
    def nodes(self) -> list[int]:
        """The nodes on the way, as indices of the machine's scenes, one perhaps twice; play stands at the last."""
        nodes = (one.target if isinstance(one, FastOption) else one for one in self.trail)
        return [one for one in nodes if isinstance(one, int)]

    @property
    def decisions(self) -> int:
        """How many choices were made."""
        return sum(isinstance(one, FastOption) for one in self.trail)

    @property
    def turns(self) -> list[Turn]:
        """The steps, turn by turn; draws before the first choice are a turn of their own."""
        turns: list[list[Step]] = []
        for step in self.steps:
            if step.kind == "choose" or not turns:
                turns.append([])
            turns[-1].append(step)
        return [tuple(turn) for turn in turns]
