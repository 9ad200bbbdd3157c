"""How the odds stood at each decision, averaged over what the player could not tell apart: judged without hindsight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from playable.language.story import Story
from playable.review.retrace import Moment
from playable.verify.markov import Outlook

TONES = ("disaster", "loss", "stalemate", "gain", "triumph")
Odds = Mapping[str, float]  # of each ending, or of each tone


@dataclass(frozen=True)
class Weighed:
    """The odds of each ending at a decision under the uniform player: before it, and after each move open there."""

    before: Odds
    moves: Mapping[str, Odds]  # by the id of the choice, the one that was taken among them
    taken: str

    @property
    def after(self) -> Odds:
        """After the move that was made, before anything that followed was told."""
        return self.moves[self.taken]


def weighed(moments: Iterable[Moment], outlook: Outlook) -> tuple[Weighed | None, ...]:
    """The odds at each decision of a playthrough; None where too many moments look the same."""
    return tuple(_weighed(moment, outlook) for moment in moments if moment.taken)


def by_tone(odds: Odds, story: Story) -> dict[str, float]:
    """The odds of each tone of ending, of which the story has any, from disaster to triumph."""
    tone = {ending: node.ending.tone for ending, node in story.nodes.items() if node.ending}
    found = {t: 0.0 for t in TONES if t in tone.values()}
    for ending, share in odds.items():
        found[tone[ending]] += share
    return found


def moved(before: Odds, after: Odds) -> float:
    """How much of the odds moved, from 0 to 1: the total variation distance."""
    return sum(abs(after[key] - before[key]) for key in before) / 2


def _weighed(moment: Moment, outlook: Outlook) -> Weighed | None:
    if moment.belief is None:
        return None
    offers = [offer.id for offer in moment.view.offers if not offer.locked]
    places = {offer.id: n for n, offer in enumerate(moment.view.offers)}
    before = dict.fromkeys(outlook.endings, 0.0)
    moves = {ref: dict.fromkeys(outlook.endings, 0.0) for ref in offers}
    for one in moment.belief:
        share, state = float(one.share), [(one.frame.s, 1.0)]
        _add(before, outlook.at(one.view.node, state), share)
        led = outlook.after(one.view.node, state)
        for ref, found in moves.items():
            _add(found, led[one.view.offers[places[ref]].id], share)
    return Weighed(before, moves, moment.taken)


def _add(found: dict[str, float], more: Odds, share: float) -> None:
    for ending, odds in more.items():
        found[ending] += share * odds
