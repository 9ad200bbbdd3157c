"""Story text becomes Content, laid out in lines of cells. No character of it is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content, Span
from textual.style import Style

from playable.tui import press

if TYPE_CHECKING:
    from playable.engine.markup import Spans
    from playable.engine.view_parts import Citation

# How text looks, in the colours of the theme: a style that Textual reads, as it does those of its own markup.
DIM = "$dim"
STRONG = "bold"
HEAD = "bold $primary"
KEY = "$primary"
TERM = "underline"
GOOD = "$success"
BAD = "$error"
CURSOR = "bold"
FOUND = "bold underline $primary"
BACK = "$panel"

EMPTY = Content("")


def told(spans: Spans, style: str = "") -> Content:
    """Spans of the story as Content; a term can be clicked."""
    text, styles = "", list[Span]()
    for span in spans:
        end = len(text) + len(span.text)
        manner = Style(bold=span.strong or None, italic=span.emphasis or None)
        styles += [Span(len(text), end, s) for s in (style, manner) if s]
        if span.term:
            styles += [Span(len(text), end, TERM), Span(len(text), end, press.style(press.ToTerm(span.term)))]
        text += span.text
    return Content(text, styles)


def flow(content: Content, width: int, first: str | Content = "", rest: str | Content | None = None) -> list[Content]:
    """`content` wrapped to `width` cells behind `first`; what wraps hangs behind `rest`, blank if not given."""
    first = Content(first) if isinstance(first, str) else first
    rest = Content(" " * first.cell_length) if rest is None else Content(rest) if isinstance(rest, str) else rest
    room = max(4, width - first.cell_length)
    return [(rest if n else first) + line for n, line in enumerate(content.wrap(room))]


def rule(width: int, heading: str | Content = "", style: str = HEAD, sign: str = "─") -> Content:
    """A heading and a line to the end of the column: `THE BOARD ─────`."""
    if not heading:
        return Content.assemble((sign * width, DIM))
    head = Content.assemble((heading, style)) if isinstance(heading, str) else heading
    head = head.truncate(width, ellipsis=True)
    return Content.assemble(head, (f" {sign * max(0, width - head.cell_length - 1)}", DIM))


def spaced(text: str, width: int = 1000) -> str:
    """`S M A L L   C A P S`, by spacing, where they fit and every character takes one cell; else the text as it is."""
    words = "   ".join(" ".join(word.upper()) for word in text.split())
    return words if cell_len(words) == len(words) <= width else text


def masthead(width: int, heading: Content, right: str = "", rest: str = "━") -> list[Content]:
    """How a cable is headed: what it is about, a heavy rule, its number."""
    end = Content.assemble((f" {right}", DIM)) if right and cell_len(right) + 8 < width else EMPTY
    lines = flow(heading, width)
    room = width - lines[-1].cell_length - end.cell_length - 1
    if room < 2:
        lines.append(EMPTY)
        room = width - end.cell_length
        return [*lines[:-1], Content.assemble((rest * room, DIM), end)]
    return [*lines[:-1], Content.assemble(lines[-1], " ", (rest * room, DIM), end)]


def stamp(texts: Sequence[str], width: int, style: str) -> list[Content]:
    """Lines in a frame, as if stamped on the page; what does not fit in it is cut."""
    room = max(1, width - 6)
    words = [Content(text).truncate(room, ellipsis=True) for text in texts]
    long = max(line.cell_length for line in words)
    inner = [f"┃  {line.plain}{' ' * (long - line.cell_length)}  ┃" for line in words]
    bar = "━" * (long + 4)
    return [Content.assemble((line, style)) for line in (f"┏{bar}┓", *inner, f"┗{bar}┛")]


def cited(cites: Iterable[Citation]) -> Content:
    """Claims in a few words; a click opens one."""
    return Content("   ").join(map(_cited, cites))


def _cited(claim: Citation) -> Content:
    from playable.engine.phrasing import in_short

    number, sign, words = in_short(claim).partition(" · ")
    return press.pressable(Content.assemble((number, KEY), (sign, DIM), words), press.ToClaim(claim.id))


def spread(width: int, *parts: Content) -> Content:
    """Parts on one line, the first to the left, the last to the right; what does not fit is cut, the middle first."""
    shown = [part for part in parts if part]
    while len(shown) > 2 and sum(part.cell_length for part in shown) + 2 * len(shown) > width:
        del shown[1]
    if not shown:
        return EMPTY
    first, *rest = shown
    taken = sum(part.cell_length for part in rest)
    if width - taken < 4:
        return first.truncate(width, ellipsis=True)
    line = first.truncate(width - taken - 1 if rest else width, ellipsis=True)
    for n, part in enumerate(rest):
        free = width - line.cell_length - sum(part.cell_length for part in rest[n:])
        line = line + Content(" " * (free // (len(rest) - n))) + part
    return line
