"""Which questions are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first batch,
with all questions that need no more. Any other joins a batch, or has one of its own, whichever seems less work: a slot
that may have `n` values at a location is taken to make `n` states there of one of the first batch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache, reduce
from math import prod
from operator import or_

from playable.language.expressions.tree import Tree
from playable.verify.properties.queries import Query
from playable.verify.symbolic import Distances, Explorer, Reached
from playable.verify.system import Liveness, TransitionSystem, ValueSets, ranks


class Batch:
    """An exploration, with the questions that it decides: each as (location, number of the condition there).

    At locations that are not `inside` it has the states of the first batch.
    """

    def __init__(
        self,
        system: TransitionSystem,
        some: Iterable[Query],
        first: Explorer | None = None,
        inside: Collection[int] = (),
    ) -> None:
        asked: dict[int, list[tuple[Tree, ...]]] = {}
        self.queries: list[tuple[Query, list[tuple[int, int]]]] = []
        for query in some:
            spots: list[tuple[int, int]] = []
            self.queries.append((query, spots))
            for location, tree in query.at:
                spots.append((location, len(asked.setdefault(location, []))))
                asked[location].append((tree,))
        self.explorer = Explorer(system, asked, first=first)
        self.reached, self.inside = Reached(), inside
        self.distances: Distances | None = None


def decided_by_rules(system: TransitionSystem, some: Iterable[Query]) -> list[Query]:
    """The questions that the rules of the story decide: what these keep apart is enough."""
    live = Liveness(system, {}).live
    return [one for one in some if not any(system.reads(tree) & ~live[location] for location, tree in one.at)]


def later_batches(system: TransitionSystem, some: Iterable[Query], first: Batch) -> list[Batch]:
    """The batches that decide other questions, after the first was run."""
    plain, counts = first.explorer.liveness, first.reached.counts
    alike: dict[int, tuple[list[Query], dict[int, int]]] = {}
    everything: dict[int, int] = {}
    for query in some:
        reads = {location: system.reads(tree) for location, tree in query.at}
        queries, asked = alike.setdefault(reduce(or_, reads.values()), ([], {}))
        queries.append(query)
        for location, slots in reads.items():
            asked[location] = asked.get(location, 0) | slots
            everything[location] = everything.get(location, 0) | slots
    spread = ValueSets(system, Liveness(system, everything, plain), ranks(system)).at
    varying = [sum(1 << slot for slot, bits in at.items() if bits != 1) for at in spread]  # not the lowest value alone
    owners = [name.partition(".")[0] for name in system.slots.index]  # of the choices of a node one is made at a time
    sizes = [max(at.get(slot, 1).bit_count() for at in spread) for slot in range(len(owners))]

    @cache
    def times(slots: int) -> int:
        """How many times as many states there may be where more slots are kept apart."""
        found: dict[str, int] = {}
        for slot in range(slots.bit_length()):
            if slots >> slot & 1:
                found[owners[slot]] = found.get(owners[slot], 1) + sizes[slot] - 1
        return prod(found.values())

    groups: list[tuple[list[Query], dict[int, int]]] = []
    for queries, asked in alike.values():
        more = Liveness(system, asked, plain).live
        extra = {i: slots for i in counts if (slots := more[i] & ~plain.live[i] & varying[i])}
        alone = sum(counts[i] * times(slots) for i, slots in extra.items()) + sum(counts.values())
        costs = [alone]
        for _, others in groups:
            both = ((i, slots, others.get(i, 0)) for i, slots in extra.items())
            costs.append(sum(counts[i] * (times(slots | known) - times(known)) for i, slots, known in both))
        best = costs.index(min(costs))
        if not best:
            groups.append(([], {}))
        those, others = groups[best - 1]
        those += queries
        for i, slots in extra.items():
            others[i] = others.get(i, 0) | slots
    return [Batch(system, some, first.explorer, inside) for some, inside in groups]
