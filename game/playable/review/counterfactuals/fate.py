"""How chance falls when the same moves are made again: as it fell, or as one would have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playable.engine.chance import drawn
from playable.engine.compile import State
from playable.engine.machine import Machine, Scene
from playable.review.counterfactuals.course import Occasion


class StoppedError(Exception):
    """The same moves hold no further; the message says why."""


@dataclass
class Fate:
    """How chance falls: as `falls` has it where it can, else by the seed."""

    machine: Machine
    outcomes: Mapping[Occasion, int]
    seed: int | None
    counts: dict[str, int] = field(default_factory=dict)

    def draw(self, scene: Scene, s: State) -> int:
        """Which of the scene's outcomes falls. Raises StoppedError where nothing says which."""
        weights = self.machine.weights(scene, s)
        n = self.counts.get(scene.id, 0)
        self.counts[scene.id] = n + 1
        fell = self.outcomes.get((scene.id, n))
        if fell is not None and weights[fell]:
            return fell
        if self.seed is None:
            raise StoppedError("chance falls there, and nothing says how")
        return drawn(self.seed, scene.id, n, weights)
