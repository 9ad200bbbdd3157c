"""Random playthroughs as a test: each is reproducible alone, and a failing one is shrunk to the moves that matter."""

from __future__ import annotations

from playable.simulate.results import Failure, Results, lines
from playable.simulate.run import randomtest

__all__ = ["Failure", "Results", "lines", "randomtest"]
