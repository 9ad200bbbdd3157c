"""The review of a playthrough that has ended, as one value; only the odds come apart, for they take longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from playable.engine import short_road
from playable.engine.markup import Block, Spans
from playable.engine.saves.database import default_path
from playable.engine.session import Session
from playable.engine.view_parts import Change, Citation, Followed, Offer
from playable.language.model import Ending
from playable.language.story import Story
from playable.review.causes.causes import Cause
from playable.review.causes.why import ranked, why
from playable.review.counterfactuals import turns
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.doubt import Doubted, doubts
from playable.review.counterfactuals.hidden_draws import HiddenDraw, hidden
from playable.review.counterfactuals.other_roads import OtherRoad, policies
from playable.review.counterfactuals.turns import Turns
from playable.review.road.claim_marks import LaterChange, Mark, is_mark, marks
from playable.review.road.debriefs import ToldDebrief, debriefs
from playable.review.road.moments import Moment, retraced
from playable.verify.worlds import ClaimWeight, kept


@dataclass(frozen=True)
class Decision:
    """One decision, numbered from 1. `again` is the number of the first at this node, whose debrief is its own.

    `arrived` is what coming to its page changed, `followed` what the choice did. `by`: who made it where the
    player did not, in a short game, as `short_road.makers` says.
    """

    number: int
    node: str
    title: str
    date: str
    place: str
    offers: tuple[Offer, ...]
    taken: str
    label: Spans
    heard: tuple[str, ...]
    arrived: tuple[Change, ...]
    followed: Followed
    debriefs: tuple[ToldDebrief, ...]
    again: int | None
    by: str | None


@dataclass(frozen=True)
class Untold:
    """A variable that changed without being shown: its word at the end, and each change by the decision before it."""

    name: str
    about: str
    word: str
    changes: tuple[LaterChange, ...]


@dataclass(frozen=True)
class Review:
    """A playthrough that has ended. `closing` is the text of the ending, `arrived` what coming to it changed."""

    story: Story = field(repr=False)
    decisions: tuple[Decision, ...]
    ending: Ending
    closing: tuple[Block, ...]
    arrived: tuple[Change, ...]
    debriefs: tuple[ToldDebrief, ...]  # of the ending, and of what was run through to it
    hidden: tuple[HiddenDraw, ...]
    untold: tuple[Untold, ...]
    marks: tuple[Mark, ...]
    why: tuple[Cause, ...]
    turns: Turns
    doubts: tuple[Doubted, ...] | None  # of each claim by itself; None: not looked for yet
    weights: Mapping[str, ClaimWeight]  # of the claims it leans on, where `weigh` was run
    beside: tuple[OtherRoad, ...]
    moments: tuple[Moment, ...] = field(repr=False)  # what the odds are weighed on
    course: Course = field(repr=False)

    @property
    def is_short(self) -> bool:
        """Was any of it taken for the player, in a short game?"""
        return not all(self.course.own)

    @property
    def leans_on(self) -> tuple[str, ...] | None:
        """The claims without any one of which the same steps end otherwise, or may."""
        if self.doubts is None:
            return None
        return tuple(one.claims[0] for one in self.doubts if one.endings is None or {*one.endings} != {self.course.end})

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Every claim that the review names, once, in the order of the ledger."""
        named = {c.id for c in self._named()}
        return self.moments[-1].view.cited([claim_id for claim_id in self.story.claims if claim_id in named])

    def _named(self) -> Iterator[Citation]:
        of_draws = (draw.debrief for draw in self.hidden if draw.debrief)
        of_decisions = (d for decision in self.decisions for d in decision.debriefs)
        for debrief in (*of_draws, *of_decisions, *self.debriefs):
            yield from debrief.cites
        of_decisions_made = (c for d in self.decisions for c in (*d.arrived, *d.followed.changes))
        for change in (*of_decisions_made, *self.arrived):
            yield from change.cites
        for later in (later for untold in self.untold for later in untold.changes):
            yield from later.change.cites
        for mark in self.marks:
            yield from mark.cites
        for reason in self.moments[-1].view.reasons:
            yield from reason.cites
        for cause in self.why:
            yield from self.moments[-1].view.cited(cause.leans)
        yield from self.moments[-1].view.cited(self.leans_on or ())


def review(session: Session) -> Review:
    """The review of a session. Raises ValueError while it has not ended."""
    moments = retraced(session)
    last = moments[-1].view
    if last.ending is None:
        raise ValueError("the playthrough has not ended")
    drawn, course = hidden(session, moments), Course(session)
    turned = turns.turns(course)
    causes = why(course, session, turned)
    debriefed = debriefs(moments, {draw.node for draw in drawn})
    return Review(
        story=session.machine.story,
        decisions=tuple(_decisions(moments, debriefed, short_road.makers(session))),
        ending=last.ending,
        closing=tuple(block for passage in last.passages for block in passage.blocks),
        arrived=last.arrived,
        debriefs=debriefed[-1],
        hidden=drawn,
        untold=_untold(moments, drawn),
        marks=marks(moments),
        why=causes,
        turns=ranked(turned, causes, course),
        doubts=None,
        weights={},
        beside=(),
        moments=moments,
        course=course,
    )


def _decisions(
    moments: Sequence[Moment], debriefed: Sequence[tuple[ToldDebrief, ...]], makers: Sequence[str | None]
) -> Iterator[Decision]:
    first: dict[str, int] = {}
    for n, (moment, then) in enumerate(pairwise(moments), 1):
        view, followed = moment.view, then.view.followed
        assert followed is not None
        again = first.setdefault(view.node, n)
        yield Decision(
            number=n,
            node=view.node,
            title=view.title,
            date=view.date,
            place=view.place,
            offers=view.offers,
            taken=moment.taken,
            label=followed.label,
            heard=tuple(hearing.name for hearing in view.hearings if hearing.heard),
            arrived=view.arrived,
            followed=followed,
            debriefs=debriefed[n - 1],
            again=again if again < n else None,
            by=makers[n - 1],
        )


def whole(known: Review, session: Session) -> Iterator[Review]:
    """The review of a session with what takes longer: pairs that turned the road, policies, claims doubted and weighed.

    As it is after each that was tried, that whoever waits can do something else between; the last is whole.
    """
    for turned in turns.with_pairs(known.course, known.turns):
        yield known if turned is known.turns else replace(known, turns=turned)
    known = replace(known, turns=turned)
    for one in policies(known.course, session):
        known = replace(known, beside=(*known.beside, one))
        yield known
    tried = list[Doubted]()
    for without in doubts(session):
        tried.append(without)
        yield known
    known = replace(known, doubts=tuple(tried))
    folder = default_path().with_name("worlds")
    yield replace(known, weights=kept(known.story, known.leans_on or (), folder))


def _untold(moments: Sequence[Moment], drawn: Sequence[HiddenDraw]) -> tuple[Untold, ...]:
    """The named variables that changed without being shown, other than by a hidden draw alone."""
    last = moments[-1].view
    by_draw = {(draw.turn, variable_id) for draw in drawn for variable_id in draw.variables}
    changes: dict[str, list[LaterChange]] = {}
    for turn, moment in enumerate(moments):
        for change in moment.view.untold:
            if (turn, change.variable) in by_draw:
                continue
            changes.setdefault(change.variable, []).append(LaterChange(turn, change))
    untold = []
    for variable_id, variable in last.machine.story.state.items():
        if variable_id in changes and variable.name and not is_mark(variable):
            word = last.machine.said(variable_id, last.snapshot.s[last.machine.slots.index[variable_id]])
            untold.append(Untold(variable.name, variable.about or "", word, tuple(changes[variable_id])))
    return tuple(untold)
