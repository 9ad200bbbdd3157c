"""Which keys a mapping of the format may have, by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel

from playable.language.reading.places import Loc


def keys_at(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    """The keys that the mapping at `loc` may have."""
    items = loc[:1] + tuple(0 if isinstance(p, int) else "*" if i == 0 else p for i, p in enumerate(loc[1:]))
    return _keys_at(model, items)  # an item of a section is like the others


@lru_cache(maxsize=1000)
def _keys_at(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    schema = _schema(model)
    here = [schema]
    for part in loc:
        below = [step for s in _unfolded(here, schema) if (step := _step(s, part)) is not None]
        here = below or here  # a name of pydantic's own, not of the file
    return tuple(dict.fromkeys(key for s in _unfolded(here, schema) for key in s.get("properties", ())))


def _step(schema: dict[str, Any], part: str | int) -> Any:
    if isinstance(part, int):
        return schema.get("items")
    beyond = schema.get("additionalProperties")
    return schema.get("properties", {}).get(part, beyond if isinstance(beyond, dict) else None)


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
