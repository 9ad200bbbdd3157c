"""What is looked for, and how far each location is from it at least: the guide of a search for what is nearest.

A* (Hart, Nilsson, Raphael, 1968). What guides it are distances between locations as if no condition ever failed, so
that it goes first where the least detour leads to something that is not met yet, and nowhere else.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Generic, NamedTuple

from playable.verify.symbolic.reached import EdgeId, K, Reached, Target, TransitionId, cost
from playable.verify.system import TransitionSystem

FAR = 1 << 60  # the distance of what no edge leads to
Distance = int  # in the costs of transitions


class Bounds:
    """How far locations are from each other at least: by the edges that are taken anywhere, where that is known."""

    def __init__(self, system: TransitionSystem, reached: Reached) -> None:
        self.costs = [[cost(transition) for transition in one.transitions] for one in system.locations]
        self._onward: list[list[tuple[int, Distance]]] = [[] for _ in system.locations]
        self._back: list[list[tuple[int, Distance]]] = [[] for _ in system.locations]
        for i in system.rank:
            for n, transition in enumerate(system.locations[i].transitions):
                for k, edge in enumerate(transition.edges):
                    if reached.cut or EdgeId(TransitionId(i, n), k) in reached.edges:
                        self._onward[i].append((edge.target, self.costs[i][n]))
                        self._back[edge.target].append((i, self.costs[i][n]))
        self.away = _least(self._onward, {system.start: 0})

    def detours(self, wanted: Iterable[Sequence[Target]]) -> list[Distance]:
        """Of each location, how much further than need be one comes to whatever is wanted, if one was not there yet;
        less what it takes to come to the location."""
        sources: dict[int, Distance] = {}
        for targets in wanted:
            nearest = self.nearest(targets)
            for target in targets:
                if self.away[target.location] < FAR:
                    sources[target.location] = min(-nearest, sources.get(target.location, FAR))
        return _least(self._back, sources)

    def nearest(self, targets: Iterable[Target]) -> Distance:
        """How far the nearest of some targets is at least."""
        return min((self.away[target.location] for target in targets), default=FAR)


class Met(NamedTuple):
    """The nearest target of a thing that was met so far, and how far it is."""

    distance: Distance
    target: Target


class Goals(Generic[K]):
    """Things to come to, each by whichever of its targets is nearest. One is `settled` as soon as nothing nearer can
    come of what the search has before it."""

    def __init__(self, bounds: Bounds, wanted: Mapping[K, Sequence[Target]]) -> None:
        self._bounds = bounds
        self._wanted = {key: targets for key, targets in wanted.items() if targets}
        self._at: dict[int, list[tuple[K, Target]]] = {}
        for key, targets in self._wanted.items():
            for target in targets:
                self._at.setdefault(target.location, []).append((key, target))
        self.settled: dict[K, Met] = {}
        self._met: dict[K, Met] = {}
        self._pending: list[tuple[Distance, int, K]] = []  # those that were met, by the detour that settles them
        self._order = count()
        self.detours = bounds.detours(self._wanted.values())
        self._enough = len(self._wanted) // 2

    @property
    def reached(self) -> bool:
        """Is everything settled?"""
        return len(self.settled) == len(self._wanted)

    def at(self, location: int, distance: Distance) -> list[tuple[K, Target]]:
        """What is not met yet, or only further off, and may be here; each with its target."""
        return [
            (key, target)
            for key, target in self._at.get(location, ())
            if key not in self.settled and (key not in self._met or self._met[key].distance > distance)
        ]

    def meet(self, key: K, target: Target, distance: Distance) -> None:
        """A target was met."""
        self._met[key] = Met(distance, target)
        detour = distance - self._bounds.nearest(self._wanted[key])
        heapq.heappush(self._pending, (detour, next(self._order), key))

    def settle(self, detour: Distance = FAR) -> bool:
        """All that is still to come is a detour of so much at least. Are so few things left that detours are others
        now?"""
        while self._pending and self._pending[0][0] <= detour:
            key = heapq.heappop(self._pending)[2]
            self.settled[key] = self._met[key]
        if self.reached or len(self._wanted) - len(self.settled) > self._enough:
            return False
        left = [targets for key, targets in self._wanted.items() if key not in self.settled]
        self.detours, self._enough = self._bounds.detours(left), len(left) // 2
        return True


def _least(edges: Sequence[Sequence[tuple[int, Distance]]], sources: Mapping[int, Distance]) -> list[Distance]:
    """The least distance from a source, which has one itself, to each location."""
    least = [FAR] * len(edges)
    todo = [(distance, i) for i, distance in sources.items()]
    heapq.heapify(todo)
    while todo:
        distance, i = heapq.heappop(todo)
        if distance < least[i]:
            least[i] = distance
            for to, more in edges[i]:
                if distance + more < least[to]:
                    heapq.heappush(todo, (distance + more, to))
    return least
