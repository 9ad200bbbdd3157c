"""Exact odds under the uniform player, who takes every open choice alike; chance falls by its weights.

The states are a Markov chain. Outside rings one pass gives exact results; small rings are solved as linear equations,
and larger ones gone round until what is left in them is below TOLERANCE. Numbers are floats or, to prove exactness,
fractions: `one` says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from game.verify.chain import Chain

N = TypeVar("N", float, Fraction)
TOLERANCE = 1e-15  # of the mass that came into a ring
SMALL = 60  # states of a ring that is solved by elimination


def visits(chain: Chain, one: N) -> list[N]:
    """How often the uniform player is expected to come to each state. Beyond where no ending can be reached: only
    how often that border is crossed."""
    nothing = one - one
    found = [nothing] * len(chain.states)
    found[0] = one
    for ring in chain.rings:
        open_ = [i for i in ring if i in chain.open]
        if chain.turns(ring) and open_:
            _solve_visits(chain, open_, found)
        inside = set(ring) if chain.turns(ring) else set()
        for i in open_:
            for to, share in shares(chain, i, one).items():
                if to not in inside:
                    found[to] += found[i] * share
    return found


def hopes(chain: Chain, worth: Mapping[int, N], one: N) -> list[N]:
    """What the uniform player comes to on average from each state; `worth`: of endings, 0 if not named."""
    nothing = one - one
    found = [worth.get(i, nothing) for i in range(len(chain.states))]
    for ring in reversed(chain.rings):
        open_ = [i for i in ring if i in chain.open and i not in chain.ends]
        if chain.turns(ring) and open_:
            _solve_hopes(chain, open_, found, one)
        else:
            for i in open_:
                found[i] = sum((found[to] * share for to, share in shares(chain, i, one).items()), nothing)
    return found


def shares(chain: Chain, state: int, one: N) -> dict[int, N]:
    """With what probability each state comes next."""
    total = sum(weight for _, weight, _ in chain.onward[state])
    found: dict[int, N] = {}
    for _, weight, to in chain.onward[state]:
        share = one * weight / total
        found[to] = found[to] + share if to in found else share
    return found


def _solve_visits(chain: Chain, ring: list[int], found: list[N]) -> None:
    """From what comes into a ring, how often each of its states is come to."""
    one = found[ring[0]] * 0 + 1
    within = {i: n for n, i in enumerate(ring)}
    steps = [{within[to]: p for to, p in shares(chain, i, one).items() if to in within} for i in ring]
    if len(ring) <= SMALL:
        rows: list[dict[int, N]] = [{n: one} for n in range(len(ring))]
        for n, inner in enumerate(steps):
            for m, p in inner.items():
                rows[m][n] = rows[m].get(n, one * 0) - p
        for i, x in zip(ring, _eliminated(rows, [found[i] for i in ring]), strict=True):
            found[i] = x
        return
    waiting = [found[i] for i in ring]
    least = sum(waiting) * TOLERANCE
    while sum(waiting) > least:
        for n, inner in enumerate(steps):
            mass, waiting[n] = waiting[n], one * 0
            if mass:
                for m, p in inner.items():
                    waiting[m] += mass * p
                    found[ring[m]] += mass * p


def _solve_hopes(chain: Chain, ring: list[int], found: list[N], one: N) -> None:
    within = {i: n for n, i in enumerate(ring)}
    steps, outside = [], []
    for i in ring:
        onward = shares(chain, i, one)
        steps.append({within[to]: p for to, p in onward.items() if to in within})
        outside.append(sum((found[to] * p for to, p in onward.items() if to not in within), one * 0))
    if len(ring) <= SMALL:
        rows = [{n: one} for n in range(len(ring))]
        for n, inner in enumerate(steps):
            for m, p in inner.items():
                rows[n][m] = rows[n].get(m, one * 0) - p
        for i, x in zip(ring, _eliminated(rows, outside), strict=True):
            found[i] = x
        return
    change = one
    while change > TOLERANCE:
        change = one * 0
        for n in range(len(ring) - 1, -1, -1):
            new = outside[n] + sum((found[ring[m]] * p for m, p in steps[n].items()), one * 0)
            change = max(change, abs(new - found[ring[n]]))
            found[ring[n]] = new


def _eliminated(rows: list[dict[int, N]], right: list[N]) -> list[N]:
    """The solution of linear equations whose diagonal outweighs the rest of its row or column: no pivots are needed."""
    right = right[:]
    for n, row in enumerate(rows):
        for m in range(n + 1, len(rows)):
            below = rows[m].pop(n, None)
            if below:
                factor = below / row[n]
                for k, x in row.items():
                    if k > n:
                        rows[m][k] = rows[m].get(k, factor * 0) - factor * x
                right[m] -= factor * right[n]
    for n in range(len(rows) - 1, -1, -1):
        rest = sum((x * right[k] for k, x in rows[n].items() if k > n), right[n] * 0)
        right[n] = (right[n] - rest) / rows[n][n]
    return right
