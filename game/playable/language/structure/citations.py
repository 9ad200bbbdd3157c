"""In a strict story every change cites a claim, or says that it is outside."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from playable.language.faults import Trouble
from playable.language.names import mapping
from playable.language.structure.finding import Finding
from playable.language.structure.ways import holders


def uncited(name: str, raw: dict[str, Any], unread: Container[int]) -> Iterator[Finding]:
    """Each effect of a node that neither cites nor is outside, and stands on nothing that does."""
    for loc, holder in holders(name, raw):
        effects = holder.get("effects")
        if not isinstance(effects, list) or _covered(holder, unread):
            continue
        for i, effect in enumerate(effects):
            torn = isinstance(effect, str) and effect.count(")") > effect.count("(")  # by a comma, which is told
            if not torn and not _covered(mapping(effect), unread):
                message = "this change cites no claim; give it `cites`, or say what is assumed as `outside`"
                yield Finding((*loc, "effects", i), Trouble("uncited", message))


def _covered(holder: dict[str, Any], unread: Container[int]) -> bool:
    return bool(holder.get("cites") or holder.get("outside") or id(holder) in unread)
