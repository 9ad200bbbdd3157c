"""What each decision weighs: how far apart, in the odds of a tone, two of its choices are."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from playable.language.names import Tone
from playable.verify.markov.expected import expected_values
from playable.verify.markov.policies import Play
from playable.verify.markov.topological import Floats, Segment

AT_A_TIME = 1 << 16  # states, that a cache holds with what comes next
ROUNDING = 1e-12  # how far floats may stray: what differs by less does not differ


class DecisionWeight(NamedTuple):
    """Of a node with choices: the largest difference, from 0 to 1, in the odds of any tone between two of them.

    Over the states that offer both, by how often the uniform player is expected to meet them, who plays on from there.
    After `highest` the tone is likeliest, after `lowest` least; None where no two ever differ.
    """

    node: str
    weight: float
    tone: Tone | None = None
    highest: str | None = None
    lowest: str | None = None


def decision_weights(play: Play) -> list[DecisionWeight]:
    """The weight of each decision of two choices or more that is ever met, in the order of the story."""
    chain, scenes, tones = play.chain, play.chain.system.machine.scenes, play.endings_by_tone()
    apart: dict[int, dict[tuple[int, int], Floats]] = {}  # of a scene and two choices: by tone; last, how often both
    for n, those in enumerate(tones.values()):  # one after another, for of each as much is kept as there are states
        worth = np.zeros(len(chain), np.bool_)
        worth[those] = True
        hope = expected_values(chain, worth).values
        for segment in (segment for block in chain.blocks for segment in block.segments if segment.decides):
            pairs = apart.setdefault(chain.system.locations[segment.location].scene, {})
            _add(play, segment, hope, n, len(tones), pairs)
    return [
        _weight(scene.id, [option.ref for option in scene.options], list(tones), apart[i])
        for i, scene in enumerate(scenes)
        if apart.get(i)
    ]


def _add(
    play: Play, segment: Segment, hope: Floats, tone: int, tones: int, pairs: dict[tuple[int, int], Floats]
) -> None:
    """Over some states: how much likelier a tone is after one choice than after another, where both are offered, and,
    with the first tone, how often they are."""
    count = len(segment.to)
    likely, offered = np.zeros((count, count)), np.zeros((count, count))  # of a tone after one, where there is another
    play.chain.run.check()
    for first in range(segment.start, segment.stop, AT_A_TIME):
        some = slice(first, min(first + AT_A_TIME, segment.stop))
        often, to = (
            play.often[some] * play.chain.open[some],
            segment.to[:, first - segment.start : some.stop - segment.start],
        )
        open_ = (to < len(play.chain)).astype(float)
        likely += _both(hope.take(to, mode="clip") * often * open_, open_)
        if not tone:
            offered += _both(open_ * often, open_)
    for one, other in combinations(range(count), 2):
        sums = pairs.setdefault((one, other), np.zeros(tones + 1))
        sums[tone] += likely[one, other] - likely[other, one]
        sums[-1] += offered[one, other]


def _both(one: Floats, other: Floats) -> Floats:
    """The sums of products of each row with each: by no library of matrices, whose threads take longer to start."""
    return np.asarray(np.einsum("is,js->ij", one, other))


def _weight(node: str, refs: list[str], tones: list[Tone], pairs: dict[tuple[int, int], Floats]) -> DecisionWeight:
    heaviest = DecisionWeight(node, 0.0)
    for (one, other), (*differences, often) in pairs.items():
        for tone, difference in zip(tones, differences, strict=True):
            by = float(difference / often) if often else 0.0
            if abs(by) > heaviest.weight + ROUNDING:  # of tones that are alike the first, whatever rounding says
                high, low = (one, other) if by >= 0 else (other, one)
                heaviest = DecisionWeight(node, abs(by), tone, refs[high], refs[low])
    return heaviest
