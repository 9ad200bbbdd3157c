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

from game.engine.session import Step
from game.verify.explore import Explorer, unseen
from game.verify.graph import ranks
from game.verify.reached import Reached
from game.verify.sets import Keyed
from game.verify.shortest import Target, cost
from game.verify.walk import Valued, Walker
from game.verify.watch import Watch

K = TypeVar("K", bound=Hashable)


class State(NamedTuple):
    """A state with what it costs to come to."""

    cost: int
    place: int
    state: Valued


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
    ) -> None:
        self._explorer, self._layout, self._watch = explorer, explorer.layout, watch or Watch()
        graph = self._graph = explorer.graph
        asked = (tree for some in explorer.asked.values() for trees in some for tree in trees)
        self._walker = Walker(graph, explorer.liveness, asked)
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
        self.reached = self._found(base is not None, inside)

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
        moves = (move for move, *_ in self._walker.onward(at.place, at.state))
        open_ = target.move is None or target.move in moves
        return open_ and (not target.when or self._walker.holds(target.when, at.place, at.state))

    def _way(self, state: State) -> list[tuple[State, int | None]]:
        """The states on the way to one, each with the move that is made there."""
        way: list[tuple[State, int | None]] = [(state, None)]
        start = State(0, *self._walker.start)
        while state != start:
            before = self._before.get(state)
            if before is None:
                before = self._before[state] = next(self._leading(state))
            state, move = before
            way.append((state, move))
        return way[::-1]

    def _leading(self, to: State) -> Iterator[tuple[State, int]]:
        """The states of earlier waves, or of the same, that lead to a state, with the move that does."""
        masks, live = self._layout.masks, self._explorer.liveness.live
        key, bit = self._layout.single(self._walker.whole(to.place, to.state), live[to.place])
        at = bit.bit_length() - 1
        for i, n, spent, same, digits in self._into[to.place]:
            for other, x in self._waves[i].get(to.cost - spent, {}).items():
                if (other ^ key) & same:
                    continue
                for j in digits:
                    value = at // masks.strides[j] % masks.sizes[j]
                    x &= masks.span(j, value, value)
                    if not x:
                        break
                while x:
                    low = x & -x
                    x ^= low
                    state = self._layout.values(other, low.bit_length() - 1, live[i])
                    if any((n, *to[1:]) == (m, *after) for m, _, *after in self._walker.onward(i, state)):
                        yield State(to.cost - spent, i, state), n

    def _first(self, target: Target) -> State | None:
        """A state of the first wave that has what is looked for."""
        live = self._explorer.liveness.live[target.place]
        when = target.when
        if target.move is not None:
            when = (*when, *self._explorer.ready[target.place][target.move].when)
        for spent, wave in sorted(self._waves[target.place].items()):
            for key, (where, x) in zip(wave, self._explorer.within(when, wave), strict=True):
                x &= where
                if x:
                    return State(spent, target.place, self._layout.values(key, (x & -x).bit_length() - 1, live))
        return None

    def _found(self, based: bool, inside: Collection[int]) -> Reached:
        """Work the waves out, from the start or from the base."""
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
                reached.states += sum(x.bit_count() for x in fresh.values())
                self._watch.count(reached.states)
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
