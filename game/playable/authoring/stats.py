"""What a story has in it: words, texts that are longer than a screen should hold, and the claims it leans on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from playable.engine.markup import blocks
from playable.language.contents import NodeText, TextKind, alternatives, cited, effect_holders, texts
from playable.language.model import Effect, Node
from playable.language.prose import Prose
from playable.language.source_map import id_of
from playable.language.story import Story

BEFORE_CHOICES, OUTCOME = 150, 120  # words that read well on one screen
_KINDS: dict[TextKind, str] = {  # as they are told, in this order
    "text": "texts",
    "label": "labels",
    "locked": "locks",
    "outcome": "outcomes",
    "because": "reasons",
    "outside": "outside",
    "briefing": "briefings",
    "debrief": "debriefs",
}


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
    """The figures of a story. `used` has each claim of the ledger, with the nodes, policies and theses that cite it."""

    story: str
    source: str  # what the story calls it
    nodes: int
    choices: int
    lengths: list[Length]
    used: dict[str, list[str]]
    cited: int  # effects that lean on a claim
    outside: int  # effects of which the source is silent

    @property
    def words(self) -> Counter[str]:
        """All words by kind of text, whether or not they can be told together."""
        counts = Counter(dict.fromkeys(_KINDS.values(), 0))
        for length in self.lengths:
            counts[length.kind] += length.most
        return +counts

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
    for owner, part in (*story.nodes.items(), *story.policies.items(), *story.theses.items()):
        for claim in dict.fromkeys(cited(part)):
            used[claim].append(owner)
    reasons = [reason for node in story.nodes.values() for reason in _reasons(node)]
    return Stats(
        story.head.id,
        story.source_name,
        len(story.nodes),
        sum(len(node.choices) for node in story.nodes.values()),
        [_length(node_id, text) for node_id, node in story.nodes.items() for text in texts(node)],
        used,
        reasons.count("cited"),
        reasons.count("outside"),
    )


def lines(figures: Stats) -> Iterator[str]:
    """The figures for a writer."""
    words = figures.words
    yield f"{figures.story}: {words.total():,} words in {figures.nodes:,} nodes with {figures.choices:,} choices"
    yield from (f"  {kind}: {number:,}" for kind, number in words.items())
    if figures.long:
        yield f"Long (a scene reads well up to {BEFORE_CHOICES} words, an outcome up to {OUTCOME})"
    for x in figures.long:
        always = "" if x.least == x.most else f", {x.least} of them always"
        yield f"  {x.id}: {x.most} words{always}"
    if figures.used:
        yield f"Claims: {len(figures.used) - len(figures.unused)} of {len(figures.used)} used"
        yield from (f"  {claim}: {', '.join(where)}" for claim, where in figures.used.items() if where)
        if figures.unused:
            yield f"  not used: {', '.join(figures.unused)}"
        yield f"Effects: {figures.cited} lean on a claim, {figures.outside} are said to be outside {figures.source}"


def _length(node_id: str, text: NodeText) -> Length:
    pieces = [(when is None, words_of(prose)) for when, prose in alternatives(text.told)]
    least, most = sum(words for always, words in pieces if always), sum(words for _, words in pieces)
    return Length(id_of(("nodes", node_id, *text.loc)), _KINDS[text.kind], least, most)


def words_of(prose: Prose) -> int:
    """How many words a text has; a value that is put in counts as one."""
    text = "".join(piece if isinstance(piece, str) else "x" for piece in prose.pieces)
    return sum(len(block.text.split()) for block in blocks(text))


def _reasons(node: Node) -> Iterator[str]:
    """Of each effect, whether it is `cited` or `outside`; its own reason counts before that of its holder."""
    for _, holder in effect_holders(node):
        for effect in holder.effects:
            own = effect if isinstance(effect, Effect) and (effect.cites or effect.outside) else holder
            yield "cited" if own.cites else "outside" if own.outside else "neither"
