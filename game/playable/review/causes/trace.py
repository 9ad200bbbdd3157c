"""The trace of a road: the guards, draws and effects on its way, as they came; and the road with one of them turned.

Program slicing on one run: B. Korel and J. Laski, *Dynamic program slicing* (1988).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from playable.engine.compile import State
from playable.engine.machine import Draw, Op, Option, Scene
from playable.engine.session import Session
from playable.language.model import Effect, Reasoned, Told
from playable.review.causes.instrumented import Guard, instrumented
from playable.review.counterfactuals.absorption import Shares, add
from playable.review.counterfactuals.course import Course
from playable.review.road.belief import ways


@dataclass(frozen=True)
class GuardEvent:
    """A condition as it was asked after `turn` decisions, the `number`th there; `before` counts what had moved."""

    guard: Guard
    s: State
    held: bool
    turn: int
    number: int
    before: int


@dataclass(frozen=True)
class DrawEvent:
    """A draw as it fell after `turn` decisions."""

    scene: Scene
    s: State
    fell: int
    turn: int
    visit: int
    before: int


@dataclass(frozen=True)
class EffectEvent:
    """A change of a slot after `turn` decisions, and what it is the effect of."""

    op: Op
    holder: Reasoned
    old: int
    new: int
    turn: int
    s: State  # before it

    @property
    def cites(self) -> tuple[str, ...]:
        """The claims that it leans on: its own, else those of what it is the effect of."""
        own = self._own
        return tuple((own and own.cites) or (() if own and own.outside else self.holder.cites))

    @property
    def because(self) -> Told | None:
        """The author's reason for it, its own first."""
        return (self._own and self._own.because) or self.holder.because

    @property
    def _own(self) -> Effect | None:
        return self.op.effect if isinstance(self.op.effect, Effect) else None


class _Altered(NamedTuple):
    """A draw that is to fall otherwise: at a node, on a visit, to an outcome by its number."""

    node: str
    visit: int
    outcome: int


class _Landing(NamedTuple):
    """Where a decision leads: the scene, the state, and how often each node had been decided or drawn."""

    at: int
    s: State
    visits: dict[str, int]


class Trace:
    """The trace of a session that has ended, in the order of play."""

    def __init__(self, course: Course, session: Session) -> None:
        self.course, self.session = course, session
        self.guards, self.draws, self.effects = list[GuardEvent](), list[DrawEvent](), list[EffectEvent]()
        self._machine = instrumented(session.machine, self._ask, self._tell)
        self._snapshots = [view.snapshot for view in session.views]
        self._turn, self._count, self._turned = 0, 0, -1
        self._noting = True
        self._visits = list[dict[str, int]]()  # before each decision, what came to be known of the visits
        visits: dict[str, int] = {}
        for turn in range(len(self._snapshots)):
            self._visits.append(visits)
            ((landing, _),) = self._run(turn)
            visits = landing.visits
        self._noting = False

    def turned(self, asked: GuardEvent) -> Shares:
        """The endings, had a condition come out the other way and all else been kept."""
        return self._endings(asked.turn, turned=asked.number)

    def fallen(self, fell: DrawEvent, other: int) -> Shares:
        """The endings, had a draw fallen otherwise and all else been kept."""
        return self._endings(fell.turn, altered=_Altered(fell.scene.id, fell.visit, other))

    def taken(self, turn: int, ref: str) -> Shares:
        """The endings, had a choice been taken after `turn` decisions, open or not."""
        return self._endings(turn + 1, option=self._machine.options[ref])

    def _endings(
        self,
        turn: int,
        turned: int = -1,
        altered: _Altered | None = None,
        option: Option | None = None,
    ) -> Shares:
        endings: dict[str, Fraction] = {}
        self._turned = turned
        try:
            for landing, share in self._run(turn, altered, option):
                add(endings, self.course.shares(self.course.spot(*landing)) or {}, share)
        finally:
            self._turned = -1
        return endings

    def _run(
        self, turn: int, altered: _Altered | None = None, option: Option | None = None
    ) -> list[tuple[_Landing, Fraction]]:
        """What the decision before `turn`, or the start, leads to, each with its share."""

        def make(draw: Draw) -> _Landing:
            self._turn, self._count = turn, 0
            visits = dict(self._visits[turn])
            fall = self._fall(visits, altered, draw)
            if not turn:
                s = self._machine.initial[:]
                return _Landing(self._machine.run_on(self._machine.start, s, fall), s, visits)
            before = self._snapshots[turn - 1]
            s, scene = before.s[:], self._machine.scenes[before.at]
            chosen = option or self._machine.options[self.session.road[turn - 1]]
            visits[scene.id] = visits.get(scene.id, 0) + 1
            self._machine.apply(chosen.ops, s)
            target = self._machine.leave(scene, chosen, s)
            at = before.at if target is None else self._machine.run_on(target, s, fall)
            return _Landing(at, s, visits)

        return list(ways(self._machine, Fraction(1), make))

    def _fall(self, visits: dict[str, int], altered: _Altered | None, draw: Draw) -> Draw:
        """Draws fall as `altered` has it, else as they fell, else in every way."""

        def fall(scene: Scene, s: State) -> int:
            visit = visits.get(scene.id, 0)
            visits[scene.id] = visit + 1
            if altered and (altered.node, altered.visit) == (scene.id, visit):
                return altered.outcome
            made = self.course.made(scene.id, visit)
            fell = next((n for n, one in enumerate(scene.outcomes) if one.ref == made), None)
            if fell is None or not self._machine.weights(scene, s)[fell]:
                return draw(scene, s)
            if self._noting:
                self.draws.append(DrawEvent(scene, s[:], fell, self._turn, visit, len(self.effects)))
            return fell

        return fall

    def _ask(self, guard: Guard, s: State, held: bool) -> bool:
        self._count += 1
        if self._noting:
            self.guards.append(GuardEvent(guard, s[:], held, self._turn, self._count, len(self.effects)))
        return held != (self._count == self._turned)

    def _tell(self, op: Op, holder: Reasoned, s: State, new: int) -> None:
        if self._noting and new != s[op.slot]:
            self.effects.append(EffectEvent(op, holder, s[op.slot], new, self._turn, s[:]))
