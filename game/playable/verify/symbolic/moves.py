"""Everything that can happen next in many states of a location, all at once: rows in, rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from playable.verify.symbolic.columns import Bools, Columns, Ints, Numbers, Rows, both, opposite
from playable.verify.system import Liveness, Transition, TransitionSystem, assign_of, when_of

Note = Callable[[int, int, Bools | bool], None]  # of a transition and the number of an effect: where it is done


class Move(NamedTuple):
    """Along one edge of a transition: `rows` are those that go there, None for all; `now` is what they become, and
    `changed` the slots in which they may differ from before."""

    transition: int
    edge: int
    target: int
    rows: Numbers | None
    now: Rows
    changed: frozenset[int]
    weight: Ints | None  # of chance


class Moves:
    """The moves of a system, as far as `liveness` says that they matter."""

    def __init__(self, system: TransitionSystem, liveness: Liveness, columns: Columns) -> None:
        self._system, self._columns = system, columns
        self._effects = {
            i: [liveness.numbered_effects(transition) for transition in system.locations[i].transitions]
            for i in system.rank
        }

    def of(self, location: int, here: Rows, note: Note | None = None) -> Iterator[Move]:
        """Where states of a location come; it is told of each effect with a condition whether it is done."""
        for n, transition in enumerate(self._system.locations[location].transitions):
            weight = None if transition.weight is None else self._columns.value(transition.weight, here)
            open_ = self._columns.all_hold(transition.guard, here) if weight is None else weight > 0
            rows = _where(open_, len(here))
            if rows is not None and weight is not None:
                weight = weight[rows]
            if rows is None or len(rows):
                yield from self._edges(location, n, transition, here, rows, weight, note)

    def _edges(
        self,
        location: int,
        n: int,
        transition: Transition,
        here: Rows,
        rows: Numbers | None,
        weight: Ints | None,
        note: Note | None,
    ) -> Iterator[Move]:
        now, changed = here if rows is None else here.some(rows), set[int]()
        for number, op in self._effects[location][n]:
            new, when = self._columns.assigned(assign_of(op), now), when_of(op)
            if when is not None:
                held = self._columns.holds(when, now)
                if note is not None:
                    note(n, number, held)
                new = np.where(held, new, now[op.slot])
            now = now.changed(op.slot, new)
            changed.add(op.slot)
        left: Bools | bool = True
        for k, edge in enumerate(transition.edges):
            taken = both(left, self._columns.all_hold(edge.guard, now))
            some, after = _where(taken, len(now)), now
            if some is not None:
                left = both(left, opposite(taken))
                if not len(some):
                    continue
                after = now.some(some)
            for slot, value in edge.writes:
                after = after.changed(slot, np.full(len(after), value - self._columns.lows[slot]))
            differing = frozenset({*changed, *(slot for slot, _ in edge.writes)})
            went = rows if some is None else some if rows is None else rows[some]
            weighed = weight if weight is None or some is None else weight[some]
            yield Move(n, k, edge.target, went, after, differing, weighed)
            if some is None:
                return


def _where(open_: Bools | bool, count: int) -> Numbers | None:
    """The rows where something holds; None for all."""
    if isinstance(open_, bool):
        return None if open_ else np.empty(0, np.int32)
    rows = np.flatnonzero(open_).astype(np.int32)
    return None if len(rows) == count else rows
