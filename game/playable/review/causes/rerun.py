"""One decision is changed and the road is run on by its likeliest way: which conditions then come out otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from playable.engine.compile import State
from playable.engine.machine import Machine, Scene, Stuck
from playable.engine.session import Session
from playable.language.expressions.algebra import names_in
from playable.review.causes.instrumented import Guard, instrumented
from playable.review.counterfactuals.course import Course

LONGEST = 1000  # decisions


class MetState(NamedTuple):
    """A state on a road that is run again, and whether that could not but come to it."""

    s: State
    surely: bool


@dataclass
class Rerun:
    """A road as it was run: what was asked on its way, where it was decided, what fell, each the last time.

    `end` is the node of its ending, empty where it came to none. `surely`: there was no other way for it to go so far.
    """

    end: str = ""
    surely: bool = True
    asked: list[tuple[Guard, MetState]] = field(default_factory=list)
    stood: dict[str, MetState] = field(default_factory=dict)  # by node
    fell: dict[str, str] = field(default_factory=dict)  # by node


class Rerunner:
    """Runs a road again. Choices and draws are made as they were on the same visit where they can be."""

    def __init__(self, course: Course, session: Session) -> None:
        self._course, self._session = course, session
        self._machine: Machine = instrumented(session.machine, self._ask, lambda op, holder, s, new: None)
        self._played = Rerun()

    def changed(self, number: int, ref: str) -> Rerun:
        """With another choice at a decision, numbered from 1."""
        self._played = played = Rerun()
        machine, visits = self._machine, dict[str, int]()

        def fall(scene: Scene, s: State) -> int:
            weights = machine.weights(scene, s)
            refs = [one.ref for one in scene.outcomes]
            made = self._made(scene.id, visits)
            able = [n for n, weight in enumerate(weights) if weight]
            fell = refs.index(made) if made in refs else able[0]
            if made not in refs or fell not in able:
                fell = max(able, key=lambda n: weights[n])
                played.surely = played.surely and len(able) == 1
            played.fell[scene.id] = refs[fell]
            return fell

        try:
            s = machine.initial[:]
            at = machine.run_on(machine.start, s, fall)
            for turn in range(1, LONGEST):
                scene = machine.scenes[at]
                if scene.node.ending:
                    played.end = scene.id
                    break
                played.stood[scene.id] = MetState(s[:], played.surely)
                is_open = [one for one in scene.options if one.when is None or one.when(s)]
                made = self._made(scene.id, visits)
                wanted = ref if turn == number else made
                option = next((one for one in is_open if one.ref == wanted), None)
                if option is None and is_open:
                    option = is_open[0]
                    played.surely = played.surely and len(is_open) == 1
                if option is None:
                    break
                machine.apply(option.ops, s)
                target = machine.leave(scene, option, s)
                at = at if target is None else machine.run_on(target, s, fall)
        except Stuck:
            pass
        return played

    def _made(self, node: str, visits: dict[str, int]) -> str | None:
        """What was made at a node on this visit, which counts."""
        visit = visits.get(node, 0)
        visits[node] = visit + 1
        return self._course.made(node, visit)

    def _ask(self, guard: Guard, s: State, held: bool) -> bool:
        self._played.asked.append((guard, MetState(s[:], self._played.surely)))
        return held


def met_at(played: Rerun, kind: str, at: str, names: Sequence[str]) -> MetState | None:
    """The state in which a condition on some names was asked the last time; None where it was not."""
    if kind in ("lock", "open"):
        return played.stood.get(at.partition(".")[0])
    asked = (met for guard, met in reversed(played.asked) if guard.at == at and {*names} <= {*names_in((guard.tree,))})
    return next(asked, None)
