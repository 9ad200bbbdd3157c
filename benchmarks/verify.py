"""Proofs of generated stories, each way beside what it was tried against. `python -m benchmarks.verify [FILE …]`

Seconds are those of the processor, so that what else it does counts little.

- Exploration, in states a second: as sets with the ranges as digits, as sets of which each is one state (digits
  switched off), and state by state. The last two look at `FEW` states at most.
- Odds, in states a second: as arrays, against the same recurrence on a dict of states, which looks at `FEW` at most.
- Shortest playthroughs to the nodes and choices, by sets and by single states, and the whole report.
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
from playable.verify.limits import MOST_HELD, Limits, free_budget
from playable.verify.markov.building import chain
from playable.verify.markov.expected import expected_visits
from playable.verify.properties import met, nodes, transitions
from playable.verify.report import KINDS
from playable.verify.symbolic import AStar, Distances, Explorer, Rules
from playable.verify.system import Liveness, SuccessorFunction, TransitionSystem

from benchmarks.stories import written

FEW = 100_000
T = TypeVar("T")


def main() -> None:
    """Print, a story, the states and seconds of its proof, the rates, and what the whole report takes."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [written(n, Path(folder)) for n in (120, 2_000)]
        for file in files:
            story = load(file)
            system = TransitionSystem(assemble(story))
            gc.collect()
            gc.disable()
            proof, reached = _timed(partial(Explorer(Rules.of(system)).run, free_budget()))
            single, alone = _timed(partial(Explorer(Rules.of(system, most_bits=1)).run, free_budget(FEW)))
            walk, walked = _timed(partial(_walked, system))
            print(f"{file.name}: {reached.states:,} states proved in {proof:.3f} s, {_peak():.0f} MB at most")
            print(
                f"  a second: as sets {reached.states / proof:,.0f}, as sets of one {alone.states / single:,.0f},"
                f" one by one {walked / walk:,.0f}"
            )
            if reached.states <= Limits.of_machine().single:
                odds, states = _timed(partial(_odds, system))
                dict_, some = _timed(partial(_dict_odds, system))
                rates = f"as arrays {states / odds:,.0f}, in a dict {some / dict_:,.0f}"
                print(f"  exact odds of {states:,} in {odds:.3f} s; a second: {rates}")
            wanted = met(reached, [*nodes(system), *transitions(system, "choose")])
            for way in (Distances, AStar):
                budget = free_budget(room=MOST_HELD)
                far, shown = _timed(partial(way(Explorer(Rules.of(system)), reached, budget).nearest, wanted))
                print(f"  {way.__name__}: shortest playthroughs to {len(shown):,} of {len(wanted):,} in {far:.3f} s")
            whole, report = _timed(partial(verify, story))
            found = [v for kind in KINDS for v in report.verdicts[kind] if v.verdict == "reachable"]
            near = sum(v.shortest is not None for v in found)
            shortest = f"a shortest playthrough to {near:,} of {len(found):,}"
            print(f"  the whole report in {whole:.3f} s, {_peak():.0f} MB; {shortest}")
            gc.enable()


def _walked(system: TransitionSystem) -> int:
    successors = SuccessorFunction(system, Liveness(system, {}))
    todo, seen = [successors.start], {successors.start}
    for at in todo:
        for _, _, _, location, state in successors.onward(*at):
            if (location, state) not in seen:
                seen.add((location, state))
                todo.append((location, state))
        if len(seen) > FEW:
            break
    return len(seen)


def _odds(system: TransitionSystem) -> int:
    states = chain(system, {})
    expected_visits(states)
    return len(states)


def _dict_odds(system: TransitionSystem) -> int:
    """The uniform player's states with their odds, place by place, as far as `FEW` (a story without rings)."""
    successors, rank, done = SuccessorFunction(system, Liveness(system, {})), system.rank, 0
    waiting: dict[int, dict[tuple[int, ...], float]] = {successors.start[0]: {successors.start[1]: 1.0}}
    while waiting and done < FEW:
        location = min(waiting, key=rank.__getitem__)
        for state, share in waiting.pop(location).items():
            onward = successors.onward(location, state)
            total = sum(weight for _, _, weight, _, _ in onward)
            for _, _, weight, to, after in onward:
                there = waiting.setdefault(to, {})
                there[after] = there.get(after, 0.0) + share * weight / total
            done += 1
    return done


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    found = what()
    return time.process_time() - start, found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
