"""A machine's conditions and effects, run on whole sets of states at once.

A set is a key, which fixes the flags, words and memory, and an int with a bit for each valuation of the ranges
(`bitsets`). What depends on several ranges is worked out value by value for all but the last of them, and by spans for
that; once for each key that it reads, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from typing import NamedTuple

from playable.engine.compile import Function, State, compiled, source
from playable.engine.machine import Op
from playable.language.expressions.algebra import positive
from playable.language.expressions.tree import Logic, Not, Tree, Truth
from playable.verify.symbolic.bitset import EVERYWHERE, Bits
from playable.verify.symbolic.encoding import Encoding, Key
from playable.verify.symbolic.reached import EffectsMet
from playable.verify.system import (
    Liveness,
    SlotSet,
    Transition,
    TransitionSystem,
    assign_of,
    slots_in,
    when_of,
)

MOST_KEPT = 16_000_000  # bytes of patterns kept
Parts = tuple[tuple[int, Bits], ...]  # results, each with the pattern of where it comes
SetsByKey = dict[Key, Bits]
KeyedSets = list[tuple[Key, Bits]]
Condition = Callable[[Key], Bits]  # the pattern of valuations where it holds, among states of a key


class Area(NamedTuple):
    """Where something comes: the pattern, and how many valuations of the digits that were looked at are in it."""

    pattern: Bits
    valuations: int


class PreparedEffect(NamedTuple):
    """An effect on a slot: which of the transition's it is, the digit of the slot, if it is one, and its results."""

    number: int
    slot: int
    digit: int | None
    when: Condition | None
    results: ResultPatterns


class PreparedEdge(NamedTuple):
    """An edge: what becomes of the key, and the digits that no longer matter."""

    guard: tuple[Condition, ...]
    target: int
    clear: Key
    put: Key
    forget: tuple[int, ...]


class PreparedTransition(NamedTuple):
    """A transition prepared for sets: only the effects that matter. `reads`: what of the key tells its sets apart."""

    guard: tuple[Condition, ...]
    effects: tuple[PreparedEffect, ...]
    edges: tuple[PreparedEdge, ...]
    reads: Key


class Image:
    """Conditions and effects on sets, and what was worked out of them."""

    def __init__(self, system: TransitionSystem, encoding: Encoding) -> None:
        self.system, self.encoding, self.bitsets = system, encoding, encoding.bitsets
        self.evaluated = 0  # how often a function of single valuations was asked
        self._functions: dict[str, Function] = {}
        self._conditions: dict[Tree, Condition] = {}
        self._known_patterns: dict[tuple[Function, int | None], ResultPatterns] = {}
        self._room = MOST_KEPT

    def condition(self, tree: Tree) -> Condition:
        """A condition on sets."""
        condition = self._conditions.get(tree)
        if condition is None:
            self.compile((tree,))
            condition = self._conditions[tree] = self._condition(tree)
        return condition

    def compile(self, trees: Iterable[Tree]) -> None:
        """Compile many conditions at once, which is faster."""
        sources = (source(atom, self.system.slots) for tree in trees for atom in atoms(tree))
        self._functions |= compiled({text for text in sources if text not in self._functions})

    def prepared(self, at: int, transition: Transition, liveness: Liveness) -> PreparedTransition:
        """A transition from location `at`, prepared for sets: worked out once, for it is fired many times."""
        encoding, here = self.encoding, liveness.live[at]
        guard = transition.guard if transition.weight is None else (positive(transition.weight),)
        effects, trees = [], list(guard)
        for number, op in liveness.numbered_effects(transition):
            here |= 1 << op.slot
            effects.append(self._prepared_effect(number, op))
            trees += [assign_of(op).value, *([when] if (when := when_of(op)) else [])]
        edges = []
        for edge in transition.edges:
            live, put = liveness.live[edge.target], 0
            clear = encoding.key_mask(live)
            for slot, value in edge.writes:
                if live >> slot & 1:
                    clear &= ~encoding.field[slot]
                    put = encoding.put(put, slot, value)
            forget = tuple(encoding.digit[slot] for slot in encoding.dims if (here & ~live) >> slot & 1)
            edges.append(PreparedEdge(tuple(map(self.condition, edge.guard)), edge.target, clear, put, forget))
            trees += edge.guard
        reads = encoding.key_mask(self.system.reads_all(trees))
        return PreparedTransition(tuple(map(self.condition, guard)), tuple(effects), tuple(edges), reads)

    def valuations(self, keys: Iterable[Key]) -> int:
        """How many valuations functions are asked, if all of them are to be known for some keys."""
        some = set(keys)
        return sum(one.combinations * len({key & one.mask for key in some}) for one in self._known_patterns.values())

    def apply(
        self, effects: Sequence[PreparedEffect], known: Key, some: KeyedSets, met: EffectsMet
    ) -> Iterator[tuple[Key, KeyedSets]]:
        """The sets after effects, in order. Their keys agree in what the effects read, as `known` has it; so do those
        of each group that comes of it, as it says."""
        for n, effect in enumerate(effects):
            others: KeyedSets = []
            if effect.when is not None:
                some, others = split(some, effect.when(known))
                if some:
                    met.held.add(effect.number)
                if others:
                    met.failed.add(effect.number)
            if effect.digit is None:
                if others:
                    yield from self.apply(effects[n + 1 :], known, others, met)
                field = ~self.encoding.field[effect.slot]
                for value, where in effect.results(known) if some else ():
                    new = self.encoding.put(0, effect.slot, value)
                    made = [(key & field | new, x) for key, x in split(some, where)[0]]
                    if made:
                        yield from self.apply(effects[n + 1 :], known & field | new, made, met)
                return
            if some:
                some = self._shifted(effect.results(known), self.bitsets.strides[effect.digit], some)
            some += others
        yield known, some

    def _shifted(self, changes: Parts, stride: int, some: KeyedSets) -> KeyedSets:
        """The sets after a digit was changed by so much, here by this and there by that: each part of them shifted."""
        shifts = [(stride * by, where) for by, where in changes]
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

    def _condition(self, tree: Tree) -> Condition:
        match tree:
            case Logic("and", of):
                every = tuple(map(self.condition, of))
                return lambda key: where(every, key)
            case Logic(_, of):
                some = tuple(map(self.condition, of))
                return lambda key: _anywhere(some, key)
            case Not(of):
                inner, all_ = self.condition(of), self.bitsets.all
                return lambda key: ~holds if (holds := inner(key)) in (0, EVERYWHERE) else holds ^ all_
            case Truth(value):
                return lambda _: EVERYWHERE if value else 0
            case _:
                function = self._functions[source(tree, self.system.slots)]
                results = self._results(function, self.system.reads(tree))
                return lambda key: _holding(results(key))

    def _prepared_effect(self, number: int, op: Op) -> PreparedEffect:
        digit, when = self.encoding.digit.get(op.slot), when_of(op)
        results = self._results(op.made, self.system.reads(assign_of(op).value), op.slot if digit is not None else None)
        return PreparedEffect(number, op.slot, digit, None if when is None else self.condition(when), results)

    def _results(self, made: Function, reads: SlotSet, moved: int | None = None) -> ResultPatterns:
        """What a function that reads some slots comes to. A slot that is `moved` is a digit that is assigned: it counts
        as read, and the result is by how much it changes."""
        known = self._known_patterns.get((made, moved))
        if known is None:
            function = made if moved is None else lambda s: made(s) - s[moved]
            known = ResultPatterns(self, function, reads if moved is None else reads | 1 << moved)
            self._known_patterns[made, moved] = known
        return known

    def make_room(self, size: int) -> None:
        """Let go of all patterns that are kept, where so many bytes more would be too much."""
        self._room -= size
        if self._room < 0:
            for results in self._known_patterns.values():
                results.forget()
            self._room = MOST_KEPT


class ResultPatterns:
    """What a function of the state comes to, and where, for any key: worked out once for each, and kept. `mask` is what
    it reads of a key, and `combinations` how many valuations of digits it is asked for each."""

    def __init__(self, image: Image, function: Function, reads: SlotSet) -> None:
        self._image, self._function, encoding = image, function, image.encoding
        self._dims = [slot for slot in slots_in(reads) if slot in encoding.digit]
        self._fields = [slot for slot in slots_in(reads) if slot not in encoding.digit]
        self.mask, self.combinations = encoding.key_mask(reads), prod(encoding.sizes[slot] for slot in self._dims)
        self._kept: dict[Key, Parts] = {}

    def __call__(self, key: Key) -> Parts:
        """The results among states of a key, the widest first."""
        key &= self.mask
        parts = self._kept.get(key)
        if parts is None:
            encoding = self._image.encoding
            s = [0] * len(encoding.sizes)
            for slot in self._fields:
                s[slot] = encoding.get(key, slot)
            by_result = self._by_result(s, self._dims)
            self._image.evaluated += self.combinations
            widest = sorted(by_result, key=lambda result: -by_result[result].valuations)
            parts = tuple((result, by_result[result].pattern) for result in widest)
            self._image.make_room(len(parts) * self._image.bitsets.bits // 8 + 200)
            self._kept[key] = parts
        return parts

    def forget(self) -> None:
        """Let go of what is kept."""
        self._kept.clear()

    def _by_result(self, s: State, dims: Sequence[int]) -> dict[int, Area]:
        """Each result with where it comes, over all values of the digits of the slots `dims`."""
        if not dims:
            return {int(self._function(s)): Area(EVERYWHERE, 1)}
        slot, *rest = dims
        encoding, bitsets = self._image.encoding, self._image.bitsets
        j, low, size = encoding.digit[slot], encoding.lows[slot], encoding.sizes[slot]
        areas: dict[int, Area] = {}
        first, before = 0, dict[int, Area]()
        for value in range(size + 1):
            s[slot] = low + value
            inner = self._by_result(s, rest) if value < size else {}
            if value and inner != before:
                span = bitsets.span(j, first, value - 1)
                for result, (where, valuations) in before.items():
                    known, several = areas.get(result, (0, 0))
                    areas[result] = Area(known | span & where, several + valuations * (value - first))
                first = value
            before = inner
        return {
            result: area if area.pattern != bitsets.all else Area(EVERYWHERE, area.valuations)
            for result, area in areas.items()
        }


def where(conditions: Iterable[Condition], key: Key) -> Bits:
    """The pattern of valuations where all of some conditions hold."""
    pattern = EVERYWHERE
    for condition in conditions:
        pattern &= condition(key)
        if not pattern:
            break
    return pattern


def split(some: KeyedSets, where: Bits) -> tuple[KeyedSets, KeyedSets]:
    """What of some sets lies within a pattern, and what does not."""
    if where == EVERYWHERE:
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


def _holding(parts: Parts) -> Bits:
    """Where the results of a condition are true."""
    return next((pattern for holds, pattern in parts if holds), 0)


def _anywhere(conditions: Iterable[Condition], key: Key) -> Bits:
    pattern = 0
    for condition in conditions:
        pattern |= condition(key)
        if pattern == EVERYWHERE:
            break
    return pattern
