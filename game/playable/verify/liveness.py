"""What can still matter at each place: a slot that is not read again before it is written makes no difference.

The backward data-flow analysis of compilers (Aho, Lam, Sethi, Ullman, *Compilers*, section 9.2.5), in its strong form:
what is read only to compute something dead is dead. Sets of slots are the bits of an int.
"""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Op
from playable.verify.graph import Graph
from playable.verify.moves import Move, assign_of, when_of


class Liveness:
    """Of each place, the slots that matter there; those that are `asked` at a place too; `plain` lacks them."""

    def __init__(self, graph: Graph, asked: Mapping[int, int], plain: Liveness | None = None) -> None:
        self.graph = graph
        self._reads: dict[int, int] = plain._reads if plain else {}
        self.live: list[int] = plain.live[:] if plain else [0] * len(graph.places)
        self._before: list[set[int]] = plain._before if plain else _leading(graph)
        todo = list(asked if plain else range(len(graph.places)))
        waiting = bytearray(len(graph.places))
        while todo:
            i = todo.pop()
            waiting[i] = 0
            found = self.live[i] | asked.get(i, 0)
            for move in graph.places[i].moves:
                found |= self.before(move)
            if found != self.live[i]:
                self.live[i] = found
                for one in self._before[i]:
                    if not waiting[one]:
                        waiting[one] = 1
                        todo.append(one)

    def before(self, move: Move) -> int:
        """What matters just before a move."""
        found = self.after(move)
        for op in reversed(move.ops):
            if found >> op.slot & 1:
                found = self._over(op, found)
        for tree in move.when:
            found |= self.reads(tree)
        return found if move.weight is None else found | self.reads(move.weight)

    def after(self, move: Move) -> int:
        """What matters after the effects of a move, before its ways."""
        found = 0
        for way in move.ways:
            found |= self._kept(way.target, way.sets)
            for tree in way.when:
                found |= self.reads(tree)
        return found

    def effects(self, move: Move) -> tuple[Op, ...]:
        """The effects of a move whose result matters."""
        found, kept = self.after(move), []
        for op in reversed(move.ops):
            if found >> op.slot & 1:
                kept.append(op)
                found = self._over(op, found)
        return tuple(reversed(kept))

    def reads(self, tree: object) -> int:
        """The slots that a tree reads."""
        found = self._reads.get(id(tree))
        if found is None:
            found = self._reads[id(tree)] = self.graph.reads(tree)  # type: ignore[arg-type]
        return found

    def _over(self, op: Op, found: int) -> int:
        """What matters before an effect, of what matters after it."""
        when = when_of(op)
        if when is None:
            return found & ~(1 << op.slot) | self.reads(assign_of(op).value)
        return found | self.reads(assign_of(op).value) | self.reads(when)

    def _kept(self, target: int, sets: tuple[tuple[int, int], ...]) -> int:
        found = self.live[target]
        for slot, _ in sets:
            found &= ~(1 << slot)
        return found


def _leading(graph: Graph) -> list[set[int]]:
    """Of each place, those that lead to it."""
    found: list[set[int]] = [set() for _ in graph.places]
    for i, place in enumerate(graph.places):
        for move in place.moves:
            for way in move.ways:
                found[way.target].add(i)
    return found
