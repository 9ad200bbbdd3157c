"""Story text becomes Content, laid out in lines of cells. No character of it is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

if TYPE_CHECKING:
    from game.engine.markup import Block, Spans
    from game.engine.parts import Citation

# Component classes of widgets.lines.Lines: what they look like stands in app.tcss.
DIM = ".lines--dim"
STRONG = ".lines--strong"
HEAD = ".lines--head"
KEY = ".lines--key"
TERM = ".lines--term"
GOOD = ".lines--good"
BAD = ".lines--bad"
CURSOR = ".lines--cursor"

Line = Content
EMPTY = Content("")


def pressable(content: Content, *what: str) -> Content:
    """`content`, which a click on presses: see `Lines.Pressed`."""
    return content.stylize(Style.from_meta({"press": what}))


def told(spans: Spans, style: str = "") -> Content:
    """Spans of the story as Content; a term can be clicked."""
    text, styles = "", list[Span]()
    for span in spans:
        end = len(text) + len(span.text)
        manner = Style(bold=span.strong or None, italic=span.emphasis or None)
        styles += [Span(len(text), end, s) for s in (style, manner) if s]
        if span.term:
            press = Style.from_meta({"press": ("term", span.term)})
            styles += [Span(len(text), end, TERM), Span(len(text), end, press)]
        text += span.text
    return Content(text, styles)


def flow(content: Content, width: int, first: str | Content = "", rest: str | Content | None = None) -> list[Line]:
    """`content` wrapped to `width` cells behind `first`; what wraps hangs behind `rest`, blank if not given."""
    first = Content(first) if isinstance(first, str) else first
    rest = Content(" " * first.cell_length) if rest is None else Content(rest) if isinstance(rest, str) else rest
    room = max(4, width - first.cell_length)
    return [(rest if n else first) + line for n, line in enumerate(content.wrap(room))]


def prose(blocks: Iterable[Block], width: int) -> list[Line]:
    """Paragraphs, quotes and lists, a blank line between them."""
    lines: list[Line] = []
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


def rule(width: int, heading: str | Content = "", style: str = HEAD) -> Line:
    """A heading and a line to the end of the column: `THE BOARD ─────`."""
    if not heading:
        return Content.assemble(("─" * width, DIM))
    head = Content.assemble((heading, style)) if isinstance(heading, str) else heading
    head = head.truncate(width, ellipsis=True)
    return Content.assemble(head, (f" {'─' * max(0, width - head.cell_length - 1)}", DIM))


def cited(cites: Iterable[Citation]) -> Content:
    """`c46 · ¶7   c32 · ¶5`; a click opens the claims."""
    marks = "   ".join(f"{c.id} · ¶{c.paragraph}" for c in cites)
    return pressable(Content.assemble((marks, DIM)), "claims") if marks else EMPTY


def spread(width: int, *parts: Content) -> Line:
    """Parts on one line, the first to the left, the last to the right; what does not fit is cut, the middle first."""
    found = [part for part in parts if part]
    while len(found) > 2 and sum(p.cell_length for p in found) + 2 * len(found) > width:
        del found[1]
    if len(found) < 2:
        return found[0].truncate(width, ellipsis=True) if found else EMPTY
    room = width - sum(p.cell_length for p in found[1:])
    if room < 4:
        return found[0].truncate(width, ellipsis=True)
    line = found[0].truncate(room - 1, ellipsis=True)
    gaps = len(found) - 1
    for n, part in enumerate(found[1:]):
        left = width - line.cell_length - sum(p.cell_length for p in found[1 + n :])
        line = line + Content(" " * (left // (gaps - n))) + part
    return line
