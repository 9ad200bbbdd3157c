"""What a player who sees every variable can force, and how many decisions a playthrough takes.

A Markov decision process (Puterman, *Markov Decision Processes*, 1994): the least solution counts staying for ever as
never getting there, so where a loop allows that, the worst is 0. Rings are solved by policy iteration, those too large
for it by value iteration from below, with a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from playable.verify.markov.chain import Chain
from playable.verify.markov.columns import Bools, Ints
from playable.verify.markov.expected import expected_values, mean
from playable.verify.markov.iteration import ring_values, settle
from playable.verify.markov.policies import Play
from playable.verify.markov.policy_iteration import best_in, worst_in
from playable.verify.markov.rings import Bounded, Ring
from playable.verify.markov.topological import Floats, Segment

DIGITS = 12  # after the point, of a mean: what comes after those is rounding


@dataclass(frozen=True)
class Chances:
    """Of an ending: its probability under the uniform player, and the best and the worst that a player can force, which
    may be off by so much: they are never too high."""

    odds: float
    best: float
    worst: float
    bound: float = 0.0


class Decisions(NamedTuple):
    """How many choices a playthrough that ends takes: fewest, on average under the uniform player, and most.

    None: no playthrough ends; and for most, one can go round for as long as one likes.
    """

    fewest: int | None
    mean: float | None
    most: int | None


def chances(play: Play) -> dict[str, Chances]:
    """The chances of each ending, for the uniform player and for those who try."""
    chain, found = play.chain, dict[str, Chances]()
    for ending, odds in play.endings().items():
        those = chain.at(chain.system.entered[chain.system.machine.ids[ending]])
        best, worst = best_values(chain, those), worst_values(chain, those)
        most, least = float(best.values[chain.start]), float(worst.values[chain.start])
        found[ending] = Chances(odds, most, least, max(best.bound, worst.bound))
    return found


def best_values(chain: Chain, wanted: Ints) -> Bounded:
    """From each state, with what probability the best player comes to one of the wanted endings."""
    return _optimal_values(chain, wanted, np.maximum, 0.0, best_in)


def worst_values(chain: Chain, wanted: Ints) -> Bounded:
    """The same of a player who wants anything else."""
    return _optimal_values(chain, wanted, np.minimum, np.inf, worst_in)


def reachable_endings(chain: Chain) -> Bools:
    """A row for each state: which endings can be reached from it, in the order of the story."""
    scenes = chain.system.machine.scenes
    endings = [i for i, scene in enumerate(scenes) if scene.node.ending]
    found = np.zeros((len(chain) + 1, len(endings)), bool)
    for n, i in enumerate(endings):
        found[chain.at(chain.system.entered[i]), n] = True
    for block in reversed(chain.blocks):
        grown = True
        while grown:
            grown = False
            for segment in reversed(block.segments):
                here = found[segment.start : segment.stop]
                new = found[segment.to].any(axis=0) | here
                grown = block.turns and (grown or bool((new != here).any()))
                here[:] = new
    return found[:-1]


def decisions(chain: Chain, often: Floats) -> Decisions:
    """The lengths of playthroughs; `often` are the `expected_visits`."""
    if not chain.open[chain.start]:
        return Decisions(None, None, None)
    ending = expected_values(chain, chain.ends.astype(float)).values
    segments = [segment for block in chain.blocks for segment in block.segments if segment.decides]
    mean = sum(float((often[p.start : p.stop] * ending[p.start : p.stop]).sum()) for p in segments) / float(
        ending[chain.start]
    )
    endless = any(block.turns and chain.open[block.start : block.stop].any() for block in chain.blocks)
    fewest, most = _length(chain, np.minimum, np.inf), None if endless else _length(chain, np.maximum, -np.inf)
    mean = min(max(round(mean, DIGITS), fewest), np.inf if most is None else most)
    return Decisions(fewest, float(mean), most)


def _optimal_values(
    chain: Chain, wanted: Ints, choose: np.ufunc, never: float, solve: Callable[[Ring], float]
) -> Bounded:
    value, bound = np.zeros(len(chain) + 1), 0.0
    value[wanted] = 1

    def after(segment: Segment) -> Floats:
        value[-1] = never if segment.decides else 0
        found = _chosen(choose, segment, value) if segment.decides else mean(segment, value)
        found[found == np.inf] = 0  # stuck: nothing to choose from
        return found

    def exactly(ring: Ring) -> float:
        value[-1] = 0
        return solve(ring)

    for block in reversed(chain.blocks):
        if block.turns:
            bound += ring_values(Ring(block, value), after, exactly)
        else:
            settle(block, value, after)
    return Bounded(value[:-1], bound)


def _length(chain: Chain, choose: np.ufunc, never: float) -> int:
    """The least or the greatest number of decisions before an ending; `never`: where none can be reached."""
    value = np.append(np.where(chain.ends, 0.0, never), never)
    for block in reversed(chain.blocks):
        settle(block, value, lambda segment: _chosen(choose, segment, value) + segment.decides)
    return int(value[chain.start])


def _chosen(choose: np.ufunc, segment: Segment, values: Floats) -> Floats:
    """Of each state of a segment, the value of the transition that is chosen."""
    found: Floats = values[segment.to[0]]
    for to in segment.to[1:]:
        choose(found, values[to], out=found)
    return found
