"""All reachable states, as sets: locations are worked through in order, whole sets pushed along their transitions.

Symbolic reachability (Burch, Clarke, McMillan, Dill, Hwang, *Symbolic model checking: 10^20 states and beyond*, 1992),
with bitsets in the place of decision diagrams. The set of a location outside every ring is complete when its turn
comes; it is counted, asked what there is to ask, and let go.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from playable.language.expressions.tree import Tree
from playable.verify.limits import Progress
from playable.verify.symbolic.encoding import MOST_BITS, Encoding
from playable.verify.symbolic.image import Image, KeyedSets, PreparedTransition, SetsByKey, prepare, split
from playable.verify.system import Liveness, TransitionSystem, assign_of, components_of, when_of

Asked = Mapping[int, Iterable[tuple[Tree, ...]]]  # of a location, the conditions asked of its states
Into = Callable[
    [int, int], SetsByKey | None
]  # of a transition and where it leads, what waits there; None: it is left out


class TransitionId(NamedTuple):
    """A transition: its location, and which of the location's transitions it is."""

    location: int
    transition: int


@dataclass
class Reached:
    """What was found. `complete` is false when the limit was reached first: then what is missing is unknown."""

    states: int = 0
    complete: bool = True
    counts: dict[int, int] = field(default_factory=dict)  # states by location
    locations: set[int] = field(default_factory=set)
    transitions: set[TransitionId] = field(default_factory=set)
    edges: set[tuple[TransitionId, int]] = field(default_factory=set)
    refused: set[TransitionId] = field(default_factory=set)  # transitions whose condition failed somewhere
    stuck: set[int] = field(default_factory=set)  # locations where, in some state, no transition is open
    held: set[tuple[int, int]] = field(default_factory=set)  # location, number of the condition asked there
    failed: set[tuple[int, int]] = field(default_factory=set)
    attained: dict[int, dict[int, set[int]]] = field(default_factory=dict)  # where something is blocked


class Explorer:
    """The sets of states of a transition system, as far as they matter to its transitions and to what is asked."""

    def __init__(
        self,
        system: TransitionSystem,
        asked: Asked | None = None,
        most_bits: int = MOST_BITS,
        first: Explorer | None = None,
    ) -> None:
        """`first`, of the same transition system with less asked, shares what it knows."""
        self.system = system
        self.asked = {location: list(trees) for location, trees in (asked or {}).items()}
        plain = first.liveness if first else None
        self.liveness: Liveness = Liveness(system, {p: _reads(system, t) for p, t in self.asked.items()}, plain)
        self.encoding: Encoding = first.encoding if first else Encoding(system, self.liveness, most_bits)
        locations = enumerate(system.locations)
        self.prepared = [
            [prepare(i, m, self.liveness, self.encoding) for m in location.transitions] for i, location in locations
        ]
        self._reads = [
            self.encoding.key_mask(_reads(system, map(_read_by, transitions))) for transitions in self.prepared
        ]
        self.image: Image = first.image if first else Image(system, self.encoding)
        self.image.know(self._trees())
        # of each variable, the values that it has anywhere, as far as it matters there
        self.values: dict[int, set[int]] = first.values if first else self._initial()

    def run(self, limit: int | None = None, progress: Progress | None = None) -> Reached:
        """Visit every state, or so many that more than `limit` were counted, or until it is interrupted."""
        system, reached = self.system, Reached()
        try:
            self._run(system, reached, limit, progress)
        except KeyboardInterrupt:
            if progress is None:
                raise
            progress.stopped, reached.complete = True, False
        return reached

    def _run(self, system: TransitionSystem, reached: Reached, limit: int | None, progress: Progress | None) -> None:
        components = components_of(system)
        rank = {i: n for n, i in enumerate(i for component in components for i in component)}
        at_rank = [i for component in components for i in component]
        alone = {component[0] for component in components if len(component) == 1 and not self._returns(component[0])}
        sets: list[SetsByKey] = [{} for _ in system.locations]
        new: list[SetsByKey] = [{} for _ in system.locations]
        key, one = self.encoding.single(system.initial, self.liveness.live[system.start])
        new[system.start][key] = one
        todo = [rank[system.start]]

        def into(_: int, target: int) -> SetsByKey:
            if not new[target]:
                heapq.heappush(todo, rank[target])
            return new[target]

        while todo:
            i = at_rank[heapq.heappop(todo)]
            fresh, new[i] = new[i], {}
            if i not in alone:
                fresh = unseen(fresh, sets[i])
            count = sum(x.bit_count() for x in fresh.values())
            reached.states += count
            reached.counts[i] = reached.counts.get(i, 0) + count
            if progress:
                progress.count(reached.states)
            if limit is not None and reached.states > limit:
                reached.complete = False
                break
            self.fire_all(i, fresh, into, reached)
            if i in alone:
                self.ask(i, fresh, reached)
        for i, found in enumerate(sets):
            if found:
                self.ask(i, found, reached)

    def fire_all(self, i: int, fresh: SetsByKey, into: Into, reached: Reached) -> None:
        """Move sets at a location along its transitions. Notes what it met.

        Image whose keys agree in all that the transitions read go together: there are far fewer such groups than keys.
        """
        if fresh:
            reached.locations.add(i)
        groups: dict[int, KeyedSets] = {}
        for key, x in fresh.items():
            groups.setdefault(key & self._reads[i], []).append((key, x))
        for known, group in groups.items():
            anywhere = 0
            for n in range(len(self.prepared[i])):
                anywhere |= self.fire(TransitionId(i, n), known, group, into, reached)
            if anywhere != -1 and not self.system.locations[i].ends and split(group, anywhere)[1]:
                reached.stuck.add(i)

    def fire(self, transition_id: TransitionId, known: int, group: KeyedSets, into: Into, reached: Reached) -> int:
        """Fire a transition from sets whose keys agree in what it reads, as `known` has it; the pattern where it is
        open."""
        transition = self.prepared[transition_id.location][transition_id.transition]
        open_ = self.image.where(transition.guard, known)
        group, shut = split(group, open_)
        if shut:
            reached.refused.add(transition_id)
        if group:
            reached.transitions.add(transition_id)
            for after, some in self.image.apply(transition.ops, known, group):
                self._follow_edges(transition_id, after, some, into, reached)
        return open_

    def _follow_edges(
        self, transition_id: TransitionId, known: int, some: KeyedSets, into: Into, reached: Reached
    ) -> None:
        """Move sets along the edges of a transition, each along the first that is open to it."""
        forget = self.image.bitsets.forget
        for k, (when, target, clear, put, digits) in enumerate(
            self.prepared[transition_id.location][transition_id.transition].edges
        ):
            taken, some = split(some, self.image.where(when, known))
            if taken:
                reached.edges.add((transition_id, k))
                waiting = into(transition_id.transition, target)
                if waiting is not None:
                    for key, x in taken:
                        for j in digits:
                            x = forget(x, j)
                        key = key & clear | put
                        waiting[key] = waiting[key] | x if key in waiting else x
            if not some:
                break

    def ask(self, i: int, found: SetsByKey, reached: Reached) -> None:
        """What is asked of a location's states, and which values block a transition that none of them can make."""
        for slot, met in self.values.items():
            if self.liveness.live[i] >> slot & 1 and len(met) < self.encoding.sizes[slot]:
                met |= self._values(slot, found)
        for n, trees in enumerate(self.asked.get(i, ())):
            for key, held in self.within(trees, found):
                if held:
                    reached.held.add((i, n))
                if held != found[key]:
                    reached.failed.add((i, n))
                if (i, n) in reached.held and (i, n) in reached.failed:
                    break
        blocking = 0
        for n, transition in enumerate(self.system.locations[i].transitions):
            if TransitionId(i, n) not in reached.transitions:
                for tree in (*transition.guard, *((transition.weight,) if transition.weight else ())):
                    blocking |= self.system.reads(tree)
        for n, trees in enumerate(self.asked.get(i, ())):
            if (i, n) not in reached.held:
                blocking |= self._read(trees)
        if blocking:
            slots = [slot for slot in range(blocking.bit_length()) if blocking >> slot & 1]
            reached.attained[i] = {slot: self._values(slot, found) for slot in slots}

    def within(self, trees: tuple[Tree, ...], found: SetsByKey) -> Iterator[tuple[int, int]]:
        """Of each set, by its key, the states for which all of some conditions hold."""
        mask, patterns = self.encoding.key_mask(self._read(trees)), dict[int, int]()
        for key, x in found.items():
            known = key & mask
            if known not in patterns:
                patterns[known] = self.image.where(trees, known)
            yield key, x & patterns[known]

    def _read(self, trees: Iterable[Tree]) -> int:
        return reduce(or_, map(self.liveness.reads, trees), 0)

    def _values(self, slot: int, found: SetsByKey) -> set[int]:
        encoding = self.encoding
        if slot not in encoding.digit:
            return {encoding.get(key, slot) for key in found}
        low, all_ = encoding.lows[slot], reduce(or_, found.values(), 0)
        return {low + v for v in encoding.bitsets.values(all_, encoding.digit[slot])}

    def _initial(self) -> dict[int, set[int]]:
        slots = (self.system.slots.index[name] for name in self.system.machine.story.state)
        return {slot: {self.system.initial[slot]} for slot in slots}

    def _returns(self, i: int) -> bool:
        return any(edge.target == i for transition in self.system.locations[i].transitions for edge in transition.edges)

    def _trees(self) -> Iterable[Tree]:
        """Every condition that sets of states will be asked."""
        for transitions in self.prepared:
            for transition in transitions:
                yield from _conditions(transition)
        yield from (tree for asked in self.asked.values() for trees in asked for tree in trees)


def unseen(fresh: SetsByKey, seen: SetsByKey) -> SetsByKey:
    """What is new of `fresh`; it is added to what was seen."""
    found = {}
    for key, x in fresh.items():
        old = seen.get(key, 0)
        if old:
            x &= ~old
        if x:
            found[key] = x
            seen[key] = old | x
    return found


def _conditions(transition: PreparedTransition) -> Iterator[Tree]:
    yield from transition.guard
    yield from (tree for op in transition.ops if (tree := when_of(op)))
    yield from (tree for edge in transition.edges for tree in edge[0])


def _read_by(transition: PreparedTransition) -> Iterator[Tree]:
    yield from _conditions(transition)
    yield from (assign_of(op).value for op in transition.ops)


def _reads(system: TransitionSystem, asked: Iterable[Iterable[Tree]]) -> int:
    found = 0
    for trees in asked:
        for tree in trees:
            found |= system.reads(tree)
    return found
