"""Theses on odds: how often something is so at the ending, of some player; or after which of two choices it is more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Literal

import numpy as np

from playable.language.model import Odds
from playable.verify.limits import Run
from playable.verify.markov.building import NoChain, chain, listed_chain
from playable.verify.markov.chain import Chain
from playable.verify.markov.expected import expected_values
from playable.verify.markov.policies import Figure, Play
from playable.verify.markov.topological import Floats
from playable.verify.properties.theses import OddsQuery, ThesisVerdict, asked_together, figures_of
from playable.verify.symbolic import Explored, Rules, explore
from playable.verify.system import TransitionSystem

ROUNDING = 1e-12  # how far floats may stray: a bound that is met exactly is met


def chains(
    system: TransitionSystem, asked: Mapping[str, OddsQuery], run: Run, limit: int, known: Explored | None = None
) -> Iterator[tuple[list[str], Chain | NoChain]]:
    """A chain for all theses, if what they ask at most doubles the states of the first. Otherwise one for those for
    which the rules of the story keep enough apart, which may be none, and then one for each other. Where it is
    `known` already what is reached, and the states are listed as far as theses ask, it is those of one chain for
    all."""
    if known and known.whole and known.listed:
        yield list(asked), listed_chain(known.listed, run)
        return
    if known and known.explorer.system is system and known.reached.states > limit:
        yield list(asked), NoChain("limit", f"more than {limit:,} situations")
        return
    how = known.kept if known else None
    rules = Rules.of(system)
    plain = [
        thesis_id
        for thesis_id, one in asked.items()
        if not any(system.reads(tree) & ~rules.liveness.live[i] for i, tree in one.trees())
    ]
    groups = [plain, *([thesis_id] for thesis_id in asked if thesis_id not in plain)]
    if len(groups) > 1:
        few = explore(rules, {}, run.budget("Odds", limit), how).reached.states
        with suppress(NoChain):
            yield list(asked), chain(system, asked_together(asked.values()), min(2 * few, limit), run, how)
            return
    for ids in groups:
        try:
            yield ids, chain(system, asked_together(asked[thesis_id] for thesis_id in ids), limit, run, how)
        except NoChain as why:
            yield ids, why


def decide_odds(thesis_id: str, odds: Odds, figures: Mapping[str | None, Figure | None]) -> ThesisVerdict:
    """The verdict on a thesis of odds that compares no choices; `figures` by player, None where its `given` never
    holds."""
    for policy in figures_of(odds):
        if figures[policy] is None:
            said = "its `given` never holds, so it says nothing" + (f" when playing {policy}" if policy else "")
            return ThesisVerdict(thesis_id, "fails", said)
    known = {policy: figure for policy, figure in figures.items() if figure}
    share, bound = known[odds.playing]
    player = f"playing {odds.playing} " if odds.playing else ""
    if other := odds.above or odds.below:
        against, more = known[other]
        ahead = share - against if odds.above else against - share
        verdict, said = _ahead(ahead, odds.by, bound + more)
        said = f"{player}{said.format('more' if odds.above else 'less')} than playing {other}"
        return ThesisVerdict(thesis_id, verdict, said, share, against)
    if any(limit is not None and abs(share - limit) <= bound for limit in (odds.at_most, odds.at_least) if bound):
        return ThesisVerdict(thesis_id, "unknown", f"the odds are known to within {bound:.2g} only", share)
    high = odds.at_most is not None and share > odds.at_most + ROUNDING
    low = odds.at_least is not None and share < odds.at_least - ROUNDING
    said = "more often than it may" if high else "less often than it must" if low else "as often as it says"
    return ThesisVerdict(thesis_id, "fails" if high or low else "holds", player + said, share)


def compare_choices(thesis_id: str, odds: Odds, asked: OddsQuery, play: Play) -> ThesisVerdict:
    """Of two choices, over the states that offer both: after which of them it is likelier, and by enough, for the
    uniform player."""
    after, below, chain = str(odds.after), str(odds.below_after), play.chain
    worth = np.zeros(len(chain))
    worth[chain.having(asked.met)] = 1
    often, hope = play.often, expected_values(chain, worth)
    (one, ahead), (other, behind) = chain.after(after), chain.after(below)
    both, first, second = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    weight = float(often[both].sum())
    if not weight:
        return ThesisVerdict(thesis_id, "fails", f"no playthrough is ever offered both {after} and {below}")
    share, against = (_mean(hope.values[to], often[both]) for to in (ahead[first], behind[second]))
    verdict, said = _ahead(against - share, odds.by, 2 * (hope.bound + play.bound / weight))
    return ThesisVerdict(thesis_id, verdict, f"after {after} {said.format('less')} than after {below}", share, against)


def _mean(values: Floats, weights: Floats) -> float:
    """The mean of some values; exactly theirs, where they are all the same."""
    return float(values[0] if (values == values[0]).all() else values @ weights / weights.sum())


def _ahead(difference: float, by: Fraction | None, bound: float) -> tuple[Literal["holds", "fails", "unknown"], str]:
    """Is one of two figures so much ahead of the other, where the difference may be off by a bound; and that in words,
    with a place for `less` or `more`."""
    if bound and abs(difference - float(by or 0)) <= bound:
        return "unknown", f"{{}} often or not, for the odds are known to within {bound:.2g} only,"
    if difference <= ROUNDING:
        return "fails", "no {} often"
    if by is not None and difference < by - ROUNDING:
        return "fails", f"{{}} often, but by {difference:.2%}, which is less than {float(by):.2%},"
    return "holds", "{} often"
