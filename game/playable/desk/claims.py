"""The argument map: every claim of the ledger by paragraph, and where this playthrough has met it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playable.engine.markup import Spans
from playable.engine.session import Session
from playable.engine.view import View
from playable.engine.view_parts import Change, Citation


@dataclass(frozen=True)
class Meeting:
    """Where a claim was met: after `turn` choices, by the page itself, or by what `choice` did.

    `changes` are those that lean on it.
    """

    turn: int
    node: str
    title: str
    date: str
    choice: Spans = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class MetClaim:
    """A claim of the ledger, with every place where it was met."""

    id: str
    paragraph: str
    kind: str
    says: str
    met: tuple[Meeting, ...]


@dataclass(frozen=True)
class Paragraph:
    """The claims of one paragraph of the source."""

    id: str
    claims: tuple[MetClaim, ...]

    @property
    def met(self) -> int:
        """How many of them were met."""
        return sum(bool(claim.met) for claim in self.claims)


@dataclass(frozen=True)
class Argument:
    """The whole ledger, and what it was taken from: empty where the story names no source."""

    title: str
    outlet: str
    date: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def met(self) -> int:
        """How many claims were met."""
        return sum(paragraph.met for paragraph in self.paragraphs)

    @property
    def total(self) -> int:
        """How many claims there are."""
        return sum(len(paragraph.claims) for paragraph in self.paragraphs)

    def claim(self, asked: str) -> MetClaim | None:
        """The claim that a citation names, also as a player types it: `c46`, `C46` or, for short, `46`."""
        by_id = {claim.id.lower(): claim for paragraph in self.paragraphs for claim in paragraph.claims}
        return by_id.get(asked.lower()) or by_id.get(f"c{asked}")


def argument(session: Session, arrived: bool = True) -> Argument:
    """The argument map of the story, as far as the session has met it.

    Until one has `arrived`, and only reads what the last choice did, the present page counts for nothing.
    """
    story = session.machine.story
    met: dict[str, list[Meeting]] = {}
    views = session.views
    for before, view in zip((None, *views), views, strict=False):
        for claim_id, meeting in _meetings(before, view, arrived or view is not views[-1]):
            met.setdefault(claim_id, []).append(meeting)
    paragraphs: dict[str, list[MetClaim]] = {}
    for claim_id, claim in story.claims.items():
        met_claim = MetClaim(claim_id, claim.paragraph, claim.kind, claim.says, tuple(met.get(claim_id, ())))
        paragraphs.setdefault(claim.paragraph, []).append(met_claim)
    source = story.source
    return Argument(
        source.title if source else "",
        (source and source.outlet) or "",
        (source and source.date) or "",
        tuple(Paragraph(number, tuple(claims)) for number, claims in paragraphs.items()),
    )


def _meetings(before: View | None, view: View, arrived: bool) -> Iterator[tuple[str, Meeting]]:
    """The claims that one moment brings up: what the last choice did, then the page, where it is a new one."""
    if before and view.followed:
        label = view.followed.label
        for claim_id, changes in _leaning((), view.followed.changes).items():
            yield claim_id, Meeting(before.turn, before.node, before.title, before.date, label, tuple(changes))
    for passage in view.passages if arrived and not view.stayed else ():
        cites = (*passage.cites, *(cited for why in passage.reasons for cited in why.cites))
        title = passage.title or view.title
        for claim_id, changes in _leaning(cites, passage.changes).items():
            yield claim_id, Meeting(view.turn, passage.node, title, passage.date, (), tuple(changes))


def _leaning(cites: Iterable[Citation], changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Each claim that is cited, or that a change leans on, with the changes that do."""
    led: dict[str, list[Change]] = {citation.id: [] for citation in cites}
    for change in changes:
        for citation in change.cites:
            led.setdefault(citation.id, []).append(change)
    return led
