"""Where play can go round for ever and never end, and the shortest way there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playable.engine.session import Step
from playable.verify.markov.chain import Chain
from playable.verify.markov.topological import Segment
from playable.verify.symbolic import cost
from playable.verify.symbolic.columns import Bools, Ints

Livelock = tuple[int, tuple[Step, ...]]  # a scene from which there is no way to an ending, and how to come there
FAR = np.iinfo(np.int64).max // 2


def livelocks(chain: Chain) -> list[Livelock]:
    """Of each node where it comes to that first, the nearest state that no ending can be reached from, only rings."""
    shut = ~chain.open & _going_round(chain)
    if not shut.any():
        return []
    if chain.open[chain.start]:
        onward = [to for segment in _segments(chain) for to in segment.to[:, chain.open[segment.start : segment.stop]]]
        border = np.unique(np.concatenate(onward))
        first = border[np.append(shut, False)[border]]
    else:
        first = np.array([chain.start])
    away, nearest = _distances(chain), dict[int, int]()
    for i in first[np.argsort(away[first], kind="stable")].tolist():
        nearest.setdefault(chain.system.locations[chain.location[i]].scene, i)
    return [(scene, _way(chain, away, i)) for scene, i in nearest.items()]


def _segments(chain: Chain) -> Iterator[Segment]:
    return (segment for block in chain.blocks for segment in block.segments)


def _going_round(chain: Chain) -> Bools:
    """From which states a ring can be reached."""
    turning = np.zeros(len(chain) + 1, np.bool_)
    for block in reversed(chain.blocks):
        for segment in reversed(block.segments):
            turning[segment.start : segment.stop] = block.turns | turning[segment.to].any(axis=0)
    return turning[:-1]


def _distances(chain: Chain) -> Ints:
    """What the shortest way to each state costs."""
    away = np.full(len(chain) + 1, FAR)
    away[chain.start] = 0
    for block in chain.blocks:
        settled = False
        while not settled:
            chain.run.check()
            before = away[block.start : block.stop].copy()
            for segment in block.segments:
                for to in segment.to:
                    np.minimum.at(away, to, away[segment.start : segment.stop] + _step(chain, segment))
            settled = not block.turns or bool((before == away[block.start : block.stop]).all())
    return away


def _way(chain: Chain, away: Ints, at: int) -> tuple[Step, ...]:
    """The steps of a shortest way to a state."""
    steps = list[Step]()
    while at != chain.start:
        chain.run.check()
        for segment in _segments(chain):
            before = away[segment.start : segment.stop] + _step(chain, segment) == away[at]
            transitions, states = np.nonzero((segment.to == at) & before)
            if len(transitions):
                break
        at = segment.start + int(states[0])
        transition = chain.system.locations[segment.location].transitions[transitions[0]]
        if transition.kind:
            steps.append(Step(transition.kind, transition.ref))
    return tuple(reversed(steps))


def _step(chain: Chain, segment: Segment) -> int:
    """What a transition costs there: all the same, for where odds are asked no briefing is heard."""
    return max((cost(transition) for transition in chain.system.locations[segment.location].transitions), default=0)
