"""Told text becomes blocks of spans: CommonMark paragraphs, emphasis, quotes and lists, and `[[terms]]`.

Links, headings, code and HTML stay as typed. A span is plain data: no character of it can style a screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from playable.language.prose import LINK, term_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from playable.language.model import Form


# Where none of these stands a text is paragraphs and nothing else: most are, and need no reader of markup.
_MARKS = re.compile(r"[*_\\>\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]|^ *(?:[-+]|\d{1,9}[.)])| $", re.MULTILINE)
_BLANK = re.compile(r"\n(?: *\n)+")


class Span(NamedTuple):
    """A run of text in one manner; `term` is the glossary entry or person that it opens."""

    text: str
    emphasis: bool = False
    strong: bool = False
    term: str | None = None


Spans = tuple[Span, ...]


class Block(NamedTuple):
    """A paragraph, a quoted paragraph, or an item of a list with its marker; `depth` counts what it stands in.

    `form` is the document that it belongs to, if to any; its first block `opens` it.
    """

    kind: Literal["paragraph", "quote", "item"]
    spans: Spans
    depth: int = 0
    marker: str = ""
    form: Form | None = None
    opens: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return plain(self.spans)


def plain(spans: Spans) -> str:
    """The words of spans without their manner."""
    return "".join(span.text for span in spans)


@lru_cache(maxsize=4096)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a told text."""
    if _MARKS.search(text):
        return tuple(_blocks(_reader().parse(text)))
    paragraphs = (paragraph.strip().split("\n") for paragraph in _BLANK.split(text) if paragraph.strip(" \n"))
    joined = (" ".join(part.lstrip(" ") for part in paragraph) for paragraph in paragraphs)
    return tuple(Block("paragraph", tuple(_linked(words, False, False))) for words in joined)


def document(form: Form, text: str) -> tuple[Block, ...]:
    """The blocks of a told text that is a document."""
    return tuple(block._replace(form=form, opens=n == 0) for n, block in enumerate(blocks(text)))


def documents(told: Iterable[Block]) -> Iterator[tuple[Form | None, tuple[Block, ...]]]:
    """Blocks in runs: those of each document by themselves, with its form, and those between them."""
    run: list[Block] = []
    for block in told:
        if run and (block.opens or block.form != run[0].form):
            yield run[0].form, tuple(run)
            run = []
        run.append(block)
    if run:
        yield run[0].form, tuple(run)


@lru_cache(maxsize=4096)
def line(text: str) -> Spans:
    """The spans of one line, such as a label; line breaks become spaces."""
    text = " ".join(text.split("\n")).strip()
    if not _MARKS.search(text):
        return tuple(_linked(text, False, False))
    return tuple(span for token in _reader().parseInline(text) for span in _spans(token.children or []))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # not before the title stands on the screen

    return MarkdownIt("zero").enable(["blockquote", "list", "emphasis", "escape", "newline", "balance_pairs"])


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    quotes, lists, marker = 0, [], ""
    for token in tokens:
        match token.type:
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "bullet_list_open":
                lists.append(0)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marker = f"{lists[-1]}." if lists[-1] else "•"
                lists[-1] += bool(lists[-1])
            case "list_item_close":
                marker = ""  # of an item without words: it is none of what comes after
            case "inline":
                kind: Literal["paragraph", "quote", "item"] = "item" if lists else "quote" if quotes else "paragraph"
                yield Block(kind, tuple(_spans(token.children or [])), max(0, len(lists) + quotes - 1), marker)
                marker = ""


def _spans(tokens: list[Token]) -> Iterator[Span]:
    emphasis = strong = 0
    text = ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            text += " " if token.type == "softbreak" else "\n"
        elif token.type in ("text", "text_special"):
            text += token.content
        else:
            yield from _linked(text, bool(emphasis), bool(strong))
            text = ""
            emphasis += (token.type == "em_open") - (token.type == "em_close")
            strong += (token.type == "strong_open") - (token.type == "strong_close")
    yield from _linked(text, bool(emphasis), bool(strong))


def _linked(text: str, emphasis: bool, strong: bool) -> Iterator[Span]:
    at = 0
    for link in LINK.finditer(text):
        if link.start() > at:
            yield Span(text[at : link.start()], emphasis, strong)
        yield Span(link[2] or link[1].replace("_", " "), emphasis, strong, term_of(link[1]))
        at = link.end()
    if at < len(text):
        yield Span(text[at:], emphasis, strong)
