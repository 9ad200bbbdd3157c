"""What a player who sees every variable can force, and how many decisions a playthrough takes.

A Markov decision process, by value iteration from below (Puterman, *Markov Decision Processes*, 1994): the least
solution counts staying for ever as never getting there, so where a loop allows that, the worst is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from game.verify.chain import Chain
from game.verify.odds import hopes, visits

TOLERANCE = 1e-13  # the change of one round at which a ring is taken as settled


class Decisions(NamedTuple):
    """How many choices a playthrough that ends takes: fewest, on average under the uniform player, and most.

    None: no playthrough ends; and for most, one can go round for as long as one likes.
    """

    fewest: int | None
    mean: float | None
    most: int | None


def best(chain: Chain, wanted: Collection[int]) -> float:
    """With what probability the best player comes to one of the wanted endings."""
    return _forced(chain, wanted, max)


def worst(chain: Chain, wanted: Collection[int]) -> float:
    """The same of a player who wants anything else."""
    return _forced(chain, wanted, min)


def decisions(chain: Chain) -> Decisions:
    """The lengths of playthroughs."""
    if 0 not in chain.open:
        return Decisions(None, None, None)
    ending = hopes(chain, dict.fromkeys(chain.ends, 1.0), 1.0)
    met = visits(chain, 1.0)
    mean = sum(met[i] * ending[i] for i in chain.open if chain.decides(i)) / ending[0]
    endless = any(chain.turns(ring) and ring[0] in chain.open for ring in chain.rings)
    return Decisions(_fewest(chain), mean, None if endless else _most(chain))


def _forced(chain: Chain, wanted: Collection[int], choose: Callable[[Iterable[float]], float]) -> float:
    value = [0.0] * len(chain.states)
    for i in wanted:
        value[i] = 1.0
    for ring in reversed(chain.rings):
        change = 1.0
        while change > TOLERANCE:
            change = 0.0
            for i in reversed(ring):
                onward = chain.onward[i]
                if not onward:
                    continue
                if chain.decides(i):
                    new = choose(value[to] for _, _, to in onward)
                else:
                    new = sum(value[to] * weight for _, weight, to in onward) / sum(weight for _, weight, _ in onward)
                change = max(change, new - value[i])
                value[i] = new
            if not chain.turns(ring):
                break
    return value[0]


def _fewest(chain: Chain) -> int:
    """Breadth first, by layers of as many choices."""
    layer, seen, taken = [0], {0}, 0
    while True:
        later = []
        for i in layer:  # grows by what is reached without a choice
            if i in chain.ends:
                return taken
            for _, _, to in chain.onward[i]:
                if to not in seen and chain.decides(i):
                    later.append(to)
                elif to not in seen:
                    seen.add(to)
                    layer.append(to)
        layer = [to for to in dict.fromkeys(later) if to not in seen]
        seen.update(layer)
        taken += 1


def _most(chain: Chain) -> int:
    longest = [0] * len(chain.states)
    for ring in reversed(chain.rings):
        for i in ring:
            onward = (longest[to] for _, _, to in chain.onward[i] if to in chain.open)
            longest[i] = chain.decides(i) + max(onward, default=0)
    return longest[0]
