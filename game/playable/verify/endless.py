"""Where play can go round for ever and never end, and the shortest way there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playable.engine.session import Step
from playable.verify.chain import Chain
from playable.verify.columns import Bools, Ints
from playable.verify.findings import Endless
from playable.verify.layers import Part
from playable.verify.shortest import cost

FAR = np.iinfo(np.int64).max // 2


def endless(chain: Chain) -> list[Endless]:
    """Of each node where it comes to that first, the nearest state that no ending can be reached from, only rings."""
    shut = ~chain.open & _going_round(chain)
    if not shut.any():
        return []
    if chain.open[chain.start]:
        onward = [to for part in _parts(chain) for to in part.to[:, chain.open[part.start : part.stop]]]
        border = np.unique(np.concatenate(onward))
        first = border[np.append(shut, False)[border]]
    else:
        first = np.array([chain.start])
    away, found = _distances(chain), dict[int, int]()
    for i in first[np.argsort(away[first], kind="stable")].tolist():
        found.setdefault(chain.graph.places[chain.place[i]].scene, i)
    return [(scene, _way(chain, away, i)) for scene, i in found.items()]


def _parts(chain: Chain) -> Iterator[Part]:
    return (part for block in chain.blocks for part in block.parts)


def _going_round(chain: Chain) -> Bools:
    """From which states a ring can be reached."""
    found = np.zeros(len(chain) + 1, np.bool_)
    for block in reversed(chain.blocks):
        for part in reversed(block.parts):
            found[part.start : part.stop] = block.turns | found[part.to].any(axis=0)
    return found[:-1]


def _distances(chain: Chain) -> Ints:
    """What the shortest way to each state costs."""
    away = np.full(len(chain) + 1, FAR)
    away[chain.start] = 0
    for block in chain.blocks:
        settled = False
        while not settled:
            before = away[block.start : block.stop].copy()
            for part in block.parts:
                for to in part.to:
                    np.minimum.at(away, to, away[part.start : part.stop] + _step(chain, part))
            settled = not block.turns or bool((before == away[block.start : block.stop]).all())
    return away


def _way(chain: Chain, away: Ints, at: int) -> tuple[Step, ...]:
    """The steps of a shortest way to a state."""
    found = list[Step]()
    while at != chain.start:
        for part in _parts(chain):
            before = away[part.start : part.stop] + _step(chain, part) == away[at]
            moves, states = np.nonzero((part.to == at) & before)
            if len(moves):
                break
        at = part.start + int(states[0])
        move = chain.graph.places[part.place].moves[moves[0]]
        if move.kind:
            found.append(Step(move.kind, move.ref))
    return tuple(reversed(found))


def _step(chain: Chain, part: Part) -> int:
    """What a move costs there: all the same, for where odds are asked no briefing is heard."""
    return max((cost(move) for move in chain.graph.places[part.place].moves), default=0)
