"""All reachable states, as sets: places are worked through in order, whole sets pushed along their moves.

Symbolic reachability (Burch, Clarke, McMillan, Dill, Hwang, *Symbolic model checking: 10^20 states and beyond*, 1992),
with bitsets in the place of decision diagrams. The set of a place outside every ring is complete when its turn comes;
it is counted, asked what there is to ask, and let go.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from game.language.expressions.tree import Tree
from game.verify.graph import Graph, rings_of
from game.verify.layout import MOST_BITS, Layout
from game.verify.liveness import Liveness
from game.verify.moves import when_of
from game.verify.reached import Reached, Spot
from game.verify.ready import ready
from game.verify.sets import Keyed, Sets
from game.verify.watch import Watch

Asked = Mapping[int, Iterable[tuple[Tree, ...]]]  # of a place, the conditions asked of its states


class Explorer:
    """The sets of states of a graph, as far as they matter to its moves and to what is asked."""

    def __init__(
        self, graph: Graph, asked: Asked | None = None, most_bits: int = MOST_BITS, layout: Layout | None = None
    ) -> None:
        self.graph = graph
        self.asked = {place: list(trees) for place, trees in (asked or {}).items()}
        self.liveness = Liveness(graph, {p: _reads(graph, t) for p, t in self.asked.items()})
        self.layout = layout or Layout(graph, self.liveness, most_bits)
        places = enumerate(graph.places)
        self.ready = [[ready(i, m, self.liveness, self.layout) for m in place.moves] for i, place in places]
        self.sets = Sets(graph, self.layout, self._trees())

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
            for _, target, key, x in self.onward(i, fresh, reached):
                waiting = new[target]
                if not waiting:
                    heapq.heappush(todo, rank[target])
                waiting[key] = waiting[key] | x if key in waiting else x
            if i in alone:
                self.ask(i, fresh, reached)
        for i, found in enumerate(sets):
            if found:
                self.ask(i, found, reached)

    def onward(self, i: int, fresh: Keyed, reached: Reached | None = None) -> Iterator[tuple[int, int, int, int]]:
        """Move sets at a place along its moves: by which move to which place, with key and set. Notes what it met."""
        where, sets, place, reached = self.sets.where, self.sets, self.graph.places[i], reached or Reached()
        moves = [(Spot(i, n), *ready) for n, ready in enumerate(self.ready[i])]
        if fresh:
            reached.places.add(i)
        for key, x in fresh.items():
            left = x
            for spot, when, ops, ways in moves:
                y = where(when, key, x) if when else x
                if y != x:
                    reached.refused.add(spot)
                    if not y:
                        continue
                    left &= ~y
                else:
                    left = 0
                reached.moves.add(spot)
                for key2, z in sets.apply(ops, {key: y}).items() if ops else ((key, y),):
                    rest = z
                    for k, (if_, target, clear, put, digits) in enumerate(ways):
                        taken = where(if_, key2, rest) if if_ else rest
                        if not taken:
                            continue
                        reached.ways.add((spot, k))
                        rest ^= taken
                        for j in digits:
                            taken = sets.masks.forget(taken, j)
                        yield spot.move, target, key2 & clear | put, taken
                        if not rest:
                            break
            if left and not place.ends:
                reached.stuck.add(i)

    def ask(self, i: int, found: Keyed, reached: Reached) -> None:
        """What is asked of a place's states, and which values block a move that none of them can make."""
        for n, trees in enumerate(self.asked.get(i, ())):
            for key, x in found.items():
                held = self.sets.where(trees, key, x)
                if held:
                    reached.held.add((i, n))
                if held != x:
                    reached.failed.add((i, n))
        blocked = 0
        for n, move in enumerate(self.graph.places[i].moves):
            if Spot(i, n) not in reached.moves:
                for tree in (*move.when, *((move.weight,) if move.weight else ())):
                    blocked |= self.graph.reads(tree)
        for n, trees in enumerate(self.asked.get(i, ())):
            if (i, n) not in reached.held:
                blocked |= _reads(self.graph, [trees])
        if blocked:
            slots = [slot for slot in range(blocked.bit_length()) if blocked >> slot & 1]
            reached.attained[i] = {slot: self._values(slot, found) for slot in slots}

    def _values(self, slot: int, found: Keyed) -> set[int]:
        layout = self.layout
        if slot not in layout.digit:
            return {layout.get(key, slot) for key in found}
        low = layout.lows[slot]
        return {low + v for x in found.values() for v in layout.masks.values(x, layout.digit[slot])}

    def _returns(self, i: int) -> bool:
        return any(way.target == i for move in self.graph.places[i].moves for way in move.ways)

    def _trees(self) -> Iterable[Tree]:
        """Every condition that sets of states will be asked."""
        for moves in self.ready:
            for move in moves:
                yield from move.when
                yield from (tree for op in move.ops if (tree := when_of(op)))
                yield from (tree for way in move.ways for tree in way[0])
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


def _reads(graph: Graph, asked: Iterable[Iterable[Tree]]) -> int:
    found = 0
    for trees in asked:
        for tree in trees:
            found |= graph.reads(tree)
    return found
