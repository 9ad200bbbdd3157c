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
    chain, scenes = play.chain, play.chain.system.machine.scenes
    hopes = _hopes(play)
    apart: dict[int, dict[tuple[int, int], Floats]] = {}  # of a scene and two choices: by tone; last, how often both
    for segment in (segment for block in chain.blocks for segment in block.segments if segment.decides):
        pairs = apart.setdefault(chain.system.locations[segment.location].scene, {})
        for one, other in combinations(range(len(segment.to)), 2):
            found = _apart(play, segment, one, other, hopes)
            pairs[one, other] = pairs.get((one, other), 0) + found
    return [
        _weight(scene.id, [option.ref for option in scene.options], list(hopes), apart[i])
        for i, scene in enumerate(scenes)
        if apart.get(i)
    ]


def _hopes(play: Play) -> dict[Tone, Floats]:
    """Of each tone that an ending has, how likely it is from each state."""
    chain, hopes = play.chain, dict[Tone, Floats]()
    for tone, those in play.endings_by_tone().items():
        worth = np.zeros(len(chain))
        worth[those] = 1
        hopes[tone] = np.append(expected_values(chain, worth), 0.0)
    return hopes


def _apart(play: Play, segment: Segment, one: int, other: int, hopes: dict[Tone, Floats]) -> Floats:
    """Over some states that offer two choices: how much likelier each tone is after the one; last, how often."""
    to, away = segment.to[one], segment.to[other]
    both = (to < len(play.chain)) & (away < len(play.chain)) & play.chain.open[segment.start : segment.stop]
    often = play.often[segment.start : segment.stop][both]
    differences = [often @ (hope[to[both]] - hope[away[both]]) for hope in hopes.values()]
    return np.array([*differences, often.sum()])


def _weight(node: str, refs: list[str], tones: list[Tone], pairs: dict[tuple[int, int], Floats]) -> DecisionWeight:
    found = DecisionWeight(node, 0.0)
    for (one, other), (*differences, often) in pairs.items():
        for tone, difference in zip(tones, differences, strict=True):
            by = float(difference / often) if often else 0.0
            if abs(by) > max(found.weight, ROUNDING):
                high, low = (one, other) if by >= 0 else (other, one)
                found = DecisionWeight(node, abs(by), tone, refs[high], refs[low])
    return found
