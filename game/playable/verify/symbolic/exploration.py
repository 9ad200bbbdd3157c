"""An exploration, with states kept in whichever way suits them.

Sets of states hold millions where ranges are dense. Where ranges are wide and states few, sets are all but empty:
single states are faster then, and take less. That is judged on the way, by what is in the sets.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from playable.verify.limits import Meter
from playable.verify.symbolic.reachability import NONE, TOO_THIN, Explorer, Keep, Rules
from playable.verify.symbolic.reached import Asked, Reached
from playable.verify.symbolic.sparse import ListedStates

Kept = Literal["sets", "single"]
JUDGED = 100_000  # single states that tell whether sets would be as thin further on


class Explored(NamedTuple):
    """What was reached, by which explorer; and, where they are few, every single state. `whole`: the answers are to
    everything that will be asked, not only to what was asked now."""

    reached: Reached
    explorer: Explorer
    listed: ListedStates | None = None
    whole: bool = False

    @property
    def kept(self) -> Kept:
        """How states are best kept by whatever explores the story again."""
        return "sets" if self.listed is None else "single"


def explore(
    rules: Rules,
    asked: Asked,
    meter: Meter,
    how: Kept | None = None,
    keep: Keep = NONE,
    everything: Asked | None = None,
) -> Explored:
    """Visit every state, or so many that the meter ends it; `how` states are to be kept, where that is known. Sets can
    be kept for further use.

    Where states are listed, and are still few when they are kept apart by `everything` that will be asked, they are so
    at once: nobody has to list them again.
    """
    explorer = Explorer(rules, asked)
    try:
        return _explored(explorer, meter, how, keep, everything)
    except MemoryError:  # there was less of it than was counted on; what was held is let go
        return Explored(Reached.at_start(rules.system, "memory"), explorer)


def _explored(explorer: Explorer, meter: Meter, how: Kept | None, keep: Keep, everything: Asked | None) -> Explored:
    rules, asked = explorer.rules, explorer.asked
    if how == "sets":
        return Explored(explorer.run(meter, keep), explorer)
    if how is None:
        reached = explorer.run_if_dense(meter, keep)
        if reached is not None:
            return Explored(reached, explorer)
        some, few = ListedStates.search(rules, asked if everything is None else everything, meter.again(JUDGED))
        if not some.cut:
            return Explored(some, explorer, few, everything is not None)
        if few.work_as_sets(rules) < TOO_THIN * some.states:
            return Explored(explorer.run(meter.again(), keep), explorer)
    reached, states = ListedStates.search(rules, asked, meter.again())
    return Explored(reached, explorer, states)
