"""Shortest playthroughs state by state, for stories whose sets are too large to be kept.

There so many things are near that a few states, in the order of the detour that they are on, lead to most of them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from playable.engine.compile import Function, compiled, source
from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.limits import Budget, Cut
from playable.verify.symbolic.goals import FAR, Bounds, Goals
from playable.verify.symbolic.reachability import Explorer
from playable.verify.symbolic.reached import K, Reached, Target
from playable.verify.system import LocalState, SuccessorFunction, TransitionSystem

OF_A_STATE = 600  # bytes that a state takes with all that is known of it
UNCOUNTED = 1_000  # states that the budget may not know of yet

Number = int  # of a state


class AStar:
    """Single states, as far as they are near to what is looked for. `reached` is what was found of the same story
    before."""

    def __init__(self, explorer: Explorer, reached: Reached, budget: Budget) -> None:
        self._system, self._budget = explorer.system, budget
        self._function = SuccessorFunction(explorer.system, explorer.liveness)
        self._reached = reached
        self._states: list[tuple[int, LocalState]] = []
        self._before: list[tuple[Number, int]] = []  # of each which state leads there first, and by which transition
        self.cut: Cut = ""

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        goals, shown = Goals(self._bounds, wanted), dict[K, Number]()
        self._search(goals, shown)
        return {key: self._path(shown[key], met.target.transition) for key, met in goals.settled.items()}

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(self._system, self._reached)

    def _search(self, goals: Goals[K], shown: dict[K, Number]) -> None:
        """Look at states in the order of the detour that they are on, until all goals are settled; those where each is
        met are `shown`."""
        conditions = _Conditions(self._system, self._function)
        states, before, away, done = [self._function.start], [(0, 0)], [0], bytearray(1)
        self._states, self._before = states, before
        numbers: dict[tuple[int, LocalState], Number] = {self._function.start: 0}
        costs, detours, uncounted = self._bounds.costs, goals.detours, 0
        todo: list[tuple[int, Number]] = [(detours[self._system.start], 0)]
        while todo and not goals.reached:
            detour, at = heapq.heappop(todo)
            if done[at]:
                continue
            if goals.settle(detour):
                detours = goals.detours
                some = ((away[n] + detours[states[n][0]], n) for n in range(len(states)) if not done[n])
                todo = [one for one in some if one[0] < FAR // 2]
                heapq.heapify(todo)
                continue
            done[at], uncounted = 1, uncounted + 1
            if uncounted == UNCOUNTED:
                self.cut, uncounted = self._budget.cut(uncounted, OF_A_STATE * len(states)), 0
                if self.cut:
                    return
            location, state = states[at]
            successors = self._function.onward(location, state)
            for key, target in goals.at(location, away[at]):
                made = target.transition is None or any(one[0] == target.transition for one in successors)
                if made and conditions.hold(target.when, location, state):
                    goals.meet(key, target, away[at])
                    shown[key] = at
            for n, _, _, to, after in successors:
                total, known = away[at] + costs[location][n], numbers.get((to, after))
                if known is None:
                    known = numbers[to, after] = len(states)
                    states.append((to, after))
                    before.append((at, n))
                    away.append(total)
                    done.append(0)
                elif done[known] or total >= away[known]:
                    continue
                else:
                    before[known], away[known] = (at, n), total
                if detours[to] < FAR // 2:
                    heapq.heappush(todo, (total + detours[to], known))
        goals.settle()

    def _path(self, number: Number, transition: int | None) -> tuple[Step, ...]:
        """The steps of a shortest playthrough to a state, and of a transition from there."""
        steps = list[Step]()
        while True:
            if transition is not None:
                made = self._system.locations[self._states[number][0]].transitions[transition]
                steps += [Step(made.kind, made.ref)] if made.kind else []
            if not number:
                return tuple(reversed(steps))
            number, transition = self._before[number]


class _Conditions:
    """Conditions on single states, compiled when they are first asked."""

    def __init__(self, system: TransitionSystem, function: SuccessorFunction) -> None:
        self._system, self._function = system, function
        self._made: dict[Tree, Function] = {}
        self._whole: dict[int, Callable[[LocalState], list[int]]] = {}

    def hold(self, trees: Sequence[Tree], location: int, state: LocalState) -> bool:
        """Do all of some conditions hold in a state?"""
        if not trees:
            return True
        if location not in self._whole:
            self._whole[location] = self._function.whole(location)
        s = self._whole[location](state)
        return all(self._compiled(tree)(s) for tree in trees)

    def _compiled(self, tree: Tree) -> Function:
        if tree not in self._made:
            text = source(tree, self._system.slots)
            self._made[tree] = compiled([text])[text]
        return self._made[tree]
