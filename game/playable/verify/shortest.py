"""Shortest playthroughs: fewest choices, then fewest draws.

A* (Hart, Nilsson, Raphael, 1968) over single states. What guides it are distances between places as if no condition
ever failed. For many targets, each by itself, states come in the order of the detour that they are on the nearest road
to some target that is not met yet; for one target that several places can meet, in the order of the whole road.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.graph import Graph
from playable.verify.moves import Move
from playable.verify.walk import Valued, Walker

CHOICE, DRAW = 1 << 20, 1  # what a step costs: no number of draws outweighs a choice
FAR = 1 << 60

Here = tuple[int, Valued]
Open = tuple[int, int, int, Valued, tuple[Here, int] | None]  # cost and potential, order, where, from where by which


class Target(NamedTuple):
    """Something to come to: a place, in a state where `when` holds; and to make its `move`, if one is named."""

    place: int
    when: tuple[Tree, ...] = ()
    move: int | None = None


K = TypeVar("K", bound=Hashable)


@dataclass
class Found(Generic[K]):
    """Of each target that was met, its steps. `complete`: no state was left out for the limit's sake."""

    steps: dict[K, tuple[Step, ...]]
    complete: bool


def cost(move: Move) -> int:
    """What a move costs; hearing and running on are free."""
    return CHOICE if move.kind == "choose" else DRAW if move.kind == "chance" else 0


def nearest_each(walker: Walker, targets: Mapping[K, Target], limit: int) -> Found[K]:
    """A shortest playthrough to each target by itself, looking at no more than `limit` states."""
    away = least(walker.graph, {walker.graph.start: 0})
    return _search(walker, targets, away, limit)


def nearest_any(walker: Walker, targets: Sequence[Target], limit: int) -> tuple[Step, ...] | None:
    """The shortest playthrough to whichever target is nearest; None if the limit was reached first."""
    found = _search(walker, dict(enumerate(targets)), None, limit)
    return next(iter(found.steps.values()), None)


def _search(walker: Walker, targets: Mapping[K, Target], away: Sequence[int] | None, limit: int) -> Found[K]:
    """Work through states in order of cost and potential until every target is met; without `away`, until one is."""
    graph = walker.graph
    costs = [[cost(move) for move in place.moves] for place in graph.places]
    waiting: dict[int, dict[K, Target]] = {}
    for name, target in targets.items():
        waiting.setdefault(target.place, {})[name] = target
    left = len(targets)
    origin: dict[Here, tuple[Here, int] | None] = {}
    potential, enough = _potential(graph, waiting, away), left // 2
    heap: list[Open] = [(potential[walker.start[0]], 0, *walker.start, None)]
    pushed, found = 0, dict[K, tuple[Step, ...]]()
    while heap and left:
        if left <= enough:  # look no more where all is met
            new, enough = _potential(graph, waiting, away), left // 2
            heap = [(f - potential[p] + new[p], n, p, s, by) for f, n, p, s, by in heap if new[p] < FAR]
            heapq.heapify(heap)
            potential = new
            continue
        f, _, place, state, by = heapq.heappop(heap)
        here = (place, state)
        if here in origin:
            continue
        if len(origin) >= limit:
            return Found(found, False)
        origin[here] = by
        onward = walker.onward(place, state)
        for name, target in list(waiting.get(place, {}).items()):
            open_ = target.move is None or any(move == target.move for move, *_ in onward)
            if open_ and (not target.when or walker.holds(target.when, place, state)):
                found[name] = _steps(graph, origin, here, target.move)
                if away is None:
                    return Found(found, True)
                del waiting[place][name]
                left -= 1
        spent = f - potential[place]
        for move, _, to, after in onward:
            if potential[to] < FAR and (to, after) not in origin:
                pushed += 1
                heapq.heappush(heap, (spent + costs[place][move] + potential[to], pushed, to, after, (here, move)))
    return Found(found, True)


def _potential(graph: Graph, waiting: Mapping[int, Mapping[K, Target]], away: Sequence[int] | None) -> list[int]:
    """Of each place, the least that is still to come before a target, beyond what is due to the target's own distance.

    It never falls by more than a move costs, and at the place of a target it is what `away` alone would give it.
    """
    return least(graph, {place: -away[place] if away else 0 for place, left in waiting.items() if left}, backwards=True)


def _steps(
    graph: Graph, origin: Mapping[Here, tuple[Here, int] | None], at: Here, last: int | None
) -> tuple[Step, ...]:
    """The steps that led to a state, and the move made there."""
    moves = [] if last is None else [graph.places[at[0]].moves[last]]
    while (came := origin[at]) is not None:
        at, by = came
        moves.append(graph.places[at[0]].moves[by])
    return tuple(Step(move.kind, move.ref) for move in reversed(moves) if move.kind)


def least(graph: Graph, sources: Mapping[int, int], backwards: bool = False) -> list[int]:
    """The least cost between a source, which has one itself, and each place, if no condition ever failed; or FAR."""
    edges: list[list[tuple[int, int]]] = [[] for _ in graph.places]
    for i, place in enumerate(graph.places):
        for move in place.moves:
            for way in move.ways:
                one, other = (way.target, i) if backwards else (i, way.target)
                edges[one].append((other, cost(move)))
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
