"""What moved the variables that a condition reads: by which decisions, and on which claims those changes lean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from playable.engine.session import Session
from playable.language.expressions.algebra import names_in
from playable.language.model import Choice
from playable.language.names import Flag, OneOf
from playable.review.causes.trace import EffectEvent, Trace
from playable.verify.system import assign_of


@dataclass(frozen=True)
class Movement:
    """What a decision, numbered from 1, or the start, 0, did to a variable: by how much, or to which word."""

    decision: int
    variable: str
    by: int | str | bool
    cites: tuple[str, ...]


class _Way(NamedTuple):
    """What is told as one movement: all that one decision did to a variable in one direction."""

    decision: int
    variable: str
    up: bool

    @classmethod
    def of(cls, movement: Movement) -> _Way:
        return cls(movement.decision, movement.variable, isinstance(movement.by, int) and movement.by > 0)


class Movements:
    """The changes of a road, put down to its decisions."""

    def __init__(self, trace: Trace, session: Session) -> None:
        self._effects, self._session, self._machine = trace.effects, session, session.machine

    def of(self, names: Iterable[str], before: int) -> Iterator[Movement]:
        """What moved some variables, of the changes `before`: since each was last set, and what that was made of."""
        movements: dict[_Way, Movement] = {}
        for name in names:
            slot = self._machine.slots.index[name]
            if slot >= len(self._machine.story.state):
                movements |= {_Way(move.decision, name, True): move for move in self._remembered(name)}
                continue
            for n in range(before - 1, -1, -1):
                event = self._effects[n]
                if event.op.slot != slot:
                    continue
                move = self._movement(event, name)
                way = _Way.of(move)
                movements[way] = _joined(move, movements[way]) if way in movements else move
                read = names_in((assign_of(event.op).value,))
                if name not in read:
                    for made in self.of(read, n):
                        movements.setdefault(_Way.of(made), made)
                    break
        yield from sorted(movements.values(), key=lambda move: (move.decision, move.variable))

    def before(self, turn: int) -> int:
        """How many changes had been made when the decision after `turn` others was asked for."""
        return sum(event.turn <= turn for event in self._effects)

    def setting(self, slot: int, turn: int) -> EffectEvent | None:
        """What changed a slot for the last time after so many decisions."""
        return next((one for one in reversed(self._effects) if one.op.slot == slot and one.turn == turn), None)

    def set_by_story(self, name: str, turn: int, before: int) -> bool:
        """Was a variable set anew after so many decisions, and not by the choice itself?"""
        slot = self._machine.slots.index[name]
        last = next((one for one in reversed(self._effects[:before]) if one.op.slot == slot), None)
        if last is None or last.turn != turn or isinstance(last.holder, Choice):
            return False
        return name not in names_in((assign_of(last.op).value,))

    def _movement(self, event: EffectEvent, name: str) -> Movement:
        match self._machine.slots.domain(name):
            case OneOf(words):
                by: int | str | bool = words[event.new]
            case Flag():
                by = bool(event.new)
            case _:
                by = event.new - event.old
        return Movement(event.turn, name, by, event.cites)

    def _remembered(self, name: str) -> Iterator[Movement]:
        """The decision by which something came to be remembered."""
        kind, _, ref = name.rstrip(")").partition("(")
        for turn, view in enumerate(self._session.views):
            if kind == "chose" and turn and self._session.road[turn - 1] == ref:
                yield Movement(turn, name, True, tuple(self._machine.options[ref].choice.cites))
                return
            if kind == "seen" and any(at.scene.id == ref for at in view.snapshot.page):
                yield Movement(turn, name, True, ())
                return


def _joined(earlier: Movement, later: Movement) -> Movement:
    """Two changes by one decision, the same way."""
    if isinstance(later.by, bool) or not isinstance(later.by, int) or not isinstance(earlier.by, int):
        return later
    cites = tuple(dict.fromkeys((*earlier.cites, *later.cites)))
    return replace(later, by=later.by + earlier.by, cites=cites)
