"""One playthrough on the bare machine: at random, or by given moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Machine, Option, Scene, Stuck
from playable.engine.session import Step

LONGEST = 2_000  # decisions, after which a playthrough counts as one that does not end
ENDLESS = f"has not ended after {LONGEST:,} decisions"
Turn = tuple[Step, ...]  # a choice, if it is not the start, with the draws that it led to
Tell = Callable[
    [Scene, Option | ChanceOutcome | None, State], None
]  # the text of a node, or of its choice or outcome, is told


class Astray(Exception):
    """A move that is not open here."""


@dataclass
class Played:
    """How a playthrough went. `why` it failed: empty where it came to an ending, or was not to go on."""

    turns: list[list[Step]] = field(default_factory=lambda: [[]])
    at: str = ""  # the node where play stands
    why: str = ""


class Player(Protocol):
    """Who decides. Both may raise Astray."""

    def choose(self, open_: Sequence[Option]) -> Option | None:
        """One of the open choices; None to stop."""

    def draw(self, machine: Machine, scene: Scene, s: State) -> int:
        """Which of a scene's falls."""


class AtRandom:
    """Takes the first of the choices that its policy lists, where one is open; else every open choice alike. Chance
    falls by its weights."""

    def __init__(self, seed: str, takes: Sequence[str] = ()) -> None:
        self._random = Random(seed).random  # noqa: S311 - a test, no secret
        self._rank = {ref: n for n, ref in reversed(list(enumerate(takes)))}

    def choose(self, open_: Sequence[Option]) -> Option:
        """The policy's, or any."""
        listed = [option for option in open_ if option.ref in self._rank] if self._rank else []
        if listed:
            return min(listed, key=lambda option: self._rank[option.ref])
        return open_[int(self._random() * len(open_))]

    def draw(self, machine: Machine, scene: Scene, s: State) -> int:
        """Any, by weight."""
        weights = machine.weights(scene, s)
        point = int(self._random() * sum(weights))
        for i, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return i
        raise AssertionError("unreachable: the point lies below the sum")


class Following:
    """Makes given moves; when they are made, hands over to `after`, or stops."""

    def __init__(self, turns: Sequence[Turn], after: Player | None = None) -> None:
        start = turns and (not turns[0] or turns[0][0].kind == "chance")
        self._turns = list(turns if start else [(), *turns])[::-1]
        self._draws = list(self._turns.pop())[::-1]
        self._after = after

    def choose(self, open_: Sequence[Option]) -> Option | None:
        """The next."""
        if not self._turns:
            return self._after.choose(open_) if self._after else None
        step, *draws = self._turns.pop()
        self._draws = draws[::-1]
        for option in open_:
            if option.ref == step.ref:
                return option
        raise Astray

    def draw(self, machine: Machine, scene: Scene, s: State) -> int:
        """The next."""
        weights = machine.weights(scene, s)
        if not self._draws:
            if self._turns or not self._after:
                raise Astray
            return self._after.draw(machine, scene, s)
        step = self._draws.pop()
        for i, drawn in enumerate(scene.outcomes):
            if drawn.ref == step.ref and weights[i]:
                return i
        raise Astray


def play(machine: Machine, player: Player, tell: Tell | None = None) -> Played:
    """Play on to an ending, or to what keeps from it. Raises Astray where the player does."""
    played, s = Played(), machine.initial[:]

    def draw(scene: Scene, s: State) -> int:
        fell = player.draw(machine, scene, s)
        played.turns[-1].append(Step("chance", scene.outcomes[fell].ref))
        return fell

    def entered(scene: Scene, drawn: ChanceOutcome | None, _: State, after: State) -> None:
        if tell:
            tell(scene, drawn, after)

    try:
        at = machine.run_on(machine.start, s, draw, entered if tell else None)
        while len(played.turns) <= LONGEST:
            scene = machine.scenes[at]
            played.at = scene.id
            if not scene.options:
                return played
            open_ = [option for option in scene.options if option.when is None or option.when(s)]
            if not open_:
                played.why = f"is stuck at {scene.id}: no choice is open"
                return played
            option = player.choose(open_)
            if option is None:
                return played
            played.turns.append([Step("choose", option.ref)])
            machine.apply(option.ops, s)
            if tell:
                tell(scene, option, s)
            target = machine.leave(scene, option, s)
            if target is not None:
                at = machine.run_on(target, s, draw, entered if tell else None)
        played.why = ENDLESS
    except Stuck as error:
        played.why = f"is stuck at {error}: all weights are zero"
    except Astray:
        raise
    except Exception as error:  # a fault of our own is found like one of the story
        played.why = f"breaks the engine: {type(error).__name__}: {error}"
    return played
