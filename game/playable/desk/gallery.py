"""The endings of a story: those that were ever found, and of the others a teaser, or how they would end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from playable.language.story import Story

TONES = {
    "triumph": "More is won here than anyone would have put in writing.",
    "gain": "Something is better here than it was, and will need defending.",
    "stalemate": "Everyone is where they were, and calls it something.",
    "loss": "Something is gone here that will be missed.",
    "disaster": "What should not have happened has.",
}


@dataclass(frozen=True)
class GalleryEnding:
    """One ending. Its name is None until it was found; `hint` is its teaser, else of its tone. `odds` run from 0 to 1.

    The odds are those of the story before the first decision, under uniform play; None where they are not known.
    """

    id: str
    tone: str
    name: str | None
    found: datetime | None
    odds: float | None
    hint: str


@dataclass(frozen=True)
class Gallery:
    """All endings, from the best tone to the worst."""

    endings: tuple[GalleryEnding, ...]

    @property
    def found(self) -> int:
        """How many were found."""
        return sum(ending.found is not None for ending in self.endings)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.endings)


def gallery(story: Story, found: Mapping[str, datetime], odds: Mapping[str, float] | None = None) -> Gallery:
    """The gallery of a story: what was ever found of it, and the odds of each ending where they have been computed."""
    endings = [
        GalleryEnding(
            node_id,
            ending.tone,
            ending.name if node_id in found else None,
            found.get(node_id),
            odds.get(node_id) if odds else None,
            ending.teaser or TONES[ending.tone],
        )
        for node_id, node in story.nodes.items()
        if (ending := node.ending)
    ]
    tones = list(TONES)
    return Gallery(tuple(sorted(endings, key=lambda e: (tones.index(e.tone), e.name is None))))
