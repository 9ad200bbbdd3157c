"""What each decision weighs: how far apart, in the odds of a tone, two of its choices are."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from playable.language.names import Tone
from playable.verify.markov.expected import expected_values
from playable.verify.markov.policies import Play
from playable.verify.markov.topological import Floats, Segment

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
        worth = np.zeros(len(chain))
        worth[those] = 1
        hope = np.append(expected_values(chain, worth).values, 0.0)
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
    none, often = len(play.chain), play.often[segment.start : segment.stop]
    often = np.where(play.chain.open[segment.start : segment.stop], often, 0.0)
    ahead = [hope[to] for to in segment.to]
    weighed = [np.where(to < none, often, 0.0) for to in segment.to]
    for one, other in combinations(range(len(segment.to)), 2):
        both = np.where(segment.to[other] < none, weighed[one], 0.0)
        found = pairs.setdefault((one, other), np.zeros(tones + 1))
        found[tone] += both @ (ahead[one] - ahead[other])
        if not tone:
            found[-1] += both.sum()


def _weight(node: str, refs: list[str], tones: list[Tone], pairs: dict[tuple[int, int], Floats]) -> DecisionWeight:
    found = DecisionWeight(node, 0.0)
    for (one, other), (*differences, often) in pairs.items():
        for tone, difference in zip(tones, differences, strict=True):
            by = float(difference / often) if often else 0.0
            if abs(by) > max(found.weight, ROUNDING):
                high, low = (one, other) if by >= 0 else (other, one)
                found = DecisionWeight(node, abs(by), tone, refs[high], refs[low])
    return found
