"""How the states of an exploration are kept: as sets or one by one, whichever suits them.

Sets of states hold millions where ranges are dense. Where there are few states, or few in each set, single states are
faster, and take less. That is judged on the way, by what is in the sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from playable.verify.limits import Budget
from playable.verify.symbolic.reachability import NONE, Explorer, Keep, Rules
from playable.verify.symbolic.reached import Asked, Reached

if TYPE_CHECKING:
    from playable.verify.symbolic.listed import ListedStates

Kept = Literal["sets", "single"]
FEW, JUDGED = 10_000, 200_000  # single states by which it is judged, at first and for good, whether sets would be thin


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
    budget: Budget,
    how: Kept | None = None,
    keep: Keep = NONE,
    everything: Asked | None = None,
) -> Explored:
    """Visit every state, or so many that the budget ends it; `how` states are to be kept, where that is known. Sets can
    be kept for further use.

    Where states are listed, and are still few when they are kept apart by `everything` that will be asked, they are so
    at once: nobody has to list them again.
    """
    explorer = Explorer(rules, asked)
    try:
        return _explored(explorer, budget, how, keep, everything)
    except MemoryError:  # there was less of it than was counted on; what was held is let go
        return Explored(Reached.at_start(rules.system, "memory"), explorer)


def _explored(explorer: Explorer, budget: Budget, how: Kept | None, keep: Keep, everything: Asked | None) -> Explored:
    rules, asked = explorer.rules, explorer.asked
    if how == "sets":
        return Explored(explorer.run(budget, keep), explorer)
    from playable.verify.symbolic.listed import ListedStates  # which brings numpy

    if how is None:
        some = ListedStates(rules, asked if everything is None else everything)
        for most in (FEW, JUDGED):
            if some.search(budget.again(most)) in ("", "stopped", "time"):
                return Explored(some.reached(), explorer, some, everything is not None)
            if not some.thin_as_sets(explorer):
                break
        del some  # before as many are listed again
        reached = explorer.run_if_dense(budget.again(), keep)  # sets that are thin at first may fill later
        if reached is not None:
            return Explored(reached, explorer)
    every = ListedStates(rules, asked)
    if every.search(budget.again()) == "memory" and how is None and not every.thin_as_sets(explorer):
        del every  # whose room sets are to have
        return Explored(explorer.run(budget.again(), keep), explorer)
    return Explored(every.reached(), explorer, every)
