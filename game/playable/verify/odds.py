"""What is worked out on single states: odds at random and of every policy, what can be forced, and theses on odds.

Nothing but this needs numpy, which is imported here when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playable.language.names import Tone
from playable.verify.limits import CUT, Cut, Ended, Run, let_go
from playable.verify.properties import OddsQuery, ThesisVerdict, figures_of, odds_queries
from playable.verify.symbolic import Explored
from playable.verify.system import TransitionSystem

if TYPE_CHECKING:
    from playable.verify.markov.chain import Chain
    from playable.verify.markov.decision_weights import DecisionWeight
    from playable.verify.markov.livelock import Livelock
    from playable.verify.markov.optimal import Chances, Decisions
    from playable.verify.markov.policies import Figure, Play, PolicyOdds


@dataclass
class StoryOdds:
    """All of it. What there are too many states for is None; a thesis that was not come to is missing."""

    theses: list[ThesisVerdict] = field(default_factory=list)
    chances: dict[str, Chances] | None = None  # of endings
    tones: dict[Tone, float] | None = None  # of endings, at random
    decisions: Decisions | None = None
    weights: list[DecisionWeight] | None = None
    policies: list[PolicyOdds] | None = None
    short: PolicyOdds | None = None  # of the short game, at random where it asks
    livelocks: Sequence[Livelock] = ()
    bound: float = 0.0  # how far odds may be off at most, but for rounding
    cut: Cut = ""


def all_odds(system: TransitionSystem, run: Run, limit: int, known: Explored | None = None) -> StoryOdds:
    """The odds of a story whose system hears no briefings, on so many states at most; `known` is what came
    of exploring it, if it was."""
    return _odds(system, run, limit, known, whole=True)


def odds_of_players(system: TransitionSystem, run: Run, limit: int, known: Explored | None = None) -> StoryOdds:
    """Of those only what comes of the uniform player and of policies: theses and tones."""
    return _odds(system, run, limit, known, whole=False)


def _odds(system: TransitionSystem, run: Run, limit: int, known: Explored | None, whole: bool) -> StoryOdds:
    result = StoryOdds(cut=run.ended)
    if not result.cut:
        try:
            _work_out(result, system, run, limit, known, whole)
        except Ended as why:  # what was found by then stands
            result.cut = why.cut
        except MemoryError:
            result.cut = "memory"
    return result


def _work_out(
    result: StoryOdds, system: TransitionSystem, run: Run, limit: int, known: Explored | None, whole: bool
) -> None:
    from playable.verify.markov.building import NoChain
    from playable.verify.properties.odds_theses import chains

    queries = odds_queries(system)
    for n, (names, chain) in enumerate(chains(system, queries, run, limit, known)):
        if isinstance(chain, NoChain):
            why = f"{chain}: too many for exact odds" if chain.cut == "limit" else CUT[chain.cut]
            result.theses += [ThesisVerdict(name, "unknown", why) for name in names]
            result.cut = chain.cut
            continue
        players = _players(chain, {name: queries[name] for name in names}, result, every=not n)
        let_go(len(chain))
        result.bound = max(result.bound, players.bound)
        if not n:
            result.tones = players.tones()
            if whole:
                _at_random(players, result)
                result.short = _short(chain, result)


def _players(chain: Chain, queries: dict[str, OddsQuery], result: StoryOdds, every: bool) -> Play:
    """What the players of a chain come to: its theses, and if `every` one is asked for, the odds of each policy.

    They are taken one after another, for of each as much is kept as there are states. The uniform one is returned.
    """
    from playable.verify.markov.policies import Play, PolicyOdds, playing
    from playable.verify.properties.odds_theses import compare_choices, decide_odds

    story, uniform = chain.system.machine.story, Play(chain)
    theses = {name: odds for name in queries if (odds := story.theses[name].odds)}
    compared = {name: odds for name, odds in theses.items() if odds.after}
    figures: dict[str, dict[str | None, Figure | None]] = {name: {} for name in theses}
    policies = []
    for policy in (None, *story.policies):
        asking = [name for name, odds in theses.items() if name not in compared and policy in figures_of(odds)]
        if policy is None or asking or every:
            play = uniform if policy is None else Play(playing(chain, story.policies[policy].takes))
            for name in asking:
                known = chain.having(queries[name].under) if theses[name].given else None
                figures[name][policy] = play.figure(chain.having(queries[name].met), known)
            result.bound = max(result.bound, play.bound)
            if policy is not None and every:
                policies.append(PolicyOdds(policy, play.endings(), play.tones()))
    if every:
        result.policies = policies
    result.theses += [compare_choices(name, odds, queries[name], uniform) for name, odds in compared.items()]
    result.theses += [decide_odds(name, odds, figures[name]) for name, odds in theses.items() if name not in compared]
    return uniform


def _short(chain: Chain, result: StoryOdds) -> PolicyOdds | None:
    """The short game: its policy without what it takes where the player is asked. None: the story has none."""
    from playable.verify.markov.policies import Play, PolicyOdds, playing

    story = chain.system.machine.story
    short = story.head.short
    if short is None:
        return None
    takes = [ref for ref in story.policies[short.plays].takes if ref.partition(".")[0] not in short.asks]
    play = Play(playing(chain, takes))
    result.bound = max(result.bound, play.bound)
    return PolicyOdds("short game", play.endings(), play.tones())


def _at_random(play: Play, result: StoryOdds) -> None:
    """What else the first chain tells, which has every state that matters."""
    from playable.verify.markov.decision_weights import decision_weights
    from playable.verify.markov.livelock import livelocks
    from playable.verify.markov.optimal import chances, decisions

    result.chances, result.weights = chances(play), decision_weights(play)
    result.bound = max(result.bound, *(one.bound for one in result.chances.values()), 0.0)
    result.decisions, result.livelocks = decisions(play.chain, play.often, play.bound), livelocks(play.chain)
