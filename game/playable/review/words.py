"""The sentences of a review that every way of showing it shares. Plain text: each way puts it in its own form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from playable.engine.markup import plain
from playable.engine.parts import Change
from playable.engine.spoken import sentence
from playable.review.draws import Hidden, Other
from playable.review.review import Review
from playable.review.weigh import Odds, Weighed, by_tone, moved

LEAST = 0.005  # of the odds: below this nothing has turned
UNIFORM = (
    "Odds are those of a player who from there on takes every open choice alike, and who knows no more than you had "
    "been told: what was drawn and not told is averaged over."
)
ALIKE = "There are no odds for this road: more moments look like yours than can be followed."


def percent(share: float) -> str:
    """A probability in whole percents, never rounded to certainty: `41%`, `under 1%`."""
    if share < 1e-6 or share > 1 - 1e-6:
        return f"{round(share):.0%}"
    return "under 1%" if share < LEAST else "over 99%" if share > 1 - LEAST else f"{share:.0%}"


def turned(review: Review, weighed: Sequence[Weighed | None]) -> int | None:
    """The number of the decision that moved the odds of the tones most; None where none moved them."""
    return max(_shifts(review, weighed), default=(0.0, None))[1]


def turn(review: Review, weighed: Sequence[Weighed | None]) -> str:
    """Where the road turned, in a sentence; in a second, what was told afterwards that moved more than any choice."""
    share, number = max(_shifts(review, weighed), default=(0.0, None))
    said = "No decision turned the road: none of them moved the odds."
    if number is not None:
        here, decision = weighed[number - 1], review.decisions[number - 1]
        assert here is not None
        took = shift(by_tone(here.before, review.story), by_tone(here.after, review.story))
        said = f"The road turned at decision {number}, {decision.title}: “{plain(decision.label)}” took {took}."
    told = max(_tellings(review, weighed), default=(0.0, 0, ""))
    if told[0] > max(share, LEAST):
        said += f" What you were told after decision {told[1]} moved them more: {told[2]}."
    return said


def shift(before: Odds, after: Odds) -> str:
    """The two odds that moved most: `gain from 48% to 75%, and loss from 30% to 12%`."""
    most = sorted(before, key=lambda key: -abs(after[key] - before[key]))[:2]
    pairs = [(key, percent(before[key]), percent(after[key])) for key in most]
    return ", and ".join(f"{key} from {old} to {new}" for key, old, new in pairs if old != new)


def _shifts(review: Review, weighed: Sequence[Weighed | None]) -> Iterator[tuple[float, int]]:
    """How much each decision moved the odds of the tones, where it did."""
    for number, one in enumerate(weighed, 1):
        if one and (share := moved(by_tone(one.before, review.story), by_tone(one.after, review.story))) >= LEAST:
            yield share, number


def _tellings(review: Review, weighed: Sequence[Weighed | None]) -> Iterator[tuple[float, int, str]]:
    """How much what was told after each decision moved them, and which."""
    end = review.moments[-1].view.node
    for number, (here, then) in enumerate(zip_longest(weighed, weighed[1:]), 1):
        if here and (then or number == len(weighed)):
            odds = then.before if then else {ending: float(ending == end) for ending in here.before}
            before, after = by_tone(here.after, review.story), by_tone(odds, review.story)
            yield moved(before, after), number, shift(before, after)


def drawn(draw: Hidden) -> str:
    """What was drawn: `Pyongyang's intent: never. It fell at the start, by a chance of 70%; …`"""
    told = "nothing that you were shown told it"
    if draw.told is not None:
        told = f"what followed decision {draw.told} told it"
    fell = f"It fell {when(draw.turn)}, by a chance of {percent(float(draw.fell.odds))}"
    return f"{draw.name}: {sentence(draw.fell.word)} {fell}; {told}."


def otherwise(other: Other, decisions: int) -> str:
    """What the same moves would have come to: `Had it been “never” (70%), the same moves end in The Cap, a gain.`"""
    had = f"Had it been “{other.outcome.word}” ({percent(float(other.outcome.odds))}), the same moves"
    if other.ending is not None:
        early = "" if other.held == decisions else f" after {other.held} of {decisions} decisions"
        return f"{had} end{early} in {other.ending.name}, a {other.ending.tone}."
    return f"{had} hold for {other.held} of {decisions} decisions: {sentence(other.stopped)}"


def change(changed: Change) -> str:
    """`Trust: from 1 (thin) to 3 (working).`"""
    before = _value(changed.before, changed.before_word, changed)
    return f"{changed.name}: from {before} to {_value(changed.after, changed.after_word, changed)}."


def _value(number: int, word: str, changed: Change) -> str:
    if changed.meter.span is None:
        return f"“{word.rstrip('.')}”"
    return f"{number} ({word})" if word and word != str(number) else str(number)


def when(turn: int) -> str:
    """`at the start`, `after decision 3`."""
    return f"after decision {turn}" if turn else "at the start"
