"""How the odds stood at each decision, averaged over what the player could not tell apart: judged without hindsight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from playable.language.names import TONES
from playable.language.story import Story
from playable.review.road.moments import Moment
from playable.verify.markov import Doors, Outlook

T = TypeVar("T")
Distribution = Mapping[str, float]  # the probability of each ending, or of each tone


class BeforeAfter(NamedTuple, Generic[T]):
    """Something as it was before a decision, and after the move that was made."""

    before: T
    after: T


@dataclass(frozen=True)
class DecisionOdds:
    """The odds of each ending at a decision under the uniform player: before it, and after each move open there.

    Of the doors, what is open is open in truth; the bounds are averaged over what the player could not tell apart.
    """

    before: Distribution
    moves: Mapping[str, Distribution]  # by the id of the choice, the one that was taken among them
    taken: str
    doors: BeforeAfter[Doors]

    @property
    def after(self) -> Distribution:
        """After the move that was made, before anything that followed was told."""
        return self.moves[self.taken]


RoadOdds = Sequence[DecisionOdds | None] | None  # of each decision of a road; None: not there (yet)


def decision_odds(moments: Iterable[Moment], outlook: Outlook) -> tuple[DecisionOdds | None, ...]:
    """The odds at each decision of a playthrough; None where too many moments look the same."""
    return tuple(_decision_odds(moment, outlook) for moment in moments if moment.taken)


def by_tone(odds: Distribution, story: Story) -> dict[str, float]:
    """The odds of each tone of ending, of which the story has any, from disaster to triumph."""
    tone = {ending: node.ending.tone for ending, node in story.nodes.items() if node.ending}
    tones: dict[str, float] = {t: 0.0 for t in TONES if t in tone.values()}
    for ending, share in odds.items():
        tones[tone[ending]] += share
    return tones


def moved(before: Distribution, after: Distribution) -> float:
    """How much of the odds moved, from 0 to 1: the total variation distance."""
    return sum(abs(after[key] - before[key]) for key in before) / 2


def _decision_odds(moment: Moment, outlook: Outlook) -> DecisionOdds | None:
    if moment.belief is None:
        return None
    offers = [offer.id for offer in moment.view.offers if not offer.locked]
    places = {offer.id: n for n, offer in enumerate(moment.view.offers)}
    before = dict.fromkeys(outlook.endings, 0.0)
    moves = {ref: dict.fromkeys(outlook.endings, 0.0) for ref in offers}
    none = dict.fromkeys(outlook.tones, 0.0)
    first, then = (Doors(open_, {**none}, {**none}) for open_ in _open(moment, outlook))
    for one in moment.belief:
        node, share, state = one.view.node, float(one.share), [(one.snapshot.s, 1.0)]
        _add(before, outlook.at(node, state), share)
        led = outlook.after(node, state)
        for ref, odds in moves.items():
            _add(odds, led[one.view.offers[places[ref]].id], share)
        taken = one.view.offers[moment.place].id
        for doors, more in ((first, outlook.doors(node, state)), (then, outlook.doors_after(node, state)[taken])):
            _add(doors.best, more.best, share)
            _add(doors.worst, more.worst, share)
    return DecisionOdds(before, moves, moment.taken, BeforeAfter(first, then))


def _open(moment: Moment, outlook: Outlook) -> Iterator[tuple[str, ...]]:
    """The endings that could be reached in truth, before the decision and after it."""
    node, state = moment.view.node, [(moment.view.snapshot.s, 1.0)]
    yield outlook.doors(node, state).open
    yield outlook.doors_after(node, state)[moment.taken].open


def _add(sums: dict[str, float], more: Distribution, share: float) -> None:
    for ending, odds in more.items():
        sums[ending] += share * odds
