"""The machine as it is played thousands of times a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from playable.engine.compile import State
from playable.engine.machine import BACK, ChanceOutcome, Machine, Option, Scene, Stuck
from playable.engine.session import Step
from playable.language.contents import TextKind
from playable.language.model import Told
from playable.simulate.choosers import Astray, Chooser
from playable.simulate.playthroughs import ENDLESS, LONGEST, FastOption, Played, Trail

T = TypeVar("T")


class Telling(NamedTuple, Generic[T]):
    """What is told of a text: `function` makes it of a state; where it is always the same, `fixed` is it, too."""

    fixed: T | None
    function: Callable[[State], T]


Hears = Callable[[TextKind, Told | None], Telling[T]]


class Simulator(Generic[T]):
    """Plays a machine. Of each text that a player would be told, `tell` of `play` gets what `hears` makes of it."""

    def __init__(self, machine: Machine, hears: Hears[T]) -> None:
        self.machine = machine
        outcomes = {drawn.ref: drawn.outcome for scene in machine.scenes for drawn in scene.outcomes}
        choices = {ref: option.choice for ref, option in machine.options.items()}
        self._draws = {ref: Step("chance", ref) for ref in outcomes}
        self._labels = {ref: hears("label", choice.label) for ref, choice in choices.items()}
        self._answers = {ref: hears("outcome", one.outcome).function for ref, one in choices.items() if one.outcome}
        self._outcomes = {ref: hears("outcome", outcome.text).function for ref, outcome in outcomes.items()}
        self._pages = {scene.id: hears("text", scene.node.text).function for scene in machine.scenes}
        self._arrivals = [  # at each node: whether it only tells its page, that, and what may be open then
            (scene.still, self._pages[scene.id], tuple(self._fast(scene, option) for option in scene.options))
            for scene in machine.scenes
        ]

    def play(self, chooser: Chooser, tell: Callable[[T], object] | None = None) -> Played:
        """Play on to an ending, or to what keeps from it. Raises Astray where the chooser does."""
        played = Played()
        try:
            played.why = self._play(chooser, tell, played.trail)
        except Stuck as error:
            played.why = f"is stuck at {error}: all weights are zero"
        except Astray:
            raise
        except Exception as error:  # a fault of our own is found like one of the story
            played.why = f"breaks the engine: {type(error).__name__}: {error}"
        return played

    def _play(self, chooser: Chooser, tell: Callable[[T], object] | None, trail: Trail) -> str:
        """Why it failed, if it did."""
        machine, arrivals, random = self.machine, self._arrivals, chooser.random
        s, at, left = machine.initial[:], machine.start, LONGEST

        def draw(scene: Scene, s: State) -> int:
            fell = chooser.draw(scene, machine.weights(scene, s))
            trail.append(self._draws[scene.outcomes[fell].ref])
            return fell

        def entered(scene: Scene, drawn: ChanceOutcome | None, _: State, after: State) -> None:
            if drawn is None:
                trail.append(machine.ids[scene.id])
            if tell:
                tell((self._outcomes[drawn.ref] if drawn else self._pages[scene.id])(after))

        trail.append(at)
        while True:
            still, page, options = arrivals[at]
            if not still:
                at = machine.run_on(at, s, draw, entered)
                options = arrivals[at][2]
            elif tell:
                tell(page(s))
            while True:
                if not options:
                    return ""
                open_ = []
                for one in options:
                    if one.when is None or one.when(s):
                        open_.append(one)
                        if tell:
                            tell(self._labels[one.option.ref].function(s) if one.label is None else one.label)
                if not open_:
                    return f"is stuck at {machine.scenes[at].id}: no choice is open"
                if not left:
                    return ENDLESS
                left -= 1
                chosen = open_[int(random() * len(open_))] if random else chooser.choose(open_)
                if chosen is None:
                    return ""
                trail.append(chosen)
                if chosen.target is not None:
                    for op in chosen.ops:
                        s[op.slot] = op.table[s[op.slot]]  # type: ignore[index]
                    at = chosen.target
                    break
                machine.apply(chosen.ops, s)
                if tell and (answer := self._answers.get(chosen.option.ref)):
                    tell(answer(s))
                led = machine.leave(machine.scenes[at], chosen.option, s)
                if led is not None:
                    at = led
                    trail.append(at)
                    break

    def _fast(self, scene: Scene, option: Option) -> FastOption[T]:
        goto = option.goto if isinstance(option.goto, int) and option.goto != BACK else None
        by_table = all(op.when is None and op.table is not None for op in option.ops)
        remembered = option.chosen is not None or scene.seen is not None
        more = remembered or option.choice.outcome is not None or not by_table
        return FastOption(option, option.when, self._labels[option.ref].fixed, option.ops, None if more else goto)


def texts(machine: Machine) -> Hears[str]:
    """Each text as it is told."""

    def hears(_: TextKind, told: Told | None) -> Telling[str]:
        text = machine.text(told)
        return Telling(text.fixed, text.function)

    return hears


def silence(_kind: TextKind, _told: Told | None) -> Telling[None]:
    """Nothing."""
    return Telling(None, lambda _: None)
