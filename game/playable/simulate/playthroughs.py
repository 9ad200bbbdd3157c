"""Playthroughs on the bare machine, thousands a second: at random, by a policy, or by given moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import NamedTuple, Protocol

from playable.engine.chance import fallen
from playable.engine.compile import Function
from playable.engine.machine import Option, Scene
from playable.engine.session import Step

LONGEST = 2_000  # decisions, after which a playthrough counts as one that does not end
ENDLESS = f"has not ended after {LONGEST:,} decisions"
Turn = tuple[Step, ...]  # a choice, if it is not the start, with the draws that it led to


class Astray(Exception):
    """A move that is not open here."""


class More(NamedTuple):
    """What a choice has that is not simple: conditional effects, an outcome, memory, more ways than one."""

    option: Option
    label: object
    outcome: object  # what is told of it; None where it has none


class Move(NamedTuple):
    """A choice as it is played. What moves have in common they share, so that a turn touches little memory."""

    when: Function | None
    label: object  # what is told of it; None where `more` knows
    changes: tuple[tuple[int, dict[int, int]], ...]  # slots, each with its table
    target: int
    more: More | None  # stands for changes and target, where they are not all
    ref: str


@dataclass
class Played:
    """How a playthrough went. `why` it failed: empty where it came to an ending, or was not to go on."""

    trail: list[Move | Step | int]  # choices, draws, and nodes that a choice does not name
    at: str  # the node where play stands
    why: str

    @cached_property
    def steps(self) -> list[Step]:
        """The choices and the draws."""
        moves = (Step("choose", one.ref) if isinstance(one, Move) else one for one in self.trail)
        return [one for one in moves if not isinstance(one, int)]

    @cached_property
    def met(self) -> set[int]:
        """The nodes on the way, as indices of the machine."""
        simple = {one.target for one in self.trail if isinstance(one, Move) and one.more is None}
        return simple | {one for one in self.trail if isinstance(one, int)}

    @property
    def turns(self) -> list[Turn]:
        """The steps, turn by turn; draws before the first choice are a turn of their own."""
        turns: list[list[Step]] = []
        for step in self.steps:
            if step.kind == "choose" or not turns:
                turns.append([])
            turns[-1].append(step)
        return [tuple(turn) for turn in turns]


class Player(Protocol):
    """Who decides. Both may raise Astray."""

    random: Callable[[], float] | None  # where every open choice is taken alike: numbers from 0 to 1, by which

    def choose(self, open_: Sequence[Move]) -> Move | None:
        """One of the open choices; None to stop. Not asked where `random` decides."""

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """Which outcome of a scene, as an index."""


class AtRandom:
    """Takes every open choice alike; chance falls by its weights."""

    def __init__(self, seed: str | int) -> None:
        self.random: Callable[[], float] | None = Random(seed).random  # noqa: S311 - a test, no secret
        self._random = self.random

    def choose(self, open_: Sequence[Move]) -> Move | None:
        """Any."""
        return open_[int(self._random() * len(open_))]

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """Any, by weight."""
        return fallen(weights, int(self._random() * sum(weights)))


class ByPolicy(AtRandom):
    """Takes the first of the choices that its policy lists, where one is open; else as at random."""

    def __init__(self, seed: str | int, takes: Sequence[str]) -> None:
        super().__init__(seed)
        self.random = None
        self._rank = {ref: n for n, ref in reversed(list(enumerate(takes)))}

    def choose(self, open_: Sequence[Move]) -> Move | None:
        """The policy's, or any."""
        listed = [move for move in open_ if move.ref in self._rank]
        return min(listed, key=lambda move: self._rank[move.ref]) if listed else super().choose(open_)


class Following:
    """Makes given moves; when they are made, hands over to `after`, or stops."""

    random: Callable[[], float] | None = None

    def __init__(self, turns: Sequence[Turn], after: Player | None = None) -> None:
        start = turns and (not turns[0] or turns[0][0].kind == "chance")
        self._turns = list(turns if start else [(), *turns])[::-1]
        self._draws = list(self._turns.pop())[::-1]
        self._after = after

    def choose(self, open_: Sequence[Move]) -> Move | None:
        """The next."""
        if not self._turns:
            return self._after.choose(open_) if self._after else None
        step, *draws = self._turns.pop()
        self._draws = draws[::-1]
        for move in open_:
            if move.ref == step.ref:
                return move
        raise Astray

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """The next."""
        if not self._draws:
            if self._turns or not self._after:
                raise Astray
            return self._after.draw(scene, weights)
        step = self._draws.pop()
        for i, drawn in enumerate(scene.outcomes):
            if drawn.ref == step.ref and weights[i]:
                return i
        raise Astray
