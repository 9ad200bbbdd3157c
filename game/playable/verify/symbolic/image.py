"""A machine's conditions and changes, run on whole sets of states at once.

A set is a key, which fixes the flags, words and memory, and an int with a bit for each valuation of the ranges
(`bitsets`). What depends on several ranges is worked out value by value for all but the last of them, and by spans for
that; once for each key that it reads, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from playable.engine.compile import Function, State, compiled, source
from playable.engine.machine import Op
from playable.language.expressions.algebra import positive
from playable.language.expressions.tree import Logic, Not, Tree, Truth
from playable.verify.symbolic.encoding import Encoding
from playable.verify.system import Liveness, Transition, TransitionSystem, assign_of, when_of

MOST_KEPT = 64_000_000  # bytes of patterns kept
Parts = tuple[tuple[int, int], ...]  # results, each with the pattern of where it comes; -1: everywhere
SetsByKey = dict[int, int]  # sets by key
KeyedSets = list[tuple[int, int]]  # sets with their keys


class Image:
    """Conditions and effects on sets."""

    def __init__(self, system: TransitionSystem, encoding: Encoding) -> None:
        self.system, self.encoding, self.bitsets = system, encoding, encoding.bitsets
        self._made: dict[str, Function] = {}
        self._atoms: dict[int, tuple[Function, Tree]] = {}  # by the identity of the tree, which must live as long
        self._reads: dict[tuple[Function, int], tuple[int, list[int], list[int]]] = {}
        self._kept: dict[tuple[Function, int, int], Parts] = {}
        self._room = MOST_KEPT
        self.held: set[int] = set()  # effects, by their identity, whose condition held somewhere
        self.failed: set[int] = set()

    def know(self, trees: Iterable[Tree]) -> None:
        """Compile conditions that will be asked."""
        new = {id(atom): atom for tree in trees for atom in atoms(tree) if id(atom) not in self._atoms}
        sources = {key: source(atom, self.system.slots) for key, atom in new.items()}
        self._made |= compiled({text for text in sources.values() if text not in self._made})
        self._atoms |= {key: (self._made[sources[key]], atom) for key, atom in new.items()}

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
                return ~found if found in (0, -1) else found ^ self.bitsets.all
            case Truth(value):
                return -1 if value else 0
            case _:
                function = self._atoms[id(tree)][0]
                for result, where in self._parts(function, -1, function, key, tree):
                    if result:
                        return where
                return 0

    def where(self, trees: Iterable[Tree], key: int) -> int:
        """The pattern of valuations where all the conditions hold; -1 for everywhere."""
        found = -1
        for tree in trees:
            found &= self.holds(tree, key)
            if not found:
                break
        return found

    def apply(self, ops: Sequence[Op], known: int, some: KeyedSets) -> Iterator[tuple[int, KeyedSets]]:
        """The sets after effects, in order. Their keys agree in what the effects read, as `known` has it; so do those
        of each group that comes of it, as it says."""
        for n, op in enumerate(ops):
            others: KeyedSets = []
            when = when_of(op)
            if when is not None:
                held = self.holds(when, known)
                some, others = split(some, held)
                if some:
                    self.held.add(id(op.effect))
                if others:
                    self.failed.add(id(op.effect))
            j, tree = self.encoding.digit.get(op.slot), assign_of(op).value
            if j is None:
                if others:
                    yield from self.apply(ops[n + 1 :], known, others)
                field, put = ~self.encoding.field[op.slot], self.encoding.put
                parts = self._parts(op.made, op.slot, op.made, known, tree) if some else ()
                for value, where in parts:
                    new = put(0, op.slot, value)
                    made = [(key & field | new, x) for key, x in split(some, where)[0]]
                    if made:
                        yield from self.apply(ops[n + 1 :], known & field | new, made)
                return
            if some:
                some = self._added(op, j, known, some)
            some += others
        yield known, some

    def _added(self, op: Op, j: int, known: int, some: KeyedSets) -> KeyedSets:
        """The sets after an effect on digit `j`."""
        made, slot, stride = op.made, op.slot, self.bitsets.strides[j]
        parts = self._parts(made, slot, lambda s: made(s) - s[slot], known, assign_of(op).value)
        shifts = [(stride * by, where) for by, where in parts]
        after = []
        for key, x in some:
            out = 0
            for by, where in shifts:
                y = x & where
                if y:
                    out |= y << by if by >= 0 else y >> -by
                    if y == x:
                        break
            after.append((key, out))
        return after

    def _parts(self, function: Function, slot: int, result: Callable[[State], int], key: int, tree: Tree) -> Parts:
        """The results of `result`, with where they come. A digit that is assigned, `slot`, counts as read."""
        known = self._reads.get((function, slot))
        if known is None:
            reads = self.system.reads(tree) | (1 << slot if slot in self.encoding.digit else 0)
            read = [i for i in range(len(self.encoding.sizes)) if reads >> i & 1]
            dims = [i for i in read if i in self.encoding.digit]
            known = self.encoding.key_mask(reads), dims, [i for i in read if i not in self.encoding.digit]
            self._reads[function, slot] = known
        key &= known[0]
        found = self._kept.get((function, slot, key))
        if found is None:
            s = [0] * len(self.encoding.sizes)
            for i in known[2]:
                s[i] = self.encoding.get(key, i)
            found = tuple(sorted(self._spread(result, s, known[1]).items(), key=_width, reverse=True))
            self._room -= len(found) * self.bitsets.bits // 8
            if self._room < 0:
                self._kept.clear()
                self._room = MOST_KEPT
            self._kept[function, slot, key] = found
        return found

    def _spread(self, result: Callable[[State], int], s: State, dims: list[int]) -> dict[int, int]:
        """Each result with its pattern, over all values of the digits of the slots `dims`."""
        if not dims:
            return {int(result(s)): -1}
        slot, *rest = dims
        j, low, size = self.encoding.digit[slot], self.encoding.lows[slot], self.encoding.sizes[slot]
        found: dict[int, int] = {}
        first, before = 0, dict[int, int]()
        for value in range(size + 1):
            s[slot] = low + value
            inner = self._spread(result, s, rest) if value < size else {}
            if value and inner != before:
                span = self.bitsets.span(j, first, value - 1)
                for outcome, where in before.items():
                    both = span if where == -1 else span & where
                    found[outcome] = found[outcome] | both if outcome in found else both
                first = value
            before = inner
        return {outcome: -1 if where == self.bitsets.all else where for outcome, where in found.items()}


def _width(part: tuple[int, int]) -> int:
    return part[1].bit_count()


def split(some: KeyedSets, where: int) -> tuple[KeyedSets, KeyedSets]:
    """What of some sets lies within a pattern, and what does not."""
    if where == -1:
        return some, []
    if not where:
        return [], some
    inside, outside = [], []
    for key, x in some:
        y = x & where
        if y:
            inside.append((key, y))
        if y != x:
            outside.append((key, x ^ y))
    return inside, outside


def atoms(tree: Tree) -> list[Tree]:
    """The parts of a condition that are no `and`, `or` and `not`."""
    match tree:
        case Logic(_, of):
            return [atom for part in of for atom in atoms(part)]
        case Not(of):
            return atoms(of)
        case _:
            return [tree]


class PreparedTransition(NamedTuple):
    """A transition prepared for sets: only the effects that matter, and what is forgotten on each edge."""

    guard: tuple[Tree, ...]
    ops: tuple[Op, ...]
    edges: tuple[tuple[tuple[Tree, ...], int, int, int, tuple[int, ...]], ...]  # conditions, target, clear, set, digits


def prepare(at: int, transition: Transition, liveness: Liveness, encoding: Encoding) -> PreparedTransition:
    """A transition from location `at`, prepared for sets: worked out once, for it is fired many times."""
    guard = transition.guard if transition.weight is None else (positive(transition.weight),)
    ops = liveness.effects(transition)
    here = liveness.live[at]
    for op in ops:
        here |= 1 << op.slot
    edges = []
    for edge in transition.edges:
        live, put = liveness.live[edge.target], 0
        clear = encoding.key_mask(live)
        for slot, value in edge.writes:
            if live >> slot & 1:
                clear &= ~encoding.field[slot]
                put = encoding.put(put, slot, value)
        dead = here & ~live
        digits = tuple(encoding.digit[slot] for slot in encoding.dims if dead >> slot & 1)
        edges.append((edge.guard, edge.target, clear, put, digits))
    return PreparedTransition(guard, ops, tuple(edges))
