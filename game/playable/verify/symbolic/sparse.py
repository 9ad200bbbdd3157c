"""All reachable states, one by one: for stories whose ranges are wide and whose states are few.

Dijkstra's algorithm (1959) on single states, each a tuple of the values that matter where it stands: what is nearest
comes first, and each state knows which one led to it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from playable.engine.compile import compiled, source
from playable.engine.session import Step
from playable.language.expressions.tree import Tree
from playable.verify.limits import Cut, Meter
from playable.verify.symbolic.encoding import Key
from playable.verify.symbolic.reachability import ONE_VALUATION, Rules, blocked_slots
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
from playable.verify.system import LocalState, SuccessorFunction, slots_in

OF_A_STATE = 600  # bytes that a state takes with all that is known of it, beside 8 for each value

Number = int  # of a state


class ListedStates:
    """Single states, numbered as they are met, with what leads on from each; nearest first, by location, in `at`.

    What is asked may keep them further apart than the rules of the story do. They are counted, and effects noted, by
    the rules alone.
    """

    def __init__(self, rules: Rules, asked: Asked) -> None:
        self.system, self.liveness, self._plain = rules.system, rules.liveness_with(asked), rules.liveness
        self.asked = {at: list(trees) for at, trees in asked.items()}
        self.cut: Cut = ""
        self._function = SuccessorFunction(self.system, self.liveness)
        self.states: list[tuple[int, LocalState]] = []  # the location of each, and the values that matter there
        self.onward: list[list[tuple[int, int, Number]]] = []  # by which transition, with what weight, to which state
        self.at: dict[int, list[Number]] = {}
        self._before: list[tuple[Number, int]] = []  # which state leads there first, and by which transition
        self._costs: list[int] = []
        self._first: dict[TransitionId, Number] = {}  # the nearest state that makes a transition

    @classmethod
    def search(cls, rules: Rules, asked: Asked, meter: Meter) -> tuple[Reached, ListedStates]:
        """What can be reached, nearest first, or as much of it as the meter allows."""
        found = cls(rules, asked)
        reached = found._search(meter)
        found.cut = reached.cut
        for location in found.at:
            found._ask(location, reached)
        return reached, found

    def slots(self, location: int) -> tuple[int, ...]:
        """The slots that matter at a location: those that its states have the values of."""
        return self._function.slots[location]

    def holding(self, trees: Iterable[Tree], location: int) -> Iterator[Number]:
        """The states at a location where all of some conditions hold, nearest first."""
        numbers = self.at.get(location, ())
        return (number for number, holds in zip(numbers, self._each(trees, location), strict=True) if holds)

    def nearest(self, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
        """A shortest playthrough to each thing, by whichever of its targets is nearest."""
        found: dict[K, tuple[Step, ...]] = {}
        for key, targets in wanted.items():
            met = [(self._costs[n], n, target.transition) for target in targets for n in self._nearest(target)]
            if met:
                _, number, transition = min(met, key=lambda one: one[0])
                found[key] = self._path(number, transition)
        return found

    def work_as_sets(self, rules: Rules) -> int:
        """How many bytes the states would take as sets, with what functions would be asked for those."""
        encoding = rules.encoding
        longest: dict[tuple[int, Key], int] = {}
        for location, numbers in self.at.items():
            whole, live = self._function.whole(location), self._plain.live[location]
            for number in numbers:
                key, one = encoding.single(whole(self.states[number][1]), live)
                longest[location, key] = max(longest.get((location, key), 0), one.bit_length())
        asked = rules.image.valuations(key for _, key in longest)
        return sum(longest.values()) // 8 + ONE_VALUATION * asked

    def _search(self, meter: Meter) -> Reached:
        system, reached = self.system, Reached.at_start(self.system)
        costs = [[cost(transition) for transition in one.transitions] for one in system.locations]
        fired = [[0] * len(one.transitions) for one in system.locations]
        functions = [self._function.function(i) if i in system.rank else None for i in range(len(costs))]
        sizes = [OF_A_STATE + 8 * len(slots) for slots in self._function.slots]
        numbers: dict[tuple[int, LocalState], Number] = {self._function.start: 0}
        states, onward, before, away = self.states, self.onward, self._before, self._costs
        states.append(self._function.start)
        onward.append([])
        before.append((0, 0))
        away.append(0)
        done, edges = bytearray(1), set[tuple[int, int, int]]()
        buckets, todo, held, unmetered = {0: [0]}, [0], 0, 0  # `held` by those that wait as well
        while todo and not reached.cut:
            spent = heapq.heappop(todo)
            bucket = buckets[spent]
            for at in bucket:  # it grows by what costs nothing
                if done[at]:
                    continue
                done[at] = 1
                location, state = states[at]
                self.at.setdefault(location, []).append(at)
                unmetered += 1
                if unmetered == 1_000:
                    reached.cut, unmetered = meter.cut(unmetered, held), 0
                    if reached.cut:
                        break
                successors = functions[location](state)  # type: ignore[misc]  # of all that may be come to
                if not successors and not system.locations[location].ends:
                    reached.stuck.add(location)
                for n, k, weight, to, after in successors:
                    total = spent + costs[location][n]
                    there = numbers.get((to, after))
                    if there is None:
                        there, held = len(states), held + sizes[to]
                        numbers[to, after] = there
                        states.append((to, after))
                        onward.append([])
                        before.append((at, n))
                        away.append(total)
                        done.append(0)
                    elif done[there] or total >= away[there]:
                        there = ~there
                    else:
                        before[there], away[there] = (at, n), total
                    if there >= 0:
                        if total not in buckets:
                            buckets[total] = []
                            heapq.heappush(todo, total)
                        buckets[total].append(there)
                    onward[at].append((n, weight, there if there >= 0 else ~there))
                    edges.add((location, n, k))
                    if not fired[location][n]:
                        self._first[TransitionId(location, n)] = at
                    fired[location][n] += 1
            del buckets[spent]
        reached.cut = reached.cut or meter.cut(unmetered, held)
        reached.counts = {location: self._count(location) for location in self.at}
        reached.states, reached.locations = sum(reached.counts.values()), set(self.at)
        reached.edges = {EdgeId(TransitionId(location, n), k) for location, n, k in edges}
        for location, numbers_here in self.at.items():
            for n, times in enumerate(fired[location]):
                one = TransitionId(location, n)
                if times:
                    reached.transitions.add(one)
                    reached.effects[one] = self._effects_met(one)
                if times < len(numbers_here):
                    reached.refused.add(one)
        return reached

    def _count(self, location: int) -> int:
        """How many states there are at a location, as far as the rules tell them apart."""
        numbers, slots = self.at[location], self._function.slots[location]
        apart = [n for n, slot in enumerate(slots) if self._plain.live[location] >> slot & 1]
        if len(apart) == len(slots):
            return len(numbers)
        return len({tuple([self.states[number][1][n] for n in apart]) for number in numbers})

    def _effects_met(self, one: TransitionId) -> EffectsMet:
        transition, noted = self.system.locations[one.location].transitions[one.transition], []
        for number, _ in self._plain.numbered_effects(transition):
            met = self._function.noted[one.location].get((one.transition, number))
            if met:
                noted.append((number, met))
        return EffectsMet({number for number, met in noted if met[0]}, {number for number, met in noted if met[1]})

    def _ask(self, location: int, reached: Reached) -> None:
        """What is asked of a location's states, and which values block a transition that none of them can make."""
        asked, slots = self.asked.get(location, ()), self._function.slots[location]
        columns = dict(zip(slots, zip(*(self.states[n][1] for n in self.at[location]), strict=True), strict=True))
        for n, trees in enumerate(asked):
            came = self._came(trees, columns)
            if True in came:
                reached.held.add(Answer(location, n))
            if False in came:
                reached.failed.add(Answer(location, n))
        for slot, met in reached.values.items():
            met.update(columns.get(slot, ()))
        blocked = list(slots_in(blocked_slots(self.system, self.liveness.live[location], location, asked, reached)))
        if blocked:
            reached.attained[location] = {slot: set(columns[slot]) for slot in blocked}

    def _came(self, trees: Iterable[Tree], columns: Mapping[int, tuple[int, ...]]) -> set[bool]:
        """Do some conditions hold together anywhere, do they fail anywhere: among the values that they read."""
        made = compiled(sources := [source(tree, self.system.slots) for tree in trees])
        functions, s, came = [made[text] for text in sources], [0] * len(self.system.initial), set[bool]()
        slots = list(slots_in(self.system.reads_all(trees)))
        for values in set(zip(*(columns[slot] for slot in slots), strict=True)) if slots else [()]:
            for slot, value in zip(slots, values, strict=True):
                s[slot] = value
            came.add(all(function(s) for function in functions))
            if len(came) == 2:
                break
        return came

    def _each(self, trees: Iterable[Tree], location: int) -> Iterator[bool]:
        """Of each state at a location, nearest first, whether all of some conditions hold."""
        made = compiled(sources := [source(tree, self.system.slots) for tree in trees])
        functions, states, whole = [made[text] for text in sources], self.states, self._function.whole(location)
        for number in self.at.get(location, ()):
            s = whole(states[number][1])
            yield all(function(s) for function in functions)

    def _nearest(self, target: Target) -> Iterator[Number]:
        """The nearest state that has what is looked for, if there is one."""
        if target.transition is not None and not target.when:
            one = TransitionId(target.location, target.transition)
            yield from (self._first[one],) if one in self._first else ()
            return
        for number in self.holding(target.when, target.location):
            if target.transition is None or any(n == target.transition for n, _, _ in self.onward[number]):
                yield number
                return

    def _path(self, number: Number, transition: int | None) -> tuple[Step, ...]:
        """The steps of a shortest playthrough to a state, and of a transition from there."""
        steps = list[Step]()
        while True:
            if transition is not None:
                made = self.system.locations[self.states[number][0]].transitions[transition]
                steps += [Step(made.kind, made.ref)] if made.kind else []
            if not number:
                return tuple(reversed(steps))
            number, transition = self._before[number]
