"""The shortest playthrough of which something is so: every situation is looked at, the fewest choices first."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Protocol, TypeVar

from playable.engine.machine import Scene, Stuck
from playable.engine.session import CannotMove, Fall, Step
from playable.language.expressions.tree import MemoryKind

MOST = 200_000  # situations
SECONDS = 30.0


class SearchedPlay(Protocol):
    """What the search asks of a playthrough."""

    @property
    def here(self) -> str: ...

    @property
    def open(self) -> Sequence[str]: ...

    @property
    def steps(self) -> Sequence[Step]: ...

    @property
    def situation(self) -> Sequence[int]: ...

    def remembers(self, kind: MemoryKind, ref: str) -> bool: ...

    def led(self: M, choice: str, fall: Fall) -> M: ...


M = TypeVar("M", bound=SearchedPlay)


class TooMany(Exception):
    """There are more situations than could be looked at; the message says how many were."""


def shortest(
    begin: Callable[[Fall], M],
    so: Callable[[M], bool],
    to: Collection[str] = (),
    through: str | None = None,
    within: int | None = None,
    most: int = MOST,
) -> M | None:
    """A playthrough with the fewest choices, and of these the fewest draws, of which `so` holds; None where it holds of
    none, or of none `within` so many choices.

    Looked at are moments of every road; or the ends of roads `to` some endings, or `through` a node. Roads that come to
    one situation (the same node, the same values, the same memory that the story asks for) count as one: what depends
    on the road itself may hold sooner. Raises TooMany after `most` situations, or SECONDS.
    """
    until, met = time.monotonic() + SECONDS, set[tuple[str, bool, tuple[int, ...]]]()
    level, made = [*_every(begin)], 0
    while level and (within is None or made <= within):
        level.sort(key=lambda play: len(play.steps))
        ahead: list[M] = []
        for play in level:
            passed = through is None or play.remembers("seen", through)
            key = (play.here, passed, tuple(play.situation))
            if key in met:
                continue
            met.add(key)
            if len(met) > most or time.monotonic() > until:
                raise TooMany(f"{len(met):,} situations, up to {made} choices, and none of them it is")
            asked = passed and (play.here in to if to else True)
            if asked and so(play):
                return play
            ahead.append(play)
        made += 1
        if within is None or made <= within:
            level = [after for play in ahead for ref in play.open for after in _after(play, ref)]
    return None


def _after(play: M, choice: str) -> Iterator[M]:
    """Every moment to which a choice can lead."""
    yield from _every(lambda fall: play.led(choice, fall))


def _every(make: Callable[[Fall], M]) -> Iterator[M]:
    """What is made for each way in which the draws can fall."""
    todo: list[tuple[int, ...]] = [()]
    while todo:
        given, taken = todo.pop(), list[int]()

        def fall(_: Scene, weights: list[int], given: tuple[int, ...] = given, taken: list[int] = taken) -> int:
            can = [i for i, weight in enumerate(weights) if weight]
            if len(taken) == len(given):
                todo.extend((*taken, other) for other in range(len(can) - 1, 0, -1))
            which = given[len(taken)] if len(taken) < len(given) else 0
            taken.append(which)
            return can[which]

        try:
            yield make(fall)
        except (CannotMove, Stuck):
            continue
