"""Prose that YAML takes for something else: the trap authors fall into most, recognised and its cure named."""

from __future__ import annotations

import re
from typing import NamedTuple

_CURE = "; put the prose in quotes, or on lines of its own after `|`"
_FIELD = re.compile(r"^(\s*(?:- +)?(?:[A-Za-z_][\w.]*: +)?)(\S.*)$")
_BEGINNINGS = {
    "*": "prose that begins with `*` is taken for a YAML alias",
    "&": "prose that begins with `&` is taken for a YAML anchor",
    "!": "prose that begins with `!` is taken for a YAML tag",
    "[": "prose that begins with `[` is taken for a YAML list",
    "{": "prose that begins with `{` is taken for a YAML mapping",
    '"': "text after the closing quote: prose that begins with a quotation needs quotes around all of it",
    "'": "text after the closing quote: prose that begins with a quotation needs quotes around all of it",
    "@": "`@` may not begin plain text in YAML",
    "`": "a backtick may not begin plain text in YAML",
    "%": "`%` may not begin plain text in YAML",
}


class Cure(NamedTuple):
    code: str
    message: str
    line: int
    column: int

    def index_of(self, lines: list[str]) -> int:
        """The character offset of the place."""
        return sum(len(line) + 1 for line in lines[: self.line - 1]) + self.column - 1


def cure_of(lines: list[str], line: int, column: int) -> Cure | None:
    """What probably went wrong where YAML stopped (line and column from 1), or None."""
    for number in (line, line - 1):
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        found = _FIELD.match(text)
        if not found:
            continue
        before, prose = found.groups()
        tab = re.match(r" *\t", text)
        if tab and number == line:
            return Cure("yaml-tab", "a tab in the indentation; YAML wants spaces", number, tab.end())
        if number == line and (inner := re.search(r"(?<=\S): ", prose)) and prose[0] not in "\"'[{|>" and before.strip(" -"):
            at = len(before) + inner.start() + 1
            return Cure("prose-colon", f"`: ` inside plain prose reads as a key{_CURE}", number, at)
        if prose[0] in _BEGINNINGS and prose[0] not in "\"'[{&!":
            return Cure("prose-start", _BEGINNINGS[prose[0]] + _CURE, number, len(before) + 1)
        if prose[0] in "\"'[{" and _spills(prose):
            return Cure("prose-start", _BEGINNINGS[prose[0]] + _CURE, number, len(before) + 1)
    return None


def _spills(text: str) -> bool:
    """Does anything but a comment or a comma follow the bracket or quote that `text` begins with?"""
    opening = text[0]
    if opening in "\"'":
        closed = re.match(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', text)
        rest = text[closed.end() :] if closed else ""
    else:
        closing = {"[": "]", "{": "}"}[opening]
        end = text.find(closing)
        rest = text[end + 1 :] if end >= 0 else ""
    rest = rest.strip()
    return bool(rest) and rest[0] not in "#,]}:"
