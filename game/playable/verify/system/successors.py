"""One state at a time: what can happen in it. States hold only what matters at their location.

A location's transitions are written as one Python function when the location is first come to, of the same parts as
the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from playable.engine.compile import effect_source, source
from playable.verify.system.liveness import Liveness
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import Edge, Transition, assign_of, slots_in, when_of

LocalState = tuple[int, ...]  # the values of the slots that matter at a location, in the order of the slots
# which of the location's transitions, which of its edges, its weight (1 if no chance), and where it leads
Successor = tuple[int, int, int, int, LocalState]
Noted = dict[tuple[int, int], bytearray]  # of a transition and the number of an effect: did its condition hold, fail


class SuccessorFunction:
    """The transitions of a system on single states, as far as `liveness` says they matter."""

    def __init__(self, system: TransitionSystem, liveness: Liveness) -> None:
        self.system, self._liveness = system, liveness
        self.slots = [tuple(slots_in(live)) for live in liveness.live]
        self.start = system.start, tuple(system.initial[slot] for slot in self.slots[system.start])
        self.noted: dict[int, Noted] = {}  # by location
        self._functions: list[Callable[[LocalState], list[Successor]] | None] = [None] * len(system.locations)
        self._names: dict[str, Any] = {"__builtins__": {}, "min": min, "max": max, "str": str}
        self._names["blank"] = [0] * len(system.initial)

    def onward(self, location: int, state: LocalState) -> list[Successor]:
        """All that can happen next; nothing at an ending, and where the story is stuck."""
        return self.function(location)(state)

    def function(self, location: int) -> Callable[[LocalState], list[Successor]]:
        """What can happen next at one location, as a function."""
        function = self._functions[location]
        if function is None:
            noted = self.noted[location] = {}
            names = self._names | {"noted": noted}
            exec("\n".join(self._written(location, noted)), names)  # noqa: S102 - written from typed trees alone
            function = self._functions[location] = names["onward"]
        return function

    def whole(self, location: int) -> Callable[[LocalState], list[int]]:
        """Of states at a location, states with every slot; those that do not matter are 0."""
        names = dict(self._names)
        lines = ["def whole(state):", "    s = blank[:]"]
        if self.slots[location]:
            lines.append(f"    {''.join(f's[{slot}], ' for slot in self.slots[location])}= state")
        exec("\n".join([*lines, "    return s"]), names)  # noqa: S102 - written from the numbers of slots alone
        made: Callable[[LocalState], list[int]] = names["whole"]
        return made

    def _written(self, location: int, noted: Noted) -> Iterator[str]:
        """Python for the transitions of a location."""
        yield "def onward(state):"
        yield "    before = blank[:]"
        if self.slots[location]:
            yield f"    {''.join(f'before[{slot}], ' for slot in self.slots[location])}= state"
        yield "    successors = []"
        for n, transition in enumerate(self.system.locations[location].transitions):
            yield "    s = before"
            yield from _indented(4, self._transition(n, transition, noted))
        yield "    return successors"

    def _transition(self, n: int, transition: Transition, noted: Noted) -> Iterator[str]:
        slots, margin, weight = self.system.slots, 0, "1"
        if transition.guard:
            yield f"if {' and '.join(source(tree, slots) for tree in transition.guard)}:"
            margin += 4
        if transition.weight is not None:
            yield f"{' ' * margin}weight = {source(transition.weight, slots)}"
            yield f"{' ' * margin}if weight > 0:"
            margin, weight = margin + 4, "weight"
        effects = self._liveness.numbered_effects(transition)
        if effects or any(edge.writes for edge in transition.edges):
            yield f"{' ' * margin}s = before[:]"
        for number, op in effects:
            made, when = f"s[{op.slot}] = {effect_source(assign_of(op), slots)}", when_of(op)
            if when is None:
                yield f"{' ' * margin}{made}"
                continue
            noted[n, number] = bytearray(2)
            yield f"{' ' * margin}if {source(when, slots)}:"
            yield f"{' ' * margin}    noted[{n}, {number}][0] = 1"
            yield f"{' ' * margin}    {made}"
            yield f"{' ' * margin}else: noted[{n}, {number}][1] = 1"
        yield from _indented(margin, self._edges(n, weight, transition.edges))

    def _edges(self, n: int, weight: str, edges: Sequence[Edge]) -> Iterator[str]:
        """The first edge whose condition holds. One after another, in a loop that is left: an `if` in the `else` of
        another could not stand as deep as a list of ways is long."""
        if not edges or not edges[0].guard:
            yield from self._edge(n, 0, weight, edges[0]) if edges else ("pass",)
            return
        yield "while True:"
        for k, edge in enumerate(edges):
            if edge.guard:
                yield f"    if {' and '.join(source(tree, self.system.slots) for tree in edge.guard)}:"
            yield from _indented(8 if edge.guard else 4, (*self._edge(n, k, weight, edge), "break"))
        yield "    break"

    def _edge(self, n: int, k: int, weight: str, edge: Edge) -> Iterator[str]:
        for slot, value in edge.writes:
            yield f"s[{slot}] = {value}"
        state = "".join(f"s[{slot}], " for slot in self.slots[edge.target])
        yield f"successors.append(({n}, {k}, {weight}, {edge.target}, ({state})))"


def _indented(margin: int, lines: Iterable[str]) -> Iterator[str]:
    return (" " * margin + line for line in lines)
