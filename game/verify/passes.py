"""Which questions are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first pass,
with all questions that need no more. Any other joins a pass, or has one of its own, whichever seems less work: a slot
that may have `n` values at a place is taken to make `n` states there of one of the first pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, reduce
from math import prod
from operator import or_
from typing import NamedTuple

from game.language.expressions.tree import Tree
from game.verify.explore import Explorer
from game.verify.graph import Graph, ranks
from game.verify.liveness import Liveness
from game.verify.question import Question
from game.verify.reached import Reached
from game.verify.spread import Spread
from game.verify.waves import Waves


class Pass:
    """An exploration, with the questions that it decides: each as (place, number of the condition there).

    At places that are not `inside` it has the states of the first pass.
    """

    def __init__(
        self, graph: Graph, some: Iterable[Question], first: Explorer | None = None, inside: Collection[int] = ()
    ) -> None:
        asked: dict[int, list[tuple[Tree, ...]]] = {}
        self.questions: list[tuple[Question, list[tuple[int, int]]]] = []
        for question in some:
            spots: list[tuple[int, int]] = []
            self.questions.append((question, spots))
            for place, tree in question.at:
                spots.append((place, len(asked.setdefault(place, []))))
                asked[place].append((tree,))
        self.explorer = Explorer(graph, asked, first=first)
        self.reached, self.inside = Reached(), inside
        self.waves: Waves | None = None


def free(graph: Graph, some: Iterable[Question]) -> list[Question]:
    """The questions that the rules of the story decide: what these keep apart is enough."""
    live = Liveness(graph, {}).live
    return [one for one in some if not any(graph.reads(tree) & ~live[place] for place, tree in one.at)]


def further(graph: Graph, some: Iterable[Question], first: Pass) -> list[Pass]:
    """The passes that decide other questions, after the first was run."""
    plain, counts = first.explorer.liveness, first.reached.counts
    alike: dict[int, tuple[list[Question], dict[int, int]]] = {}
    everything: dict[int, int] = {}
    for question in some:
        reads = {place: graph.reads(tree) for place, tree in question.at}
        questions, asked = alike.setdefault(reduce(or_, reads.values()), ([], {}))
        questions.append(question)
        for place, slots in reads.items():
            asked[place] = asked.get(place, 0) | slots
            everything[place] = everything.get(place, 0) | slots
    spread = Spread(graph, Liveness(graph, everything, plain), ranks(graph)).at
    groups: list[_Group] = []

    @cache
    def times(place: int, slots: int) -> int:
        """How many times as many states there may be at a place that keeps more slots apart."""
        return prod(max(1, bits.bit_count()) for slot, bits in spread[place].items() if slots >> slot & 1)

    for questions, asked in alike.values():
        more = Liveness(graph, asked, plain).live
        extra = {i: more[i] & ~plain.live[i] for i in counts if more[i] & ~plain.live[i]}
        costs = [
            sum(group.states[i] * (times(i, slots & ~group.extra.get(i, 0)) - 1) for i, slots in extra.items())
            for group in groups
        ]
        alone = sum(counts[i] * times(i, slots) for i, slots in extra.items()) + sum(counts.values())
        best = min(costs, default=alone + 1)
        if best > alone:
            groups.append(_Group([], {}, dict(counts)))
        group = groups[-1] if best > alone else groups[costs.index(best)]
        group.questions.extend(questions)
        for i, slots in extra.items():
            group.states[i] *= times(i, slots & ~group.extra.get(i, 0))
            group.extra[i] = group.extra.get(i, 0) | slots
    return [Pass(graph, group.questions, first.explorer, _varying(group.extra, spread)) for group in groups]


class _Group(NamedTuple):
    """Questions decided together, the slots kept apart for them at each place, and how many states there may be."""

    questions: list[Question]
    extra: dict[int, int]
    states: dict[int, int]


def _varying(extra: Mapping[int, int], spread: list[dict[int, int]]) -> frozenset[int]:
    """The places where a slot that is kept apart besides may be other than the lowest of its values."""
    return frozenset(
        i for i, slots in extra.items() if any(slots >> s & 1 and bits != 1 for s, bits in spread[i].items())
    )
