"""Proofs of generated stories: sets of states against states one by one. `python -m benchmarks.verify [FILE …]`

Rates are states a second of the same exploration: as sets with the ranges as digits, as sets of which each is one state
(digits switched off), and state by state. The last two are the yardsticks; both look at `FEW` states at most.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.stories import written
from game.engine.assembly import assemble
from game.language.story import load
from game.verify import verify
from game.verify.chain import chain
from game.verify.explore import Explorer
from game.verify.forced import decisions
from game.verify.graph import Graph
from game.verify.liveness import Liveness
from game.verify.odds import visits
from game.verify.report import KINDS
from game.verify.theses import Limits
from game.verify.walk import Walker

FEW = 100_000
T = TypeVar("T")


def main() -> None:
    """Print, a story, the states and seconds of its proof, the rates, and what the whole report takes."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [written(n, Path(folder)) for n in (120, 2_000)]
        for file in files:
            story = load(file)
            graph = Graph(assemble(story))
            gc.collect()
            gc.disable()
            proof, reached = _timed(Explorer(graph).run)
            single, alone = _timed(partial(Explorer(graph, most_bits=1).run, FEW))
            walk, walked = _timed(partial(_walked, graph))
            print(f"{file.name}: {reached.states:,} states proved in {proof:.3f} s, {_peak():.0f} MB at most")
            print(
                f"  a second: as sets {reached.states / proof:,.0f}, as sets of one {alone.states / single:,.0f},"
                f" one by one {walked / walk:,.0f}"
            )
            if reached.states <= Limits().single:
                odds, _ = _timed(partial(_odds, graph))
                print(f"  exact odds and lengths in {odds:.3f} s")
            whole, report = _timed(partial(verify, story))
            found = [v for kind in KINDS for v in report.verdicts[kind] if v.verdict == "reachable"]
            near = sum(v.shortest is not None for v in found)
            shortest = f"a shortest playthrough to {near:,} of {len(found):,}"
            print(f"  the whole report in {whole:.3f} s, {_peak():.0f} MB; {shortest}")
            gc.enable()


def _walked(graph: Graph) -> int:
    walker = Walker(graph, Liveness(graph, {}))
    todo, seen = [walker.start], {walker.start}
    for at in todo:
        for _, _, place, state in walker.onward(*at):
            if (place, state) not in seen:
                seen.add((place, state))
                todo.append((place, state))
        if len(seen) > FEW:
            break
    return len(seen)


def _odds(graph: Graph) -> None:
    states = chain(graph, {}, Limits().single)
    decisions(states, visits(states))


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = what()
    return time.perf_counter() - start, found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
