"""What a player who sees every variable can force, and how many decisions a playthrough takes.

A Markov decision process, by value iteration from below (Puterman, *Markov Decision Processes*, 1994): the least
solution counts staying for ever as never getting there, so where a loop allows that, the worst is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from playable.verify.markov.chain import Chain
from playable.verify.markov.columns import Bools, Ints
from playable.verify.markov.expected import expected_values, mean, settle
from playable.verify.markov.policies import Play
from playable.verify.markov.topological import Floats, Segment

EXACT = 12  # places of a mean that floats are trusted for


@dataclass(frozen=True)
class Chances:
    """Of an ending: its probability under the uniform player, and the best and the worst that a player can force."""

    odds: float
    best: float
    worst: float


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
        found[ending] = Chances(odds, best(chain, those), worst(chain, those))
    return found


def best(chain: Chain, wanted: Ints) -> float:
    """With what probability the best player comes to one of the wanted endings."""
    return float(best_values(chain, wanted)[chain.start])


def worst(chain: Chain, wanted: Ints) -> float:
    """The same of a player who wants anything else."""
    return float(worst_values(chain, wanted)[chain.start])


def best_values(chain: Chain, wanted: Ints) -> Floats:
    """From each state, with what probability the best player comes to one of the wanted endings."""
    return _optimal_values(chain, wanted, np.maximum, 0.0)


def worst_values(chain: Chain, wanted: Ints) -> Floats:
    """The same of a player who wants anything else."""
    return _optimal_values(chain, wanted, np.minimum, np.inf)


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
    ending = expected_values(chain, chain.ends.astype(float))
    segments = [segment for block in chain.blocks for segment in block.segments if segment.decides]
    taken = sum(float((often[p.start : p.stop] * ending[p.start : p.stop]).sum()) for p in segments)
    mean = round(taken / float(ending[chain.start]), EXACT)
    endless = any(block.turns and chain.open[block.start : block.stop].any() for block in chain.blocks)
    return Decisions(_length(chain, np.minimum, np.inf), mean, None if endless else _length(chain, np.maximum, -np.inf))


def _optimal_values(chain: Chain, wanted: Ints, choose: np.ufunc, never: float) -> Floats:
    value = np.zeros(len(chain) + 1)
    value[wanted] = 1

    def after(segment: Segment) -> Floats:
        value[-1] = never if segment.decides else 0
        found = _chosen(choose, segment, value) if segment.decides else mean(segment, value)
        found[found == np.inf] = 0  # stuck: nothing to choose from
        return found

    for block in reversed(chain.blocks):
        settle(block, value, after)
    value[-1] = 0
    return value[:-1]


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
