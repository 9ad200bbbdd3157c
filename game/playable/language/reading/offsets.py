"""From a character of a value back to the character of the file that it came from: through quotes, folds, escapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from playable.language.characters import visible

_BLANK = frozenset(" \t\r\n\x85")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029", "\n": "\n", "\r": "\n",
}  # fmt: skip
_DIGITS = {"x": 2, "u": 4, "U": 8}


def offsets(text: str, start: int, end: int, value: str) -> list[int]:
    """For each character of `value`, and the end of it, its place in `text`, where it is written from `start` to `end`.

    YAML changes the white space of a value and nothing else that is not an escape, so the other characters are
    counted off one by one; white space has the place after the character before it.
    """
    ends: list[int] = []
    after = start + (text[start : start + 1] in ("'", '"'))
    typed = _typed(text, start, end)
    for c in value:
        if c in _BLANK:
            ends.append(after)
            after += 1
            continue
        at, written, after = next(typed, (after, c, after))
        if written != c:
            return [start] * (len(value) + 1)  # a form that is not foreseen here: the start will do
        ends.append(at)
    return [*ends, after]


def beginning(text: str, start: int, end: int) -> int:
    """The place of the first character of a value that is written from `start` to `end`."""
    quoted = text[start : start + 1] in ("'", '"')
    return next((typed.at for typed in _typed(text, start, end)), start + quoted)


class _Typed(NamedTuple):
    """A character of a value, with where it is typed and where that ends."""

    at: int
    c: str
    after: int


def _typed(text: str, start: int, end: int) -> Iterator[_Typed]:
    """Each character of a scalar that is no white space."""
    style = text[start : start + 1]
    at = start + (style in ("'", '"'))
    if style in ("|", ">"):
        at = text.find("\n", start, end) + 1 or end
    while at < end:
        size, c = 1, text[at]
        if style == "'" and text.startswith("''", at):
            size = 2
        elif style == '"' and c == "\\":
            sign = text[at + 1 : at + 2]
            digits = _DIGITS.get(sign, 0)
            size = 2 + digits
            c = chr(int(text[at + 2 : at + size], 16)) if digits else _ESCAPES.get(sign, sign)
        if c not in _BLANK:
            for shown in visible(c):
                yield _Typed(at, shown, at + size)
        at += size
