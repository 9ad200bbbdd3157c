"""Shortest playthroughs by sets: reachable states in frontiers, each of those that are equally far.

A* on whole sets, guided by `goals`. A playthrough is found backwards from a state of the first frontier that has what
is looked for: from frontier to frontier to some state that leads there, one of those that agree with it in all that the
transition between them leaves as it is.
"""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from playable.engine.session import Step
from playable.verify.limits import Budget, Cut
from playable.verify.symbolic.bitset import Bits
from playable.verify.symbolic.encoding import Key
from playable.verify.symbolic.goals import FAR, Bounds, Goals, Met
from playable.verify.symbolic.image import Condition, SetsByKey, where
from playable.verify.symbolic.reachability import OF_A_KEY, Explorer, size_of, unseen
from playable.verify.symbolic.reached import K, Reached, Target, TransitionId
from playable.verify.system import slots_in

THIN = 1 << 10  # bits of a set for each state in it, from which on it is kept packed
PackedSet = Bits | bytes  # a set of a frontier: frontiers are many, and most of them all but empty


class CostedState(NamedTuple):
    """A state, as a key and a bit, with what it costs to come to."""

    cost: int
    location: int
    key: Key
    bit: Bits


class Ahead(NamedTuple):
    """Where states wait: what it costs to come there, and the rank of the location."""

    cost: int
    rank: int


class Incoming(NamedTuple):
    """How a location is come to: by which transition of which location, and what of the key, and which digits, the
    transition leaves as they are."""

    location: int
    transition: int
    cost: int
    same: Key
    digits: tuple[int, ...]


class Distances:
    """The frontiers of an explorer's states, by location and cost, as far as something was looked for. `reached` is
    what was found of the same story before."""

    def __init__(self, explorer: Explorer, reached: Reached, budget: Budget) -> None:
        self._budget, self._reached = budget, reached
        self._explorer, self._encoding, self._system = explorer, explorer.encoding, explorer.system
        self._order = list(self._system.rank)
        self._frontiers: list[dict[int, dict[Key, PackedSet]]] = []
        self._before: dict[CostedState, tuple[CostedState, int]] = {}
        self.cut: Cut = ""

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        goals = Goals(self._bounds, wanted)
        self._search(goals)
        first = {key: (self._first(met), met.target) for key, met in goals.settled.items()}
        by_state: dict[tuple[int, int], list[K]] = {}
        for key, (state, _) in first.items():
            by_state.setdefault((state.location, state.cost), []).append(key)
        playthroughs: dict[K, tuple[Step, ...]] = {}
        for key in sorted(first, key=lambda key: -first[key][0].cost):
            if ended := self._budget.ended:
                self.cut = ended
                break
            if key not in playthroughs:
                self._note(first[key][0], first, by_state, playthroughs)
        return playthroughs

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(self._system, self._reached)

    def _note(
        self,
        state: CostedState,
        first: Mapping[K, tuple[CostedState, Target]],
        by_state: Mapping[tuple[int, int], list[K]],
        playthroughs: dict[K, tuple[Step, ...]],
    ) -> None:
        """The playthrough to a state; and of whatever it shows on the way, if nothing shows that sooner."""
        steps: list[Step] = []
        for at, transition in self._path(state):
            for key in by_state.get((at.location, at.cost), ()):
                target = first[key][1]
                if key not in playthroughs and self._shows(at, target):
                    playthroughs[key] = (*steps, *self._step(at.location, target.transition))
            steps += self._step(at.location, transition)

    def _step(self, location: int, transition: int | None) -> list[Step]:
        made = None if transition is None else self._system.locations[location].transitions[transition]
        return [Step(made.kind, made.ref)] if made and made.kind else []

    def _shows(self, at: CostedState, target: Target) -> bool:
        return target.location == at.location and bool(where(self._conditions(target), at.key) & at.bit)

    def _path(self, state: CostedState) -> list[tuple[CostedState, int | None]]:
        """The states on the way to one, each with the transition that is made there."""
        path: list[tuple[CostedState, int | None]] = [(state, None)]
        system, live = self._system, self._explorer.liveness.live
        start = CostedState(0, system.start, *self._encoding.single(system.initial, live[system.start]))
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
            for key, kept in sorted(self._frontiers[i].get(to.cost - spent, {}).items(), key=_key):
                if (key ^ to.key) & same:
                    continue
                x = _unpacked(kept)
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

    def _leads(self, one: TransitionId, key: Key, x: Bits, to: CostedState) -> bool:
        """Does a transition lead from some state of a set to another?"""
        after: SetsByKey = {}
        into = lambda _, target: after if target == to.location else None  # noqa: E731
        self._explorer.fire(one, key, [(key, x)], into, Reached({}))
        return bool(after.get(to.key, 0) & to.bit)

    def _conditions(self, target: Target) -> tuple[Condition, ...]:
        """What must hold where a target is met."""
        when = tuple(map(self._explorer.rules.image.condition, target.when))
        if target.transition is None:
            return when
        return (*when, *self._explorer.prepared[target.location][target.transition].guard)

    def _first(self, met: Met) -> CostedState:
        """A state that meets a target as it was met."""
        conditions, location = self._conditions(met.target), met.target.location
        for key, kept in sorted(self._frontiers[location][met.distance].items(), key=_key):
            held = _unpacked(kept) & where(conditions, key)
            if held:
                return CostedState(met.distance, location, key, held & -held)
        raise AssertionError("a frontier holds what was met in it")

    @cached_property
    def _into(self) -> list[list[Incoming]]:
        """Of each location, how it is come to."""
        into: list[list[Incoming]] = [[] for _ in self._system.locations]
        live = self._explorer.liveness.live
        for i in self._order:
            for n, transition in enumerate(self._explorer.prepared[i]):
                written = {effect.slot for effect in transition.effects}
                edges = self._system.locations[i].transitions[n].edges
                for edge, prepared in zip(edges, transition.edges, strict=True):
                    changed = written | {slot for slot, _ in edge.writes}
                    slots = [slot for slot in slots_in(live[i] & live[edge.target]) if slot not in changed]
                    same = prepared.clear & self._encoding.key_mask(sum(1 << slot for slot in slots))
                    digits = tuple(self._encoding.digit[slot] for slot in slots if slot in self._encoding.digit)
                    into[edge.target].append(Incoming(i, n, self._bounds.costs[i][n], same, digits))
        return into

    def _search(self, goals: Goals[K]) -> None:
        """Work out frontiers in the order of the detour that they are on, until all goals are settled."""
        system = self._system
        self._frontiers = [{} for _ in system.locations]
        seen: list[SetsByKey] = [{} for _ in system.locations]
        key, one = self._encoding.single(system.initial, self._explorer.liveness.live[system.start])
        new = {Ahead(0, system.rank[system.start]): {key: one}}
        todo, held = self._todo(goals, new), 0
        while todo and not goals.reached and not self.cut:
            detour, here = heapq.heappop(todo)
            if goals.settle(detour):
                todo = self._todo(goals, new)
                continue
            i = self._order[here.rank]
            fresh = unseen(new.pop(here), seen[i])
            if not fresh:
                continue
            held += size_of(fresh)  # among what was seen
            self.cut = self._budget.cut(sum(map(int.bit_count, fresh.values())), held)
            if self.cut:
                break
            frontier = self._frontiers[i].setdefault(here.cost, {})  # in a ring more may come at the same cost
            for key, x in fresh.items():
                kept = frontier[key] = _packed(_unpacked(frontier.get(key, 0)) | x)
                held += OF_A_KEY + (kept.bit_length() // 8 if isinstance(kept, int) else len(kept))
            self._meet(goals, i, here.cost, fresh)
            for there in self._send(i, here.cost, fresh, new):
                detour = there.cost + goals.detours[self._order[there.rank]]
                if detour < FAR // 2:
                    heapq.heappush(todo, (detour, there))
        if not todo and not self.cut:
            goals.settle()

    def _todo(self, goals: Goals[K], new: Mapping[Ahead, SetsByKey]) -> list[tuple[int, Ahead]]:
        """What waits and may lead to a goal, by the detour to it."""
        ahead = ((there.cost + goals.detours[self._order[there.rank]], there) for there in new)
        todo = [(detour, there) for detour, there in ahead if detour < FAR // 2]
        heapq.heapify(todo)
        return todo

    def _meet(self, goals: Goals[K], i: int, spent: int, sets: SetsByKey) -> None:
        """Note which goals a frontier meets."""
        for name, target in goals.at(i, spent):
            conditions = self._conditions(target)
            if any(x & where(conditions, key) for key, x in sets.items()):
                goals.meet(name, target, spent)

    def _send(self, i: int, spent: int, fresh: SetsByKey, new: dict[Ahead, SetsByKey]) -> list[Ahead]:
        """Add what a frontier leads to, to what waits; where nothing waited before."""
        woken = []

        def into(n: int, target: int) -> SetsByKey:
            there = Ahead(spent + self._bounds.costs[i][n], self._system.rank[target])
            if there not in new:
                new[there] = {}
                woken.append(there)
            return new[there]

        self._explorer.fire_all(i, fresh, into, Reached({}))
        return woken


_key = itemgetter(0)  # of equally short playthroughs always the same is told, in whatever order they were found


def _packed(x: Bits) -> PackedSet:
    """A set as it is kept in a frontier: packed, where it is all but empty."""
    size = x.bit_length()
    return zlib.compress(x.to_bytes(size // 8 + 1, "little"), 1) if size > THIN * x.bit_count() else x


def _unpacked(kept: PackedSet) -> Bits:
    return kept if isinstance(kept, int) else int.from_bytes(zlib.decompress(kept), "little")
