"""Random playthroughs, as fast as the machine goes: every open choice alike, chance by its weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Machine, Scene, Stuck


class Roamed(NamedTuple):
    """Where a random playthrough came to: the node, and how many decisions it took."""

    node: str
    decisions: int


def roam(
    machine: Machine, pick: Callable[[int], int], tell: Callable[[str], None] | None = None, most: int = 10_000
) -> Roamed:
    """Play once. `pick(n)` gives a whole number below n; `tell` gets every text that a player would be told.

    Stops after `most` decisions, for a story may let one stay for ever. Raises Stuck where nothing can be chosen.
    """

    def draw(scene: Scene, s: State) -> int:
        weights = machine.weights(scene, s)
        point = pick(sum(weights))
        for i, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return i
        raise AssertionError("unreachable: the point lies below the sum")

    def entered(scene: Scene, drawn: ChanceOutcome | None, _: State, after: State) -> None:
        if tell:
            tell(machine.telling(drawn.outcome.text)(after) if drawn else scene.tell(after))

    hears = entered if tell else None
    scenes, s = machine.scenes, machine.initial[:]
    at = machine.run_on(machine.start, s, draw, hears)
    for decisions in range(most):
        scene = scenes[at]
        if not scene.options:
            return Roamed(scene.id, decisions)
        open_ = [option for option in scene.options if option.when is None or option.when(s)]
        if not open_:
            raise Stuck(scene.id)
        if tell:
            for option in open_:
                tell(option.label.fixed or option.label(s))
        option = open_[pick(len(open_))]
        for slot, table, made, when, _ in option.ops:
            if when is None or when(s):
                s[slot] = made(s) if table is None else table[s[slot]]
        if tell and option.choice.outcome is not None:
            tell(machine.telling(option.choice.outcome)(s))
        target = option.goto
        if target.__class__ is not int or target < 0 or option.chosen is not None or scene.seen is not None:
            target = machine.leave(scene, option, s)
            if target is None:
                continue
        at = target
        if scenes[at].still:
            if tell:
                tell(scenes[at].tell(s))
        else:
            at = machine.run_on(at, s, draw, hears)
    return Roamed(scenes[at].id, most)
