"""One state at a time: what can happen in it. States hold only what matters at their place.

A place's moves are written as one Python function when the place is first come to, of the same parts as the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playable.engine.compile import Function, compiled, effect_source, source
from playable.language.expressions.tree import Tree
from playable.verify.graph import Graph
from playable.verify.liveness import Liveness
from playable.verify.moves import Kind, Move, Way, assign_of, when_of

Valued = tuple[int, ...]  # the values of the slots that matter at a place, in the order of the slots
Next = tuple[int, int, int, Valued]  # which of the place's moves, its weight (1 if no chance), and where it leads


class Walker:
    """The moves of a graph on single states, as far as `liveness` says they matter. `asked` are further conditions."""

    def __init__(self, graph: Graph, liveness: Liveness, asked: Iterable[Tree] = ()) -> None:
        self.graph, self._liveness = graph, liveness
        sources = {id(tree): source(tree, graph.slots) for tree in asked}
        made = compiled(sources.values())
        self._asked: dict[int, Function] = {key: made[text] for key, text in sources.items()}
        self.slots = [tuple(i for i in range(len(graph.initial)) if live >> i & 1) for live in liveness.live]
        self._functions: list[Callable[[Valued], list[Next]] | None] = [None] * len(graph.places)
        self._names: dict[str, Any] = {
            "__builtins__": {},
            "min": min,
            "max": max,
            "str": str,
            "blank": [0] * len(graph.initial),
        }
        self.start = graph.start, tuple(graph.initial[slot] for slot in self.slots[graph.start])
        self.kinds: list[Kind] = [place.moves[0].kind if place.moves else "" for place in graph.places]

    def onward(self, place: int, state: Valued) -> list[Next]:
        """All that can happen next; nothing at an ending, and where the story is stuck."""
        function = self._functions[place]
        if function is None:
            names = dict(self._names)
            exec("\n".join(self._written(place)), names)  # noqa: S102 - written from typed trees alone
            function = self._functions[place] = names["onward"]
        return function(state)

    def holds(self, trees: Iterable[Tree], place: int, state: Valued) -> bool:
        """Do all of some conditions hold? They must be among those that were `asked`."""
        s = self.whole(place, state)
        return all(self._asked[id(tree)](s) for tree in trees)

    def whole(self, place: int, state: Valued) -> list[int]:
        """A state with every slot; those that do not matter are 0."""
        s = [0] * len(self.graph.initial)
        for slot, value in zip(self.slots[place], state, strict=True):
            s[slot] = value
        return s

    def _written(self, place: int) -> Iterator[str]:
        """Python for the moves of a place."""
        yield "def onward(state):"
        yield "    before = blank[:]"
        if self.slots[place]:
            yield f"    {''.join(f'before[{slot}], ' for slot in self.slots[place])}= state"
        yield "    found = []"
        for n, move in enumerate(self.graph.places[place].moves):
            yield "    s = before"
            yield from _indented(4, self._move(n, move))
        yield "    return found"

    def _move(self, n: int, move: Move) -> Iterator[str]:
        slots, margin, weight = self.graph.slots, 0, "1"
        if move.when:
            yield f"if {' and '.join(source(tree, slots) for tree in move.when)}:"
            margin += 4
        if move.weight is not None:
            yield f"{' ' * margin}weight = {source(move.weight, slots)}"
            yield f"{' ' * margin}if weight > 0:"
            margin, weight = margin + 4, "weight"
        ops = self._liveness.effects(move)
        if ops or any(way.sets for way in move.ways):
            yield f"{' ' * margin}s = before[:]"
        for op in ops:
            made, when = f"s[{op.slot}] = {effect_source(assign_of(op), slots)}", when_of(op)
            yield f"{' ' * margin}{f'if {source(when, slots)}: ' if when is not None else ''}{made}"
        for way in move.ways:
            if way.when:
                yield f"{' ' * margin}if {' and '.join(source(tree, slots) for tree in way.when)}:"
                yield from _indented(margin + 4, self._way(n, weight, way))
                yield f"{' ' * margin}else:"
                margin += 4
            else:
                yield from _indented(margin, self._way(n, weight, way))
        if move.ways[-1].when:
            yield f"{' ' * margin}pass"

    def _way(self, n: int, weight: str, way: Way) -> Iterator[str]:
        for slot, value in way.sets:
            yield f"s[{slot}] = {value}"
        state = "".join(f"s[{slot}], " for slot in self.slots[way.target])
        yield f"found.append(({n}, {weight}, {way.target}, ({state})))"


def _indented(margin: int, lines: Iterable[str]) -> Iterator[str]:
    return (" " * margin + line for line in lines)
