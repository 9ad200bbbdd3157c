"""Which queries are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first batch,
with all queries that need no more. Any other joins a batch, or has one of its own, whichever seems less work: a slot
that may have `n` values at a location is taken to make `n` states there of one of the first batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from math import prod
from operator import or_
from typing import NamedTuple

from playable.language.expressions.tree import Tree
from playable.verify.limits import Ended, Limits, Run
from playable.verify.properties.queries import Query, QueryId
from playable.verify.symbolic import (
    Answer,
    Asked,
    Distances,
    Explored,
    Explorer,
    Reached,
    Rules,
    Witnesses,
    explore,
)
from playable.verify.system import Liveness, SlotSet, ValueSets, slots_in

Conditions = dict[int, list[tuple[Tree, ...]]]  # of a location, what is asked there


class Batch(NamedTuple):
    """Queries that are looked at together. At locations that are not `inside` the states are those of the rules."""

    queries: Sequence[Query]
    inside: Sequence[int] = ()

    def asked(self) -> tuple[Conditions, dict[QueryId, list[Answer]]]:
        """What is asked of states, by location, and which of that is an answer to which query."""
        asked: Conditions = {}
        answers: dict[QueryId, list[Answer]] = {}
        for query in self.queries:
            answers[query.key] = []
            for location, tree in query.at:
                answers[query.key].append(Answer(location, len(asked.setdefault(location, []))))
                asked[location].append((tree,))
        return asked, answers


class Result(NamedTuple):
    """What a batch found; `witnesses` lead to it, unless there was no room or time to look for them."""

    queries: Sequence[Query]
    asked: Conditions
    answers: Mapping[QueryId, list[Answer]]
    reached: Reached
    witnesses: Witnesses | None


_NOTHING: Asked = {}
SEARCHED = 1_000_000  # states of a story; past that the search for playthroughs to its texts takes the most of a proof


class First(NamedTuple):
    """What the rules of the story come to, with the queries that need no more; `distances` where sets have them all."""

    result: Result
    explored: Explored
    distances: Distances | None


def run_first(
    rules: Rules,
    queries: Sequence[Query],
    run: Run,
    limits: Limits,
    later: Sequence[Query] = (),
    odds: Asked = _NOTHING,
) -> First:
    """The first batch: it proves what can be reached, and then looks for the shortest playthroughs there. Where states
    are few and listed, it is all that is asked `later` as well, and they are kept apart by what `odds` ask."""
    asked, answers = Batch(queries).asked()
    both = Batch([*queries, *later])
    asked_at_all, answers_at_all = both.asked()
    everything = {i: [*asked_at_all.get(i, ()), *odds.get(i, ())] for i in asked_at_all.keys() | odds.keys()}
    meter = run.meter("Every playthrough", limits.states, limits.room)
    explored = explore(rules, asked, meter, everything=everything)
    if explored.whole:
        result = Result(both.queries, asked_at_all, answers_at_all, explored.reached, explored.listed)
        return First(result, explored, None)
    if explored.listed:
        return First(Result(queries, asked, answers, explored.reached, explored.listed), explored, None)
    if run.ended:
        return First(Result(queries, asked, answers, explored.reached, None), explored, None)
    meter = run.meter("Shortest playthroughs", limits.witness_states, limits.witness_room)
    _, distances = Distances.search(explored.explorer, meter)
    return First(
        Result(queries, asked, answers, explored.reached, distances), explored, None if distances.cut else distances
    )


def run_later(first: First, batch: Batch, run: Run, limits: Limits, stage: str) -> Iterator[Result]:
    """A later batch. Where it is more than there is room for, each half of its queries by itself: no query is left
    unanswered for another's sake. Where states are many a text is decided without the shortest playthrough to it."""
    rules = first.explored.explorer.rules
    asked, answers = batch.asked()
    if cut := run.ended:
        yield Result(batch.queries, asked, answers, Reached.at_start(rules.system, cut), None)
        return
    meter = run.meter(stage, limits.states, limits.query_room)
    witnesses: Witnesses | None = None
    many = first.result.reached.states > SEARCHED and all(query.kind == "text" for query in batch.queries)
    if first.distances and not many:
        explorer = Explorer(rules, asked)
        reached, witnesses = Distances.search(explorer, meter, first.distances, batch.inside)
        if reached.cut == "memory":
            reached = explorer.run(meter.again())
    else:
        explored = explore(rules, asked, meter, first.explored.kept)
        reached, witnesses = explored.reached, explored.listed
    if reached.cut in ("limit", "memory") and len(batch.queries) > 1:
        half = len(batch.queries) // 2
        for some in (batch.queries[:half], batch.queries[half:]):
            yield from run_later(first, batch._replace(queries=some), run, limits, stage)
    else:
        yield Result(batch.queries, asked, answers, reached, witnesses)


def decided_by_rules(rules: Rules, some: Iterable[Query]) -> list[Query]:
    """The queries that the rules of the story decide: what these keep apart is enough."""
    live, reads = rules.liveness.live, rules.system.reads
    return [one for one in some if not any(reads(tree) & ~live[location] for location, tree in one.at)]


def later_batches(rules: Rules, some: Iterable[Query], first: Explored, run: Run) -> list[Batch]:
    """The batches that decide other queries, after the first was run. Where states are few it is one for all, or
    they were answered with the first."""
    asking = [] if first.whole else list(some)
    if first.listed or not asking or run.ended:
        return [Batch(asking)] if asking else []
    system, plain, counts = rules.system, rules.liveness, first.reached.counts
    alike: dict[SlotSet, tuple[list[Query], dict[int, SlotSet]]] = {}
    everything: dict[int, SlotSet] = {}
    for query in asking:
        reads = {location: system.reads(tree) for location, tree in query.at}
        queries, asked = alike.setdefault(reduce(or_, reads.values()), ([], {}))
        queries.append(query)
        for location, slots in reads.items():
            asked[location] = asked.get(location, 0) | slots
            everything[location] = everything.get(location, 0) | slots
    try:
        values = ValueSets(system, Liveness(system, everything, plain), run).at
    except Ended:
        return [Batch(asking)]  # which will not be looked at
    varying = [sum(1 << slot for slot, bits in at.items() if bits != 1) for at in values]  # not the lowest value alone
    owners = [name.partition(".")[0] for name in system.slots.index]  # of the choices of a node one is made at a time
    sizes = [max(at.get(slot, 1).bit_count() for at in values) for slot in range(len(owners))]

    @cache
    def times(slots: SlotSet) -> int:
        """How many times as many states there may be where more slots are kept apart."""
        by_owner: dict[str, int] = {}
        for slot in slots_in(slots):
            by_owner[owners[slot]] = by_owner.get(owners[slot], 1) + sizes[slot] - 1
        return prod(by_owner.values())

    groups: list[tuple[list[Query], dict[int, SlotSet]]] = []
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
    return [Batch(queries, list(inside)) for queries, inside in groups]
