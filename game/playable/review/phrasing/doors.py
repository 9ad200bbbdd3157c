"""Doors closing, in sentences: which endings a decision shut out, and the best that could still be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from playable.engine.phrasing import listed
from playable.engine.shares import percent
from playable.language.story import Story
from playable.review.odds.decisions import DecisionOdds, by_tone
from playable.review.phrasing.phrases import LEAST
from playable.verify.markov import Doors

FALLS = 3  # of the best, that are told
BOUND = "The best is for a player who knew everything, even what was never told: an upper bound."


class _Lowered(NamedTuple):
    """A decision, and by how much it lowered the best that could be had of a tone or better."""

    number: int
    by: float
    tone: str
    odds: DecisionOdds


def closings(odds: Sequence[DecisionOdds | None], story: Story) -> Iterator[str]:
    """At which decision, or by what followed it, each ending was shut out."""
    known = [(n, one) for n, one in enumerate(odds, 1) if one]
    for n, one in known:
        if gone := _gone(one.doors.before, one.doors.after, story):
            yield f"Decision {n} shut out {gone}."
    for (n, one), (_, then) in pairwise(known):
        if gone := _gone(one.doors.after, then.doors.before, story):
            yield f"What followed decision {n} shut out {gone}."


def falls(odds: Sequence[DecisionOdds | None], story: Story) -> Iterator[str]:
    """The decisions that most lowered the best that could still be had, beside the odds at random."""
    most: dict[int, _Lowered] = {}  # of each decision, what it lowered most
    every = (one for number, at in enumerate(odds, 1) if at for one in _lowered(number, at))
    for one in sorted(every, key=lambda lowered: (-lowered.by, lowered.number)):
        most.setdefault(one.number, one)
    for number, _, tone, at in list(most.values())[:FALLS]:
        best = f"from {percent(at.doors.before.best[tone])} to {percent(at.doors.after.best[tone])}"
        random = f"{percent(_or_better(at, tone, story, after=False))} to {percent(_or_better(at, tone, story))}"
        yield f"Decision {number} lowered {better(tone, story)} most, at best {best}; at random from here {random}."


def still(one: DecisionOdds, story: Story) -> Iterator[str]:
    """Of one decision: the best and the worst of each tone or better, before and after, beside the odds at random."""
    for tone in list(one.doors.before.best)[1:]:
        bounds = [f"{percent(d.best[tone])} at best and {percent(d.worst[tone])} at worst" for d in one.doors]
        random = [percent(_or_better(one, tone, story, after)) for after in (False, True)]
        said = [f"{bound}, {share} at random from here" for bound, share in zip(bounds, random, strict=True)]
        name = better(tone, story)
        yield f"{name[:1].upper()}{name[1:]}: {said[0]}; after it {said[1]}."
    if gone := _gone(*one.doors, story):
        yield f"It shut out {gone}."


def better(tone: str, story: Story) -> str:
    """`gain or better`; the best tone by itself."""
    tones = list(by_tone({}, story))
    return tone if tone == tones[-1] else f"{tone} or better"


def _lowered(number: int, odds: DecisionOdds) -> Iterator[_Lowered]:
    before, after = odds.doors
    for tone in list(before.best)[1:]:
        if (by := before.best[tone] - after.best[tone]) >= LEAST:
            yield _Lowered(number, by, tone, odds)


def _or_better(one: DecisionOdds, tone: str, story: Story, after: bool = True) -> float:
    odds = by_tone(one.after if after else one.before, story)
    tones = list(odds)
    return sum(odds[better] for better in tones[tones.index(tone) :])


def _gone(before: Doors, after: Doors, story: Story) -> str:
    ends = [story.nodes[node].ending for node in before.open if node not in after.open]
    return listed([end.name for end in ends if end])
