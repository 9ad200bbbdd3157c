"""YAML pitfalls: what authors write as prose and YAML takes for something else, recognised, and the cure named.

They show in three places: in what is read all the same (`comment_after`, `in_brackets`), where reading stops
(`cure_of`), and in what a sound file turns out to say (`Misread`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic_core import ErrorDetails

from playable.language.characters import visible
from playable.language.faults import Trouble, TroubleAt
from playable.language.reading.places import Loc, Place

CURE = "; put the prose in quotes, or on lines of its own after `|`"
PROSE = frozenset(
    (
        "about",
        "because",
        "essay",
        "history",
        "label",
        "locked",
        "objection",
        "outcome",
        "outside",
        "says",
        "stakes",
        "teaser",
        "text",
    )
)
TITLES = frozenset(
    ("bands", "called", "chapter", "date", "name", "outlet", "panel", "place", "role", "short", "title", "version")
)
_BESIDE = PROSE | {
    "effects",
    "cites",
    "goto",
    "when",
    "once",
    "choices",
    "chance",
    "weight",
    "briefings",
    "ending",
    "tone",
}
_MARKS = {"alias": "*", "anchor": "&", "tag": "!"}
_STARTS = {
    "*": "prose that begins with `*` is taken for a YAML alias",
    "&": "prose that begins with `&` is taken for a YAML anchor",
    "!": "prose that begins with `!` is taken for a YAML tag",
    "[": "prose that begins with `[` is taken for a YAML list",
    "{": "prose that begins with `{` is taken for a YAML mapping",
    '"': "text after the closing quote: prose that begins with a quotation needs quotes around all of it",
    "'": "text after the closing quote: prose that begins with a quotation needs quotes around all of it",
    "-": "prose that begins with `- ` is taken for a YAML list",
    "?": "prose that begins with `? ` is taken for a YAML key",
    ">": "after `>` the text begins on the next line; prose cannot begin with it",
    "|": "after `|` the text begins on the next line; prose cannot begin with it",
}
TAB = Trouble("yaml-tab", "a tab in the indentation; YAML wants spaces")
COLON = Trouble("prose-colon", f"`: ` inside plain prose reads as a key{CURE}")
_OPEN_QUOTE = "a quote opens here and is not closed; prose that begins with a quotation needs quotes around all of it"
_ID = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_TAGS = frozenset(("plain text", "list of texts", "text with when"))  # of the models' unions, not of the file
_BEGUN = re.compile(r"(scanning|parsing) (an alias|an anchor|a tag|a block scalar)")
_LINE = re.compile(r"[^\n]*")


def mark_of(kind: str) -> str:
    """The sign that begins an alias, an anchor or a tag."""
    return _MARKS[kind]


def comment_after(text: str, end: int, key: str | None, noted: list[TroubleAt]) -> None:
    """Warn where prose that ends at `end` goes on with ` #`: YAML drops the rest in silence."""
    rest = _LINE.match(text, end, end + 400)
    after = rest[0].lstrip(" \t") if rest else ""
    if after.startswith("#") and (key in PROSE or (key in TITLES and after[1:2].strip())):
        message = "YAML drops the rest of this line as a comment; if it is prose, use quotes or `|`"
        index = text.index("#", end)
        noted.append(TroubleAt(index, Trouble("prose-comment", message, severity="warning")))


def in_brackets(index: int, key: str | None, noted: list[TroubleAt]) -> None:
    """Warn where prose is a list in brackets: it may be `[sic]` that was meant."""
    if key in PROSE:
        message = "brackets make a list of texts here; if they are part of the prose, use quotes or `|`"
        noted.append(TroubleAt(index, Trouble("prose-start", message, severity="warning")))


def starts_prose(c: str) -> Trouble:
    """The trouble of prose that begins with `c`."""
    told = _STARTS.get(c, f"`{visible(c)}` may not begin plain text in YAML")
    return Trouble("prose-start", told + CURE)


def ended_by_comma(opening: str) -> Trouble:
    """The trouble of a comma inside `{…}` or `[…]`."""
    inside = "`{…}`" if opening == "{" else "`[…]`"
    message = f"a comma ended the text here: inside {inside}, prose or an expression with a comma needs quotes"
    return Trouble("prose-comma", message)


def cure_of(
    text: str, problem: str, context: str, index: int, begun: int | None, last: Any, around: list[Any]
) -> TroubleAt | None:
    """What probably went wrong where YAML stopped, or None.

    `index`: where it stopped; `begun`: where what it was reading begins; `last`: the place of the value read last;
    `around`: those of the open containers.
    """
    c = text[index : index + 1]
    if "cannot start any token" in problem:
        if c == "\t":
            return TroubleAt(index, TAB)
        return TroubleAt(index, starts_prose(c))
    if "are not allowed in this context" in problem and c in ("-", "?"):
        return TroubleAt(index, starts_prose(c))
    if begun is not None and "scanning a quoted scalar" in context:
        return TroubleAt(begun, Trouble("prose-start", _OPEN_QUOTE))
    if begun is not None and "parsing a quoted scalar" in context:
        at = text.rfind("\\", begun, index + 1)
        message = (
            f"`{visible(text[at : at + 2])}` is no escape: inside \"…\" a backslash is written twice, inside '…' once"
        )
        return TroubleAt(at, Trouble("bad-escape", message))
    if begun is not None and _BEGUN.search(context):
        return TroubleAt(begun, starts_prose(text[begun]))
    if "tag handle" in problem:
        return TroubleAt(index, starts_prose("!"))
    if last is None:
        return None
    ended = text[last.end : index]
    if "\n" not in ended and text[last.start : last.start + 1] in tuple("\"'[{*&!") and not ended.strip():
        return TroubleAt(last.start, starts_prose(text[last.start]))
    if "parsing a flow" in context:
        return _in_flow(text, index, c, last, around)
    if problem.startswith("mapping values"):
        return _colon(text, index, last)
    comment = re.search(r"\s#[^\n]*", ended)
    if comment and last.value and not ended[: comment.start()].strip():
        message = f"YAML drops the rest of this line as a comment, and the next belongs to nothing{CURE}"
        return TroubleAt(last.end + comment.start() + 1, Trouble("prose-comment", message))
    return None


def _in_flow(text: str, index: int, c: str, last: Any, around: list[Any]) -> TroubleAt:
    """Inside `{…}` or `[…]`."""
    begin = around[-1].start if around else last.start
    opening = text[begin]
    if index >= len(text.rstrip()) or "\n" in text[last.start : last.end]:
        return TroubleAt(begin, Trouble("open-bracket", f"this `{opening}` is not closed"))
    if c and c in "]}" and c != {"[": "]", "{": "}"}[opening]:
        return TroubleAt(begin, Trouble("open-bracket", f"this `{opening}` is not closed"))
    if c == ":":
        return TroubleAt(index, COLON)
    comma = text.rfind(",", begin, index)
    if comma >= 0:
        return TroubleAt(comma, ended_by_comma(opening))
    return TroubleAt(begin, Trouble("open-bracket", f"this `{opening}` is not closed, or what is in it needs quotes"))


def _colon(text: str, index: int, last: Any) -> TroubleAt:
    """A `:` where no key can be: the lines before it tell why."""
    written = text[last.start : index]
    key = re.match(r"['\"]?(\w+)", text[last.key : last.start])
    deeper = "\n" in written and written.rsplit("\n", 1)[1].strip() in _BESIDE
    if "\n" not in written or (key and key[1] in PROSE | TITLES and not deeper):
        return TroubleAt(index, COLON)
    if last.key != last.start and "\n" not in text[last.key : last.start]:
        at = index - len(written) + written.rindex("\n")
        at = index - len(text[at:index].lstrip())
        message = "this line is indented deeper than its neighbours, as if it went on with the text above"
        return TroubleAt(at, Trouble("yaml-indent", message))
    return no_key(written.split("\n", 1)[0], last.start)


def no_key(line: str, at: int) -> TroubleAt:
    """Why a line that begins at `at` is no `key: value`."""
    if tight := re.match(r"['\"]?[A-Za-z_]\w*['\"]?:(?=\S)", line):
        return TroubleAt(at + tight.end() - 1, Trouble("yaml-syntax", "a blank is missing after this `:`"))
    return TroubleAt(at, Trouble("yaml-syntax", f"`{visible(line[:40])}` is no `key: value`: is a `:` missing?"))


class Misread:
    """The pitfalls in one file, as they show in what its validation met."""

    def __init__(self, text: str, place: Callable[[Loc], Place]) -> None:
        """`place` finds where a part of the file stands in `text`."""
        self.text = text
        self.place = place
        self.spoilt: set[Loc] = set()  # what is wrong below these follows from a pitfall

    def spoiled(self, loc: Loc) -> bool:
        """Does what is wrong at `loc` follow from a pitfall?"""
        loc = _of_file(loc)
        return any(loc[:i] in self.spoilt for i in range(1, len(loc) + 1)) if self.spoilt else False

    def prose(self, detail: ErrorDetails) -> TroubleAt | None:
        """The place and the trouble of a pitfall, where `detail` shows one."""
        full: Loc = detail["loc"]
        loc, value = _of_file(full), detail["input"]
        if not loc or self.spoiled(loc):
            return None
        place, around = self.place(loc), self.place(loc[:-1])
        opening = self.text[around.start : around.start + 1]
        if detail["type"] == "extra_forbidden" or (value == "" and isinstance(loc[-1], str)):
            if value == "" and opening == "{":
                return self._comma_or_brace(loc, place, around)
            if detail["type"] == "extra_forbidden" and "text with when" in full[-2:-1]:
                return self._colon(loc, place, around)
            if value == "" and loc[-1] in PROSE | TITLES:
                return self._comment(loc, place)
        if isinstance(value, dict | list) and loc[-1] in PROSE | TITLES and _wants_text(detail):
            return self._no_text(loc, place, value)
        if isinstance(loc[-1], int) and opening == "[" and isinstance(value, str) and _unbalanced(value):
            return self._comma_in_list(loc, place, around)
        return None

    def _comma_or_brace(self, loc: Loc, place: Place, around: Place) -> TroubleAt | None:
        """`{text: Well, no}` and `text: {trust}`."""
        text = self.text
        before = text[around.start : place.key].rstrip()
        if before.endswith(","):
            keys = list(around.parts)
            self.spoilt |= {loc, (*loc[:-1], keys[keys.index(loc[-1]) - 1])}
            return TroubleAt(place.key, ended_by_comma("{"))
        if before == "{" and len(loc) > 1 and place.start >= place.key and ":" not in text[place.key : place.end + 1]:
            self.spoilt.add(loc[:-1])
            return TroubleAt(around.start, starts_prose("{"))
        return None

    def _colon(self, loc: Loc, place: Place, around: Place) -> TroubleAt | None:
        """`- He said: no`, which is a mapping."""
        if _ID.fullmatch(str(loc[-1])):
            if all(k not in ("when", "as", "text", "do") for k in around.parts):
                self.spoilt |= {(*loc[:-1], key) for key in ("when", "text", "do")}
            return None
        self.spoilt.add(loc[:-1])
        index = self.text.find(":", place.key + len(str(loc[-1])))
        return TroubleAt(index, COLON)

    def _comment(self, loc: Loc, place: Place) -> TroubleAt | None:
        """`text: # 5`."""
        rest = re.compile(r":[ \t]+(#)").search(self.text, place.key, place.key + 200)
        if rest is None or "\n" in self.text[place.key : rest.start()]:
            return None
        self.spoilt.add(loc)
        trouble = Trouble("prose-comment", f"` #` begins a comment, and nothing else stands here{CURE}")
        return TroubleAt(rest.start(1), trouble)

    def _no_text(self, loc: Loc, place: Place, value: Any) -> TroubleAt | None:
        """`label: [sic]`, `label: {trust}`, and a key on a line of its own."""
        opening = self.text[place.start]
        if opening in "[{":
            self.spoilt.add(loc)
            return TroubleAt(place.start, starts_prose(opening))
        if isinstance(value, dict) and value and not _ID.fullmatch(key := next(iter(value))):
            self.spoilt.add(loc)
            index = self.text.find(":", place.start + len(key))
            return TroubleAt(index, COLON)
        return None

    def _comma_in_list(self, loc: Loc, place: Place, around: Place) -> TroubleAt:
        """`[trust += min(1, 2)]`, of which YAML makes two items."""
        depth, last = 0, int(loc[-1])
        while last in around.parts:
            self.spoilt.add((*loc[:-1], last))
            item = around.parts[last].value or ""
            depth += item.count("(") - item.count(")")
            if depth <= 0:
                break
            last += 1
        return TroubleAt(place.end, ended_by_comma("["))


def _of_file(loc: Loc) -> Loc:
    return tuple(part for part in loc if part not in _TAGS and part != "[key]")


def _wants_text(detail: ErrorDetails) -> bool:
    return detail["loc"][-1:] != ("text with when",) and detail["type"] in (
        "value_error",
        "string_type",
        "union_tag_invalid",
        "union_tag_not_found",
    )


def _unbalanced(value: str) -> bool:
    return value.count("(") > value.count(")")
