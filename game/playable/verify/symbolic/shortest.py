"""Shortest playthroughs: fewest choices, then fewest draws.

A* (Hart, Nilsson, Raphael, 1968) over single states. What guides it are distances between locations as if no condition
ever failed. For many targets, each by itself, states come in the order of the detour that they are on the nearest road
to some target that is not met yet; for one target that several locations can meet, in the order of the whole road.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.system import LocalState, SuccessorFunction, Transition, TransitionSystem

CHOICE, DRAW = 1 << 20, 1  # what a step costs: no number of draws outweighs a choice
FAR = 1 << 60

Here = tuple[int, LocalState]
Open = tuple[
    int, int, int, LocalState, tuple[Here, int] | None
]  # cost and potential, order, where, from where by which


class Target(NamedTuple):
    """Something to come to: a location, in a state where `when` holds; and to make its `transition`, if one is
    named."""

    location: int
    when: tuple[Tree, ...] = ()
    transition: int | None = None


K = TypeVar("K", bound=Hashable)


@dataclass
class Found(Generic[K]):
    """Of each target that was met, its steps. `complete`: no state was left out for the limit's sake."""

    steps: dict[K, tuple[Step, ...]]
    complete: bool


def cost(transition: Transition) -> int:
    """What a transition costs; hearing and running on are free."""
    return CHOICE if transition.kind == "choose" else DRAW if transition.kind == "chance" else 0


def nearest_each(successors: SuccessorFunction, targets: Mapping[K, Target], limit: int) -> Found[K]:
    """A shortest playthrough to each target by itself, looking at no more than `limit` states."""
    away = least(successors.system, {successors.system.start: 0})
    return _search(successors, targets, away, limit)


def nearest_any(successors: SuccessorFunction, targets: Sequence[Target], limit: int) -> tuple[Step, ...] | None:
    """The shortest playthrough to whichever target is nearest; None if the limit was reached first."""
    found = _search(successors, dict(enumerate(targets)), None, limit)
    return next(iter(found.steps.values()), None)


def _search(
    successors: SuccessorFunction, targets: Mapping[K, Target], away: Sequence[int] | None, limit: int
) -> Found[K]:
    """Work through states in order of cost and potential until every target is met; without `away`, until one is."""
    system = successors.system
    costs = [[cost(transition) for transition in location.transitions] for location in system.locations]
    waiting: dict[int, dict[K, Target]] = {}
    for name, target in targets.items():
        waiting.setdefault(target.location, {})[name] = target
    left = len(targets)
    origin: dict[Here, tuple[Here, int] | None] = {}
    potential, enough = _potential(system, waiting, away), left // 2
    heap: list[Open] = [(potential[successors.start[0]], 0, *successors.start, None)]
    pushed, found = 0, dict[K, tuple[Step, ...]]()
    while heap and left:
        if left <= enough:  # look no more where all is met
            new, enough = _potential(system, waiting, away), left // 2
            heap = [(f - potential[p] + new[p], n, p, s, by) for f, n, p, s, by in heap if new[p] < FAR]
            heapq.heapify(heap)
            potential = new
            continue
        f, _, location, state, by = heapq.heappop(heap)
        here = (location, state)
        if here in origin:
            continue
        if len(origin) >= limit:
            return Found(found, False)
        origin[here] = by
        onward = successors.onward(location, state)
        for name, target in list(waiting.get(location, {}).items()):
            open_ = target.transition is None or any(transition == target.transition for transition, *_ in onward)
            if open_ and (not target.when or successors.holds(target.when, location, state)):
                found[name] = _steps(system, origin, here, target.transition)
                if away is None:
                    return Found(found, True)
                del waiting[location][name]
                left -= 1
        spent = f - potential[location]
        for transition, _, to, after in onward:
            if potential[to] < FAR and (to, after) not in origin:
                pushed += 1
                heapq.heappush(
                    heap, (spent + costs[location][transition] + potential[to], pushed, to, after, (here, transition))
                )
    return Found(found, True)


def _potential(
    system: TransitionSystem, waiting: Mapping[int, Mapping[K, Target]], away: Sequence[int] | None
) -> list[int]:
    """Of each location, the least that is still to come before a target, beyond what is due to the target's own
    distance.

    It never falls by more than a transition costs, and at the location of a target it is what `away` alone would give
    it.
    """
    return least(
        system, {location: -away[location] if away else 0 for location, left in waiting.items() if left}, backwards=True
    )


def _steps(
    system: TransitionSystem, origin: Mapping[Here, tuple[Here, int] | None], at: Here, last: int | None
) -> tuple[Step, ...]:
    """The steps that led to a state, and the transition made there."""
    transitions = [] if last is None else [system.locations[at[0]].transitions[last]]
    while (came := origin[at]) is not None:
        at, by = came
        transitions.append(system.locations[at[0]].transitions[by])
    return tuple(Step(transition.kind, transition.ref) for transition in reversed(transitions) if transition.kind)


def least(system: TransitionSystem, sources: Mapping[int, int], backwards: bool = False) -> list[int]:
    """The least cost between a source, which has one itself, and each location, if no condition ever failed; or FAR."""
    edges: list[list[tuple[int, int]]] = [[] for _ in system.locations]
    for i, location in enumerate(system.locations):
        for transition in location.transitions:
            for edge in transition.edges:
                one, other = (edge.target, i) if backwards else (i, edge.target)
                edges[one].append((other, cost(transition)))
    found = [FAR] * len(edges)
    heap = [(d, i) for i, d in sources.items()]
    heapq.heapify(heap)
    while heap:
        d, i = heapq.heappop(heap)
        if d < found[i]:
            found[i] = d
            for j, more in edges[i]:
                if d + more < found[j]:
                    heapq.heappush(heap, (d + more, j))
    return found
