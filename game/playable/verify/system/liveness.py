"""What can still matter at each location: a slot that is not read again before it is written makes no difference.

The backward data-flow analysis of compilers (Aho, Lam, Sethi, Ullman, *Compilers*, section 9.2.5), in its strong form:
what is read only to compute something dead is dead. Sets of slots are the bits of an int.
"""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Op
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import Transition, assign_of, when_of


class Liveness:
    """Of each location, the slots that matter there; those that are `asked` at a location too; `plain` lacks them."""

    def __init__(self, system: TransitionSystem, asked: Mapping[int, int], plain: Liveness | None = None) -> None:
        self.system = system
        self._reads: dict[int, int] = plain._reads if plain else {}
        self.live: list[int] = plain.live[:] if plain else [0] * len(system.locations)
        self._before: list[set[int]] = plain._before if plain else _leading(system)
        todo = list(asked if plain else range(len(system.locations)))
        waiting = bytearray(len(system.locations))
        while todo:
            i = todo.pop()
            waiting[i] = 0
            found = self.live[i] | asked.get(i, 0)
            for transition in system.locations[i].transitions:
                found |= self.before(transition)
            if found != self.live[i]:
                self.live[i] = found
                for one in self._before[i]:
                    if not waiting[one]:
                        waiting[one] = 1
                        todo.append(one)

    def before(self, transition: Transition) -> int:
        """What matters just before a transition."""
        found = self.after(transition)
        for op in reversed(transition.ops):
            if found >> op.slot & 1:
                found = self._over(op, found)
        for tree in transition.guard:
            found |= self.reads(tree)
        return found if transition.weight is None else found | self.reads(transition.weight)

    def after(self, transition: Transition) -> int:
        """What matters after the effects of a transition, before its edges."""
        found = 0
        for edge in transition.edges:
            found |= self._kept(edge.target, edge.writes)
            for tree in edge.guard:
                found |= self.reads(tree)
        return found

    def effects(self, transition: Transition) -> tuple[Op, ...]:
        """The effects of a transition whose result matters."""
        found, kept = self.after(transition), []
        for op in reversed(transition.ops):
            if found >> op.slot & 1:
                kept.append(op)
                found = self._over(op, found)
        return tuple(reversed(kept))

    def reads(self, tree: object) -> int:
        """The slots that a tree reads."""
        found = self._reads.get(id(tree))
        if found is None:
            found = self._reads[id(tree)] = self.system.reads(tree)  # type: ignore[arg-type]
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


def _leading(system: TransitionSystem) -> list[set[int]]:
    """Of each location, those that lead to it."""
    found: list[set[int]] = [set() for _ in system.locations]
    for i, location in enumerate(system.locations):
        for transition in location.transitions:
            for edge in transition.edges:
                found[edge.target].add(i)
    return found
