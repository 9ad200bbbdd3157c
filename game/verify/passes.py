"""Which conditions of texts are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first pass; a
condition joins a pass if that stays about as small, and else has one of its own.
"""

from __future__ import annotations

from math import prod

from game.engine.compile import values
from game.verify.explore import Explorer
from game.verify.graph import Graph
from game.verify.liveness import Liveness
from game.verify.reached import Reached
from game.verify.texts import Text

GROWTH = 1.5  # by how much a pass may grow for a condition to join it
SMALL = 100_000  # states, if all that could be were: below that growth is no matter


class Pass:
    """An exploration, with the texts whose conditions it decides: each as (place, number of the condition there)."""

    def __init__(self, graph: Graph, some: list[Text]) -> None:
        asked: dict[int, list[tuple[()] | tuple[object, ...]]] = {}
        self.texts: dict[str, list[tuple[int, int]]] = {}
        for text in some:
            for place in text.places:
                asked.setdefault(place, []).append((text.when,))
                self.texts.setdefault(text.id, []).append((place, len(asked[place]) - 1))
        self.explorer = Explorer(graph, asked)  # type: ignore[arg-type]
        self.reached = Reached()


def passes(graph: Graph, some: list[Text]) -> list[Pass]:
    """The passes that decide all the texts; the first holds the rules too."""
    plain = Liveness(graph, {}).live
    sizes = [len(values(domain)) for domain in graph.slots.domains]
    groups: list[tuple[list[Text], float, dict[int, int]]] = [([], _size(plain, sizes), {})]
    later: dict[int, list[Text]] = {}
    for text in some:
        reads = graph.reads(text.when)
        extra = 0
        for place in text.places:
            extra |= reads & ~plain[place]
        later.setdefault(extra, []).append(text)
    groups[0][0].extend(later.pop(0, ()))
    for _, alike in sorted(later.items(), key=lambda item: item[0].bit_count()):
        texts_, size, asked = groups[-1]
        more = dict(asked)
        for text in alike:
            for place in text.places:
                more[place] = more.get(place, 0) | graph.reads(text.when)
        joined = _size(Liveness(graph, more).live, sizes)
        if joined <= max(SMALL, GROWTH * size):
            groups[-1] = ([*texts_, *alike], joined, more)
        else:
            own = {place: graph.reads(text.when) for text in alike for place in text.places}
            groups.append((alike, _size(Liveness(graph, own).live, sizes), own))
    return [Pass(graph, texts_) for texts_, _, _ in groups]


def _size(live: list[int], sizes: list[int]) -> float:
    """How many states there could be."""
    return float(sum(prod(size for slot, size in enumerate(sizes) if at >> slot & 1) for at in live))
