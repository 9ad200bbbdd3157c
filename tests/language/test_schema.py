"""Does the JSON Schema hold for the shipped stories, and know a story's own ids?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml
from playable.language.files import files_of
from playable.language.library import main_story, shipped
from playable.language.merge import read_all
from playable.language.reading.pitfalls import PROSE, TITLES
from playable.language.schema import playthrough_schema, schema
from playable.language.story import load

STORIES = {**shipped(), "main": main_story()}
FILES = [file for story in STORIES.values() for file in files_of(story) if isinstance(file, Path)]


class Key(NamedTuple):
    """A key of a part of the format."""

    part: str
    name: str


def as_editors_read(value: Any) -> Any:
    """YAML as an editor's JSON Schema sees it: keys and dates are text."""
    if isinstance(value, dict):
        return {str(k): as_editors_read(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_editors_read(v) for v in value]
    return str(value) if isinstance(value, date) else value


@pytest.mark.parametrize("file", FILES, ids=[f"{f.parent.name}/{f.name}" for f in FILES])
def test_shipped_files_are_valid(file: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert not list(validator.iter_errors(as_editors_read(yaml.safe_load(file.read_text(encoding="utf-8")))))


def test_the_example_of_every_construct_shows_every_key() -> None:
    """Of every part of the format: what is new is shown there, and met by all that plays or reads the example."""
    whole = schema()
    shown = {key for source in read_all(shipped()["every_construct"]).sources for key in keys_used(source.data, whole)}
    assert set(keys_there_are(whole)) == shown


def test_pitfalls_know_every_key_that_holds_text() -> None:
    """Where prose may stand, what YAML makes of prose is recognised."""
    no_prose = {"picture", "claims", "renamed", "one_of"}  # rows, a path, ids, words
    holds_text = {key.name for key, holds in keys_there_are(schema()).items() if "minLength" in str(holds)}
    assert holds_text - no_prose == PROSE | TITLES


def keys_there_are(whole: dict[str, Any]) -> dict[Key, Any]:
    """Every key of the format, with the schema of what it holds."""
    parts = [whole, *whole["$defs"].values()]
    return {Key(p["title"], key): holds for p in parts for key, holds in p.get("properties", {}).items()}


def keys_used(data: Any, whole: dict[str, Any], at: Any = None) -> Iterator[Key]:
    """The keys of the format that stand in the data of a file."""
    for part in one_of_these(at or whole, whole):
        keys = part.get("properties", {})
        if isinstance(data, list) and "items" in part:
            for item in data:
                yield from keys_used(item, whole, part["items"])
        elif isinstance(data, dict) and keys and data.keys() <= keys.keys():
            for name, value in data.items():
                yield Key(part["title"], name)
                yield from keys_used(value, whole, keys[name])
        elif isinstance(data, dict) and isinstance(part.get("additionalProperties"), dict):
            for value in data.values():
                yield from keys_used(value, whole, part["additionalProperties"])


def one_of_these(schema: dict[str, Any], whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a schema may stand for."""
    if "$ref" in schema:
        yield from one_of_these(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    elif options := schema.get("anyOf") or schema.get("oneOf"):
        for option in options:
            yield from one_of_these(option, whole)
    else:
        yield schema


def test_a_story_puts_its_ids_in() -> None:
    story = load(shipped()["every_construct"])
    validator = jsonschema.Draft202012Validator(schema(story))

    def valid(**nodes: Any) -> bool:
        return bool(validator.is_valid({"nodes": nodes}))

    assert valid(a={"goto": "dawn"})
    assert valid(a={"goto": "back"})
    assert valid(a={"draw": "night", "then": "dawn", "cites": ["c1"], "briefings": {"petra": {"text": "Hm."}}})
    assert not valid(a={"goto": "dwan"})
    assert not valid(a={"draw": "night", "then": "back"})
    assert not valid(a={"goto": "dawn", "cites": ["c99"]})
    assert not valid(a={"goto": "dawn", "briefings": {"nobody": {"text": "Hm."}}})
    assert not valid(a={"goto": "dawn", "titel": "A"})
    assert not valid(a={"goto": None})


def test_numbers_and_truth_stand_where_authors_write_them() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    state = {"trust": {"range": [0, 6], "start": 1, "shown": True, "bands": {"0": "none"}}, "flag": {"start": False}}
    node = {"text": 1984, "hear": 1, "chance": {"one": {"weight": 2, "goto": "a"}}, "when": True}
    claim = {"paragraph": 1, "kind": "fact", "says": "It was."}
    assert validator.is_valid({"state": state, "nodes": {"a": node}, "claims": {"c1": claim}})


PLAYED = [file for story in STORIES.values() for file in (story / "playthroughs").rglob("*.yaml")]


@pytest.mark.parametrize("file", PLAYED, ids=[f.stem for f in PLAYED])
def test_shipped_playthroughs_are_valid(file: Path) -> None:
    story = next(path for path in STORIES.values() if file.is_relative_to(path))
    validator = jsonschema.Draft202012Validator(playthrough_schema(load(story)))
    assert not list(validator.iter_errors(as_editors_read(yaml.safe_load(file.read_text(encoding="utf-8")))))


def test_a_playthrough_knows_the_ids_of_its_story() -> None:
    validator = jsonschema.Draft202012Validator(playthrough_schema(load(shipped()["the_night_ferry"])))

    def valid(*steps: Any, **more: Any) -> bool:
        return bool(validator.is_valid({"story": "..", "steps": [*steps], **more}))

    assert valid({"choose": "the_ramp.by_the_bow"}, {"value": {"bees": 2, "captain_knows": True}}, ends="a_jar")
    assert valid({"told": "a box"}, {"not told": "a jar"}, {"locked": {"the_lid.thumb": "why"}}, seeds=[1, 2])
    assert not valid({"choose": "the_ramp.by_the_bo"})
    assert not valid({"told": "a", "not told": "b"})
    assert not valid({})
    assert not valid({"not_told": "b"})
    assert not valid(ends="a_jr")
