"""A failing playthrough is made as short as it can be and still fail in the same way.

Delta debugging (Zeller, Hildebrandt, *Simplifying and isolating failure-inducing input*, 2002) over the decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playable.simulate.choosers import Astray, ByPolicy, Following
from playable.simulate.playthroughs import ENDLESS, Played, Turn
from playable.simulate.simulator import Simulator

MOST = 2_000  # playthroughs spent on one failure
LASTING = 60  # the same, where each must be seen not to end
CONTINUED = 3  # how many random playthroughs that go on from some moves must not end


def shrunk(simulator: Simulator[None], played: Played, takes: Sequence[str] = ()) -> tuple[Turn, ...]:
    """The moves that matter. Of a playthrough that does not end: those after which none ends any more of a player at
    random, who takes what a policy `takes`."""
    turns = played.turns
    tries = LASTING if played.why == ENDLESS else MOST

    def fails(some: Sequence[Turn]) -> bool:
        nonlocal tries
        tries -= 1
        try:
            return simulator.play(Following(some)).why == played.why
        except Astray:
            return False

    def lasts(some: Sequence[Turn]) -> bool:
        nonlocal tries
        tries -= 1
        try:
            choosers = (Following(some, ByPolicy(f"{n}", takes)) for n in range(CONTINUED))
            return all(simulator.play(one).why == ENDLESS for one in choosers)
        except Astray:
            return False

    if played.why != ENDLESS:
        return tuple(_fewest(turns, fails, lambda: tries > 0))
    low, high = 0, len(turns)  # the shortest beginning that will do: once it is so it stays so
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if lasts(turns[:middle]) else (middle + 1, high)
    return tuple(_fewest(turns[:high], lasts, lambda: tries > 0))


def _fewest(turns: list[Turn], fails: Callable[[Sequence[Turn]], bool], go_on: Callable[[], bool]) -> list[Turn]:
    """Leave out half, a quarter and so on, as long as it still fails, down to single turns."""
    size = max(1, len(turns) // 2)
    while turns and go_on():
        at, before = 0, len(turns)
        while at < len(turns) and go_on():
            fewer = turns[:at] + turns[at + size :]
            if fails(fewer):
                turns = fewer
            else:
                at += size
        if size == 1 and len(turns) == before:
            break
        size = max(1, size // 2)
    return turns
