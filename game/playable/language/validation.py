"""What pydantic has against a file becomes faults that an author can read, each at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from playable.language.faults import Fault, Trouble, Troubles, short
from playable.language.foreign import fits, ours
from playable.language.keys import keys_at
from playable.language.names import Names
from playable.language.nearest import likeness, nearest
from playable.language.reading.construct import UNREAD
from playable.language.reading.pitfalls import Misread
from playable.language.reading.places import Loc
from playable.language.reading.source import Source

M = TypeVar("M", bound=BaseModel)
MOST = 20_000  # faults of one file that are looked at one by one
SURELY = 0.7  # likeness from which on a misspelt key is read as the right one

_WANTED = {
    "string_type": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list (lines that begin with `- `, or `[…]`)",
}
_TWO_NUMBERS = re.compile(r"(-?[0-9]{1,9}) ?(?:-|,|to|\.{2,3}) ?(-?[0-9]{1,9})")
_ONE_ITEM = re.compile(r"[^,:#\[\]{}\n]{1,60}")  # what a list in brackets can hold as it is
_THERE_IS: dict[type, str] = {dict: "a mapping", list: "a list", str: "text"}


class Validated(NamedTuple, Generic[M]):
    """What a file says, or what pydantic has against it."""

    model: M | None
    errors: list[ErrorDetails]


def validated(model: type[M], source: Source, names: Names) -> Validated[M]:
    """A file as a model of the format."""
    try:
        return Validated(model.model_validate(source.data, context=names), [])
    except ValidationError as error:
        return Validated(None, error.errors(include_url=False)[:MOST])


def mend(errors: list[ErrorDetails], source: Source, model: type[BaseModel]) -> bool:
    """Read each key that is surely misspelt as the right one, so that this is all it causes; True if there was one."""
    mended = False
    for detail in errors:
        loc, trouble = detail["loc"], None
        if detail["type"] == "extra_forbidden":
            allowed = keys_at(model, loc[:-1])
            trouble = _unknown_key(str(loc[-1]), allowed)
            known = ours(str(loc[-1]), allowed)
            if not (known and fits(known, detail["input"])) and likeness(str(loc[-1]), trouble.suggestion) < SURELY:
                continue
        elif loc and loc[-1] == "[key]" and isinstance(raised := detail.get("ctx", {}).get("error"), Troubles):
            loc = loc[:-1]
            trouble = next((t for t in raised.troubles if t.suggestion), None)
        if trouble and trouble.suggestion:
            index = source.key_index(loc)
            if source.rename(loc[:-1], str(loc[-1]), trouble.suggestion):
                source.fault_at(index, trouble)
                mended = True
    return mended


def faults_of(errors: list[ErrorDetails], source: Source, model: type[BaseModel]) -> Iterator[Fault]:
    """The faults that validating `source` against `model` met."""
    misread = Misread(source.text, source.place)
    for detail in errors:
        if (prose := misread.prose(detail)) and prose.at < source.limit:
            yield source.fault(*prose)
    for detail in errors:
        loc: Loc = detail["loc"]
        of_key = loc[-1:] == ("[key]",)
        if of_key:
            loc = loc[:-1]
        if detail["input"] is UNREAD and not of_key and detail["type"] != "extra_forbidden":
            continue
        if misread.spoiled(loc) or (detail["input"] in source.unfinished and detail["type"] != "extra_forbidden"):
            continue
        place = source.place(loc)
        if place is source.spoilt or (detail["input"] == "" and source.text.startswith("*", place.start)):
            continue  # the syntax error, or the alias, was told
        for trouble in _troubles(detail, loc, model):
            of_key = of_key or detail["type"] in ("extra_forbidden", "missing") or trouble.code == "empty"
            index = place.key if of_key else source.index_in(loc, trouble.at)
            if index < source.limit:
                yield source.fault(index, trouble)


def _troubles(detail: ErrorDetails, loc: Loc, model: type[BaseModel]) -> list[Trouble]:
    kind, value = detail["type"], detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "missing":
        return [Trouble("missing-key", f"`{loc[-1]}` is missing here")]
    if kind == "extra_forbidden":
        return [_unknown_key(str(loc[-1]), keys_at(model, loc[:-1]))]
    if isinstance(raised := context.get("error"), Troubles):
        return raised.troubles
    if value == "":
        return [Trouble("empty", "nothing stands here: give it a value, or leave it out")]
    if kind == "literal_error" and isinstance(value, str):
        options = re.findall(r"'([^']*)'", context["expected"])
        text = f"expected {', '.join(options[:-1])} or {options[-1]}"
        return [Trouble("unknown-value", text, 0, nearest(value, options))]
    if kind in ("too_short", "too_long"):
        return [Trouble("wrong-length", _length(context))]
    if kind == "greater_than_equal":
        return [Trouble("out-of-range", f"expected {context['ge']} or more")]
    wanted = "text" if kind == "literal_error" else _WANTED.get(kind)
    if wanted == "a mapping" and (keys := keys_at(model, loc)):
        wanted = f"a mapping with keys of its own: {', '.join(keys)}"
    elif kind == "dict_type" and isinstance(value, list):
        wanted = "a mapping: for each a name of your own and `:`, in place of `-`"
    if wanted is None:
        wanted = "text or a mapping" if loc and isinstance(loc[-1], int) else "text or a list"
    told = f"expected {wanted}, found {_THERE_IS.get(type(value), 'something else')}"
    return [Trouble("wrong-type", told, suggestion=_in_brackets(value) if kind == "list_type" else None)]


def _in_brackets(value: object) -> str | None:
    """The list that a text was surely meant as: of two numbers, or of itself."""
    text = value if isinstance(value, str) else ""
    if numbers := _TWO_NUMBERS.fullmatch(text):
        return f"[{numbers[1]}, {numbers[2]}]"
    return f"[{text}]" if _ONE_ITEM.fullmatch(text) else None


def _length(context: dict[str, Any]) -> str:
    wanted = context.get("min_length", context.get("max_length"))
    return f"expected {'exactly' if wanted == 2 else 'at least'} {wanted} here, found {context.get('actual_length')}"


@lru_cache(maxsize=1000)
def _unknown_key(key: str, allowed: tuple[str, ...]) -> Trouble:
    message = f"`{short(key)}` is no key here; there are {', '.join(allowed)}"
    return Trouble("unknown-key", message, 0, ours(key, allowed) or nearest(key, allowed))
