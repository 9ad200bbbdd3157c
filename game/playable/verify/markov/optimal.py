"""What a player who sees every variable can force, and how many decisions a playthrough takes.

A Markov decision process (Puterman, *Markov Decision Processes*, 1994): the least solution counts staying for ever as
never getting there, so where a loop allows that, the worst is 0. Rings are solved by policy iteration, those too large
for it by value iteration from below, with a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from playable.verify.markov.chain import Chain
from playable.verify.markov.expected import expected_values, mean
from playable.verify.markov.iteration import ring_values, settle
from playable.verify.markov.policies import Play
from playable.verify.markov.policy_iteration import best_in, worst_in
from playable.verify.markov.rings import Bounded, Ring
from playable.verify.markov.topological import Floats, Segment
from playable.verify.symbolic.columns import Bools, Ints

BITS = 63  # endings that a number has a bit for each of, and one more
Values = TypeVar("Values", bound=NDArray[Any])
FOLLOWED = 1e-9  # the share of playthroughs that may be missing from a mean
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

    None: no playthrough ends; for most, one can go round for as long as one likes; for the average, rings are so large
    that not all playthroughs were followed to their ends.
    """

    fewest: int | None
    mean: float | None
    most: int | None


def chances(play: Play) -> dict[str, Chances]:
    """The chances of each ending, for the uniform player and for those who try."""
    chain, by_ending = play.chain, dict[str, Chances]()
    if all(segment.weight is None for block in chain.blocks for segment in block.segments):
        return _certainties(play)
    for ending, odds in play.endings().items():
        those = chain.at(chain.system.entered[chain.system.machine.ids[ending]])
        forced = []
        for values in (best_values, worst_values):  # one after another: of each as much is kept as there are states
            one = values(chain, those)
            forced.append((float(one.values[chain.start]), one.bound))
        (best, above), (worst, below) = forced
        by_ending[ending] = Chances(odds, best, worst, max(above, below))
    return by_ending


def best_values(chain: Chain, wanted: Ints) -> Bounded:
    """From each state, with what probability the best player comes to one of the wanted endings."""
    return _optimal_values(chain, wanted, np.maximum, 0.0, best_in)


def worst_values(chain: Chain, wanted: Ints) -> Bounded:
    """The same of a player who wants anything else."""
    return _optimal_values(chain, wanted, np.minimum, np.inf, worst_in)


def reachable_endings(chain: Chain, of: Ints) -> Bools:
    """A row for each of some states: which endings can be reached from it, in the order of the story."""
    scenes = chain.system.machine.scenes
    endings = [i for i, scene in enumerate(scenes) if scene.node.ending]
    bits = np.zeros((len(of), len(endings)), np.bool_)
    for first in range(0, len(endings), BITS):
        some = _ending_sets(chain, endings[first : first + BITS], np.bitwise_or)[of]
        for n in range(len(endings[first : first + BITS])):
            bits[:, first + n] = some >> np.uint64(n) & np.uint64(1)
    return bits


def _certainties(play: Play) -> dict[str, Chances]:
    """The chances where nothing falls by chance: of each ending a player comes to it for certain, or not at all."""
    chain, odds, by_ending = play.chain, play.endings(), dict[str, Chances]()
    scenes = [chain.system.machine.ids[ending] for ending in odds]
    for first in range(0, len(scenes), BITS):
        some = scenes[first : first + BITS]
        best, worst = (int(_ending_sets(chain, some, of)[chain.start]) for of in (np.bitwise_or, np.bitwise_and))
        for n, ending in enumerate(list(odds)[first : first + BITS]):
            by_ending[ending] = Chances(odds[ending], float(best >> n & 1), float(worst >> n & 1))
    return by_ending


def _ending_sets(chain: Chain, scenes: Sequence[int], choose: np.ufunc) -> NDArray[np.unsignedinteger[Any]]:
    """Of each state, a bit for each of some endings: can it be reached (by `or`), can it not be kept from (by `and`)?
    The least solution: who stays for ever comes to none."""
    reached = np.zeros(len(chain) + 1, np.min_scalar_type(1 << len(scenes)))
    stuck = reached.dtype.type(1 << len(scenes))  # what no state has, but one with no way on
    for n, scene in enumerate(scenes):
        reached[chain.at(chain.system.entered[scene])] = 1 << n
    for block in reversed(chain.blocks):
        grown = True
        while grown:
            chain.run.check()
            grown = False
            for segment in (segment for segment in reversed(block.segments) if len(segment.to)):
                reached[-1] = 0 if choose is np.bitwise_or else 2 * int(stuck) - 1
                here, new = reached[segment.start : segment.stop], _chosen(choose, segment, reached)
                new[new >= stuck] = 0
                grown = block.turns and (grown or bool((new != here).any()))
                here[:] = new
    return reached[:-1]


def decisions(chain: Chain, often: Floats, bound: float) -> Decisions:
    """The lengths of playthroughs; `often` are the `expected_visits`, and `bound` is theirs."""
    if not chain.open[chain.start]:
        return Decisions(None, None, None)
    ending = chain.open if chain.open.all() else expected_values(chain, chain.ends).values
    segments = [segment for block in chain.blocks for segment in block.segments if segment.decides]
    mean = sum(float((often[p.start : p.stop] * ending[p.start : p.stop]).sum()) for p in segments) / float(
        ending[chain.start]
    )
    endless = any(block.turns and chain.open[block.start : block.stop].any() for block in chain.blocks)
    fewest, most = _length(chain, np.minimum, np.inf), None if endless else _length(chain, np.maximum, -np.inf)
    mean = min(max(round(mean, DIGITS), fewest), np.inf if most is None else most)
    return Decisions(fewest, float(mean) if bound <= FOLLOWED else None, most)


def _optimal_values(
    chain: Chain, wanted: Ints, choose: np.ufunc, never: float, solve: Callable[[Ring], float]
) -> Bounded:
    value, bound = np.zeros(len(chain) + 1), 0.0
    value[wanted] = 1

    def after(segment: Segment) -> Floats:
        value[-1] = never if segment.decides else 0
        onward = _chosen(choose, segment, value) if segment.decides else mean(segment, value)
        onward[onward == np.inf] = 0  # stuck: nothing to choose from
        return onward

    def exactly(ring: Ring) -> float:
        value[-1] = 0
        return solve(ring)

    for block in reversed(chain.blocks):
        if block.turns:
            bound += ring_values(Ring(block, value, chain.run), after, exactly)
        else:
            settle(block, value, after, chain.run)
    return Bounded(value[:-1], bound)


def _length(chain: Chain, choose: np.ufunc, never: float) -> int:
    """The least or the greatest number of decisions before an ending; `never`: where none can be reached."""
    value: NDArray[Any] = np.full(len(chain) + 1, never, np.float32)  # which holds numbers up to 16 million
    value[:-1][chain.ends] = 0
    for block in reversed(chain.blocks):
        settle(block, value, lambda segment: _chosen(choose, segment, value) + np.float32(segment.decides), chain.run)
    return int(value[chain.start])


def _chosen(choose: np.ufunc, segment: Segment, values: Values) -> Values:
    """Of each state of a segment, the value of the transition that is chosen."""
    best: Values = values[segment.to[0]]
    for to in segment.to[1:]:
        choose(best, values[to], out=best)
    return best
