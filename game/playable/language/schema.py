"""JSON Schema of story and playthrough files, for completion and checks in an editor; with a story, with its ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from playable.language.model import Document
from playable.language.names import Names
from playable.language.recording import RecordingModel
from playable.language.story import Story

_KNOWN: dict[str, Callable[[Names], set[str]]] = {
    "node": lambda names: names.nodes,
    "target": lambda names: names.nodes | {"back"},
    "choice": lambda names: names.choices,
    "person": lambda names: names.people,
    "deck": lambda names: names.decks,
    "claim": lambda names: names.claims,
    "policy": lambda names: names.policies,
    "briefing": lambda names: names.briefings,
    "outcome": lambda names: names.chances,
    "ending": lambda names: names.endings,
}


def schema(story: Story | None = None) -> dict[str, Any]:
    """The JSON Schema of a story file, from the models; references to a given story's parts are its ids.

    It says less than `check`: an editor reads YAML's own types, so where text may stand a number may, too.
    """
    return _of(Document, story)


def playthrough_schema(story: Story | None = None) -> dict[str, Any]:
    """The same of a playthrough file; a step has one key alone."""
    whole = _of(RecordingModel, story)
    whole["$defs"]["StepModel"] |= {"minProperties": 1, "maxProperties": 1}
    return whole


def _of(model: type[BaseModel], story: Story | None) -> dict[str, Any]:
    filled: dict[str, Any] = _filled(model.model_json_schema(), story.names if story else None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **filled}


def _filled(part: Any, names: Names | None) -> Any:
    """A part of the schema as editors want it: ids for `x-names`, and no `null`, which no key may hold."""
    if isinstance(part, list):
        return [_filled(inner, names) for inner in part if inner != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {k: _filled(v, names) for k, v in part.items() if k != "x-names" and not (k == "default" and not v)}
    if names and isinstance(kind := part.get("x-names"), str):
        kept["enum"] = sorted(_KNOWN[kind](names))
    elif kept.get("type") == "string" and "minLength" in kept:
        kept["type"] = ["string", "number", "boolean"]
    only = kept.get("anyOf")
    if isinstance(only, list) and len(only) == 1:
        del kept["anyOf"]
        kept = {**only[0], **kept}
    return kept
