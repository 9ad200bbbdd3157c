"""Where play can go round for ever and never end, and the shortest way there."""

from __future__ import annotations

import numpy as np

from game.engine.session import Step
from game.verify.chain import Chain
from game.verify.columns import Bools, Ints
from game.verify.findings import Endless
from game.verify.layers import reduced
from game.verify.shortest import cost

FAR = np.iinfo(np.int64).max // 2


def endless(chain: Chain) -> list[Endless]:
    """Of each node where it comes to that first, the nearest state that no ending can be reached from, only rings."""
    shut = ~chain.open & _going_round(chain)
    if not shut.any():
        return []
    steps = np.array([max((cost(move) for move in place.moves), default=0) for place in chain.graph.places])[
        chain.place
    ]
    away, found = _distances(chain, steps), dict[int, int]()
    source = np.repeat(np.arange(len(chain)), np.diff(chain.moves.begin))
    border = chain.moves.to[chain.open[source] & shut[chain.moves.to]]
    first = np.unique(border) if chain.open[chain.start] else np.array([chain.start])
    for i in first[np.argsort(away[first], kind="stable")].tolist():
        found.setdefault(chain.graph.places[chain.place[i]].scene, i)
    return [(scene, _way(chain, away + steps, i)) for scene, i in found.items()]


def _going_round(chain: Chain) -> Bools:
    """From which states a ring can be reached."""
    found = np.zeros(len(chain), np.bool_)
    for block in reversed(chain.blocks):
        for part in reversed(block.parts):
            begin, to, _ = chain.moves.of(part)
            found[part.start : part.stop] = block.turns | reduced(np.logical_or, found[to], begin, False)
    return found


def _distances(chain: Chain, steps: Ints) -> Ints:
    """What the shortest way to each state costs; `steps` is what a move costs there."""
    away = np.full(len(chain), FAR)
    away[chain.start] = 0
    for block in chain.blocks:
        before = None
        while before is None or (block.turns and (before != away).any()):
            before = away.copy() if block.turns else away
            for part in block.parts:
                begin, to, _ = chain.moves.of(part)
                here = away[part.start : part.stop] + steps[part.start : part.stop]
                np.minimum.at(away, to, np.repeat(here, np.diff(begin)))
    return away


def _way(chain: Chain, onward: Ints, at: int) -> tuple[Step, ...]:
    """The steps of a shortest way to a state; `onward` is what it costs to come from the start to beyond each state."""
    found = list[Step]()
    begin, to, which, _ = chain.moves
    while at != chain.start:
        into = np.flatnonzero(to == at)
        source = np.searchsorted(begin, into, "right") - 1
        nearest = int(np.argmin(onward[source]))
        at = int(source[nearest])
        move = chain.graph.places[chain.place[at]].moves[which[into[nearest]]]
        if move.kind:
            found.append(Step(move.kind, move.ref))
    return tuple(reversed(found))
