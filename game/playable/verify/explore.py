"""All reachable states, as sets: places are worked through in order, whole sets pushed along their moves.

Symbolic reachability (Burch, Clarke, McMillan, Dill, Hwang, *Symbolic model checking: 10^20 states and beyond*, 1992),
with bitsets in the place of decision diagrams. The set of a place outside every ring is complete when its turn comes;
it is counted, asked what there is to ask, and let go.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

from playable.language.expressions.tree import Tree
from playable.verify.graph import Graph, rings_of
from playable.verify.layout import MOST_BITS, Layout
from playable.verify.liveness import Liveness
from playable.verify.moves import assign_of, when_of
from playable.verify.reached import Reached, Spot
from playable.verify.ready import Ready, ready
from playable.verify.sets import Keyed, Sets, Some, split
from playable.verify.watch import Watch

Asked = Mapping[int, Iterable[tuple[Tree, ...]]]  # of a place, the conditions asked of its states
Into = Callable[[int, int], Keyed | None]  # of a move and where it leads, what waits there; None: it is left out


class Explorer:
    """The sets of states of a graph, as far as they matter to its moves and to what is asked."""

    def __init__(
        self, graph: Graph, asked: Asked | None = None, most_bits: int = MOST_BITS, first: Explorer | None = None
    ) -> None:
        """`first`, of the same graph with less asked, shares what it knows."""
        self.graph = graph
        self.asked = {place: list(trees) for place, trees in (asked or {}).items()}
        plain = first.liveness if first else None
        self.liveness: Liveness = Liveness(graph, {p: _reads(graph, t) for p, t in self.asked.items()}, plain)
        self.layout: Layout = first.layout if first else Layout(graph, self.liveness, most_bits)
        places = enumerate(graph.places)
        self.ready = [[ready(i, m, self.liveness, self.layout) for m in place.moves] for i, place in places]
        self._reads = [self.layout.key_mask(_reads(graph, map(_read_by, moves))) for moves in self.ready]
        self.sets: Sets = first.sets if first else Sets(graph, self.layout)
        self.sets.know(self._trees())
        # of each variable, the values that it has anywhere, as far as it matters there
        self.values: dict[int, set[int]] = first.values if first else self._initial()

    def run(self, limit: int | None = None, watch: Watch | None = None) -> Reached:
        """Visit every state, or so many that more than `limit` were counted, or until it is interrupted."""
        graph, reached = self.graph, Reached()
        try:
            self._run(graph, reached, limit, watch)
        except KeyboardInterrupt:
            if watch is None:
                raise
            watch.stopped, reached.complete = True, False
        return reached

    def _run(self, graph: Graph, reached: Reached, limit: int | None, watch: Watch | None) -> None:
        rings = rings_of(graph)
        rank = {i: n for n, i in enumerate(i for ring in rings for i in ring)}
        at_rank = [i for ring in rings for i in ring]
        alone = {ring[0] for ring in rings if len(ring) == 1 and not self._returns(ring[0])}
        sets: list[Keyed] = [{} for _ in graph.places]
        new: list[Keyed] = [{} for _ in graph.places]
        key, one = self.layout.single(graph.initial, self.liveness.live[graph.start])
        new[graph.start][key] = one
        todo = [rank[graph.start]]

        def into(_: int, target: int) -> Keyed:
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
            if watch:
                watch.count(reached.states)
            if limit is not None and reached.states > limit:
                reached.complete = False
                break
            self.onward(i, fresh, into, reached)
            if i in alone:
                self.ask(i, fresh, reached)
        for i, found in enumerate(sets):
            if found:
                self.ask(i, found, reached)

    def onward(self, i: int, fresh: Keyed, into: Into, reached: Reached) -> None:
        """Move sets at a place along its moves. Notes what it met.

        Sets whose keys agree in all that the moves read go together: there are far fewer such groups than keys.
        """
        if fresh:
            reached.places.add(i)
        groups: dict[int, Some] = {}
        for key, x in fresh.items():
            groups.setdefault(key & self._reads[i], []).append((key, x))
        for known, group in groups.items():
            anywhere = 0
            for n in range(len(self.ready[i])):
                anywhere |= self.make(Spot(i, n), known, group, into, reached)
            if anywhere != -1 and not self.graph.places[i].ends and split(group, anywhere)[1]:
                reached.stuck.add(i)

    def make(self, spot: Spot, known: int, group: Some, into: Into, reached: Reached) -> int:
        """Make a move from sets whose keys agree in what it reads, as `known` has it; the pattern where it is open."""
        move = self.ready[spot.place][spot.move]
        when = self.sets.where(move.when, known)
        group, shut = split(group, when)
        if shut:
            reached.refused.add(spot)
        if group:
            reached.moves.add(spot)
            for after, some in self.sets.apply(move.ops, known, group):
                self._leave(spot, after, some, into, reached)
        return when

    def _leave(self, spot: Spot, known: int, some: Some, into: Into, reached: Reached) -> None:
        """Move sets along the ways of a move, each along the first that is open to it."""
        forget = self.sets.masks.forget
        for k, (when, target, clear, put, digits) in enumerate(self.ready[spot.place][spot.move].ways):
            taken, some = split(some, self.sets.where(when, known))
            if taken:
                reached.ways.add((spot, k))
                waiting = into(spot.move, target)
                if waiting is not None:
                    for key, x in taken:
                        for j in digits:
                            x = forget(x, j)
                        key = key & clear | put
                        waiting[key] = waiting[key] | x if key in waiting else x
            if not some:
                break

    def ask(self, i: int, found: Keyed, reached: Reached) -> None:
        """What is asked of a place's states, and which values block a move that none of them can make."""
        for slot, met in self.values.items():
            if self.liveness.live[i] >> slot & 1 and len(met) < self.layout.sizes[slot]:
                met |= self._values(slot, found)
        for n, trees in enumerate(self.asked.get(i, ())):
            for key, held in self.within(trees, found):
                if held:
                    reached.held.add((i, n))
                if held != found[key]:
                    reached.failed.add((i, n))
                if (i, n) in reached.held and (i, n) in reached.failed:
                    break
        blocked = 0
        for n, move in enumerate(self.graph.places[i].moves):
            if Spot(i, n) not in reached.moves:
                for tree in (*move.when, *((move.weight,) if move.weight else ())):
                    blocked |= self.graph.reads(tree)
        for n, trees in enumerate(self.asked.get(i, ())):
            if (i, n) not in reached.held:
                blocked |= self._read(trees)
        if blocked:
            slots = [slot for slot in range(blocked.bit_length()) if blocked >> slot & 1]
            reached.attained[i] = {slot: self._values(slot, found) for slot in slots}

    def within(self, trees: tuple[Tree, ...], found: Keyed) -> Iterator[tuple[int, int]]:
        """Of each set, by its key, the states for which all of some conditions hold."""
        mask, patterns = self.layout.key_mask(self._read(trees)), dict[int, int]()
        for key, x in found.items():
            known = key & mask
            if known not in patterns:
                patterns[known] = self.sets.where(trees, known)
            yield key, x & patterns[known]

    def _read(self, trees: Iterable[Tree]) -> int:
        return reduce(or_, map(self.liveness.reads, trees), 0)

    def _values(self, slot: int, found: Keyed) -> set[int]:
        layout = self.layout
        if slot not in layout.digit:
            return {layout.get(key, slot) for key in found}
        low, all_ = layout.lows[slot], reduce(or_, found.values(), 0)
        return {low + v for v in layout.masks.values(all_, layout.digit[slot])}

    def _initial(self) -> dict[int, set[int]]:
        slots = (self.graph.slots.index[name] for name in self.graph.machine.story.state)
        return {slot: {self.graph.initial[slot]} for slot in slots}

    def _returns(self, i: int) -> bool:
        return any(way.target == i for move in self.graph.places[i].moves for way in move.ways)

    def _trees(self) -> Iterable[Tree]:
        """Every condition that sets of states will be asked."""
        for moves in self.ready:
            for move in moves:
                yield from _conditions(move)
        yield from (tree for asked in self.asked.values() for trees in asked for tree in trees)


def unseen(fresh: Keyed, seen: Keyed) -> Keyed:
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


def _conditions(move: Ready) -> Iterator[Tree]:
    yield from move.when
    yield from (tree for op in move.ops if (tree := when_of(op)))
    yield from (tree for way in move.ways for tree in way[0])


def _read_by(move: Ready) -> Iterator[Tree]:
    yield from _conditions(move)
    yield from (assign_of(op).value for op in move.ops)


def _reads(graph: Graph, asked: Iterable[Iterable[Tree]]) -> int:
    found = 0
    for trees in asked:
        for tree in trees:
            found |= graph.reads(tree)
    return found
