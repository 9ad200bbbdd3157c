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
    AStar,
    Base,
    Distances,
    Explored,
    Explorer,
    Keep,
    Reached,
    Rules,
    Witnesses,
    explore,
)
from playable.verify.system import Liveness, SlotSet, ValueSets, slots_in

Conditions = dict[int, list[tuple[Tree, ...]]]  # of a location, what is asked there
KEPT = 1 << 27  # bytes of the sets of the first batch that are kept, for others to begin with
FRONTIERS = 4  # over how many a set of states is spread, as a rule: each may be as large as the set
SINGLE = 1 << 26  # bytes of single states that lead to nearly everything, if they are those that are nearest
SEARCHED = 1_000_000  # states of a story; past that the search for playthroughs to its texts takes the most of a proof
_NOTHING: Asked = {}


class Result(NamedTuple):
    """What a batch found; `witnesses` can lead to it, if there is room and time to look for them."""

    queries: Sequence[Query]
    asked: Conditions
    answers: Mapping[QueryId, list[Answer]]
    reached: Reached
    witnesses: Witnesses | None


class First(NamedTuple):
    """What the rules of the story come to, with the queries that need no more. `base` has what others begin with, where
    that was kept."""

    result: Result
    explored: Explored
    base: Base | None


def run_first(
    rules: Rules,
    queries: Sequence[Query],
    run: Run,
    limits: Limits,
    later: Sequence[Query] | None = None,
    odds: Asked = _NOTHING,
) -> First:
    """The first batch: it proves what can be reached. Where it is known what is asked `later`, and states are few and
    listed, it is all of that as well, and they are kept apart by what `odds` ask."""
    asked, answers = asked_of(queries)
    both = [*queries, *(later or ())]
    asked_at_all, answers_at_all = asked_of(both)
    everything = {i: [*asked_at_all.get(i, ()), *odds.get(i, ())] for i in asked_at_all.keys() | odds.keys()}
    inside = _inside(rules, asked_of(query for query in later or () if not _of_a_digit(query, rules))[0])
    around = {before for i in inside for before in rules.system.predecessors[i]} - inside
    budget = run.budget("Every playthrough", limits.states, limits.room)
    explored = explore(rules, asked, budget, keep=Keep(around, KEPT), everything=None if later is None else everything)
    reached = explored.reached
    if explored.whole:
        return First(Result(both, asked_at_all, answers_at_all, reached, explored.listed), explored, None)
    if explored.listed:
        return First(Result(queries, asked, answers, reached, explored.listed), explored, None)
    around &= reached.counts.keys()
    base = Base(inside, reached.sets) if reached.complete and around <= reached.sets.keys() else None
    reached.sets = {}
    witnesses = _witnesses(explored.explorer, reached, run, limits)
    return First(Result(queries, asked, answers, reached, witnesses), explored, base)


def run_later(first: First, queries: Sequence[Query], run: Run, limits: Limits, stage: str) -> Iterator[Result]:
    """A later batch. Where it is more than there is room for, each half of its queries by itself: no query is left
    unanswered for another's sake. Where states are many a text is decided without the shortest playthrough to it."""
    rules, known = first.explored.explorer.rules, first.result.reached
    asked, answers = asked_of(queries)
    if cut := run.ended:
        yield Result(queries, asked, answers, Reached.at_start(rules.system, cut), None)
        return
    budget = run.budget(stage, limits.states, limits.query_room)
    witnesses: Witnesses | None
    if first.explored.listed:
        explored = explore(rules, asked, budget, first.explored.kept)
        reached, witnesses = explored.reached, explored.listed
    else:
        explorer = Explorer(rules, asked)
        base = first.base if first.base and _inside(rules, asked) <= first.base.inside else None
        reached = explorer.run(budget, base=base)
        if base and not reached.cut:
            reached = known.with_answers_of(reached)
        many = known.states > SEARCHED and all(query.kind == "text" for query in queries)
        witnesses = None if many else _witnesses(explorer, known, run, limits)
    if reached.cut in ("limit", "memory") and len(queries) > 1:
        half = len(queries) // 2
        for some in (queries[:half], queries[half:]):
            yield from run_later(first, some, run, limits, stage)
    else:
        yield Result(queries, asked, answers, reached, witnesses)


def asked_of(queries: Iterable[Query]) -> tuple[Conditions, dict[QueryId, list[Answer]]]:
    """What queries ask of states, by location, and which of that is an answer to which query."""
    asked: Conditions = {}
    answers: dict[QueryId, list[Answer]] = {}
    for query in queries:
        answers[query.key] = []
        for location, tree in query.at:
            answers[query.key].append(Answer(location, len(asked.setdefault(location, []))))
            asked[location].append((tree,))
    return asked, answers


def _of_a_digit(query: Query, rules: Rules) -> bool:
    """Is it asked which values a range has that matters nearly everywhere? It will hardly come to that."""
    return query.kind == "value" and rules.system.slots.index[query.id] in rules.encoding.digit


def _inside(rules: Rules, asked: Conditions) -> set[int]:
    """The locations where what is asked keeps more apart than the rules do, or is asked."""
    live, plain = rules.liveness_with(asked).live, rules.liveness.live
    return {i for i, slots in enumerate(live) if slots != plain[i] or i in asked}


def _witnesses(explorer: Explorer, reached: Reached, run: Run, limits: Limits) -> Witnesses | None:
    """Who looks for shortest playthroughs among sets of states; among single ones, where all sets would be too much."""
    if run.ended:
        return None
    single, stage = FRONTIERS * reached.work > limits.witness_room, "Shortest playthroughs"
    room = min(limits.witness_room, SINGLE) if single else limits.witness_room
    budget = run.budget(stage, limits.witness_states, room)
    return (AStar if single else Distances)(explorer, reached, budget)


def decided_by_rules(rules: Rules, some: Iterable[Query]) -> list[Query]:
    """The queries that the rules of the story decide: what these keep apart is enough."""
    live, reads = rules.liveness.live, rules.system.reads
    return [one for one in some if not any(reads(tree) & ~live[location] for location, tree in one.at)]


def later_batches(rules: Rules, some: Iterable[Query], first: Explored, run: Run) -> list[list[Query]]:
    """The batches that decide other queries, after the first was run. Where states are few it is one for all, or
    they were answered with the first."""
    asking = [] if first.whole else list(some)
    if first.listed or not asking or run.ended:
        return [asking] if asking else []
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
        return [asking]  # which will not be looked at
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
    return [queries for queries, _ in groups]
