"""What is worked out on single states: odds at random and of every policy, what can be forced, and theses on odds.

Nothing but this needs numpy, which is imported here when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playable.language.names import Tone
from playable.verify.limits import Limits
from playable.verify.properties import ThesisVerdict, figures_of
from playable.verify.system import TransitionSystem

if TYPE_CHECKING:
    from playable.verify.markov.chain import Chain
    from playable.verify.markov.decision_weights import DecisionWeight
    from playable.verify.markov.livelock import Livelock
    from playable.verify.markov.optimal import Chances, Decisions
    from playable.verify.markov.policies import PolicyOdds
    from playable.verify.properties.odds_theses import OddsQuery


@dataclass
class Odds:
    """All of it. What there are too many states for is None; a thesis that was not come to is missing."""

    theses: list[ThesisVerdict] = field(default_factory=list)
    chances: dict[str, Chances] | None = None  # of endings
    tones: dict[Tone, float] | None = None  # of endings, at random
    decisions: Decisions | None = None
    weights: list[DecisionWeight] | None = None
    policies: list[PolicyOdds] | None = None
    livelocks: Sequence[Livelock] = ()


def all_odds(system: TransitionSystem, limits: Limits) -> Odds:
    """The odds of a story whose system hears no briefings."""
    from playable.verify.markov.chain import TooMany
    from playable.verify.properties.odds_theses import chains, odds_query

    story, found = system.machine.story, Odds()
    queries = {name: odds_query(system, thesis.odds) for name, thesis in story.theses.items() if thesis.odds}
    for n, (names, chain) in enumerate(chains(system, queries, limits.single)):
        if isinstance(chain, TooMany):
            found.theses += [ThesisVerdict(name, "unknown", f"{chain}: too many for exact odds") for name in names]
        else:
            _on_chain(chain, {name: queries[name] for name in names}, found, first=not n)
    return found


def _on_chain(chain: Chain, queries: dict[str, OddsQuery], found: Odds, first: bool) -> None:
    """What one chain answers: its theses; and the first, which has every state that matters, all else. Players are
    taken one after another, for of each as much is kept as there are states."""
    from playable.verify.markov.decision_weights import decision_weights
    from playable.verify.markov.livelock import livelocks
    from playable.verify.markov.optimal import chances, decisions
    from playable.verify.markov.policies import Play, PolicyOdds, playing
    from playable.verify.properties.odds_theses import compare_choices, decide_odds

    story = chain.system.machine.story
    theses = {name: odds for name in queries if (odds := story.theses[name].odds)}
    compared = {name: odds for name, odds in theses.items() if odds.after}
    figures: dict[str, dict[str | None, float | None]] = {name: {} for name in theses}
    if first:
        found.policies = []
    for policy in (None, *story.policies):
        asking = [name for name, odds in theses.items() if name not in compared and policy in figures_of(odds)]
        if not (asking or first or policy is None):
            continue
        play = Play(chain if policy is None else playing(chain, story.policies[policy].takes))
        for name in asking:
            known = chain.having(queries[name].under) if theses[name].given else None
            figures[name][policy] = play.share(chain.having(queries[name].met), known)
        if policy is None:
            found.theses += [
                compare_choices(name, odds, queries[name], chain, play.often) for name, odds in compared.items()
            ]
        if first and policy is None:
            found.chances, found.tones = chances(play), play.tones()
            found.decisions, found.livelocks = decisions(chain, play.often), livelocks(chain)
            found.weights = decision_weights(play)
        elif first and found.policies is not None and policy:
            found.policies.append(PolicyOdds(policy, play.endings(), play.tones()))
    found.theses += [decide_odds(name, odds, figures[name]) for name, odds in theses.items() if name not in compared]
