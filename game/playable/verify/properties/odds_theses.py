"""Theses on odds: how often something is so at the ending, under the uniform player; or after which of two choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from playable.language.expressions.algebra import all_of
from playable.language.expressions.tree import Tree, Truth
from playable.language.model import Odds
from playable.verify.markov.chain import Chain, TooMany, chain
from playable.verify.markov.columns import Ints
from playable.verify.markov.expected import expected_values
from playable.verify.markov.topological import Floats
from playable.verify.properties.theses import ThesisVerdict
from playable.verify.symbolic import Asked, Explorer
from playable.verify.system import Liveness, TransitionSystem, read_at

ROUNDING = 1e-12  # how far floats may stray: a bound that is met exactly is met


Wanted = dict[int, tuple[Tree, ...]]  # of each ending's location, conditions


class OddsQuery(NamedTuple):
    """What a thesis of odds asks at the endings: of those `under` which its `given` holds, how many are `met`."""

    met: Wanted
    under: Wanted


def odds_query(system: TransitionSystem, odds: Odds) -> OddsQuery:
    """What a thesis asks."""
    given, domains = odds.given or Truth(True), system.machine.story.domains
    found = OddsQuery({}, {})
    for i, location in enumerate(system.locations):
        if location.ends:
            scene = system.machine.scenes[location.scene]
            found.under[i] = (read_at(given, scene, domains),)
            found.met[i] = (all_of([*found.under[i], read_at(odds.of, scene, domains)]),)
    return found


def chains(
    system: TransitionSystem, asked: Mapping[str, OddsQuery], limit: int
) -> Iterator[tuple[list[str], Chain | TooMany]]:
    """A chain for all theses, if what they ask at most doubles the states of the first. Otherwise one for those for
    which the rules of the story keep enough apart, which may be none, and then one for each other."""
    live = Liveness(system, {}).live
    plain = [
        thesis_id
        for thesis_id, one in asked.items()
        if not any(system.reads(tree) & ~live[i] for i, tree in _trees(one))
    ]
    groups = [plain, *([thesis_id] for thesis_id in asked if thesis_id not in plain)]
    if len(groups) > 1:
        few = min(2 * Explorer(system).run(limit).states, limit)
        with suppress(TooMany):
            yield list(asked), chain(system, _together(asked.values()), few)
            return
    for ids in groups:
        try:
            yield ids, chain(system, _together(asked[thesis_id] for thesis_id in ids), limit)
        except TooMany as why:
            yield ids, why


def _together(of: Iterable[OddsQuery]) -> Asked:
    """All that several theses ask."""
    found: dict[int, list[tuple[Tree, ...]]] = {}
    for asked in of:
        for i, tree in _trees(asked):
            found.setdefault(i, []).append((tree,))
    return found


def _trees(asked: OddsQuery) -> Iterator[tuple[int, Tree]]:
    return ((i, tree) for some in asked for i, trees in some.items() for tree in trees)


def decide_odds(thesis_id: str, odds: Odds, asked: OddsQuery, states: Chain, often: Floats) -> ThesisVerdict:
    """The verdict on a thesis of odds, by a chain that keeps apart what it asks; `often` are the `expected_visits`."""
    if odds.playing:
        return ThesisVerdict(thesis_id, "unknown", "the odds of a policy are not worked out as yet")
    met, known = states.having(asked.met), states.having(asked.under)
    if odds.after and odds.below_after:
        return _compared(thesis_id, states, often, met, odds)
    if odds.given and not len(known):
        return ThesisVerdict(thesis_id, "fails", "its `given` never holds, so it says nothing")
    figure = float(often[met].sum() / (often[known].sum() if odds.given else 1))
    high = odds.at_most is not None and figure > odds.at_most + ROUNDING
    low = odds.at_least is not None and figure < odds.at_least - ROUNDING
    said = "more often than it may" if high else "less often than it must" if low else "as often as it says"
    return ThesisVerdict(thesis_id, "fails" if high or low else "holds", said, figure)


def _compared(thesis_id: str, states: Chain, often: Floats, met: Ints, odds: Odds) -> ThesisVerdict:
    """Of two choices, over the states that offer both: after which of them it is likelier, and by enough."""
    after, below = str(odds.after), str(odds.below_after)
    worth = np.zeros(len(states))
    worth[met] = 1
    often, hope = often * states.open, expected_values(states, worth)
    (one, ahead), (other, behind) = states.after(after), states.after(below)
    both, first, second = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    weight = often[both].sum()
    if not weight:
        return ThesisVerdict(thesis_id, "fails", f"no playthrough is ever offered both {after} and {below}")
    figure, against = (float(often[both] @ hope[to] / weight) for to in (ahead[first], behind[second]))
    holds, said = differ(against - figure, odds.by)
    return ThesisVerdict(thesis_id, "holds" if holds else "fails", said.format("less"), figure, against)


def differ(difference: float, by: Fraction | None) -> tuple[bool, str]:
    """Is one of two figures so much ahead; and that in words, with a place for `less` or `more`."""
    if difference <= ROUNDING:
        return False, "no {} often"
    if by is not None and difference < by - ROUNDING:
        return False, "{} often, and by less than it must be"
    return True, "{} often"
