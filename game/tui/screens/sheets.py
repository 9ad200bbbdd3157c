"""What the sheets say: the keys, the claims of a page, the terms of a page, the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from game.tui.screens.sheet import Sheet
from game.tui.text import DIM, EMPTY, HEAD, KEY, STRONG, flow
from game.tui.widgets.keys import actions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.engine.parts import Change, Citation
    from game.language.story import Story


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

    return Sheet(heading("KEYS"), text)


def claims(cites: Iterable[Citation], outside: Iterable[Change]) -> Sheet:
    """Claims in full, each once, and what has none."""
    found, silent = list(dict.fromkeys(cites)), list(outside)

    def text(width: int) -> list[Content]:
        lines: list[Content] = []
        for claim in found:
            where = f"  paragraph {claim.paragraph} · {claim.kind}"
            lines += [Content.assemble((claim.id, KEY), (where, DIM)), *flow(Content(claim.says), width, "  "), EMPTY]
        for change in silent:
            lines += flow(Content.assemble((change.name, STRONG), ("  outside the essay", DIM)), width)
            lines += [*flow(Content(change.outside or ""), width, "  "), EMPTY]
        return lines[:-1]

    return Sheet(heading("CLAIMS ON THIS PAGE"), text)


def terms(story: Story, ids: Iterable[str]) -> Sheet:
    """Entries of the glossary, and people."""
    entries = [entry(story, id) for id in ids]

    def text(width: int) -> list[Content]:
        lines: list[Content] = []
        for name, said in entries:
            lines += [*flow(name, width), *flow(Content(said), width, "  "), EMPTY]
        return lines[:-1]

    return Sheet(heading("ON THIS PAGE" if len(entries) > 1 else "WHAT IT MEANS"), text)


def entry(story: Story, id: str) -> tuple[Content, str]:
    """A term's name and what is said of it; a person's with the role."""
    if id in story.glossary:
        return Content.assemble((story.glossary[id].name, STRONG)), story.glossary[id].text
    person = story.people[id]
    return Content.assemble((person.name, STRONG), (f"  {person.role or ''}", DIM)), person.about or ""
