"""Theses on odds: how often something is so at the ending, under the uniform player; or after which of two choices."""

from __future__ import annotations

import numpy as np

from game.language.expressions.tree import Tree, Truth
from game.language.model import Odds
from game.verify.chain import Chain, TooMany, chain
from game.verify.columns import Ints
from game.verify.graph import Graph
from game.verify.limits import Limits
from game.verify.odds import hopes, visits
from game.verify.reading import joined, read_at
from game.verify.theses import Decided

ROUNDING = 1e-12  # how far floats may stray: a bound that is met exactly is met


def likely(graph: Graph, id: str, odds: Odds, limits: Limits) -> Decided:
    """The verdict on a thesis of odds."""
    given, domains = odds.given or Truth(True), graph.machine.story.domains
    of: dict[int, tuple[Tree, ...]] = {}
    under: dict[int, tuple[Tree, ...]] = {}
    for i, place in enumerate(graph.places):
        if place.ends:
            scene = graph.machine.scenes[place.scene]
            under[i] = (read_at(given, scene, domains),)
            of[i] = (joined(True, [*under[i], read_at(odds.of, scene, domains)]),)
    try:
        states = chain(graph, {i: [of[i], under[i]] for i in of}, limits.single)
    except TooMany as why:
        return Decided(id, "unknown", f"{why}: too many for exact odds")
    met, known = states.having(of), states.having(under)
    if odds.after and odds.below_after:
        return _compared(id, states, met, odds.after, odds.below_after)
    if odds.given and not len(known):
        return Decided(id, "fails", "its `given` never holds, so it says nothing")
    often = visits(states)
    figure = float(often[met].sum() / (often[known].sum() if odds.given else 1))
    high = odds.at_most is not None and figure > odds.at_most + ROUNDING
    low = odds.at_least is not None and figure < odds.at_least - ROUNDING
    said = "more often than it may" if high else "less often than it must" if low else "as often as it says"
    return Decided(id, "fails" if high or low else "holds", said, figure)


def _compared(id: str, states: Chain, met: Ints, after: str, below: str) -> Decided:
    """Of two choices, over the states that offer both: after which of them it is likelier."""
    worth = np.zeros(len(states))
    worth[met] = 1
    often, hope = visits(states) * states.open, hopes(states, worth)
    (one, ahead), (other, behind) = states.after(after), states.after(below)
    both, first, second = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    weight = often[both].sum()
    if not weight:
        return Decided(id, "fails", f"no playthrough is ever offered both {after} and {below}")
    figure, against = (float(often[both] @ hope[to] / weight) for to in (ahead[first], behind[second]))
    less = figure < against - ROUNDING
    return Decided(id, "holds" if less else "fails", "less often" if less else "no less often", figure, against)
