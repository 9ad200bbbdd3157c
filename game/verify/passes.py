"""Which questions are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first pass,
with all questions that need no more. Any other joins a pass, or has one of its own, whichever seems less work: a slot
that may have `n` values at a place is taken to make `n` states there of one of the first pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

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
    one = sum(counts.values())
    groups: list[tuple[list[Question], dict[int, int], int]] = []
    for questions, asked in alike.values():
        more = Liveness(graph, asked, plain).live
        extra = {i: more[i] & ~plain.live[i] for i in counts if more[i] & ~plain.live[i]}
        costs = []
        for at, (_, others, cost) in enumerate(groups):
            joined = {i: others.get(i, 0) | extra.get(i, 0) for i in others.keys() | extra.keys()}
            costs.append((_work(counts, joined, spread) - cost, at, joined))
        added, at, joined = min(costs, default=(one, 0, {}))
        if costs and added <= _work(counts, extra, spread):
            groups[at] = ([*groups[at][0], *questions], joined, groups[at][2] + added)
        else:
            groups.append((questions, extra, _work(counts, extra, spread)))
    return [Pass(graph, asking, first.explorer, _varying(extra, spread)) for asking, extra, _ in groups]


def _varying(extra: Mapping[int, int], spread: list[dict[int, int]]) -> frozenset[int]:
    """The places where a slot that is kept apart besides may be other than the lowest of its values."""
    return frozenset(
        i for i, slots in extra.items() if any(slots >> s & 1 and bits != 1 for s, bits in spread[i].items())
    )


def _work(counts: Mapping[int, int], extra: Mapping[int, int], spread: list[dict[int, int]]) -> int:
    """How many states there may be, where places keep more slots apart."""
    found = 0
    for place, count in counts.items():
        slots = extra.get(place, 0)
        for slot in range(slots.bit_length()) if slots else ():
            if slots >> slot & 1:
                count *= max(1, spread[place].get(slot, 1).bit_count())
        found += count
    return found
