"""What can still matter at each location: a slot that is not read again before it is written makes no difference.

The backward data-flow analysis of compilers (Aho, Lam, Sethi, Ullman, *Compilers*, section 9.2.5), in its strong form:
what is read only to compute something dead is dead.
"""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Op
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import SlotSet, Transition, assign_of, when_of


class Liveness:
    """Of each location, the slots that matter there; those that are `asked` at a location too; `plain` lacks them."""

    def __init__(
        self, system: TransitionSystem, asked: Mapping[int, SlotSet] | None = None, plain: Liveness | None = None
    ) -> None:
        self.system, asked = system, asked or {}
        self.live: list[SlotSet] = plain.live[:] if plain else [0] * len(system.locations)
        todo = list(asked if plain else range(len(system.locations)))
        waiting = bytearray(len(system.locations))
        while todo:
            i = todo.pop()
            waiting[i] = 0
            live = self.live[i] | asked.get(i, 0)
            for transition in system.locations[i].transitions:
                live |= self.before(transition)
            if live != self.live[i]:
                self.live[i] = live
                for one in system.predecessors[i]:
                    if not waiting[one]:
                        waiting[one] = 1
                        todo.append(one)

    def before(self, transition: Transition) -> SlotSet:
        """What matters just before a transition."""
        live = self.after(transition)
        for op in reversed(transition.ops):
            if live >> op.slot & 1:
                live = self._over(op, live)
        live |= self.system.reads_all(transition.guard)
        return live if transition.weight is None else live | self.system.reads(transition.weight)

    def after(self, transition: Transition) -> SlotSet:
        """What matters after the effects of a transition, before its edges."""
        live = 0
        for edge in transition.edges:
            kept = self.live[edge.target]
            for slot, _ in edge.writes:
                kept &= ~(1 << slot)
            live |= kept | self.system.reads_all(edge.guard)
        return live

    def effects(self, transition: Transition) -> tuple[Op, ...]:
        """The effects of a transition whose result matters."""
        return tuple(op for _, op in self.numbered_effects(transition))

    def numbered_effects(self, transition: Transition) -> list[tuple[int, Op]]:
        """The effects of a transition whose result matters, each with its number among all of them."""
        live, kept = self.after(transition), []
        for number in range(len(transition.ops) - 1, -1, -1):
            op = transition.ops[number]
            if live >> op.slot & 1:
                kept.append((number, op))
                live = self._over(op, live)
        return kept[::-1]

    def _over(self, op: Op, live: SlotSet) -> SlotSet:
        """What matters before an effect, of what matters after it."""
        when, value = when_of(op), self.system.reads(assign_of(op).value)
        if when is None:
            return live & ~(1 << op.slot) | value
        return live | value | self.system.reads(when)
