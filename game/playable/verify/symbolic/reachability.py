"""All reachable states, as sets: locations are worked through in order, whole sets pushed along their transitions.

Symbolic reachability (Burch, Clarke, McMillan, Dill, Hwang, *Symbolic model checking: 10^20 states and beyond*, 1992),
with bitsets in the place of decision diagrams. The set of a location outside every ring is complete when its turn
comes; it is counted, asked what there is to ask, and let go.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from math import inf
from operator import and_, or_
from typing import NamedTuple

from playable.language.expressions.tree import Tree
from playable.verify.limits import Budget
from playable.verify.symbolic.bitset import EVERYWHERE, Bits
from playable.verify.symbolic.encoding import MOST_BITS, Encoding, Key
from playable.verify.symbolic.image import Image, KeyedSets, PreparedTransition, SetsByKey, split, where
from playable.verify.symbolic.reached import Answer, Asked, EdgeId, EffectsMet, Reached, TransitionId
from playable.verify.system import Liveness, SlotSet, TransitionSystem, slots_in

Into = Callable[[int, int], SetsByKey | None]  # of a transition and where it leads, what waits there; None: left out

OF_A_KEY = 150  # bytes that a set takes beside its bits
TOO_THIN = 4_096  # bytes of sets worked through for each state in them, where single states would be faster
WARMED_UP, STRETCH = 1 << 26, 1 << 24  # bytes to work through before that is judged, and since it was last
FILLING = 2  # a stretch with so many times the states of the one before: sets fill, and are left to
ONE_VALUATION = 1_000  # bytes of sets that are worked through in the time that a function of a state takes


class Keep(NamedTuple):
    """The locations whose sets are kept; those outside rings as long as they take no more than `room` bytes."""

    locations: Container[int]
    room: float = inf


class Base(NamedTuple):
    """What is known of the states before: those `around` some locations, which alone are looked at: those `inside`."""

    inside: Set[int]
    around: Mapping[int, SetsByKey]


NONE = Keep(())


@dataclass(frozen=True)
class Rules:
    """What all explorations of a system share: what matters to its rules alone, and how sets of states are kept and
    moved. What is worked out for one exploration is known to the next."""

    system: TransitionSystem
    liveness: Liveness
    encoding: Encoding
    image: Image

    @classmethod
    def of(cls, system: TransitionSystem, most_bits: int = MOST_BITS) -> Rules:
        """The rules of a system, with sets of so many bits at most."""
        liveness = Liveness(system)
        encoding = Encoding(system, liveness, most_bits)
        return cls(system, liveness, encoding, Image(system, encoding))

    def liveness_with(self, asked: Asked) -> Liveness:
        """What matters where more is asked."""
        slots = {at: reduce(or_, map(self.system.reads_all, trees), 0) for at, trees in asked.items()}
        return Liveness(self.system, slots, self.liveness)


class Explorer:
    """The sets of states of a system, as far as they matter to its transitions and to what is asked."""

    def __init__(self, rules: Rules, asked: Asked | None = None) -> None:
        self.rules, self.system, self.encoding = rules, rules.system, rules.encoding
        self.asked = {at: list(trees) for at, trees in (asked or {}).items()}
        self.liveness = rules.liveness_with(self.asked)

    @cached_property
    def prepared(self) -> list[list[PreparedTransition]]:
        """Of each location, its transitions as they go over sets."""
        image = self.rules.image
        of_rules = (t.conditions() for location in self.system.locations for t in location.transitions)
        image.compile(tree for trees in (*of_rules, *chain.from_iterable(self.asked.values())) for tree in trees)
        return [
            [image.prepared(i, transition, self.liveness) for transition in location.transitions]
            for i, location in enumerate(self.system.locations)
        ]

    @cached_property
    def _reads(self) -> list[Key]:
        """Of each location, what its transitions read of keys."""
        return [reduce(or_, (t.reads for t in transitions), 0) for transitions in self.prepared]

    def valuations(self, keys: Iterable[Key]) -> int:
        """How many valuations functions would be asked for sets of some keys."""
        assert self.prepared  # with the functions of all transitions
        return self.rules.image.valuations(keys)

    def run(self, budget: Budget, keep: Keep = NONE, base: Base | None = None) -> Reached:
        """Visit every state, or so many that the budget ends it; with a base, every one inside."""
        try:
            reached = self._run(budget, keep, base, True)
        except MemoryError:  # there was less of it than was counted on
            return Reached.at_start(self.system, "memory")
        assert reached is not None
        return reached

    def run_if_dense(self, budget: Budget, keep: Keep = NONE) -> Reached | None:
        """The same; None where sets hold so few states for what they take that single states are faster."""
        return self._run(budget, keep, None, False)

    def _run(self, budget: Budget, keep: Keep, base: Base | None, thin: bool) -> Reached | None:
        system, reached, evaluated = self.system, Reached.at_start(self.system), self.rules.image.evaluated
        rings = system.rings
        at_rank = [i for ring in rings for i in ring]
        rank = {i: n for n, i in enumerate(at_rank)}
        alone = {ring[0] for ring in rings if not system.turns(ring)}
        inside = base.inside if base else rank.keys()
        seen: list[SetsByKey] = [{} for _ in system.locations]
        new: list[SetsByKey] = [{} for _ in system.locations]
        todo: list[int] = []

        def into(_: int, target: int) -> SetsByKey | None:
            if target not in inside:
                return None
            if not new[target]:
                heapq.heappush(todo, rank[target])
            return new[target]

        for i, sets in base.around.items() if base else ():
            self.fire_all(i, sets, into, Reached({}))
        if system.start in inside:
            key, one = self.encoding.single(system.initial, self.liveness.live[system.start])
            new[system.start][key] = one
            heapq.heappush(todo, rank[system.start])
        kept, spare = 0, keep.room  # bytes kept, and how many more may be for later
        work, keys, waiting = 0, 1, sum(map(len, new))  # bytes and keys worked through, keys that wait
        judged_at, states_then, density = 0, 0, 0.0  # when it was last judged, and states for each byte of that stretch
        while todo:
            i = at_rank[heapq.heappop(todo)]
            fresh, new[i] = new[i], {}
            waiting -= len(fresh)
            if i not in alone:
                fresh = unseen(fresh, seen[i])
            count, size = sum(map(int.bit_count, fresh.values())), size_of(fresh)
            if i in alone and i in keep.locations and spare >= size:
                seen[i], spare = fresh, spare - size
            kept, work, keys = kept + (size if seen[i] else 0), work + size, keys + len(fresh)
            reached.states += count
            reached.counts[i] = reached.counts.get(i, 0) + count
            reached.cut = budget.cut(count, kept + size + waiting * work // keys)
            if reached.cut:
                break
            spent = work + ONE_VALUATION * (self.rules.image.evaluated - evaluated)
            if not thin and spent > judged_at + STRETCH:
                before, density = density, (reached.states - states_then) / (spent - judged_at)
                judged_at, states_then = spent, reached.states
                if spent > WARMED_UP and density * TOO_THIN < 1 and density < FILLING * before:
                    return None
            targets = system.successors[i]
            waiting -= sum(len(new[target]) for target in targets)
            self.fire_all(i, fresh, into, reached)
            waiting += sum(len(new[target]) for target in targets)
            if i in alone:
                self.ask(i, fresh, reached)
        for i, sets in enumerate(seen):
            if sets and i not in alone:
                self.ask(i, sets, reached)
        reached.sets = {i: sets for i, sets in enumerate(seen) if sets and i in keep.locations}
        reached.work = work
        return reached

    def fire_all(self, i: int, fresh: SetsByKey, into: Into, reached: Reached) -> None:
        """Move sets at a location along its transitions. Notes what it met.

        Sets whose keys agree in all that the transitions read go together: there are far fewer such groups than keys.
        """
        if fresh:
            reached.locations.add(i)
        groups: dict[Key, KeyedSets] = {}
        for key, x in fresh.items():
            groups.setdefault(key & self._reads[i], []).append((key, x))
        for known, group in groups.items():
            anywhere = 0
            for n in range(len(self.prepared[i])):
                anywhere |= self.fire(TransitionId(i, n), known, group, into, reached)
            if anywhere != EVERYWHERE and not self.system.locations[i].ends and split(group, anywhere)[1]:
                reached.stuck.add(i)

    def fire(self, one: TransitionId, known: Key, group: KeyedSets, into: Into, reached: Reached) -> Bits:
        """Fire a transition from sets whose keys agree in what it reads, as `known` has it; the pattern where it is
        open."""
        transition = self.prepared[one.location][one.transition]
        open_ = where(transition.guard, known)
        group, shut = split(group, open_)
        if shut:
            reached.refused.add(one)
        if group:
            if one not in reached.transitions:
                reached.transitions.add(one)
                reached.effects[one] = EffectsMet(set(), set())
            for after, some in self.rules.image.apply(transition.effects, known, group, reached.effects[one]):
                self._leave(one, after, some, into, reached)
        return open_

    def _leave(self, one: TransitionId, known: Key, some: KeyedSets, into: Into, reached: Reached) -> None:
        """Move sets along the edges of a transition, each along the first that is open to it."""
        forget = self.rules.image.bitsets.forget
        for k, edge in enumerate(self.prepared[one.location][one.transition].edges):
            taken, some = split(some, where(edge.guard, known))
            if taken:
                reached.edges.add(EdgeId(one, k))
                waiting = into(one.transition, edge.target)
                if waiting is not None:
                    for key, x in taken:
                        for j in edge.forget:
                            x = forget(x, j)
                        key = key & edge.clear | edge.put
                        waiting[key] = waiting[key] | x if key in waiting else x
            if not some:
                break

    def ask(self, i: int, sets: SetsByKey, reached: Reached) -> None:
        """What is asked of a location's states, and which values block a transition that none of them can make."""
        doubtful = [slot for slot, met in reached.values.items() if len(met) < self.encoding.sizes[slot]]
        here = [slot for slot in doubtful if self.liveness.live[i] >> slot & 1]
        for slot, values in self._values(here, sets).items():
            reached.values[slot] |= values
        for n, trees in enumerate(self.asked.get(i, ())):
            answer = Answer(i, n)
            for key, held in self.within(trees, sets):
                if held:
                    reached.held.add(answer)
                if held != sets[key]:
                    reached.failed.add(answer)
                if answer in reached.held and answer in reached.failed:
                    break
        slots = blocked_slots(self.system, self.liveness.live[i], i, self.asked.get(i, ()), reached)
        if slots:
            reached.attained[i] = self._values(list(slots_in(slots)), sets)

    def within(self, trees: tuple[Tree, ...], sets: SetsByKey) -> Iterator[tuple[Key, Bits]]:
        """Of each set, by its key, the states for which all of some conditions hold."""
        mask, patterns = self.encoding.key_mask(self.system.reads_all(trees)), dict[Key, Bits]()
        conditions = [self.rules.image.condition(tree) for tree in trees]
        for key, x in sets.items():
            known = key & mask
            if known not in patterns:
                patterns[known] = where(conditions, known)
            yield key, x & patterns[known]

    def _values(self, slots: Collection[int], sets: SetsByKey) -> dict[int, set[int]]:
        """The values that some slots have in sets."""
        if not slots:
            return {}
        encoding, values = self.encoding, dict[int, set[int]]()
        ever, always, anywhere = reduce(or_, sets), reduce(and_, sets), reduce(or_, sets.values())
        for slot in slots:
            low, j = encoding.lows[slot], encoding.digit.get(slot)
            if j is not None:
                values[slot] = {low + value for value in encoding.bitsets.values(anywhere, j)}
            elif encoding.sizes[slot] == 2:  # of many keys that are flags only what they have in common is looked at
                values[slot] = {encoding.get(always, slot), encoding.get(ever, slot)}
            else:
                values[slot] = {encoding.get(key, slot) for key in sets}
        return values


def blocked_slots(
    system: TransitionSystem, live: SlotSet, i: int, asked: Iterable[tuple[Tree, ...]], reached: Reached
) -> SlotSet:
    """The slots that are read by what blocks a transition or an edge from a location that was not taken, or by what is
    asked there and was never met. Of those only what is live there: an effect may write the others before they are
    read."""
    slots = 0
    for n, transition in enumerate(system.locations[i].transitions):
        one = TransitionId(i, n)
        if one not in reached.transitions:
            slots |= system.reads_all((*transition.guard, *((transition.weight,) if transition.weight else ())))
        for k, edge in enumerate(transition.edges):
            if EdgeId(one, k) not in reached.edges:
                slots |= system.reads_all(edge.guard)
    for n, trees in enumerate(asked):
        if Answer(i, n) not in reached.held:
            slots |= system.reads_all(trees)
    return slots & live


def unseen(fresh: SetsByKey, seen: SetsByKey) -> SetsByKey:
    """What is new of `fresh`; it is added to what was seen."""
    new: SetsByKey = {}
    for key, x in fresh.items():
        old = seen.get(key, 0)
        if old:
            x &= ~old
        if x:
            new[key] = x
            seen[key] = old | x
    return new


def size_of(sets: SetsByKey) -> int:
    """About how many bytes sets take."""
    return sum(map(int.bit_length, sets.values())) // 8 + OF_A_KEY * len(sets)
