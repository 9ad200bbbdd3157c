"""What the sheets say: the keys, and what the story is after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen

from playable.engine.markup import blocks
from playable.engine.phrasing import counted
from playable.tui.documents import prose
from playable.tui.screens.sheet import Sheet
from playable.tui.text import DIM, EMPTY, HEAD, KEY, STRONG, flow
from playable.tui.widgets.keys import actions

if TYPE_CHECKING:
    from playable.language.story import Story

SOURCE = (
    "Its argument is kept as {claims} claims in words of our own, each with its paragraph: {kinds}.",
    "Whatever moves on the board names the claim it leans on, such as {example}. Where the source "
    "is silent the game assumes, and says “outside {source}”.",
    "In the game `c` shows the claims of a page, where each was met, and all the others. A story that leans on an "
    "argument does not prove it: the strongest objections stand beside it in the review, after an ending.",
)
NAMES = 12  # cells for the names of keys, unless some are longer


def heading(text: str) -> Content:
    """The heading of a sheet."""
    return Content.assemble((text, HEAD))


def keys(screen: Screen[object]) -> Sheet:
    """The keys that do something on `screen` now."""
    known = actions(screen, everything=True)
    room = max([NAMES, *(cell_len(action.keys) + 1 for action in known)])

    def text(width: int) -> list[Content]:
        lines: list[Content] = []
        for action in known:
            gap = " " * (room - cell_len(action.keys))
            lines += flow(Content(action.words), width, Content.assemble((action.keys, KEY), gap))
        note = "The mouse works everywhere: click a choice, a name, a term or a key; the wheel scrolls."
        return [*lines, EMPTY, *flow(Content.assemble((note, DIM)), width)]

    return Sheet(heading("KEYS"), text, opener="help")


def about(story: Story) -> Sheet:
    """What the story is; what it is after, and how it leans on that."""
    return Sheet(heading("ABOUT"), lambda width: [*_story(story, width), *_source(story, width)])


def _story(story: Story, width: int) -> list[Content]:
    lines = flow(Content.assemble((story.head.title, STRONG)), width)
    lines += flow(Content.assemble((f"version {story.head.version}", DIM)), width)
    for block in blocks(story.head.about or ""):
        lines += [EMPTY, *prose([block], width)]
    return lines


def _source(story: Story, width: int) -> list[Content]:
    if not (origin := story.source):
        return []
    lines = [EMPTY, *flow(Content.assemble((f"“{origin.title}”", STRONG)), width)]
    lines += flow(Content.assemble((" · ".join(part for part in (origin.outlet, origin.date) if part), DIM)), width)
    kinds = Counter(claim.kind for claim in story.claims.values())
    told = ", ".join(counted(n, kind) for kind, n in kinds.items())
    example = next((f"{id_} · {claim.short}" for id_, claim in story.claims.items() if claim.short), "c8")
    for paragraph in SOURCE:
        said = paragraph.format(claims=len(story.claims), kinds=told, source=story.source_name, example=example)
        lines += [EMPTY, *flow(Content(said), width)]
    return lines
