"""Who decides in a simulated playthrough: chance alone, a policy, or given moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Protocol

from playable.engine.chance import fallen
from playable.engine.machine import Scene
from playable.simulate.playthroughs import FastOption, Turn

Open = Sequence[FastOption[Any]]  # the options that can be taken, one at least


class Astray(Exception):
    """A move that is not open here."""


class Chooser(Protocol):
    """Who decides. Both methods may raise Astray."""

    @property
    def random(self) -> Callable[[], float] | None:
        """Where every open option is taken alike: a number from 0 to 1, by which one is, and `choose` is not asked."""

    def choose(self, options: Open) -> FastOption[Any] | None:
        """One of the open options; None to stop."""

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """Which outcome of a scene, as an index."""


class AtRandom:
    """Takes every open option alike; chance falls by its weights."""

    def __init__(self, seed: str | int) -> None:
        self.random = Random(seed).random  # noqa: S311 - a test, no secret

    def choose(self, options: Open) -> FastOption[Any] | None:
        """Any."""
        return options[int(self.random() * len(options))]

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """Any, by weight."""
        return fallen(weights, int(self.random() * sum(weights)))


class ByPolicy:
    """Takes the first of the options that its policy lists, where one is open; all else is as at random."""

    random = None

    def __init__(self, seed: str | int, takes: Sequence[str]) -> None:
        self._else = AtRandom(seed)
        self._rank = {ref: n for n, ref in reversed(list(enumerate(takes)))}

    def choose(self, options: Open) -> FastOption[Any] | None:
        """The policy's, or any."""
        listed = [one for one in options if one.option.ref in self._rank]
        return min(listed, key=lambda one: self._rank[one.option.ref]) if listed else self._else.choose(options)

    def draw(self, scene: Scene, weights: list[int]) -> int:
        """Any, by weight."""
        return self._else.draw(scene, weights)


class Following:
    """Makes given moves; when they are made, hands over to `after`, or stops."""

    random = None

    def __init__(self, turns: Sequence[Turn], after: Chooser | None = None) -> None:
        start = turns and (not turns[0] or turns[0][0].kind == "chance")
        self._turns = list(turns if start else [(), *turns])[::-1]
        self._draws = list(self._turns.pop())[::-1]
        self._after = after

    def choose(self, options: Open) -> FastOption[Any] | None:
        """The next."""
        if not self._turns:
            return self._after.choose(options) if self._after else None
        step, *draws = self._turns.pop()
        self._draws = draws[::-1]
        for one in options:
            if one.option.ref == step.ref:
                return one
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
