"""Which values each slot may have at each location, as if slots knew nothing of each other: bounds for packing states.

Abstract interpretation (Cousot and Cousot, 1977) with sets of values for each slot by itself. Sets are bits of an int,
bit 0 the lowest value of the slot. They are never too small; guards are not looked at.
"""

from __future__ import annotations

import heapq
from itertools import product
from math import prod

from playable.engine.compile import values
from playable.engine.machine import Op
from playable.verify.limits import Run
from playable.verify.system.liveness import Liveness
from playable.verify.system.transition_system import TransitionSystem
from playable.verify.system.transitions import assign_of, when_of

MOST = 4096  # combinations of values that an effect is worked out for; beyond, its slot may be anything


class ValueSets:
    """Of each location that may be come to, the values of the slots that matter there. Raises Ended."""

    def __init__(self, system: TransitionSystem, liveness: Liveness, run: Run) -> None:
        self._system, self._liveness = system, liveness
        self._domains = [values(domain) for domain in system.slots.domains]
        self._made: dict[tuple[int, ...], int] = {}
        self._met: set[int] = set()
        rank = system.rank
        at_rank = {n: i for i, n in rank.items()}
        self.at: list[dict[int, int]] = [{} for _ in system.locations]
        live = _bits(liveness.live[system.start])
        self.at[system.start] = {slot: 1 << system.initial[slot] - self._domains[slot][0] for slot in live}
        todo, waiting = [rank[system.start]], {rank[system.start]}
        while todo:
            run.check()
            waiting.discard(todo[0])
            for target in self._push(at_rank[heapq.heappop(todo)]):
                if rank[target] not in waiting:
                    waiting.add(rank[target])
                    heapq.heappush(todo, rank[target])

    def _push(self, i: int) -> list[int]:
        """Carry the values at a location along its transitions; the locations whose values grew."""
        here, grown = self.at[i], []
        for transition in self._system.locations[i].transitions:
            after = dict(here)
            for op in self._liveness.effects(transition):
                made = self._after(op, after)
                after[op.slot] = made if when_of(op) is None else made | after[op.slot]
            for edge in transition.edges:
                put = {slot: 1 << value - self._domains[slot][0] for slot, value in edge.writes}
                old = self.at[edge.target]
                new = {s: put.get(s) or after[s] for s in _bits(self._liveness.live[edge.target])}
                new = {slot: bits | old.get(slot, 0) for slot, bits in new.items()}
                if new != old or edge.target not in self._met:
                    self._met.add(edge.target)
                    self.at[edge.target] = new
                    grown.append(edge.target)
        return grown

    def _after(self, op: Op, now: dict[int, int]) -> int:
        """The values that an effect may make."""
        reads = sorted({op.slot, *_bits(self._system.reads(assign_of(op).value))} & now.keys())
        key = (id(op.made), *(now[slot] for slot in reads))
        values = self._made.get(key)
        if values is None:
            domain = self._domains[op.slot]
            if prod(now[slot].bit_count() for slot in reads) > MOST:
                values = (1 << len(domain)) - 1
            else:
                values, s = 0, [0] * len(self._domains)
                for some in product(*([self._domains[slot][n] for n in _bits(now[slot])] for slot in reads)):
                    for slot, value in zip(reads, some, strict=True):
                        s[slot] = value
                    values |= 1 << op.made(s) - domain[0]
            self._made[key] = values
        return values


def _bits(of: int) -> list[int]:
    return [n for n in range(of.bit_length()) if of >> n & 1]
