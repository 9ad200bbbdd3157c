"""What a story has in it: words, texts that are longer than a screen should hold, and the claims it leans on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from playable.engine.markup import blocks
from playable.engine.telling import alternatives
from playable.language.model import Effect, Node
from playable.language.navigation import holders
from playable.language.prose import Prose
from playable.language.story import Story

BEFORE_CHOICES, OUTCOME = 150, 120  # words that read well on one screen


@dataclass(frozen=True)
class Length:
    """The words of one text: `least` always, `most` if all its alternatives are told at once."""

    id: str
    kind: str
    least: int
    most: int

    @property
    def limit(self) -> int | None:
        """How long it should be at most; None where that does not matter."""
        return {"texts": BEFORE_CHOICES, "outcomes": OUTCOME}.get(self.kind)


@dataclass(frozen=True)
class Stats:
    """The figures of a story. `used` has each claim of the ledger, with the nodes and theses that cite it."""

    story: str
    nodes: int
    choices: int
    lengths: list[Length]
    used: dict[str, list[str]]
    cited: int  # effects that lean on a claim
    outside: int  # effects of which the source is silent

    @property
    def words(self) -> Counter[str]:
        """All words by kind of text, whether or not they can be told together."""
        found: Counter[str] = Counter()
        for length in self.lengths:
            found[length.kind] += length.most
        return found

    @property
    def long(self) -> list[Length]:
        """What is, or may become, longer than it should be."""
        return [length for length in self.lengths if length.limit and length.most > length.limit]

    @property
    def unused(self) -> list[str]:
        """The claims that nothing cites."""
        return [claim for claim, where in self.used.items() if not where]

    def as_json(self) -> dict[str, object]:
        """The form that `stats --json` promises."""
        return {
            "story": self.story,
            "nodes": self.nodes,
            "choices": self.choices,
            "words": dict(self.words),
            "lengths": [
                {"id": x.id, "kind": x.kind, "least": x.least, "most": x.most, "limit": x.limit} for x in self.lengths
            ],
            "claims": self.used,
            "unused": self.unused,
            "effects": {"cited": self.cited, "outside": self.outside},
        }


def stats(story: Story) -> Stats:
    """The figures of a story."""
    used: dict[str, list[str]] = {claim: [] for claim in story.claims}
    for owner, part in (*story.nodes.items(), *story.theses.items()):
        for claim in dict.fromkeys(_cites(part)):
            used[claim].append(owner)
    reasons = [reason for node in story.nodes.values() for reason in _reasons(node)]
    return Stats(
        story.head.id,
        len(story.nodes),
        sum(len(node.choices) for node in story.nodes.values()),
        [length for node_id, node in story.nodes.items() for length in _lengths(node_id, node)],
        used,
        reasons.count("cited"),
        reasons.count("outside"),
    )


def lines(found: Stats) -> Iterator[str]:
    """The figures for a writer."""
    words = found.words
    yield f"{found.story}: {words.total():,} words in {found.nodes:,} nodes with {found.choices:,} choices"
    yield from (f"  {kind}: {number:,}" for kind, number in words.items())
    if found.long:
        yield f"Long (a scene reads well up to {BEFORE_CHOICES} words, an outcome up to {OUTCOME})"
    for x in found.long:
        always = "" if x.least == x.most else f", {x.least} of them always"
        yield f"  {x.id}: {x.most} words{always}"
    if found.used:
        yield f"Claims: {len(found.used) - len(found.unused)} of {len(found.used)} used"
        yield from (f"  {claim}: {', '.join(where)}" for claim, where in found.used.items() if where)
        if found.unused:
            yield f"  not used: {', '.join(found.unused)}"
        yield f"Effects: {found.cited} lean on a claim, {found.outside} are said to be outside the source"


def _lengths(node_id: str, node: Node) -> Iterator[Length]:
    yield from _length(f"{node_id}.text", "texts", node.text)
    for key, choice in node.choices.items():
        yield from _length(f"{node_id}.{key}.label", "labels", choice.label)
        yield from _length(f"{node_id}.{key}.outcome", "outcomes", choice.outcome)
    for key, outcome in node.chance.items():
        yield from _length(f"{node_id}.{key}.text", "outcomes", outcome.text)
    for key, briefing in node.briefings.items():
        yield from _length(f"{node_id}.{key}.text", "briefings", briefing.text)
    if node.debrief:
        for part in ("essay", "objection", "history"):
            yield from _length(f"{node_id}.debrief.{part}", "debriefs", getattr(node.debrief, part))


def _length(text_id: str, kind: str, told: object) -> Iterator[Length]:
    pieces = [(when is None, _words(prose)) for when, prose in alternatives(told)]
    if pieces:
        yield Length(text_id, kind, sum(words for always, words in pieces if always), sum(words for _, words in pieces))


def _words(prose: Prose) -> int:
    """A value that is put in counts as one word."""
    text = "".join(piece if isinstance(piece, str) else "x" for piece in prose.pieces)
    return sum(len(block.text.split()) for block in blocks(text))


def _cites(part: object) -> Iterator[str]:
    """Every claim that is cited anywhere in a part of the format."""
    match part:
        case BaseModel():
            yield from getattr(part, "cites", ())
            for name in type(part).model_fields:
                yield from _cites(getattr(part, name))
        case dict():
            for inner in part.values():
                yield from _cites(inner)
        case list():
            for inner in part:
                yield from _cites(inner)


def _reasons(node: Node) -> Iterator[str]:
    """Of each effect, whether it is `cited` or `outside`; its own reason counts before that of its holder."""
    for holder in holders(node):
        for effect in holder.effects:
            own = effect if isinstance(effect, Effect) and (effect.cites or effect.outside) else holder
            yield "cited" if own.cites else "outside" if own.outside else "neither"
