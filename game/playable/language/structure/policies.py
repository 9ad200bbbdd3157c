"""A policy takes a choice once, and the short game asks where there is something to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playable.language.faults import Trouble, short
from playable.language.reading.places import Loc
from playable.language.structure.raw import PlacedTrouble


def in_policy(loc: Loc, raw: dict[str, Any]) -> Iterator[PlacedTrouble]:
    """The choices that a policy lists again, which does nothing."""
    for i in _again(raw.get("takes")):
        message = f"`{short(raw['takes'][i])}` is listed already: this does nothing"
        yield PlacedTrouble((*loc, "takes", i), Trouble("listed-twice", message, severity="warning"))


def in_short(raw: dict[str, Any], nodes: Mapping[str, Any]) -> Iterator[PlacedTrouble]:
    """The nodes of the short game at which nobody decides, and those that are listed again."""
    asks, loc = raw.get("asks"), ("story", "short", "asks")
    for i in _again(asks):
        message = f"`{short(raw['asks'][i])}` is listed already: this does nothing"
        yield PlacedTrouble((*loc, i), Trouble("listed-twice", message, severity="warning"))
    for i, node in enumerate(asks if isinstance(asks, list) else ()):
        asked = nodes.get(node) if isinstance(node, str) else None
        if isinstance(asked, dict) and "choices" not in asked:
            message = f"`{short(node)}` has no choices: nobody decides there"
            yield PlacedTrouble((*loc, i), Trouble("no-choices", message))


def _again(listed: object) -> list[int]:
    """Where a list says what it said before."""
    items = listed if isinstance(listed, list) else []
    return [i for i, item in enumerate(items) if isinstance(item, str) and item in items[:i]]
