"""A review in short, to be handed in: a page or two."""

from __future__ import annotations

from dataclasses import replace

from playable.engine.markup import plain
from playable.engine.phrasing import listed, sentence
from playable.review.document.parts import DocumentPart, Listed, Quoted, ReviewDocument, Said, Section
from playable.review.document.sections import assembled, beside, first, sentences
from playable.review.odds.decisions import RoadOdds, by_tone, moved
from playable.review.phrasing import phrases
from playable.review.review import Decision, Review

DECISIONS = 3  # that are handed in with both sides


def handout(review: Review, odds: RoadOdds, missing: str = "") -> ReviewDocument:
    """Why and but for what; what was drawn, and the marks; of the decisions the three that mattered most."""
    numbers = sorted(_most(review, odds)[:DECISIONS])
    decisions = (_both_sides(review, review.decisions[number - 1]) for number in numbers)
    most = first(review, sentences(review), odds, handed_in=True)
    sections = (*most, _beside(review), _drawn(review), _marks(review), *decisions)
    return replace(assembled(review, odds, missing, sections), about="")


def _most(review: Review, odds: RoadOdds) -> list[int]:
    """Decisions by how much they mattered: those that turned the road, then those that moved the odds most."""
    turned = [number for one in review.turns.turns for number in one.decisions]
    shifts = [
        (-moved(by_tone(one.before, review.story), by_tone(one.after, review.story)), number)
        for number, one in enumerate(odds or (), 1)
        if one and review.course.own[number - 1]
    ]
    every = (*turned, *(number for _, number in sorted(shifts)), *(d.number for d in review.decisions if d.by is None))
    return list(dict.fromkeys(every))


def _beside(review: Review) -> Section:
    """Policies in a line each; the table where other playthroughs are given."""
    return beside(review, sentences(review), table=any(not one.policy for one in review.beside))


def _both_sides(review: Review, decision: Decision) -> Section:
    """A decision in short: what was chosen, what was not, and what can be said for and against it."""
    others = listed([f"“{plain(o.label)}”" for o in decision.offers if o.id != decision.taken and not o.locked], "or")
    over = f", and not {others}" if others else ""
    met = review.decisions[(decision.again or decision.number) - 1]
    parts: list[DocumentPart] = [Said(f"{phrases.chosen(decision.by)} “{plain(decision.label)}”{over}.")]
    for debrief in met.debriefs:
        parts += (Quoted(told, heading) for heading, told in debrief.sides)
    return Section(f"{decision.number}. {decision.title}", tuple(parts), decision.number)


def _drawn(review: Review) -> Section:
    return Section("What was drawn, and not told", tuple(Said(phrases.drawn(draw)) for draw in review.hidden))


def _marks(review: Review) -> Section:
    made = tuple(f"{mark.name}: {sentence(mark.word)}" for mark in review.marks if mark.made)
    return Section(f"What you marked, beside {review.ending.name}", (Listed(made),) if made else ())
