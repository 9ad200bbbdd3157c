"""Writes the tables of keys in the docs from the models of the format. `python -m docs.reference`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playable.language import model
from playable.language.recording import RecordingModel, StepModel
from pydantic import BaseModel

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- keys: written from the models -->\n", "<!-- end of keys -->\n"
STORY: dict[str, type[BaseModel]] = {
    "A file": model.Document,
    "story": model.Head,
    "short": model.ShortGame,
    "state": model.Variable,
    "people": model.Person,
    "glossary": model.Term,
    "nodes": model.Node,
    "choices": model.Choice,
    "chance": model.Outcome,
    "effects": model.Effect,
    "goto, as a list": model.Way,
    "text, as a list": model.Alternative,
    "briefings": model.Briefing,
    "ending": model.Ending,
    "debrief": model.Debrief,
    "policies": model.Policy,
    "theses": model.Thesis,
    "odds": model.Odds,
    "source": model.Origin,
    "claims": model.Claim,
}
PAGES: dict[str, dict[str, type[BaseModel]]] = {
    "language.md": STORY,
    "playthroughs.md": {"The file": RecordingModel, "A step": StepModel},
}
TITLES = {part.__name__: title for parts in PAGES.values() for title, part in parts.items()}
NAMED = {"target": "id of a node, or `back`", "outcome": "id of an outcome", "ending": "id of an ending"}


def reference(name: str) -> str:
    """The page of that name as it should stand."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    tables = "".join(_table(title, part) for title, part in PAGES[name].items())
    return before + BEGIN + tables + END + rest.split(END)[1]


def _table(title: str, part: type[BaseModel]) -> str:
    schema = part.model_json_schema()
    definitions, required = schema.get("$defs", {}), schema.get("required", [])
    summary = (part.__doc__ or "").split("\n")[0]
    lines = [f"\n### {title}\n\n{summary}\n\n| key | holds | meaning |\n|---|---|---|\n"]
    for key, inner in schema["properties"].items():
        needed = " (needed)" if key in required else ""
        lines.append(f"| `{key}`{needed} | {_holds(inner, definitions)} | {inner.get('description', '')} |\n")
    return "".join(lines)


def _holds(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a key may hold, in words."""
    if "$ref" in schema:
        return _mapping(schema["$ref"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        words = [_holds(option, definitions) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(" or ".join(words).split(" or ")))  # each once, those of a list too
    if "enum" in schema:
        return " · ".join(f"`{word}`" for word in schema["enum"])
    if kind := schema.get("x-names"):
        return NAMED.get(kind, f"id of a {kind}")
    if schema.get("type") == "array":
        return f"list of {_holds(schema['items'], definitions)}"
    if schema.get("type") == "object":
        patterns: list[dict[str, Any]] = list(schema.get("patternProperties", {}).values())
        inner = schema.get("additionalProperties") or patterns[0]
        return f"mapping of ids to {_holds(inner, definitions)}"
    kinds: str | list[str] = schema.get("type", "text")
    kind_words = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}
    if isinstance(kinds, str):
        return kind_words.get(kinds, kinds)
    return "expression" if set(kinds) == {"string", "boolean", "integer"} else " or ".join(kind_words[k] for k in kinds)


def _mapping(reference: str) -> str:
    part = reference.rpartition("/")[2]
    title = TITLES.get(part, part)
    return f"[{title}](#{title.lower().replace(' ', '-').replace(',', '')})"


if __name__ == "__main__":
    for page in PAGES:
        (FOLDER / page).write_text(reference(page), encoding="utf-8")
