"""The argument map: every claim of the ledger by paragraph, and where this playthrough has met it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playable.engine.markup import Spans
from playable.engine.parts import Change
from playable.engine.session import Session
from playable.engine.view import View


@dataclass(frozen=True)
class Meeting:
    """Where a claim was met: after `turn` choices, by the page itself, or by what followed from `choice`.

    `changes` are those that lean on it.
    """

    turn: int
    node: str
    title: str
    date: str
    choice: Spans = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Claim:
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
    claims: tuple[Claim, ...]

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

    def claim(self, asked: str) -> Claim | None:
        """The claim that a citation names, also as a player types it: `c46`, `C46` or, for short, `46`."""
        found = {claim.id.lower(): claim for paragraph in self.paragraphs for claim in paragraph.claims}
        return found.get(asked.lower()) or found.get(f"c{asked}")


def argument(session: Session) -> Argument:
    """The argument map of the story, as far as the session has met it."""
    story = session.machine.story
    met: dict[str, list[Meeting]] = {}
    views = session.views
    for before, view in zip((None, *views), views, strict=False):
        for claim_id, meeting in _meetings(before, view):
            met.setdefault(claim_id, []).append(meeting)
    paragraphs: dict[str, list[Claim]] = {}
    for claim_id, claim in story.claims.items():
        found = Claim(claim_id, claim.paragraph, claim.kind, claim.says, tuple(met.get(claim_id, ())))
        paragraphs.setdefault(claim.paragraph, []).append(found)
    source = story.source
    return Argument(
        source.title if source else "",
        (source and source.outlet) or "",
        (source and source.date) or "",
        tuple(Paragraph(number, tuple(claims)) for number, claims in paragraphs.items()),
    )


def _meetings(before: View | None, view: View) -> Iterator[tuple[str, Meeting]]:
    """The claims that one moment brings up: what followed the last choice, then the page, where it is a new one."""
    if before and view.followed:
        leaning: dict[str, list[Change]] = {}
        for change in view.changes:
            for citation in change.cites:
                leaning.setdefault(citation.id, []).append(change)
        for claim_id, changes in leaning.items():
            label = view.followed.label
            yield claim_id, Meeting(before.turn, before.node, before.title, before.date, label, tuple(changes))
    if not view.stayed:
        for passage in view.passages:
            for citation in (*passage.cites, *(cited for why in passage.reasons for cited in why.cites)):
                yield citation.id, Meeting(view.turn, passage.node, passage.title or view.title, passage.date)
