"""Told text as Markdown, escaped so that it renders as it was told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playable.engine.markup import Block, Span, Spans, blocks, documents, plain

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$#]")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def escaped(text: str) -> str:
    """Plain text; its line breaks stay."""
    text = _AT_THE_START.sub(_defused, _ANYWHERE.sub(r"\\\g<0>", text))
    return text.replace("\n", "\\\n")


def spans(told: Spans) -> str:
    """Text with its emphasis, or without where Markdown cannot say it."""
    words = plain(told)
    if any(span.emphasis or span.strong for span in told):
        whole = "".join(_span(span) for span in told)
        if [block.text for block in blocks(whole)] == [words]:
            return whole
    return escaped(words)


def prose(told: Iterable[Block], before: str = "") -> str:
    """Paragraphs, quotes and lists; a document is quoted under its name. `before` stands in front of every line."""
    parts = []
    for form, run in documents(told):
        quoted = f"{before}> " if form else before
        name = f"{quoted}*A {form}:*\n{quoted.rstrip()}\n" if form else ""
        parts.append(name + _running(run, quoted))
    return f"\n{before.rstrip()}\n".join(parts)


def _running(told: Iterable[Block], before: str) -> str:
    lines: list[str] = []
    last: Block | None = None
    indent, within = "", dict[int, int]()  # what the lines of the block before stand after; of each depth, how far in
    for block in told:
        if last and not _tight(last, block):
            lines.append("> " * (min(last.depth, block.depth) + 1) if last.kind == block.kind == "quote" else "")
        first = indent
        if block.kind != "item":
            first = indent = "> " * (block.depth + 1) if block.kind == "quote" else ""
            within = {}
        elif block.marker:
            within = {depth: width for depth, width in within.items() if depth < block.depth}
            margin = max([4 * len(within), *within.values()])  # under a wide number a list stands further in
            first = f"{' ' * margin}{'-' if block.marker == '•' else block.marker} "
            indent = " " * len(first)
            within[block.depth] = len(first)
        text = spans(block.spans).split("\n")
        lines += [first + text[0], *(indent + line for line in text[1:])]
        last = block
    return "\n".join(f"{before}{line}".rstrip() for line in lines)


def _tight(last: Block, block: Block) -> bool:
    """Do two items stand without a line between them? A number must then follow a number of the same list."""
    bullets = (last.marker, block.marker) == ("•", "•")
    numbers = "." in last.marker and "." in block.marker and block.depth == last.depth
    return bullets or numbers


def _span(span: Span) -> str:
    """One span; the white space at its ends stands outside its marks, as they ask."""
    marks = "*" * (span.emphasis + 2 * span.strong)
    words = span.text.strip()
    if not marks or not words:
        return escaped(span.text)
    start = span.text.index(words)
    return f"{span.text[:start]}{marks}{escaped(words)}{marks}{span.text[start + len(words) :]}"


def _defused(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
