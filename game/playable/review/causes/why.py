"""Why it ended so: of the causes of a road those that say most, each with the decisions that turn it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from playable.engine.session import Session
from playable.review.causes.atoms import AtomValue, Dissector
from playable.review.causes.causes import Cause, CauseKind, Causes, Turned
from playable.review.causes.movements import Movement
from playable.review.causes.rerun import Rerun, Rerunner, met_at
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.turns import ButFor, Turns, elsewhere

MOST = 5  # causes: half a page
FORKS = 2  # decisions that turned the road by nothing that is told
LEAST = Fraction(1, 2)  # of leading elsewhere: below it a cause is left out beside one that is above
_RANK: dict[CauseKind, int] = {"way": 0, "card": 0, "draw": 0, "choice": 0, "lock": 1, "open": 2, "effect": 3}


def why(course: Course, session: Session, turns: Turns) -> tuple[Cause, ...]:
    """The causes that count most: those that led to another kind of ending, those nearest the end."""
    return _Why(course, session).told(turns)


def ranked(turns: Turns, causes: Sequence[Cause], course: Course) -> Turns:
    """The same turns: those that lead elsewhere at least as often as not come first, by the first cause they turned."""
    first: dict[tuple[int, str], int] = {}
    for n, cause in enumerate(causes):
        for one in cause.turned_by:
            first.setdefault((one.decision, one.instead), n)

    def order(one: ButFor) -> tuple[bool, int, Fraction, tuple[int, ...]]:
        share = elsewhere(one.endings, course.end, course.machine.story)
        at = first.get((one.decisions[0], one.instead[0]), len(causes)) if one.alone else 0
        return share < LEAST, at, -share, one.decisions

    return replace(turns, turns=tuple(sorted(turns.turns, key=order)))


class _Changed(NamedTuple):
    """A decision that turned the road by itself, and the road as it is run with it."""

    turn: ButFor
    run: Rerun


class _Why:
    def __init__(self, course: Course, session: Session) -> None:
        self.session, self.machine, self.course = session, session.machine, course
        self.dissector = Dissector(self.machine.slots)
        self.causes, self.rerunner = Causes(course, session, self.dissector), Rerunner(course, session)

    def told(self, turns: Turns) -> tuple[Cause, ...]:
        every = self.causes.all()
        kinds = [one for one in every if self.share(one)]
        surest = max(map(self.share, kinds), default=Fraction(0))
        likely = [one for one in kinds if surest < LEAST or self.share(one) >= LEAST]
        runs = list(self.runs(turns))
        kept = [replace(one, turned_by=tuple(self.turned_by(one, runs))) for one in likely or every]
        kept = _first_of_each(
            sorted(kept, key=self.order), lambda one: (one.condition, one.turn if one.kind == "draw" else -1)
        )
        kept = _first_of_each(kept, lambda one: (one.at, one.turn, one.atom and one.atom.names))
        kept = _without_carried(kept)
        read = {name for one in kept if one.atom for name in one.atom.names}
        kept = [one for one in kept if one.kind != "draw" or not self.sets(one) & read]
        return tuple(sorted((*kept, *self.forks(kept, turns, led=bool(kinds))), key=self.order)[:MOST])

    def order(self, one: Cause) -> tuple[bool, int, int, bool, int, Fraction]:
        """What a decision turns comes before what none does, and before that what led to another kind of ending."""
        alone, share = 0 if one.turned_by else len(one.others), self.share(one)
        return not share, _RANK[one.kind], alone, not one.turned_by, -one.turn, -share

    def share(self, one: Cause) -> Fraction:
        return self.causes.share(one.endings)

    def runs(self, turns: Turns) -> Iterator[_Changed]:
        """The road as it is run with each decision changed that turned it by itself, where that leads elsewhere."""
        for one in turns.turns:
            if one.alone:
                run = self.rerunner.changed(one.decisions[0], one.instead[0])
                if run.end and self.causes.share({run.end: Fraction(1)}):
                    yield _Changed(one, run)

    def turned_by(self, cause: Cause, runs: Iterable[_Changed]) -> Iterator[Turned]:
        for turn, run in runs:
            turned = self.turned(cause, Turned(turn.decisions[0], turn.instead[0], None), run)
            if turned:
                yield turned

    def turned(self, cause: Cause, by: Turned, run: Rerun) -> Turned | None:
        """With what a cause reads on a road that is run again; None where it, or one asked with it, comes out alike."""
        if cause.kind == "draw":
            fell = run.fell.get(cause.at, cause.value)
            return None if fell == cause.value else by._replace(value=fell)
        values = list[AtomValue | None]()
        for atom in (cause.atom, *cause.others):
            met = met_at(run, cause.kind, cause.at, atom.names) if atom else None
            if atom is None or met is None:
                return None
            value = self.dissector.value(atom.of, met.s)
            if atom.comes_out(value) == atom.held:
                return None
            values.append(value if met.surely else None)
        return by._replace(value=values[0])

    def sets(self, draw: Cause) -> set[str]:
        """The variables that what fell has set: a condition that reads them says more than the draw."""
        outcomes = self.machine.scenes[self.machine.ids[draw.at]].outcomes
        fell = next(one for one in outcomes if one.ref == draw.value)
        return {self.machine.variable_of(op.slot) for op in fell.ops}

    def forks(self, kept: Sequence[Cause], turns: Turns, led: bool) -> Iterator[Cause]:
        """Decisions that turned the road after all that is told, or surely and by nothing of it: the best of each.

        `led`: did what is told lead to another kind of ending?
        """
        last = max((one.turn for one in kept if led and one.kind in ("way", "card", "draw")), default=0)
        told = {by.decision for one in kept for by in one.turned_by}
        best: dict[int, ButFor] = {}
        for one in turns.turns:
            if one.alone:
                best.setdefault(one.decisions[0], one)
        after = (one for number, one in best.items() if number > last)
        untold = ((self.causes.share(one.endings or {}), n) for n, one in best.items() if n <= last and n not in told)
        sure = sorted((fork for fork in untold if fork[0] >= LEAST), reverse=True)
        return map(self.fork, (*after, *(best[number] for _, number in sure[:FORKS])))

    def fork(self, turned: ButFor) -> Cause:
        """A decision that turned the road with no condition after it that did: by where it led."""
        turn = turned.decisions[0]
        ref = self.session.road[turn - 1]
        chose = f"chose({ref})"
        moved = (Movement(turn, chose, True, tuple(self.machine.options[ref].choice.cites)),)
        by = (Turned(turn, turned.instead[0], False),)
        assert turned.endings is not None
        return Cause("choice", turn, ref, chose, True, (True,), True, None, (), turned.endings, moved, turned_by=by)


def _without_carried(causes: list[Cause]) -> list[Cause]:
    """Without what was only kept on the way from the last decision; why it was set stands in its place."""
    carried = {name for one in causes if one.carried and one.atom for name in one.atom.names}
    told = [replace(one, kind="way") if one.sets in carried else one for one in causes if not one.carried]
    return told or causes


def _first_of_each(causes: Iterable[Cause], key: Callable[[Cause], Hashable]) -> list[Cause]:
    first: dict[Hashable, Cause] = {}
    for one in causes:
        first.setdefault(key(one), one)
    return list(first.values())
