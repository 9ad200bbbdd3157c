"""One pass over the YAML parser's events: plain mappings, lists and text, every scalar as it was typed.

Nothing is resolved, multiplied or executed: anchors, aliases and tags are noted as pitfalls and passed over.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import yaml

from playable.language.characters import visible
from playable.language.faults import Trouble, TroubleAt
from playable.language.reading.pitfalls import comment_after, in_brackets, mark_of
from playable.language.reading.places import DEEPEST, PARSER, Loc
from playable.language.reading.unfinished import Unfinished

SECOND = "a file is one YAML document, and a second begins here"
_NO_KEY = "a key must be plain text; prose that begins with `[` or `{` needs quotes, or lines of its own after `|`"
_TOO_DEEP = f"mappings and lists nested more than {DEEPEST} deep"
UNREAD_SIGN = "\ufffc"  # in a text, in place of a value that could not be read
DROPPED = "\0"  # in place of a key, and none that a text can have: its value is read, and kept nowhere


class StopReading(Exception):
    """The rest of the file, from a character offset on, is not read."""

    def __init__(self, index: int, code: str, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.trouble = Trouble(code, message)


class Unread:
    """In place of a value that could not be read: no text, no mapping and no list, so nobody takes it for one."""


UNREAD = Unread()
Unreadable = StopReading | yaml.YAMLError | UnicodeEncodeError


@dataclass
class Constructed:
    """What a file says."""

    root: Any = None
    noted: list[TroubleAt] = field(default_factory=list)
    doubled: bool = False  # a key is given twice somewhere
    unfinished: Unfinished = field(default_factory=Unfinished)
    stopped: Unreadable | None = None
    heads: dict[Loc, int] = field(default_factory=dict)  # where the keys of the sections and of their items stand


def construct(text: str, unread: Container[int] = ()) -> Constructed:
    """The data of the one document in `text`, what could style a terminal shown as signs.

    `unread`: the characters at which a sign stands for a value that could not be read.
    """
    constructed = Constructed()
    escapes = "\\" in text
    stack: list[Any] = []  # the containers around `here`
    here: Any = None  # the container being filled
    key: str | None = None  # in a mapping, the key that waits for its value
    head: Loc = ()  # the last key of a section, or of an item in one
    comments = " #" in text or "\t#" in text
    scalar, start_map, start_list = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    end_map, end_list = yaml.MappingEndEvent, yaml.SequenceEndEvent
    documents = 0
    try:
        get = PARSER(text).get_event
        while True:
            event = get()
            kind = event.__class__
            if kind is scalar:
                value = event.value
                if event.anchor or event.tag:
                    _mark(constructed, event)
                if escapes or not value.isascii():
                    value = visible(value)
                    if value == UNREAD_SIGN and event.start_mark.index in unread:
                        value = UNREAD
                if key is None and here.__class__ is dict:
                    key = value
                    if len(stack) <= 2:
                        head = (*head[: len(stack) - 1], value)
                        constructed.heads.setdefault(head, event.start_mark.index)
                    if value in here:
                        constructed.doubled = True
                        key = DROPPED
                    elif value == "<<" and not event.style:
                        _merge(constructed, event.start_mark.index, here)
                        key = DROPPED
                    continue
                if comments and not event.style and text[event.end_mark.index : event.end_mark.index + 1] in " \t":
                    comment_after(text, event.end_mark.index, _held_by(key, here, stack), constructed.noted)
            elif kind is end_map or kind is end_list:
                here = stack.pop()
                continue
            elif kind is start_map or kind is start_list:
                value = {} if kind is start_map else []
                if event.anchor or event.tag:
                    _mark(constructed, event)
                if key is None and here.__class__ is dict:
                    raise StopReading(event.start_mark.index, "bad-key", _NO_KEY)
                if len(stack) >= DEEPEST:
                    raise StopReading(event.start_mark.index, "too-deep", _TOO_DEEP)
                if event.flow_style and kind is start_list:
                    in_brackets(event.start_mark.index, key, constructed.noted)
            elif kind is yaml.AliasEvent:
                if key != DROPPED:
                    _mark(constructed, event)
                value = ""
                if key is None and here.__class__ is dict:
                    key = DROPPED
                    continue
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise StopReading(event.start_mark.index, "second-document", SECOND)
                continue
            elif kind is yaml.StreamEndEvent:
                return constructed
            else:
                continue

            if here.__class__ is list:
                here.append(value)
            elif here is None:
                constructed.root = value
            elif key == DROPPED:
                key = None
            else:
                here[key] = value
                key = None
            if kind is not scalar and kind is not yaml.AliasEvent:
                stack.append(here)
                here = value
    except (StopReading, yaml.YAMLError, UnicodeEncodeError) as stopped:
        constructed.stopped = stopped.with_traceback(None)  # else it keeps the parser, in a ring with itself
        for container in (here, *stack):
            if container is not None:  # as around the outermost
                constructed.unfinished.add(container)
    return constructed


def _held_by(key: str | None, here: Any, stack: list[Any]) -> str | None:
    """The key that a value belongs to, or the list that it stands in."""
    if here.__class__ is dict:
        return key
    return next(reversed(stack[-1]), None) if stack and stack[-1].__class__ is dict else None


def _mark(constructed: Constructed, event: Any) -> None:
    kind = "alias" if event.__class__ is yaml.AliasEvent else "tag" if event.tag else "anchor"
    sign = mark_of(kind)
    message = f"`{sign}` begins a YAML {kind}, which is not read; prose that begins with `{sign}` needs quotes or `|`"
    constructed.noted.append(TroubleAt(event.start_mark.index, Trouble(f"yaml-{kind}", message)))


def _merge(constructed: Constructed, index: int, here: Any) -> None:
    constructed.unfinished.add(here)  # what it would have brought is not missed
    trouble = Trouble("yaml-merge", "merge keys (`<<`) are not read: write the keys out")
    constructed.noted.append(TroubleAt(index, trouble))
