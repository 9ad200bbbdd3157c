"""What can still matter at each location: a slot that is not read again before it is written makes no difference.

The backward data-flow analysis of compilers (Aho, Lam, Sethi, Ullman, *Compilers*, section 9.2.5), in its strong form:
what is read only to compute something dead is dead.
"""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Op
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import EffectFlow, Flow, SlotSet, Transition


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
            for flow in system.flows[i]:
                live |= self._before(flow)
            if live != self.live[i]:
                self.live[i] = live
                for one in system.predecessors[i]:
                    if not waiting[one]:
                        waiting[one] = 1
                        todo.append(one)

    def effects(self, transition: Transition) -> tuple[Op, ...]:
        """The effects of a transition whose result matters."""
        return tuple(op for _, op in self.numbered_effects(transition))

    def numbered_effects(self, transition: Transition) -> list[tuple[int, Op]]:
        """The effects of a transition whose result matters, each with its number among all of them."""
        flow, kept = self.system.flow(transition), []
        live = self._after(flow)
        for number in range(len(flow.effects) - 1, -1, -1):
            effect = flow.effects[number]
            if live >> effect.slot & 1:
                kept.append((number, transition.ops[number]))
                live = _over(effect, live)
        return kept[::-1]

    def _before(self, flow: Flow) -> SlotSet:
        """What matters just before a transition."""
        live = self._after(flow)
        for effect in reversed(flow.effects):
            if live >> effect.slot & 1:
                live = _over(effect, live)
        return live | flow.reads

    def _after(self, flow: Flow) -> SlotSet:
        """What matters after the effects of a transition, before its edges."""
        live = 0
        for edge in flow.edges:
            live |= self.live[edge.target] & ~edge.writes | edge.reads
        return live


def _over(effect: EffectFlow, live: SlotSet) -> SlotSet:
    """What matters before an effect, of what matters after it."""
    return (live & ~(1 << effect.slot) if effect.always else live) | effect.reads
