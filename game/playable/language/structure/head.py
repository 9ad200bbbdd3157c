"""The head of a story: what was renamed to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playable.language.faults import Trouble, short
from playable.language.names import Names, mapping
from playable.language.nearest import nearest
from playable.language.structure.raw import PlacedTrouble


def in_head(head: dict[str, Any], names: Names) -> Iterator[PlacedTrouble]:
    """Old ids that still exist, new ones that do not, and renamings that go round in a ring."""
    parts = names.choices | names.chances | names.briefings
    known = names.nodes | parts
    renamed = {old: new for old, new in mapping(head.get("renamed")).items() if isinstance(new, str) and new}
    for old, new in renamed.items():
        loc = ("story", "renamed", old)
        if old in known:
            message = f"`{short(old)}` is still in the story, so it was not renamed"
            yield PlacedTrouble(loc, Trouble("still-there", message), of_key=True)
        elif ("." in old) != ("." in new):
            message = "a node is renamed to a node, and a part, `node.part`, to a part"
            yield PlacedTrouble(loc, Trouble("wrong-type", message))
        elif _goes_round(old, renamed):
            message = f"`{short(old)}` is renamed in a ring, and never comes to an id of today"
            yield PlacedTrouble(loc, Trouble("renamed-in-a-ring", message))
        elif not ({new, new.partition(".")[0]} & renamed.keys() or new in known or _may_be(new, names)):
            message = f"there is no node, or part of one, `{short(new)}`"
            suggestion = nearest(new, parts if "." in new else names.nodes)
            yield PlacedTrouble(loc, Trouble("unknown-node", message, 0, suggestion))


def _may_be(new: str, names: Names) -> bool:
    return any(names.may_have(kind, new) for kind in ("node", "choice", "chance", "briefing"))


def _goes_round(old: str, renamed: dict[str, str]) -> bool:
    seen = {old}
    while (new := renamed.get(old)) is not None:
        if new in seen:
            return True
        seen.add(new)
        old = new
    return False
