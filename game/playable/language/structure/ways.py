"""Where the parts of a node are, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playable.language.names import mapping
from playable.language.places import Loc

Step = tuple[Loc, str]  # where a way on is written, and its target


def holders(name: str, raw: dict[str, Any]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """A node, its choices and its chance outcomes: whatever has effects, and whatever has a `goto`."""
    yield ("nodes", name), raw
    for part in ("choices", "chance"):
        if part in raw:
            for key, inner in mapping(raw[part]).items():
                if isinstance(inner, dict):
                    yield ("nodes", name, part, key), inner


def ways_on(name: str, raw: dict[str, Any]) -> Iterator[Step]:
    """Every way out of a node that names a target, `back` among them."""
    for loc, holder in holders(name, raw):
        goto = holder.get("goto")
        if isinstance(goto, str):
            yield (*loc, "goto"), goto
        elif isinstance(goto, list):
            for i, way in enumerate(goto):
                if isinstance(target := mapping(way).get("goto"), str):
                    yield (*loc, "goto", i, "goto"), target
    if isinstance(then := raw.get("then"), str):
        yield ("nodes", name, "then"), then
