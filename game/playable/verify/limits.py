"""How much may be looked at, and what a long run tells on the edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

OnProgress = Callable[[str], None]


class Limits(NamedTuple):
    """How many states may be looked at: as sets, one by one for odds, and in search of a shortest playthrough."""

    states: int | None = None
    single: int = 20_000_000
    search: int = 20_000
    distances: int = 250_000_000

    @property
    def quick(self) -> Limits:
        """The same without any search for shortest playthroughs."""
        return self._replace(search=0)


class Progress:
    """Hears of each stage and of what was counted in it; `on_progress` is handed a line each time, and must be
    quick."""

    def __init__(self, on_progress: OnProgress | None = None) -> None:
        self.stopped, self.told = False, on_progress is not None
        self._tell, self._stage = on_progress, ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A stage of the work. An interrupt ends it, and is remembered: what comes later is then left out."""
        self._stage = name
        if self._tell:
            self._tell(name)
        try:
            yield
        except KeyboardInterrupt:
            self.stopped = True

    def count(self, states: int) -> None:
        """So many states were seen in this stage."""
        if self._tell:
            self._tell(f"{self._stage}: {states:,} situations")
