"""Shortest playthroughs by sets: all reachable states in waves, each of those that cost as much to come to.

Dijkstra's algorithm (1959) on whole sets. A playthrough is found backwards from a state of the first wave that has what
is looked for: from wave to wave to some state that leads there, one of those that agree with it in all that the move
between them leaves as it is.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeVar

from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.explore import Explorer, unseen
from playable.verify.graph import ranks
from playable.verify.reached import Reached, Spot
from playable.verify.sets import Keyed
from playable.verify.shortest import Target, cost
from playable.verify.watch import Watch

K = TypeVar("K", bound=Hashable)


class State(NamedTuple):
    """A state, as a key and a bit, with what it costs to come to."""

    cost: int
    place: int
    key: int
    bit: int


class Way(NamedTuple):
    """How a place is come to: by which move of which place, and what of the key, and which digits, the move leaves."""

    place: int
    move: int
    cost: int
    same: int
    digits: tuple[int, ...]


class Waves:
    """The waves of an explorer's states. Where there is a `base`, it has them already but for the places `inside`."""

    def __init__(
        self,
        explorer: Explorer,
        base: Waves | None = None,
        inside: Collection[int] = (),
        watch: Watch | None = None,
        limit: int | None = None,
    ) -> None:
        self._explorer, self._layout, self._watch = explorer, explorer.layout, watch or Watch()
        graph = self._graph = explorer.graph
        self._costs = [[cost(move) for move in place.moves] for place in graph.places]
        self._waves: list[dict[int, Keyed]] = [{} for _ in graph.places]  # of each place, by cost
        if base:
            self._waves = [{} if i in inside else waves for i, waves in enumerate(base._waves)]
        self._into: list[list[Way]] = [[] for _ in graph.places]
        self._before: dict[State, tuple[State, int]] = {}
        for i in ranks(graph):
            for n, move in enumerate(explorer.ready[i]):
                written = {op.slot for op in move.ops}
                for k, (_, target, clear, _, _) in enumerate(move.ways):
                    kept = explorer.liveness.live[i] & explorer.liveness.live[target]
                    left = written | {slot for slot, _ in graph.places[i].moves[n].ways[k].sets}
                    slots = [s for s in range(kept.bit_length()) if kept >> s & 1 and s not in left]
                    same = clear & self._layout.key_mask(sum(1 << slot for slot in slots))
                    digits = tuple(self._layout.digit[slot] for slot in slots if slot in self._layout.digit)
                    self._into[target].append(Way(i, n, self._costs[i][n], same, digits))
        self.reached = self._found(base is not None, inside, limit)

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        first: dict[K, tuple[State, Target]] = {}
        for key, targets in wanted.items():
            met = [(state, target) for target in targets if (state := self._first(target))]
            if met:
                first[key] = min(met, key=lambda one: one[0].cost)
        by_place: dict[tuple[int, int], list[K]] = {}
        for key, (state, _) in first.items():
            by_place.setdefault((state.place, state.cost), []).append(key)
        found: dict[K, tuple[Step, ...]] = {}
        for key in sorted(first, key=lambda key: -first[key][0].cost):
            if key not in found:
                self._note(first[key][0], first, by_place, found)
        return found

    def _note(
        self,
        state: State,
        first: Mapping[K, tuple[State, Target]],
        by_place: Mapping[tuple[int, int], list[K]],
        found: dict[K, tuple[Step, ...]],
    ) -> None:
        """The playthrough to a state; and of whatever it shows on the way, if nothing shows that sooner."""
        steps: list[Step] = []
        for at, move in self._way(state):
            for key in by_place.get((at.place, at.cost), ()):
                target = first[key][1]
                if key not in found and self._shows(at, target):
                    found[key] = (*steps, *self._step(at.place, target.move))
            steps += self._step(at.place, move)

    def _step(self, place: int, move: int | None) -> list[Step]:
        made = None if move is None else self._graph.places[place].moves[move]
        return [Step(made.kind, made.ref)] if made and made.kind else []

    def _shows(self, at: State, target: Target) -> bool:
        if target.place != at.place:
            return False
        return bool(self._explorer.sets.where(self._asked(target), at.key) & at.bit)

    def _way(self, state: State) -> list[tuple[State, int | None]]:
        """The states on the way to one, each with the move that is made there."""
        way: list[tuple[State, int | None]] = [(state, None)]
        graph = self._graph
        start = State(0, graph.start, *self._layout.single(graph.initial, self._explorer.liveness.live[graph.start]))
        while state != start:
            before = self._before.get(state)
            if before is None:
                before = self._before[state] = next(self._leading(state))
            state, move = before
            way.append((state, move))
        return way[::-1]

    def _leading(self, to: State) -> Iterator[tuple[State, int]]:
        """The states of earlier waves, or of the same, that lead to a state, with the move that does."""
        masks, at = self._layout.masks, to.bit.bit_length() - 1
        for i, n, spent, same, digits in self._into[to.place]:
            for key, x in self._waves[i].get(to.cost - spent, {}).items():
                if (key ^ to.key) & same:
                    continue
                for j in digits:
                    value = at // masks.strides[j] % masks.sizes[j]
                    x &= masks.span(j, value, value)
                    if not x:
                        break
                if x and self._leads(Spot(i, n), key, x, to):
                    while x & (x - 1):  # which of them?
                        half = x & (1 << (x.bit_length() + (x & -x).bit_length()) // 2) - 1
                        x = half if self._leads(Spot(i, n), key, half, to) else x ^ half
                    yield State(to.cost - spent, i, key, x), n

    def _leads(self, spot: Spot, key: int, x: int, to: State) -> bool:
        """Does a move lead from some state of a set to another?"""
        found: Keyed = {}
        into = lambda _, target: found if target == to.place else None  # noqa: E731
        self._explorer.make(spot, key, [(key, x)], into, Reached())
        return bool(found.get(to.key, 0) & to.bit)

    def _asked(self, target: Target) -> tuple[Tree, ...]:
        """What must hold where a target is met."""
        if target.move is None:
            return target.when
        return (*target.when, *self._explorer.ready[target.place][target.move].when)

    def _first(self, target: Target) -> State | None:
        """A state of the first wave that has what is looked for."""
        when, waves = self._asked(target), self._waves[target.place]
        for spent in sorted(waves):
            for key, x in self._explorer.within(when, waves[spent]):
                if x:
                    return State(spent, target.place, key, x & -x)
        return None

    def _found(self, based: bool, inside: Collection[int], limit: int | None) -> Reached:
        """Work the waves out, from the start or from the base, until more than `limit` states were counted."""
        graph, rank, reached = self._graph, ranks(self._graph), Reached()
        order, seen = list(rank), [dict[int, int]() for _ in graph.places]
        new: dict[tuple[int, int], Keyed] = {}
        if based:
            for i in rank:
                if i not in inside and any(way.target in inside for m in graph.places[i].moves for way in m.ways):
                    for spent, wave in self._waves[i].items():
                        self._send(i, spent, wave, new, rank, inside, Reached())
        if not based or graph.start in inside:
            key, one = self._layout.single(graph.initial, self._explorer.liveness.live[graph.start])
            new[0, rank[graph.start]] = {key: one}
        todo = list(new)
        heapq.heapify(todo)
        while todo:
            spent, at = here = heapq.heappop(todo)
            i = order[at]
            fresh = unseen(new.pop(here), seen[i])
            if fresh:
                if limit is not None or self._watch.told:  # it takes time
                    reached.states += sum(x.bit_count() for x in fresh.values())
                    self._watch.count(reached.states)
                if limit is not None and reached.states > limit:
                    reached.complete = False
                    break
                wave = self._waves[i].setdefault(spent, {})  # in a ring more may come at the same cost
                for key, x in fresh.items():
                    wave[key] = wave.get(key, 0) | x
                for there in self._send(i, spent, fresh, new, rank, inside if based else (), reached):
                    heapq.heappush(todo, there)
        for i in self._explorer.asked:
            waves = list(self._waves[i].values())
            keys = {key for wave in waves for key in wave}
            if keys:
                reached.places.add(i)
                self._explorer.ask(i, {key: reduce(or_, (wave.get(key, 0) for wave in waves)) for key in keys}, reached)
        return reached

    def _send(
        self,
        i: int,
        spent: int,
        fresh: Keyed,
        new: dict[tuple[int, int], Keyed],
        rank: Mapping[int, int],
        inside: Collection[int],
        reached: Reached,
    ) -> list[tuple[int, int]]:
        """Add what a wave leads to, to what waits; where nothing waited before. Only `inside`, if there are any."""
        woken = []

        def into(n: int, target: int) -> Keyed | None:
            if inside and target not in inside:
                return None
            there = spent + self._costs[i][n], rank[target]
            if there not in new:
                new[there] = {}
                woken.append(there)
            return new[there]

        self._explorer.onward(i, fresh, into, reached)
        return woken
