"""Story text in blocks: paragraphs, quotes and lists, and cables, letters, pages and transcripts in their frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from playable.tui.text import DIM, EMPTY, KEY, STRONG, flow, told

if TYPE_CHECKING:
    from playable.engine.markup import Block
    from playable.language.model import Form


class Edges(NamedTuple):
    """The edges of a document: corner, line and corner above and below, and what stands beside each line."""

    top: str
    left: str
    right: str
    foot: str


EDGES: dict[Form, Edges] = {
    "cable": Edges("┏━━", "┃ ", "", "┗━━"),
    "letter": Edges("   ", "    ", "    ", ""),
    "page": Edges("┌─┐", "│ ", " │", "└─┘"),
    "transcript": Edges("┄┄┄", "┆ ", "", "┄┄┄"),
}


def prose(blocks: Iterable[Block], width: int) -> list[Content]:
    """Paragraphs, quotes, lists and documents, a blank line between them."""
    from playable.engine.markup import documents  # not before the title stands on the screen

    lines: list[Content] = []
    for form, run in documents(blocks):
        lines += [EMPTY] if lines else []
        lines += document(form, run, width) if form else _running(run, width)
    return lines


def document(form: Form, run: Iterable[Block], width: int) -> list[Content]:
    """A document as it looks on a desk; its name stands on it, so that its looks alone tell nothing."""
    if form == "headline":
        bar = Content.assemble(("━" * width, DIM))
        title = [line.stylize(STRONG) for line in _running(run, width - 4)]
        return [bar, *(Content(" " * ((width - line.cell_length) // 2)) + line for line in title), bar]
    edges = EDGES[form]
    inner = width - len(edges.left) - len(edges.right)
    side, end = Content.assemble((edges.left, DIM)), Content.assemble((edges.right, DIM))
    lines = [side + line for line in _running(run, inner)]
    if edges.right.strip():
        lines = [line + Content(" " * (width - 2 - line.cell_length)) + end for line in lines]
    return [
        _edge(edges.top, f" {form.upper()} ", width),
        *lines,
        *([_edge(edges.foot, "", width)] if edges.foot else []),
    ]


def _edge(signs: str, name: str, width: int) -> Content:
    """The upper or lower edge of a document, with its name: `signs` are its corners, and what lies between."""
    first, between, last = tuple(signs)
    return Content.assemble((f"{first}{between}", DIM), (name, KEY), (between * (width - len(name) - 3) + last, DIM))


def _running(blocks: Iterable[Block], width: int) -> list[Content]:
    lines: list[Content] = []
    before = ""
    for block in blocks:
        if lines and not (block.marker and before == "item"):
            lines.append(EMPTY)
        before = block.kind
        indent = "  " * block.depth
        if block.kind == "paragraph":
            lines += flow(told(block.spans), width)
        elif block.kind == "quote":
            bar = Content.assemble((f"{indent}│ ", DIM))
            lines += flow(told(block.spans), width, bar, bar)
        else:
            lines += flow(told(block.spans), width, f"{indent}{block.marker or ' '} ")
    return lines
