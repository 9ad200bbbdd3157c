"""Random playthroughs as a test: each is reproducible alone, and a failing one is shrunk to the moves that matter."""

from __future__ import annotations

from playable.simulate.results import Failure, RunResults, lines
from playable.simulate.run import randomtest
from playable.simulate.shards import in_processes, of_json, on_cluster, together

__all__ = ["Failure", "RunResults", "in_processes", "lines", "of_json", "on_cluster", "randomtest", "together"]
