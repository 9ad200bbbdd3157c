"""What a long run tells on the way, and how it is stopped with what it knows by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str], None]


class Watch:
    """Hears of each stage and of what was counted in it; `tell` is handed a line each time, and must be quick."""

    def __init__(self, tell: Tell | None = None) -> None:
        self.stopped, self.told = False, tell is not None
        self._tell, self._stage = tell, ""

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
