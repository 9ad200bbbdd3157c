"""All reachable states, one by one: for stories whose states are few, however wide their ranges are.

Dijkstra's algorithm (1959) on single states, those of a location that are equally far all at once, as columns: what is
nearest comes first, and each state knows which one led to it. A state is kept as the bytes of the values that matter
where it stands. This brings numpy, and is imported where it is needed.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import add, sub
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playable.engine.session import Step
from playable.verify.limits import Budget, Cut
from playable.verify.symbolic.columns import Bools, Columns, Ints, Numbers, Rows
from playable.verify.symbolic.encoding import Key
from playable.verify.symbolic.moves import Move, Moves
from playable.verify.symbolic.reachability import ONE_VALUATION, Explorer, Rules, blocked_slots
from playable.verify.symbolic.reached import (
    Answer,
    Asked,
    EdgeId,
    EffectsMet,
    K,
    Reached,
    Target,
    TransitionId,
    cost,
)
from playable.verify.system import SuccessorFunction, slots_in

OF_A_STATE, OF_A_HOP = 250, 16  # bytes that a state takes beside 2 for each of its values, and a way on from it
PIECE = 1 << 14  # states that are gone on from at once
NARROW = 12  # so few states at once are gone through faster one by one,
OFTEN = 8  # where that has come so many times that a function of single states is worth being written
AS_SETS = 1_024  # bytes of sets that are worked through in the time that a single state takes,
ONE_SET = 4_096  # and in the time that a set takes beside its bytes
FAR = (1 << 63) - 1  # more than any state costs

Number = int  # of a state
StateKey = bytes  # the values that matter where a state stands, counted from their lowest, in two bytes each


class Hops(NamedTuple):
    """The ways on by one transition, nearest first: from which states, to which, and of chance with what weight."""

    sources: array[int]
    targets: array[int]
    weights: array[float]


class _Arriving(NamedTuple):
    """A move with the rows that make it, and the states that they become."""

    move: Move
    rows: Numbers
    keys: list[StateKey]


class ListedStates:
    """Single states, numbered as they are met, with what leads on from each; nearest first, by location, in `at`.

    What is asked may keep them further apart than the rules of the story do. They are counted, and effects noted, by
    the rules alone.
    """

    def __init__(self, rules: Rules, asked: Asked) -> None:
        self.system, self.liveness, self._plain = rules.system, rules.liveness_with(asked), rules.liveness
        self.asked = {at: list(trees) for at, trees in asked.items()}
        self.columns = Columns(self.system)
        self.cut: Cut = ""
        self.at: dict[int, list[Number]] = {}
        self.hops: dict[TransitionId, Hops] = {}
        self._moves = Moves(self.system, self.liveness, self.columns)
        self._function = SuccessorFunction(self.system, self.liveness)
        slots = self._function.slots
        self._structs = [Struct(f"<{len(some)}H") for some in slots]
        self._lows = [tuple(self.columns.lows[slot] for slot in some) for some in slots]
        self._numbers: list[dict[StateKey, Number]] = [{} for _ in slots]
        self._states = list[StateKey]()
        self._locations, self._costs, self._done = array("i"), array("q"), bytearray()
        self._before, self._by = array("i"), array("i")  # which state leads to each first, and by which transition
        self._edges, self._stuck = set[EdgeId](), set[int]()
        self._noted: dict[TransitionId, EffectsMet] = {}
        self._narrowly = [0] * len(slots)  # how often so few states were gone on from
        self._todo: list[tuple[int, int, int]] = []  # costs, ranks and locations
        self._waiting: dict[tuple[int, int], list[Number]] = {}  # by cost and location
        self._visited = self._held = 0
        start, state = self._function.start
        self._arrive(start, [self._key(start, state)], np.zeros(1, np.int32), np.zeros(1, np.int32), 0)

    def __len__(self) -> int:
        return len(self._states)

    def search(self, budget: Budget) -> Cut:
        """Go on until there is nothing more to come to, nearest first, or until the budget ends it; again, if called
        again."""
        self.cut = budget.cut(self._visited, self._held)
        while self._todo and not self.cut:
            spent, _, location = heapq.heappop(self._todo)
            numbers = [n for n in dict.fromkeys(self._waiting.pop((spent, location))) if not self._done[n]]
            while numbers and not self.cut:
                some, numbers = numbers[:PIECE], numbers[PIECE:]
                self._go_on(location, some, spent)
                self._visited += len(some)
                self.cut = budget.cut(len(some), self._held)
            if numbers:
                self._wait(spent, location, numbers)
        return self.cut

    def reached(self) -> Reached:
        """What was come to, and what was asked of it."""
        reached = Reached.at_start(self.system, self.cut)
        reached.counts = {location: self._count(location) for location in self.at}
        reached.states, reached.locations = sum(reached.counts.values()), set(self.at)
        reached.edges, reached.stuck = self._edges, self._stuck
        for location, numbers in self.at.items():
            for n in range(len(self.system.locations[location].transitions)):
                one = TransitionId(location, n)
                if one in self.hops:
                    reached.transitions.add(one)
                    reached.effects[one] = self._effects_met(one)
                if one not in self.hops or len(self.hops[one].sources) < len(numbers):
                    reached.refused.add(one)
        for location in self.at:
            self._ask(location, reached)
        return reached

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        led_to: dict[K, tuple[Step, ...]] = {}
        for key, targets in wanted.items():
            met = [(self._costs[n], n, target.transition) for target in targets for n in self._nearest(target)]
            if met:
                _, number, transition = min(met, key=lambda one: one[0])
                led_to[key] = self._path(number, transition)
        return led_to

    def rows(self, location: int, numbers: Iterable[Number] | None = None) -> Rows:
        """Some states at a location as rows, by themselves all of them, nearest first."""
        slots = self._function.slots[location]
        keys = [self._states[n] for n in (self.at.get(location, ()) if numbers is None else numbers)]
        matrix = np.frombuffer(b"".join(keys), "<u2").reshape(len(keys), len(slots))
        places = {slot: n for n, slot in enumerate(slots)}

        def column(slot: int) -> Ints:
            return matrix[:, places[slot]].astype(np.int64) if slot in places else np.zeros(len(keys), np.int64)

        return Rows(len(keys), column)

    def thin_as_sets(self, explorer: Explorer) -> bool:
        """Would sets hold so few of the states for what they and the functions asked for them take that single states
        are faster?"""
        work, keys, encoding, most = 0, set[Key](), explorer.encoding, AS_SETS * self._visited
        for location in self.at:
            live, rows = self._plain.live[location], self.rows(location)
            bit = np.zeros(len(rows), np.int64)
            for slot, j in encoding.digit.items():
                if live >> slot & 1:
                    bit += rows[slot] * encoding.bitsets.strides[j]
            fields = [slot for slot in slots_in(live) if slot not in encoding.digit]
            sets = dict[StateKey, int]()
            number = [sets.setdefault(one, len(sets)) for one in _keys([rows[slot] for slot in fields], len(rows))]
            longest = np.zeros(len(sets), np.int64)
            np.maximum.at(longest, number, bit + 1)
            work += int(longest.sum()) // 8 + ONE_SET * len(sets)
            if work > most:
                return True
            taken_apart = Struct(f"<{len(fields)}H")
            for one in sets:
                values = zip(fields, taken_apart.unpack(one), strict=True)
                keys.add(sum(value << encoding.shift[slot] for slot, value in values))
        return work + ONE_VALUATION * explorer.valuations(keys) > most

    def _go_on(self, location: int, numbers: list[Number], spent: int) -> None:
        """From some states of a location, all so far away, to all that comes next."""
        self.at.setdefault(location, []).extend(numbers)
        for number in numbers:
            self._done[number] = 1
        if len(numbers) <= NARROW:
            self._narrowly[location] += 1
            if self._narrowly[location] > OFTEN:
                self._one_by_one(location, numbers, spent)
                return
        here, open_ = np.array(numbers, np.int32), np.zeros(len(numbers), np.bool_)

        def note(n: int, effect: int, held: Bools | bool) -> None:
            met = self._noted.setdefault(TransitionId(location, n), EffectsMet(set(), set()))
            if np.any(held):
                met.held.add(effect)
            if not np.all(held):
                met.failed.add(effect)

        arriving: dict[tuple[int, int], list[_Arriving]] = {}
        for move in self._moves.of(location, self.rows(location, numbers), note):
            total = spent + cost(self.system.locations[location].transitions[move.transition])
            rows = np.arange(len(numbers), dtype=np.int32) if move.rows is None else move.rows
            open_[rows] = True
            keys = self._keys(move.target, move.now)
            arriving.setdefault((move.target, total), []).append(_Arriving(move, rows, keys))
        for (target, total), some in arriving.items():
            self._arrive_by(location, here, target, total, some)
        if not open_.all() and not self.system.locations[location].ends:
            self._stuck.add(location)

    def _arrive_by(self, location: int, here: Numbers, target: int, total: int, some: list[_Arriving]) -> None:
        """From some states of a location to states of another, equally far, by any of some moves: in the order of the
        states that lead there, so that of equally short playthroughs the first is known."""
        rows, keys = np.concatenate([one.rows for one in some]), [key for one in some for key in one.keys]
        by = np.repeat(np.array([one.move.transition for one in some], np.int32), [len(one.rows) for one in some])
        order = np.argsort(rows, kind="stable")
        there = np.empty(len(rows), np.int32)
        there[order] = self._arrive(target, [keys[n] for n in order.tolist()], here[rows[order]], by[order], total)
        first = 0
        for one in some:
            name, last = TransitionId(location, one.move.transition), first + len(one.rows)
            self._edges.add(EdgeId(name, one.move.edge))
            hops = self._hops(name)
            hops.sources.frombytes(here[one.rows].tobytes())
            hops.targets.frombytes(there[first:last].tobytes())
            if one.move.weight is not None:
                hops.weights.frombytes(one.move.weight.astype(np.float64).tobytes())
            first = last

    def _one_by_one(self, location: int, numbers: Iterable[Number], spent: int) -> None:
        """The same by a function of single states."""
        transitions, successors = self.system.locations[location].transitions, self._function.function(location)
        unpack, lows = self._structs[location].unpack, self._lows[location]
        for number in numbers:
            onward = successors(tuple(map(add, unpack(self._states[number]), lows)))
            if not onward and not self.system.locations[location].ends:
                self._stuck.add(location)
            for n, k, weight, to, state in onward:
                one, total, key = TransitionId(location, n), spent + cost(transitions[n]), self._key(to, state)
                there = self._numbers[to].get(key)
                if there is None:
                    there = self._add(to, [key])
                if total < self._costs[there]:
                    self._costs[there], self._before[there], self._by[there] = total, number, n
                    self._wait(total, to, [there])
                self._edges.add(EdgeId(one, k))
                hops = self._hops(one)
                hops.sources.append(number)
                hops.targets.append(there)
                if transitions[n].weight is not None:
                    hops.weights.append(weight)

    def _arrive(self, location: int, keys: list[StateKey], sources: Numbers, by: Numbers, total: int) -> Numbers:
        """Come to states of a location, each from its source by its transition; their numbers."""
        known = self._numbers[location]
        met = list(map(known.get, keys))
        if None in met:
            self._add(location, dict.fromkeys(key for key, number in zip(keys, met, strict=True) if number is None))
            met = list(map(known.__getitem__, keys))
        there, costs = np.array(met, np.int32), np.frombuffer(self._costs, np.int64)
        nearer = np.flatnonzero(costs[there] > total)[::-1]  # of several sources the first is written last
        if len(nearer):
            those = there[nearer]
            costs[those] = total
            np.frombuffer(self._before, np.int32)[those] = sources[nearer]
            np.frombuffer(self._by, np.int32)[those] = by[nearer]
            self._wait(total, location, those[::-1].tolist())
        self._held += OF_A_HOP * len(keys)
        return there

    def _add(self, location: int, keys: Iterable[StateKey]) -> Number:
        """New states of a location; the number of the first."""
        first = len(self._states)
        self._states.extend(keys)
        count = len(self._states) - first
        self._numbers[location].update(zip(self._states[first:], range(first, first + count), strict=True))
        self._locations.extend([location] * count)
        self._costs.extend([FAR] * count)
        self._before.extend([0] * count)
        self._by.extend([0] * count)
        self._done.extend(bytes(count))
        self._held += count * (OF_A_STATE + self._structs[location].size)
        return first

    def _wait(self, spent: int, location: int, numbers: list[Number]) -> None:
        """Some states at a location are so far away."""
        if (spent, location) in self._waiting:
            self._waiting[spent, location] += numbers
        else:
            self._waiting[spent, location] = numbers
            heapq.heappush(self._todo, (spent, self.system.rank[location], location))

    def _hops(self, one: TransitionId) -> Hops:
        hops = self.hops.get(one)
        if hops is None:
            hops = self.hops[one] = Hops(array("i"), array("i"), array("d"))
        return hops

    def _key(self, location: int, state: Iterable[int]) -> StateKey:
        return self._structs[location].pack(*map(sub, state, self._lows[location]))

    def _keys(self, location: int, rows: Rows) -> list[StateKey]:
        return _keys([rows[slot] for slot in self._function.slots[location]], len(rows))

    def _count(self, location: int) -> int:
        """How many states there are at a location, as far as the rules tell them apart."""
        slots = self._function.slots[location]
        apart = [slot for slot in slots if self._plain.live[location] >> slot & 1]
        if len(apart) == len(slots):
            return len(self.at[location])
        rows = self.rows(location)
        return len(set(_keys([rows[slot] for slot in apart], len(rows))))

    def _effects_met(self, one: TransitionId) -> EffectsMet:
        """Of the effects that matter to the rules alone, which were done somewhere, and which were not."""
        transition = self.system.locations[one.location].transitions[one.transition]
        at_once = self._noted.get(one, EffectsMet(set(), set()))
        singly, met = self._function.noted.get(one.location, {}), EffectsMet(set(), set())
        for number, _ in self._plain.numbered_effects(transition):
            held, failed = singly.get((one.transition, number), (0, 0))
            if held or number in at_once.held:
                met.held.add(number)
            if failed or number in at_once.failed:
                met.failed.add(number)
        return met

    def _ask(self, location: int, reached: Reached) -> None:
        """What is asked of a location's states, and which values block a transition that none of them can make."""
        asked, rows = self.asked.get(location, ()), self.rows(location)
        for n, trees in enumerate(asked):
            held = self.columns.all_hold(trees, rows)
            if np.any(held):
                reached.held.add(Answer(location, n))
            if not np.all(held):
                reached.failed.add(Answer(location, n))
        values = {slot: self._values(slot, rows) for slot in self._function.slots[location]}
        for slot, met in reached.values.items():
            met |= values.get(slot, set())
        blocked = list(slots_in(blocked_slots(self.system, self.liveness.live[location], location, asked, reached)))
        if blocked:
            reached.attained[location] = {slot: values[slot] for slot in blocked}

    def _values(self, slot: int, rows: Rows) -> set[int]:
        low = self.columns.lows[slot]
        return {value + low for value in np.flatnonzero(np.bincount(rows[slot])).tolist()}

    def _nearest(self, target: Target) -> Iterator[Number]:
        """The nearest state that has what is looked for, if there is one."""
        hops = None if target.transition is None else self.hops.get(TransitionId(target.location, target.transition))
        if target.transition is not None and hops is None:
            return
        if hops is not None and not target.when:
            yield hops.sources[0]
            return
        numbers = np.array(self.at.get(target.location, ()), np.int32)
        held = self.columns.all_hold(target.when, self.rows(target.location))
        met = numbers[np.broadcast_to(held, numbers.shape)]
        if hops is not None:
            met = met[np.isin(met, np.frombuffer(hops.sources, np.int32))]
        yield from met[:1].tolist()

    def _path(self, number: Number, transition: int | None) -> tuple[Step, ...]:
        """The steps of a shortest playthrough to a state, and of a transition from there."""
        steps = list[Step]()
        while True:
            if transition is not None:
                made = self.system.locations[self._locations[number]].transitions[transition]
                steps += [Step(made.kind, made.ref)] if made.kind else []
            if not number:
                return tuple(reversed(steps))
            number, transition = self._before[number], self._by[number]


def _keys(columns: Sequence[Ints], count: int) -> list[StateKey]:
    """States by the columns of their values."""
    if not columns:
        return [b""] * count
    matrix: NDArray[np.uint16] = np.empty((count, len(columns)), "<u2")
    for n, column in enumerate(columns):
        matrix[:, n] = column
    keys: list[StateKey] = matrix.view(f"V{2 * len(columns)}").ravel().tolist()
    return keys
