"""What the sheets say: the keys, and what the story is after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from playable.engine.phrasing import counted
from playable.tui.screens.sheet import Sheet
from playable.tui.text import DIM, EMPTY, HEAD, KEY, STRONG, flow
from playable.tui.widgets.keys import actions

if TYPE_CHECKING:
    from playable.language.story import Story

SOURCE = (
    "Its argument is kept as {claims} claims in words of our own, each with its paragraph: {kinds}.",
    "Whatever moves on the board names the claim it leans on, such as c8 · ties with Seoul: claim 8. Where the source "
    "is silent the game assumes, and says “outside {source}”.",
    "In the game `c` shows the claims of a page, where each was met, and all the others. A story that leans on an "
    "argument does not prove it: the strongest objections stand beside it in the review, after an ending.",
)


def heading(text: str) -> Content:
    """The heading of a sheet."""
    return Content.assemble((text, HEAD))


def keys(screen: Screen[object]) -> Sheet:
    """The keys that do something on `screen` now."""
    known = actions(screen, everything=True)

    def text(width: int) -> list[Content]:
        lines: list[Content] = []
        for action in known:
            lines += flow(Content(action.words), width, Content.assemble((f"{action.keys:<12}", KEY)))
        note = "The mouse works everywhere: click a choice, a name, a term or a key; the wheel scrolls."
        return [*lines, EMPTY, *flow(Content.assemble((note, DIM)), width)]

    return Sheet(heading("KEYS"), text, opener="help")


def source(story: Story) -> Sheet:
    """What the story is after, and how it leans on it."""
    origin = story.source

    def text(width: int) -> list[Content]:
        lines: list[Content] = []
        if origin:
            lines += flow(Content.assemble((f"“{origin.title}”", STRONG)), width)
            where = " · ".join(part for part in (origin.outlet, origin.date) if part)
            lines += [*flow(Content.assemble((where, DIM)), width), EMPTY]
        kinds = Counter(claim.kind for claim in story.claims.values())
        told = ", ".join(counted(n, kind) for kind, n in kinds.items())
        for paragraph in SOURCE:
            lines += [
                *flow(Content(paragraph.format(claims=len(story.claims), kinds=told, source=story.source_name)), width),
                EMPTY,
            ]
        return lines[:-1]

    return Sheet(heading("ABOUT THE SOURCE"), text)
