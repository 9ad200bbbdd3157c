"""A review put into sections: in full, for the half page after an ending, and those that every form shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playable.engine.markup import blocks, plain
from playable.engine.phrasing import reason, sentence
from playable.engine.session import Session
from playable.engine.view_parts import Change
from playable.language.story import Story
from playable.review.causes.causes import Cause
from playable.review.causes.why import ranked, why
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.doubt import doubt, so_far
from playable.review.counterfactuals.turns import Turns, turns
from playable.review.document.parts import (
    ChartColumn,
    Cited,
    DocumentPart,
    Grid,
    Listed,
    OddsRow,
    OddsTable,
    Quoted,
    ReviewDocument,
    Said,
    Section,
)
from playable.review.odds.decisions import BeforeAfter, DecisionOdds, RoadOdds, by_tone
from playable.review.phrasing import doors, phrases
from playable.review.phrasing.sentences import Sentences
from playable.review.review import Decision, Review
from playable.review.road.debriefs import ToldDebrief


def document(review: Review, odds: RoadOdds, missing: str = "") -> ReviewDocument:
    """All of a review in words; `missing` says why the odds are not there."""
    told = sentences(review)
    decisions = (_decision(review, d, odds[d.number - 1] if odds else None) for d in review.decisions)
    after = (beside(review, told), _drawn(review), _marks(review), _untold(review), *decisions, _ending(review))
    return assembled(review, odds, missing, (*first(review, told, odds), _road(review), *after))


def assembled(review: Review, odds: RoadOdds, missing: str, sections: Iterable[Section]) -> ReviewDocument:
    """A document of some sections; those that hold nothing are left out."""
    story = review.story
    known = odds if odds and any(odds) else None
    chart = tuple(
        ChartColumn(BeforeAfter(by_tone(w.before, story), by_tone(w.after, story)), w.doors) if w else None
        for w in known or ()
    )
    return ReviewDocument(
        story.head.title,
        " ".join((story.head.about or "").split()),
        f"{review.ending.name}, a {review.ending.tone}",
        sentences(review).turn(review.turns),
        review.turns.at,
        "" if known else missing or phrases.ALIKE,
        tuple(section for section in sections if section.parts),
        tuple(decision.title for decision in review.decisions),
        chart or None,
    )


def _column(odds: DecisionOdds, story: Story) -> ChartColumn:
    return ChartColumn(BeforeAfter(by_tone(odds.before, story), by_tone(odds.after, story)), odds.doors)


def first(review: Review, told: Sentences, odds: RoadOdds, handed_in: bool = False) -> tuple[Section, ...]:
    """What comes first in every form."""
    return _why(review.why, told), _but_for(review.turns, told), _doors(review, odds), leans(review, handed_in)


def half_page(session: Session) -> tuple[Section, ...]:
    """Why it ended so, and but for what: what the ending's own page says. Raises nothing; empty before an ending."""
    if not session.ended or not session.road:
        return ()
    course = Course(session)
    turned = turns(course)
    causes = why(course, session, turned)
    told = Sentences(session.views, session.road, causes, course.own)
    return tuple(s for s in (_why(causes, told), _but_for(ranked(turned, causes, course), told)) if s.parts)


def doubted(session: Session, claims: Sequence[str]) -> str:
    """What the road, ended or not, comes to without some claims. Raises StoryFaults where the ledger lacks one."""
    told = Sentences(session.views, session.road)
    return told.doubted(doubt(session, claims)) if session.ended else told.so_far(so_far(session, claims))


def sentences(review: Review) -> Sentences:
    """What tells why and but for what."""
    return Sentences(
        [moment.view for moment in review.moments], [d.taken for d in review.decisions], review.why, review.course.own
    )


def claims(review: Review) -> Section:
    """Every claim that the review names, spelled out: the last section of what is handed in."""
    source = review.story.source
    parts = [source.title, source.outlet or "", source.date or ""] if source else []
    after = (Said(", ".join(part for part in parts if part) + ".", aside=True),) if source else ()
    return Section("The claims", (*after, Cited(review.cites)) if review.cites else ())


def _why(causes: tuple[Cause, ...], told: Sentences) -> Section:
    """The author's own reasons first, of the ways that led here, where no condition says them."""
    said = [cause.because for cause in causes]
    parts: list[DocumentPart] = [
        Said(reason(one)) for one in told.last.reasons if one.because and one.because not in said
    ]
    if causes:
        parts.append(Listed(tuple(told.why(causes))))
    return Section("Why it ended so", tuple(parts))


def _but_for(turned: Turns, told: Sentences) -> Section:
    if not turned.changes:
        return Section("But for what", ())
    short = [Said(phrases.SHORT)] if not all(told.own) else []
    return Section("But for what", (*short, Listed(tuple(told.turned(turned))), Said(phrases.KEPT, aside=True)))


def _doors(review: Review, odds: RoadOdds) -> Section:
    """When endings were shut out, and by which decisions the best that could still be had was lowered."""
    if not odds or not any(odds):
        return Section("Doors", ())
    said = (*doors.closings(odds, review.story), *doors.falls(odds, review.story))
    return Section("Doors", (Listed(said), Said(doors.BOUND, aside=True)) if said else ())


def leans(review: Review, handed_in: bool = False) -> Section:
    """The claims without which the road ends otherwise, with what each carries in the whole story, if that is known."""
    told = sentences(review)
    if review.doubts is None:
        return Section(
            "What it leans on", (Said("It is being looked for.", aside=True),) if review.story.claims else ()
        )
    leant = tuple(
        " ".join(part for part in (told.doubted(one), phrases.carried(review.weights.get(one.claims[0]))) if part)
        for one in review.doubts
        if one.claims[0] in (review.leans_on or ())
    )
    alone = "No claim carries it alone: without any one of them the same steps end as they did."
    if not review.doubts:
        return Section("What it leans on", ())
    unweighed = [Said(phrases.UNWEIGHED, aside=True)] if not review.weights and not handed_in else []
    return Section("What it leans on", (Listed(leant), *unweighed) if leant else (Said(alone),))


def beside(review: Review, told: Sentences, table: bool = True) -> Section:
    """Where others part from the road, and what they come to; as a `table` every decision too."""
    if not review.beside:
        return Section("Beside others", ())
    parts: list[DocumentPart] = [Listed(tuple(told.beside(one) for one in review.beside))]
    if table:
        names = ("", "you", *(one.name for one in review.beside))
        rows = [(f"{d.number}. {d.title}", *told.chosen(d.number, review.beside)) for d in review.decisions]
        others = (told.ends(one.endings or {}) for one in review.beside)
        ends = ("It ends in", f"{review.ending.name}, a {review.ending.tone}", *others)
        parts.append(Grid(names, (*rows, ends)))
    if any(one.policy for one in review.beside):
        parts.append(Said("A policy is as you were wherever it says nothing.", aside=True))
    return Section("Beside others", tuple(parts))


def _road(review: Review) -> Section:
    items = tuple(
        f"{_where(d)}: “{plain(d.label)}”{f', {phrases.taken(d.by)}' if d.by else ''}" for d in review.decisions
    )
    return Section("The road", (Listed(items, numbered=True), Said(f"It ended in {review.ending.name}.")))


def _where(decision: Decision) -> str:
    return f"{decision.title} ({decision.date})" if decision.date else decision.title


def _drawn(review: Review) -> Section:
    parts = list[DocumentPart]()
    for draw in review.hidden:
        others = tuple(phrases.otherwise(other, len(review.decisions)) for other in draw.others)
        parts += [Said(phrases.drawn(draw)), Listed(others)]
        if draw.debrief:
            parts += _debrief(draw.debrief)
    return Section("What was drawn, and not told", tuple(parts))


def _marks(review: Review) -> Section:
    parts = list[DocumentPart]()
    for mark in review.marks:
        parts.append(Said(f"{mark.name}: {sentence(mark.word)}"))
        if mark.about:
            parts.append(Quoted(blocks(mark.about)))
        if mark.cites:
            parts.append(Cited(mark.cites))
        if mark.leaned:
            items = tuple(f"{phrases.when(n).capitalize()}: {phrases.change(c)}" for n, c in mark.leaned)
            parts.append(Listed(items, "Where your own road leant on it"))
    if parts:
        parts.insert(
            0, Said(f"You set these down before you knew that it would end in {review.ending.name}.", aside=True)
        )
    return Section("What you marked", tuple(parts))


def _untold(review: Review) -> Section:
    parts = list[DocumentPart]()
    for untold in review.untold:
        items = tuple(f"{phrases.when(n).capitalize()}, {_because(c)}" for n, c in untold.changes)
        parts.append(Listed(items, f"{untold.name}, in the end {untold.word}"))
    return Section("What moved without being shown", tuple(parts))


def _changes(changes: Iterable[Change], heading: str) -> Iterator[DocumentPart]:
    if items := tuple(f"{phrases.change(c)} {reason(c)}".strip() for c in changes):
        yield Listed(items, heading)


def _because(changed: Change) -> str:
    said = phrases.change(changed).partition(": ")[2]
    return f"{said} {reason(changed)}".strip()


def _decision(review: Review, decision: Decision, odds: DecisionOdds | None) -> Section:
    parts = list[DocumentPart]()
    heard = f"You had heard {' and '.join(decision.heard)}" if decision.heard else ""
    where = ", ".join(part for part in (decision.date, decision.place) if part)
    if where or heard:
        parts.append(Said(" ".join(sentence(part) for part in (where, heard) if part), aside=True))
    parts += _changes(decision.arrived, "On the board")
    parts.append(
        _table(review, decision, odds) if odds else Said(f"{phrases.chosen(decision.by)} “{plain(decision.label)}”.")
    )
    if odds:
        parts.append(Listed(tuple(doors.still(odds, review.story)), "For a player who knew everything"))
    locked = tuple(f"{plain(o.label)}: {plain(o.locked)}" for o in decision.offers if o.locked)
    if locked:
        parts.append(Listed(locked, "What was not open to you"))
    parts += _changes(decision.followed.changes, "What followed")
    for debrief in decision.debriefs:
        parts += _debrief(debrief, "" if debrief.node == decision.node else f"{debrief.title}: ")
    if decision.again:
        parts.append(Said(f"What is said of this scene stands at decision {decision.again}.", aside=True))
    return Section(f"{decision.number}. {decision.title}", tuple(parts), decision.number)


def _table(review: Review, decision: Decision, odds: DecisionOdds) -> OddsTable:
    label = {offer.id: plain(offer.label) for offer in decision.offers}
    others = (ref for ref in odds.moves if ref != decision.taken)
    return OddsTable(
        (
            OddsRow("Before you chose", by_tone(odds.before, review.story)),
            OddsRow(
                label[decision.taken],
                by_tone(odds.after, review.story),
                taken="your choice" if decision.by is None else phrases.taken(decision.by),
            ),
            *(OddsRow(label[ref], by_tone(odds.moves[ref], review.story)) for ref in others),
        )
    )


def _debrief(debrief: ToldDebrief, of: str = "") -> Iterator[DocumentPart]:
    yield from (Quoted(told, of + heading) for heading, told in debrief.sides)
    if debrief.history:
        yield Quoted(debrief.history, f"{of}The record")
    if debrief.cites:
        yield Cited(debrief.cites)


def _ending(review: Review) -> Section:
    parts: list[DocumentPart] = [Quoted(review.closing)] if review.closing else []
    parts += _changes(review.arrived, "On the board")
    for debrief in review.debriefs:
        parts += _debrief(debrief)
    return Section(f"The end: {review.ending.name}", (Said(f"It ends in {review.ending.tone}."), *parts))
