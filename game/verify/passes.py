"""Which conditions of texts are looked at together.

Each adds the slots that it reads to what must be kept apart. The rules of the story by themselves are the first pass,
with all conditions that need no more. Any other joins a pass, or has one of its own, whichever seems less work: a slot
that may have `n` values at a place is taken to make `n` states there of one of the first pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from game.language.places import Loc
from game.verify.explore import Explorer
from game.verify.graph import Graph, ranks
from game.verify.layout import Layout
from game.verify.liveness import Liveness
from game.verify.reached import Reached
from game.verify.spread import Spread
from game.verify.texts import Text
from game.verify.waves import Waves


class Pass:
    """An exploration, with the texts whose conditions it decides: each as (place, number of the condition there).

    At places that are not `inside` it has the states of the first pass.
    """

    def __init__(
        self, graph: Graph, some: Iterable[Text], layout: Layout | None = None, inside: Collection[int] = ()
    ) -> None:
        asked: dict[int, list[tuple[()] | tuple[object, ...]]] = {}
        self.texts: dict[str, list[tuple[int, int]]] = {}
        self.locs: dict[str, Loc] = {}
        for text in some:
            self.locs[text.id] = text.loc
            for place in text.places:
                asked.setdefault(place, []).append((text.when,))
                self.texts.setdefault(text.id, []).append((place, len(asked[place]) - 1))
        self.explorer = Explorer(graph, asked, layout=layout)  # type: ignore[arg-type]
        self.reached, self.inside = Reached(), inside
        self.waves: Waves | None = None


def free(graph: Graph, some: Iterable[Text]) -> list[Text]:
    """The texts that the rules of the story decide: what these keep apart is enough."""
    live = Liveness(graph, {}).live
    return [t for t in some if not any(graph.reads(t.when) & ~live[place] for place in t.places)]


def further(graph: Graph, some: Iterable[Text], first: Pass) -> list[Pass]:
    """The passes that decide other texts, after the first was run."""
    some, reads, counts = list(some), {}, first.reached.counts
    for text in some:
        reads[text.id] = graph.reads(text.when)
    plain = Liveness(graph, {}).live
    all_asked: dict[int, int] = {}
    for text in some:
        for place in text.places:
            all_asked[place] = all_asked.get(place, 0) | reads[text.id]
    spread = Spread(graph, Liveness(graph, all_asked), ranks(graph)).at
    alike: dict[int, list[Text]] = {}
    for text in some:
        alike.setdefault(reads[text.id], []).append(text)
    one = sum(counts.values())
    groups: list[tuple[list[Text], dict[int, int], int]] = []
    for slots, texts in alike.items():
        more = Liveness(graph, {place: slots for text in texts for place in text.places}).live
        extra = {i: more[i] & ~plain[i] for i in counts if more[i] & ~plain[i]}
        costs = []
        for at, (_, others, cost) in enumerate(groups):
            joined = {i: others.get(i, 0) | extra.get(i, 0) for i in others.keys() | extra.keys()}
            costs.append((_work(counts, joined, spread) - cost, at, joined))
        added, at, joined = min(costs, default=(one, 0, {}))
        if costs and added <= _work(counts, extra, spread):
            groups[at] = ([*groups[at][0], *texts], joined, groups[at][2] + added)
        else:
            groups.append((texts, extra, _work(counts, extra, spread)))
    return [Pass(graph, texts, first.explorer.layout, _varying(extra, spread)) for texts, extra, _ in groups]


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
