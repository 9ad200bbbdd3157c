"""Which questions are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first pass,
with all questions that need no more. Any other joins a pass, or has one of its own, whichever seems less work: a slot
that may have `n` values at a place is taken to make `n` states there of one of the first pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache, reduce
from math import prod
from operator import or_

from playable.language.expressions.tree import Tree
from playable.verify.explore import Explorer
from playable.verify.graph import Graph, ranks
from playable.verify.liveness import Liveness
from playable.verify.question import Question
from playable.verify.reached import Reached
from playable.verify.spread import Spread
from playable.verify.waves import Waves


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
    varying = [sum(1 << slot for slot, bits in at.items() if bits != 1) for at in spread]  # not the lowest value alone
    owners = [name.partition(".")[0] for name in graph.slots.index]  # of the choices of a node one is made at a time
    sizes = [max(at.get(slot, 1).bit_count() for at in spread) for slot in range(len(owners))]

    @cache
    def times(slots: int) -> int:
        """How many times as many states there may be where more slots are kept apart."""
        found: dict[str, int] = {}
        for slot in range(slots.bit_length()):
            if slots >> slot & 1:
                found[owners[slot]] = found.get(owners[slot], 1) + sizes[slot] - 1
        return prod(found.values())

    groups: list[tuple[list[Question], dict[int, int]]] = []
    for questions, asked in alike.values():
        more = Liveness(graph, asked, plain).live
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
        those += questions
        for i, slots in extra.items():
            others[i] = others.get(i, 0) | slots
    return [Pass(graph, some, first.explorer, inside) for some, inside in groups]
