"""A story as it was typed, not yet validated: the parts of a node, where they lead, and troubles placed in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from playable.language.faults import Trouble
from playable.language.names import mapping
from playable.language.reading.places import Loc


class PlacedTrouble(NamedTuple):
    """A trouble of the value at `loc`, or of its key."""

    loc: Loc
    trouble: Trouble
    of_key: bool = False


class RawExit(NamedTuple):
    """A way out of a node: where it is written, and its target, `back` perhaps."""

    loc: Loc
    target: str


def key_error(loc: Loc, code: str, message: str) -> PlacedTrouble:
    """An error at the key of `loc`."""
    return PlacedTrouble(loc, Trouble(code, message), of_key=True)


def key_warning(loc: Loc, code: str, message: str) -> PlacedTrouble:
    """A warning at the key of `loc`: what stands there does nothing."""
    return PlacedTrouble(loc, Trouble(code, message, severity="warning"), of_key=True)


def raw_holders(name: str, raw: dict[str, Any]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """A node, its choices and its chance outcomes: whatever has effects, and whatever has a `goto`."""
    yield ("nodes", name), raw
    for part in ("choices", "chance"):
        if part in raw:
            for key, inner in mapping(raw[part]).items():
                if isinstance(inner, dict):
                    yield ("nodes", name, part, key), inner


def raw_exits(name: str, raw: dict[str, Any]) -> Iterator[RawExit]:
    """Every way out of a node that names a target."""
    for loc, holder in raw_holders(name, raw):
        goto = holder.get("goto")
        if isinstance(goto, str):
            yield RawExit((*loc, "goto"), goto)
        elif isinstance(goto, list):
            for i, way in enumerate(goto):
                if isinstance(target := mapping(way).get("goto"), str):
                    yield RawExit((*loc, "goto", i, "goto"), target)
    if isinstance(then := raw.get("then"), str):
        yield RawExit(("nodes", name, "then"), then)
