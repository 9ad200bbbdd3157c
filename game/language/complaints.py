"""What pydantic found wrong becomes faults that an author can read, each at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from game.language.faults import Fault, Trouble, Troubles, nearest
from game.language.source import Loc, Source

_WANTED = {
    "string_type": "text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list (lines that begin with `- `, or `[…]`)",
}
_FOUND: dict[type, str] = {dict: "a mapping", list: "a list", str: "text"}


def faults_of(error: ValidationError, source: Source, model: type[BaseModel]) -> Iterator[Fault]:
    """The faults that validating `source` against `model` met."""
    for detail in error.errors(include_url=False):
        loc: Loc = detail["loc"]
        key = loc[-1] == "[key]" or detail["type"] == "extra_forbidden"
        if loc[-1] == "[key]":
            loc = loc[:-1]
        for trouble in _troubles(detail, source, model, loc):
            if trouble is None:
                continue
            spot = source.spot(loc)
            if key or detail["type"] == "missing":
                index = spot.key
            else:
                index = source.index_in(loc, trouble.at)
            yield source.fault(index, trouble)


def _troubles(detail: ErrorDetails, source: Source, model: type[BaseModel], loc: Loc) -> list[Trouble]:
    kind, value = detail["type"], detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "missing":
        return [] if id(value) in source.open else [Trouble("missing-key", f"`{loc[-1]}` is missing here")]
    if kind == "extra_forbidden":
        return [_unknown_key(loc, value, model)]
    if isinstance(found := context.get("error"), Troubles):
        return found.troubles
    if id(value) in source.open:
        return []
    if kind == "literal_error":
        options = [w.strip("'") for w in context["expected"].replace(" or ", ", ").split(", ")]
        text = f"expected {', '.join(options[:-1])} or {options[-1]}"
        return [Trouble("unknown-value", text, 0, nearest(value, options) if isinstance(value, str) else None)]
    if kind in ("too_short", "too_long"):
        return [Trouble("wrong-length", _length(context))]
    if value == "":
        return [Trouble("empty", "nothing stands here")]
    wanted = _WANTED.get(kind) or ("text or a mapping" if loc and isinstance(loc[-1], int) else "text or a list")
    return [Trouble("wrong-type", f"expected {wanted}, found {_FOUND.get(type(value), 'something else')}")]


def _length(context: dict[str, Any]) -> str:
    wanted = context.get("min_length", context.get("max_length"))
    return f"expected {'exactly' if wanted == 2 else 'at least'} {wanted} here, found {context.get('actual_length')}"


def _unknown_key(loc: Loc, value: object, model: type[BaseModel]) -> Trouble:
    key, allowed = str(loc[-1]), _keys_at(model, loc[:-1])
    if value == "" and " " in key:
        return Trouble("prose-comma", "a comma ended the text here: inside `{…}` and `[…]`, prose with a comma needs quotes")
    shown = key if len(key) <= 60 else key[:57] + "…"
    return Trouble("unknown-key", f"`{shown}` is no key here; there are {', '.join(allowed)}", 0, nearest(key, allowed))


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the mapping at `loc` may have."""
    schema = _schema(model)
    here = [schema]
    for part in loc:
        below = [s for s in _unfolded(here, schema) if _step(s, part) is not None]
        here = [_step(s, part) for s in below] or here  # a name of pydantic's own, not of the file
    return list(dict.fromkeys(key for s in _unfolded(here, schema) for key in s.get("properties", ())))


def _step(schema: dict[str, Any], part: str | int) -> Any:
    if isinstance(part, int):
        return schema.get("items")
    inner = schema.get("properties", {}).get(part)
    beyond = schema.get("additionalProperties")
    return inner if inner is not None else beyond if isinstance(beyond, dict) else None


def _unfolded(schemas: list[dict[str, Any]], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for schema in schemas:
        if "$ref" in schema:
            yield from _unfolded([root["$defs"][schema["$ref"].rpartition("/")[2]]], root)
        elif options := schema.get("anyOf") or schema.get("oneOf"):
            yield from _unfolded(options, root)
        else:
            yield schema


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()
