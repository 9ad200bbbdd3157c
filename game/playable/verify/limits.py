"""How much may be looked at."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """How many states may be looked at: as sets, one by one for odds, and in search of a shortest playthrough."""

    states: int | None = None
    single: int = 20_000_000
    search: int = 20_000
    waves: int = 250_000_000

    @property
    def quick(self) -> Limits:
        """The same without any search for shortest playthroughs."""
        return self._replace(search=0)
