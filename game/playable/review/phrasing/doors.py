"""Doors closing, in sentences: which endings a decision shut out, and the best that could still be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from playable.engine.phrasing import listed
from playable.engine.shares import percent
from playable.language.story import Story
from playable.review.odds.decisions import Weighed, by_tone
from playable.review.phrasing.phrases import LEAST
from playable.verify.markov import Doors

FALLS = 3  # of the best, that are told
BOUND = "The best is for a player who knew everything, even what was never told: an upper bound."


def closings(weighed: Sequence[Weighed | None], story: Story) -> Iterator[str]:
    """At which decision, or by what followed it, each ending was shut out."""
    known = [(n, one) for n, one in enumerate(weighed, 1) if one]
    for n, one in known:
        if gone := _gone(one.doors[0], one.doors[1], story):
            yield f"Decision {n} shut out {gone}."
    for (n, one), (_, then) in pairwise(known):
        if gone := _gone(one.doors[1], then.doors[0], story):
            yield f"What followed decision {n} shut out {gone}."


def falls(weighed: Sequence[Weighed | None], story: Story) -> Iterator[str]:
    """The decisions that most lowered the best that could still be had, beside the odds at random."""
    found = []
    for n, one in enumerate(weighed, 1):
        for tone in list(one.doors[0].best)[1:] if one else ():
            assert one is not None
            before, after = one.doors[0].best[tone], one.doors[1].best[tone]
            if before - after >= LEAST:
                found.append((before - after, -n, tone, one))
    told = set[int]()
    for _, n, tone, one in sorted(found, key=lambda fall: fall[:2], reverse=True):
        if n not in told and len(told) < FALLS:
            told.add(n)
            best = f"from {percent(one.doors[0].best[tone])} to {percent(one.doors[1].best[tone])}"
            random = f"{percent(_or_better(one, tone, story, after=False))} to {percent(_or_better(one, tone, story))}"
            yield f"Decision {-n} lowered {better(tone, story)} most, at best {best}; at random from here {random}."


def still(one: Weighed, story: Story) -> Iterator[str]:
    """Of one decision: the best and the worst of each tone or better, before and after, beside the odds at random."""
    for tone in list(one.doors[0].best)[1:]:
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


def at_random(odds: Mapping[str, float], tone: str) -> float:
    """Of the odds of each tone, those of one or better."""
    tones = list(odds)
    return sum(odds[t] for t in tones[tones.index(tone) :])


def _or_better(one: Weighed, tone: str, story: Story, after: bool = True) -> float:
    return at_random(by_tone(one.after if after else one.before, story), tone)


def _gone(before: Doors, after: Doors, story: Story) -> str:
    ends = [story.nodes[node].ending for node in before.open if node not in after.open]
    return listed([end.name for end in ends if end])
