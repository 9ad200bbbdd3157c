"""A machine's conditions and changes, run on whole sets of states at once.

A set is a key, which fixes the flags, words and memory, and an int with a bit for each valuation of the ranges
(`masks`). What depends on several ranges is worked out value by value for all but the last of them, and by spans for
that; once for each key that it reads, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.engine.compile import Function, State, compiled, source
from game.engine.machine import Op
from game.language.expressions.tree import Logic, Not, Tree, Truth
from game.verify.graph import Graph
from game.verify.layout import Layout
from game.verify.moves import assign_of, when_of

MOST_KEPT = 64_000_000  # bytes of patterns kept
Parts = tuple[tuple[int, int], ...]  # results, each with the pattern of where it comes; -1: everywhere
Keyed = dict[int, int]  # sets by key


class Sets:
    """Conditions and effects on sets. `trees` are the conditions that will be asked."""

    def __init__(self, graph: Graph, layout: Layout, trees: Iterable[Tree]) -> None:
        self.graph, self.layout, self.masks = graph, layout, layout.masks
        sources = {id(atom): source(atom, graph.slots) for tree in trees for atom in atoms(tree)}
        made = compiled(sources.values())
        self._atoms = {key: made[text] for key, text in sources.items()}
        self._reads: dict[tuple[Function, int], tuple[int, list[int], list[int]]] = {}
        self._kept: dict[tuple[Function, int, int], Parts] = {}
        self._room = MOST_KEPT
        self._ops: dict[int, tuple[int, dict[int, Parts], int | None]] = {}  # by the identity of an effect's op
        self.held: set[int] = set()  # effects, by their identity, whose condition held somewhere
        self.failed: set[int] = set()

    def holds(self, tree: Tree, key: int) -> int:
        """The pattern of valuations where a condition holds; -1 for everywhere."""
        match tree:
            case Logic("and", of):
                found = -1
                for part in of:
                    found &= self.holds(part, key)
                    if not found:
                        break
                return found
            case Logic(_, of):
                found = 0
                for part in of:
                    found |= self.holds(part, key)
                    if found == -1:
                        break
                return found
            case Not(of):
                found = self.holds(of, key)
                return ~found if found in (0, -1) else found ^ self.masks.all
            case Truth(value):
                return -1 if value else 0
            case _:
                function = self._atoms[id(tree)]
                for result, where in self._parts(function, -1, function, key, tree):
                    if result:
                        return where
                return 0

    def where(self, trees: Iterable[Tree], key: int, x: int) -> int:
        """The members of a set for which all the conditions hold."""
        for tree in trees:
            found = self.holds(tree, key)
            if found != -1:
                x &= found
            if not x:
                return 0
        return x

    def apply(self, ops: Iterable[Op], sets: Keyed) -> Keyed:
        """The sets after effects, in order."""
        for op in ops:
            after: Keyed = {}
            when = when_of(op)
            for key, x in sets.items():
                changed = x
                if when is not None:
                    changed = self.where((when,), key, x)
                    if changed:
                        self.held.add(id(op.effect))
                    if changed != x:
                        self.failed.add(id(op.effect))
                        after[key] = after.get(key, 0) | x ^ changed
                if changed:
                    self._assign(op, key, changed, after)
            sets = after
        return sets

    def _assign(self, op: Op, key: int, x: int, after: Keyed) -> None:
        known = self._ops.get(id(op))
        if known is None:
            known = self._ops[id(op)] = self._known(op)
        mask, kept, j = known
        parts = kept.get(key & mask)
        if parts is None:
            made, slot, tree = op.made, op.slot, assign_of(op).value
            result = made if j is None else lambda s: made(s) - s[slot]
            parts = kept[key & mask] = self._parts(made, slot, result, key, tree)
        if j is None:
            put = self.layout.put
            for value, where in parts:
                y = x if where == -1 else x & where
                if y:
                    new = put(key, op.slot, value)
                    after[new] = after[new] | y if new in after else y
            return
        stride, out = self.masks.strides[j], after.get(key, 0)
        for by, where in parts:
            y = x if where == -1 else x & where
            if y:
                out |= y << stride * by if by >= 0 else y >> stride * -by
        after[key] = out

    def _known(self, op: Op) -> tuple[int, dict[int, Parts], int | None]:
        """Of an effect: what of a key it reads, what came of it by that, and its digit if it has one."""
        return self.layout.key_mask(self.graph.reads(assign_of(op).value)), {}, self.layout.digit.get(op.slot)

    def _parts(self, function: Function, slot: int, result: Callable[[State], int], key: int, tree: Tree) -> Parts:
        """The results of `result`, with where they come. A digit that is assigned, `slot`, counts as read."""
        known = self._reads.get((function, slot))
        if known is None:
            reads = self.graph.reads(tree) | (1 << slot if slot in self.layout.digit else 0)
            read = [i for i in range(len(self.layout.sizes)) if reads >> i & 1]
            dims = [i for i in read if i in self.layout.digit]
            known = self.layout.key_mask(reads), dims, [i for i in read if i not in self.layout.digit]
            self._reads[function, slot] = known
        key &= known[0]
        found = self._kept.get((function, slot, key))
        if found is None:
            s = [0] * len(self.layout.sizes)
            for i in known[2]:
                s[i] = self.layout.get(key, i)
            found = tuple(self._spread(result, s, known[1]).items())
            self._room -= len(found) * self.masks.bits // 8
            if self._room < 0:
                self._kept.clear()
                self._ops.clear()
                self._room = MOST_KEPT
            self._kept[function, slot, key] = found
        return found

    def _spread(self, result: Callable[[State], int], s: State, dims: list[int]) -> dict[int, int]:
        """Each result with its pattern, over all values of the digits of the slots `dims`."""
        if not dims:
            return {int(result(s)): -1}
        slot, *rest = dims
        j, low, size = self.layout.digit[slot], self.layout.lows[slot], self.layout.sizes[slot]
        found: dict[int, int] = {}
        first, before = 0, dict[int, int]()
        for value in range(size + 1):
            s[slot] = low + value
            inner = self._spread(result, s, rest) if value < size else {}
            if value and inner != before:
                span = self.masks.span(j, first, value - 1)
                for outcome, where in before.items():
                    both = span if where == -1 else span & where
                    found[outcome] = found[outcome] | both if outcome in found else both
                first = value
            before = inner
        return {outcome: -1 if where == self.masks.all else where for outcome, where in found.items()}


def atoms(tree: Tree) -> list[Tree]:
    """The parts of a condition that are no `and`, `or` and `not`."""
    match tree:
        case Logic(_, of):
            return [atom for part in of for atom in atoms(part)]
        case Not(of):
            return atoms(of)
        case _:
            return [tree]
