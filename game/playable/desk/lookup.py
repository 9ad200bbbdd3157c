"""The glossary, the people and the claims of a story, and finding one by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from playable.desk.matching import folded
from playable.engine.markup import Block, blocks
from playable.language.story import Story


@dataclass(frozen=True)
class Article:
    """One entry. `under` says what stands below its name: a role, or of a claim the paragraph and the kind."""

    kind: Literal["term", "person", "claim"]
    id: str
    name: str
    under: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """What it says, as one text."""
        return "\n".join(block.text for block in self.blocks)


def articles(story: Story) -> tuple[Article, ...]:
    """Terms and people by name, then the claims as the ledger has them."""
    terms = [Article("term", term_id, term.name, "", blocks(term.text)) for term_id, term in story.glossary.items()]
    people = [
        Article("person", person_id, p.name, p.role or "", blocks(p.about or ""))
        for person_id, p in story.people.items()
    ]
    claims = [
        Article("claim", claim_id, claim_id, f"paragraph {claim.paragraph}, {claim.kind}", blocks(claim.says))
        for claim_id, claim in story.claims.items()
    ]
    return (*sorted(terms, key=_by_name), *sorted(people, key=_by_name), *claims)


def article(story: Story, asked: str) -> Article | None:
    """What a marked term, or a citation, opens."""
    return next((article for article in articles(story) if article.id == asked), None)


def find(among: Iterable[Article], words: str) -> tuple[Article, ...]:
    """The articles that hold all the words, whatever their case and accents.

    First what is named so, then whose name begins so, then with all the words in the name, below it, in the text.
    """
    wanted = folded(words).split()
    ranked = [(rank, article) for article in among if (rank := _rank(article, wanted)) is not None]
    return tuple(article for _, article in sorted(ranked, key=lambda pair: pair[0]))


def _by_name(article: Article) -> str:
    return folded(article.name)


def _rank(article: Article, wanted: list[str]) -> int | None:
    name, asked = folded(article.name), " ".join(wanted)
    if asked in (name, article.id.replace("_", " ")):
        return 0
    if name.startswith(asked):
        return 1
    if all(word in name for word in wanted):
        return 2
    under = f"{name} {folded(article.under)}"
    if all(word in under for word in wanted):
        return 3
    text = f"{under} {folded(article.text)}"
    return 4 if all(word in text for word in wanted) else None
