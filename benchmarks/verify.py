"""Proofs of generated stories, each way against those tried. `python -m benchmarks.verify [FILE …]`

Seconds are those of the processor, so that what else it does counts little.

- Exploration, in states a second: as sets with the ranges as digits, as sets of which each is one state (digits
  switched off), and state by state. The last two look at `FEW` states at most.
- Odds, in states a second: as arrays, against the same recurrence on a dict of states, which looks at `FEW` at most.
- Shortest playthroughs to the nodes and choices: by waves of sets, against A* over as many single states as it may.
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

from playable.engine.assembly import assemble
from playable.language.story import load
from playable.verify import verify
from playable.verify.chain import chain
from playable.verify.explore import Explorer
from playable.verify.graph import Graph, ranks
from playable.verify.limits import Limits
from playable.verify.liveness import Liveness
from playable.verify.odds import visits
from playable.verify.passes import Pass
from playable.verify.report import KINDS
from playable.verify.verdicts import decided, moves, nodes
from playable.verify.walk import Walker
from playable.verify.waves import Waves

from benchmarks.stories import written

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
                odds, states = _timed(partial(_odds, graph))
                dict_, some = _timed(partial(_dict_odds, graph))
                rates = f"as arrays {states / odds:,.0f}, in a dict {some / dict_:,.0f}"
                print(f"  exact odds of {states:,} in {odds:.3f} s; a second: {rates}")
            if reached.states <= Limits().waves:
                waves, by_waves = _timed(partial(_near, graph, Limits()))
                star, by_star = _timed(partial(_near, graph, Limits(waves=0)))
                found_by = f"{by_waves:,} by waves in {waves:.3f} s, {by_star:,} by A* in {star:.3f} s"
                print(f"  shortest playthroughs: {found_by}")
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


def _odds(graph: Graph) -> int:
    states = chain(graph, {}, Limits().single)
    visits(states)
    return len(states)


def _dict_odds(graph: Graph) -> int:
    """The uniform player's states with their odds, place by place, as far as `FEW` (a story without rings)."""
    walker, rank, done = Walker(graph, Liveness(graph, {})), ranks(graph), 0
    waiting: dict[int, dict[tuple[int, ...], float]] = {walker.start[0]: {walker.start[1]: 1.0}}
    while waiting and done < FEW:
        place = min(waiting, key=rank.__getitem__)
        for state, share in waiting.pop(place).items():
            onward = walker.onward(place, state)
            total = sum(weight for _, weight, _, _ in onward)
            for _, weight, to, after in onward:
                there = waiting.setdefault(to, {})
                there[after] = there.get(after, 0.0) + share * weight / total
            done += 1
    return done


def _near(graph: Graph, limits: Limits) -> int:
    """To how many nodes and choices a shortest playthrough is found."""
    first = Pass(graph, [])
    first.reached = first.explorer.run()
    first.waves = Waves(first.explorer) if limits.waves else None
    found = decided(graph, first, [*nodes(graph), *moves(graph, "choose")], limits)
    return sum(v.shortest is not None for some in found.values() for v in some.values())


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    found = what()
    return time.process_time() - start, found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
