"""Shortest playthroughs by sets: all reachable states in frontiers, each of those that cost as much to come to.

Dijkstra's algorithm (1959) on whole sets. A playthrough is found backwards from a state of the first frontier that has
what is looked for: from frontier to frontier to some state that leads there, one of those that agree with it in all
that the transition between them leaves as it is.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeVar

from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.limits import Progress
from playable.verify.symbolic.image import SetsByKey
from playable.verify.symbolic.reachability import Explorer, Reached, TransitionId, unseen
from playable.verify.symbolic.shortest import Target, cost
from playable.verify.system import ranks

K = TypeVar("K", bound=Hashable)


class CostedState(NamedTuple):
    """A state, as a key and a bit, with what it costs to come to."""

    cost: int
    location: int
    key: int
    bit: int


class Incoming(NamedTuple):
    """How a location is come to: by which transition of which location, and what of the key, and which digits, the
    transition leaves."""

    location: int
    transition: int
    cost: int
    same: int
    digits: tuple[int, ...]


class Distances:
    """The frontiers of an explorer's states. Where there is a `base`, it has them already but for the locations
    `inside`."""

    def __init__(
        self,
        explorer: Explorer,
        base: Distances | None = None,
        inside: Collection[int] = (),
        progress: Progress | None = None,
        limit: int | None = None,
    ) -> None:
        self._explorer, self._encoding, self._progress = explorer, explorer.encoding, progress or Progress()
        system = self._system = explorer.system
        self._costs = [[cost(transition) for transition in location.transitions] for location in system.locations]
        self._frontiers: list[dict[int, SetsByKey]] = [{} for _ in system.locations]  # of each location, by cost
        if base:
            self._frontiers = [{} if i in inside else frontiers for i, frontiers in enumerate(base._frontiers)]
        self._into: list[list[Incoming]] = [[] for _ in system.locations]
        self._before: dict[CostedState, tuple[CostedState, int]] = {}
        for i in ranks(system):
            for n, transition in enumerate(explorer.prepared[i]):
                written = {op.slot for op in transition.ops}
                for k, (_, target, clear, _, _) in enumerate(transition.edges):
                    kept = explorer.liveness.live[i] & explorer.liveness.live[target]
                    left = written | {slot for slot, _ in system.locations[i].transitions[n].edges[k].writes}
                    slots = [s for s in range(kept.bit_length()) if kept >> s & 1 and s not in left]
                    same = clear & self._encoding.key_mask(sum(1 << slot for slot in slots))
                    digits = tuple(self._encoding.digit[slot] for slot in slots if slot in self._encoding.digit)
                    self._into[target].append(Incoming(i, n, self._costs[i][n], same, digits))
        self.reached = self._found(base is not None, inside, limit)

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        first: dict[K, tuple[CostedState, Target]] = {}
        for key, targets in wanted.items():
            met = [(state, target) for target in targets if (state := self._first(target))]
            if met:
                first[key] = min(met, key=lambda one: one[0].cost)
        by_location: dict[tuple[int, int], list[K]] = {}
        for key, (state, _) in first.items():
            by_location.setdefault((state.location, state.cost), []).append(key)
        found: dict[K, tuple[Step, ...]] = {}
        for key in sorted(first, key=lambda key: -first[key][0].cost):
            if key not in found:
                self._note(first[key][0], first, by_location, found)
        return found

    def _note(
        self,
        state: CostedState,
        first: Mapping[K, tuple[CostedState, Target]],
        by_location: Mapping[tuple[int, int], list[K]],
        found: dict[K, tuple[Step, ...]],
    ) -> None:
        """The playthrough to a state; and of whatever it shows on the way, if nothing shows that sooner."""
        steps: list[Step] = []
        for at, transition in self._way(state):
            for key in by_location.get((at.location, at.cost), ()):
                target = first[key][1]
                if key not in found and self._shows(at, target):
                    found[key] = (*steps, *self._step(at.location, target.transition))
            steps += self._step(at.location, transition)

    def _step(self, location: int, transition: int | None) -> list[Step]:
        made = None if transition is None else self._system.locations[location].transitions[transition]
        return [Step(made.kind, made.ref)] if made and made.kind else []

    def _shows(self, at: CostedState, target: Target) -> bool:
        if target.location != at.location:
            return False
        return bool(self._explorer.image.where(self._asked(target), at.key) & at.bit)

    def _way(self, state: CostedState) -> list[tuple[CostedState, int | None]]:
        """The states on the way to one, each with the transition that is made there."""
        path: list[tuple[CostedState, int | None]] = [(state, None)]
        system = self._system
        start = CostedState(
            0, system.start, *self._encoding.single(system.initial, self._explorer.liveness.live[system.start])
        )
        while state != start:
            before = self._before.get(state)
            if before is None:
                before = self._before[state] = next(self._leading(state))
            state, transition = before
            path.append((state, transition))
        return path[::-1]

    def _leading(self, to: CostedState) -> Iterator[tuple[CostedState, int]]:
        """The states of earlier frontiers, or of the same, that lead to a state, with the transition that does."""
        bitsets, at = self._encoding.bitsets, to.bit.bit_length() - 1
        for i, n, spent, same, digits in self._into[to.location]:
            for key, x in self._frontiers[i].get(to.cost - spent, {}).items():
                if (key ^ to.key) & same:
                    continue
                for j in digits:
                    value = at // bitsets.strides[j] % bitsets.sizes[j]
                    x &= bitsets.span(j, value, value)
                    if not x:
                        break
                if x and self._leads(TransitionId(i, n), key, x, to):
                    while x & (x - 1):  # which of them?
                        half = x & (1 << (x.bit_length() + (x & -x).bit_length()) // 2) - 1
                        x = half if self._leads(TransitionId(i, n), key, half, to) else x ^ half
                    yield CostedState(to.cost - spent, i, key, x), n

    def _leads(self, transition_id: TransitionId, key: int, x: int, to: CostedState) -> bool:
        """Does a transition lead from some state of a set to another?"""
        found: SetsByKey = {}
        into = lambda _, target: found if target == to.location else None  # noqa: E731
        self._explorer.fire(transition_id, key, [(key, x)], into, Reached())
        return bool(found.get(to.key, 0) & to.bit)

    def _asked(self, target: Target) -> tuple[Tree, ...]:
        """What must hold where a target is met."""
        if target.transition is None:
            return target.when
        return (*target.when, *self._explorer.prepared[target.location][target.transition].guard)

    def _first(self, target: Target) -> CostedState | None:
        """A state of the first frontier that has what is looked for."""
        when, frontiers = self._asked(target), self._frontiers[target.location]
        for spent in sorted(frontiers):
            for key, x in self._explorer.within(when, frontiers[spent]):
                if x:
                    return CostedState(spent, target.location, key, x & -x)
        return None

    def _found(self, based: bool, inside: Collection[int], limit: int | None) -> Reached:
        """Work the frontiers out, from the start or from the base, until more than `limit` states were counted."""
        system, rank, reached = self._system, ranks(self._system), Reached()
        order, seen = list(rank), [dict[int, int]() for _ in system.locations]
        new: dict[tuple[int, int], SetsByKey] = {}
        if based:
            for i in rank:
                if i not in inside and any(
                    edge.target in inside for m in system.locations[i].transitions for edge in m.edges
                ):
                    for spent, frontier in self._frontiers[i].items():
                        self._send(i, spent, frontier, new, rank, inside, Reached())
        if not based or system.start in inside:
            key, one = self._encoding.single(system.initial, self._explorer.liveness.live[system.start])
            new[0, rank[system.start]] = {key: one}
        todo = list(new)
        heapq.heapify(todo)
        while todo:
            spent, at = here = heapq.heappop(todo)
            i = order[at]
            fresh = unseen(new.pop(here), seen[i])
            if fresh:
                if limit is not None or self._progress.told:  # it takes time
                    reached.states += sum(x.bit_count() for x in fresh.values())
                    self._progress.count(reached.states)
                if limit is not None and reached.states > limit:
                    reached.complete = False
                    break
                frontier = self._frontiers[i].setdefault(spent, {})  # in a ring more may come at the same cost
                for key, x in fresh.items():
                    frontier[key] = frontier.get(key, 0) | x
                for there in self._send(i, spent, fresh, new, rank, inside if based else (), reached):
                    heapq.heappush(todo, there)
        for i in self._explorer.asked:
            frontiers = list(self._frontiers[i].values())
            keys = {key for frontier in frontiers for key in frontier}
            if keys:
                reached.locations.add(i)
                self._explorer.ask(
                    i, {key: reduce(or_, (frontier.get(key, 0) for frontier in frontiers)) for key in keys}, reached
                )
        return reached

    def _send(
        self,
        i: int,
        spent: int,
        fresh: SetsByKey,
        new: dict[tuple[int, int], SetsByKey],
        rank: Mapping[int, int],
        inside: Collection[int],
        reached: Reached,
    ) -> list[tuple[int, int]]:
        """Add what a frontier leads to, to what waits; where nothing waited before. Only `inside`, if there are any."""
        woken = []

        def into(n: int, target: int) -> SetsByKey | None:
            if inside and target not in inside:
                return None
            there = spent + self._costs[i][n], rank[target]
            if there not in new:
                new[there] = {}
                woken.append(there)
            return new[there]

        self._explorer.fire_all(i, fresh, into, reached)
        return woken
