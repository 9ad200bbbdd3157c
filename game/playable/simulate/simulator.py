"""The machine as it is played thousands of times a second."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Machine, Option, Scene, Stuck
from playable.engine.session import Step
from playable.language.contents import TextKind
from playable.language.model import Told
from playable.simulate.playthroughs import ENDLESS, LONGEST, Astray, More, Move, Played, Player

T = TypeVar("T")
Hears = Callable[[TextKind, Told | None], object]  # what is told of a text: always the same, or a `partial` of a state
OnText = Callable[[object], object]
_RUNS = object()  # what is told on arriving: what the machine runs through


class Simulator:
    """Plays a machine. Of each text that a player would be told, `tell` of `play` gets what `hears` makes of it."""

    def __init__(self, machine: Machine, hears: Hears | None = None) -> None:
        self.machine = machine
        self._hears = hears or (lambda _kind, _told: "")
        self._shared: dict[object, object] = {}
        outcomes = [drawn for scene in machine.scenes for drawn in scene.outcomes]
        self._draws = {drawn.ref: Step("chance", drawn.ref) for drawn in outcomes}
        self._outcomes = {drawn.ref: self._hears("outcome", drawn.outcome.text) for drawn in outcomes}
        self._pages = {scene.id: self._hears("text", scene.node.text) for scene in machine.scenes}
        self._turns = [
            (
                self._pages[scene.id] if scene.still else _RUNS,
                tuple(self._move(scene, option) for option in scene.options),
            )
            for scene in machine.scenes
        ]

    def play(self, player: Player, tell: OnText | None = None) -> Played:
        """Play on to an ending, or to what keeps from it. Raises Astray where the player does."""
        played = Played([], "", "")
        try:
            played.why = self._played(player, tell, played)
        except Stuck as error:
            played.why = f"is stuck at {error}: all weights are zero"
        except Astray:
            raise
        except Exception as error:  # a fault of our own is found like one of the story
            played.why = f"breaks the engine: {type(error).__name__}: {error}"
        return played

    def _played(self, player: Player, tell: OnText | None, played: Played) -> str:
        """Why it failed, if it did."""
        machine, turns, trail, random = self.machine, self._turns, played.trail, player.random
        s, at, left = machine.initial[:], machine.start, LONGEST

        def draw(scene: Scene, s: State) -> int:
            fell = player.draw(scene, machine.weights(scene, s))
            trail.append(self._draws[scene.outcomes[fell].ref])
            return fell

        def entered(scene: Scene, drawn: ChanceOutcome | None, _: State, after: State) -> None:
            if drawn is None:
                trail.append(machine.ids[scene.id])
            if tell:
                _say(self._outcomes[drawn.ref] if drawn else self._pages[scene.id], after, tell)

        trail.append(at)
        while True:
            told, moves = turns[at]
            if told is _RUNS:
                at = machine.run_on(at, s, draw, entered)
                moves = turns[at][1]
            elif tell:
                tell(told(s) if told.__class__ is partial else told)
            while True:
                if not moves:
                    played.at = machine.scenes[at].id
                    return ""
                open_ = [move for move in moves if move[0] is None or move[0](s)]
                if not open_ or not left:
                    played.at = machine.scenes[at].id
                    return ENDLESS if open_ else f"is stuck at {played.at}: no choice is open"
                left -= 1
                if tell:
                    for move in open_:
                        if (label := move[1]) is not None:
                            tell(label)
                        elif (more := move[4]) is not None:
                            _say(more.label, s, tell)
                chosen = open_[int(random() * len(open_))] if random else player.choose(open_)
                if chosen is None:
                    played.at = machine.scenes[at].id
                    return ""
                trail.append(chosen)
                _, _, changes, target, more, _ = chosen
                if more is None:
                    for slot, table in changes:
                        s[slot] = table[s[slot]]
                    at = target
                    break
                machine.apply(more.option.ops, s)
                if tell and more.outcome is not None:
                    _say(more.outcome, s, tell)
                led = machine.leave(machine.scenes[at], more.option, s)
                if led is not None:
                    at = led
                    trail.append(at)
                    break

    def _move(self, scene: Scene, option: Option) -> Move:
        label, goto = self._hears("label", option.choice.label), option.goto
        changes = tuple(
            self._one((op.slot, id(op.table)), (op.slot, op.table))
            for op in option.ops
            if op.when is None and op.table is not None
        )
        ways = option.chosen is not None or scene.seen is not None or not isinstance(goto, int) or goto < 0
        outcome = option.choice.outcome
        if ways or outcome is not None or len(changes) < len(option.ops) or label.__class__ is partial:
            more = More(option, label, None if outcome is None else self._hears("outcome", outcome))
            return Move(option.when, None, (), 0, more, option.ref)
        assert isinstance(goto, int)
        return Move(option.when, label, self._one(tuple(map(id, changes)), changes), goto, None, option.ref)

    def _one(self, key: object, value: T) -> T:
        """The one that was made first of those that are alike."""
        return self._shared.setdefault(key, value)  # type: ignore[return-value]


def texts(machine: Machine) -> Hears:
    """Each text as it is told."""

    def hears(_: TextKind, told: Told | None) -> object:
        compiled = machine.text(told)
        return compiled.function if compiled.fixed is None else compiled.fixed

    return hears


def _say(told: object, s: State, tell: OnText) -> None:
    tell(told(s) if isinstance(told, partial) else told)
