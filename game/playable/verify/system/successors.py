"""One state at a time: what can happen in it. States hold only what matters at their location.

A location's transitions are written as one Python function when the location is first come to, of the same parts as the
engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playable.engine.compile import Function, compiled, effect_source, source
from playable.language.expressions.tree import Tree
from playable.verify.system.liveness import Liveness
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import Edge, StepKind, Transition, assign_of, when_of

LocalState = tuple[int, ...]  # the values of the slots that matter at a location, in the order of the slots
Successor = tuple[
    int, int, int, LocalState
]  # which of the location's transitions, its weight (1 if no chance), and where it leads


class SuccessorFunction:
    """The transitions of a transition system on single states, as far as `liveness` says they matter. `asked` are
    further conditions."""

    def __init__(self, system: TransitionSystem, liveness: Liveness, asked: Iterable[Tree] = ()) -> None:
        self.system, self._liveness = system, liveness
        sources = {id(tree): source(tree, system.slots) for tree in asked}
        made = compiled(sources.values())
        self._asked: dict[int, Function] = {key: made[text] for key, text in sources.items()}
        self.slots = [tuple(i for i in range(len(system.initial)) if live >> i & 1) for live in liveness.live]
        self._functions: list[Callable[[LocalState], list[Successor]] | None] = [None] * len(system.locations)
        self._names: dict[str, Any] = {
            "__builtins__": {},
            "min": min,
            "max": max,
            "str": str,
            "blank": [0] * len(system.initial),
        }
        self.start = system.start, tuple(system.initial[slot] for slot in self.slots[system.start])
        self.kinds: list[StepKind] = [
            location.transitions[0].kind if location.transitions else "" for location in system.locations
        ]

    def onward(self, location: int, state: LocalState) -> list[Successor]:
        """All that can happen next; nothing at an ending, and where the story is stuck."""
        function = self._functions[location]
        if function is None:
            names = dict(self._names)
            exec("\n".join(self._written(location)), names)  # noqa: S102 - written from typed trees alone
            function = self._functions[location] = names["onward"]
        return function(state)

    def holds(self, trees: Iterable[Tree], location: int, state: LocalState) -> bool:
        """Do all of some conditions hold? They must be among those that were `asked`."""
        s = self.whole(location, state)
        return all(self._asked[id(tree)](s) for tree in trees)

    def whole(self, location: int, state: LocalState) -> list[int]:
        """A state with every slot; those that do not matter are 0."""
        s = [0] * len(self.system.initial)
        for slot, value in zip(self.slots[location], state, strict=True):
            s[slot] = value
        return s

    def _written(self, location: int) -> Iterator[str]:
        """Python for the transitions of a location."""
        yield "def onward(state):"
        yield "    before = blank[:]"
        if self.slots[location]:
            yield f"    {''.join(f'before[{slot}], ' for slot in self.slots[location])}= state"
        yield "    found = []"
        for n, transition in enumerate(self.system.locations[location].transitions):
            yield "    s = before"
            yield from _indented(4, self._transition(n, transition))
        yield "    return found"

    def _transition(self, n: int, transition: Transition) -> Iterator[str]:
        slots, margin, weight = self.system.slots, 0, "1"
        if transition.guard:
            yield f"if {' and '.join(source(tree, slots) for tree in transition.guard)}:"
            margin += 4
        if transition.weight is not None:
            yield f"{' ' * margin}weight = {source(transition.weight, slots)}"
            yield f"{' ' * margin}if weight > 0:"
            margin, weight = margin + 4, "weight"
        ops = self._liveness.effects(transition)
        if ops or any(edge.writes for edge in transition.edges):
            yield f"{' ' * margin}s = before[:]"
        for op in ops:
            made, when = f"s[{op.slot}] = {effect_source(assign_of(op), slots)}", when_of(op)
            yield f"{' ' * margin}{f'if {source(when, slots)}: ' if when is not None else ''}{made}"
        for edge in transition.edges:
            if edge.guard:
                yield f"{' ' * margin}if {' and '.join(source(tree, slots) for tree in edge.guard)}:"
                yield from _indented(margin + 4, self._edge(n, weight, edge))
                yield f"{' ' * margin}else:"
                margin += 4
            else:
                yield from _indented(margin, self._edge(n, weight, edge))
        if transition.edges[-1].guard:
            yield f"{' ' * margin}pass"

    def _edge(self, n: int, weight: str, edge: Edge) -> Iterator[str]:
        for slot, value in edge.writes:
            yield f"s[{slot}] = {value}"
        state = "".join(f"s[{slot}], " for slot in self.slots[edge.target])
        yield f"found.append(({n}, {weight}, {edge.target}, ({state})))"


def _indented(margin: int, lines: Iterable[str]) -> Iterator[str]:
    return (" " * margin + line for line in lines)
