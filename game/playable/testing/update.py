"""Expectations of a playthrough file are rewritten: each value at its place, all else as it was typed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from playable.engine.replay import Broken
from playable.language.faults import StoryFaults
from playable.language.reading.source import Source
from playable.language.recording import RecordedStep, Recording, parse_recording

_PLAIN = re.compile(r"[^\W_][\w .'’=<>-]*[\w.'’]|\w")  # what needs no quotes anywhere in YAML
_DECIDES = re.compile(r": |^(?:null|~)$", re.IGNORECASE)


class Updated(NamedTuple):
    """The file as it now stands, and what was changed."""

    text: str
    diff: str
    playthrough: Recording


class _Edit(NamedTuple):
    """From where to where in the text, and what stands there instead."""

    start: int
    end: int
    new: str


def updated(playthrough: Recording, broken: Iterable[Broken]) -> Updated | None:
    """A file with what there is instead of what was expected, wherever that can be told; None where it nowhere can."""
    source = playthrough.source
    if source is None:
        return None
    text = source.text
    edits = [edit for one in broken if one.actual is not None and (edit := _edit(source, one.step, one.actual))]
    for edit in sorted(edits, reverse=True):  # from the end, that places before it stay
        text = text[: edit.start] + edit.new + text[edit.end :]
    try:
        again = parse_recording(text, playthrough.file)
    except StoryFaults:
        return None
    if not edits or len(again.steps) != len(playthrough.steps):
        return None
    before, after = (one.splitlines(keepends=True) for one in (source.text, text))
    diff = "".join(difflib.unified_diff(before, after, playthrough.file, playthrough.file, n=1))
    return Updated(text, diff, again)


def _edit(source: Source, step: RecordedStep, actual: str) -> _Edit | None:
    place = source.place(step.loc)
    if step.kind in ("can", "cannot"):
        end = place.key + len(step.kind)
        return _Edit(place.key, end, actual) if source.text[place.key : end] == step.kind else None
    ends = "\n" if source.text[place.start] in "|>" else ""
    return _Edit(place.start, place.end, _typed(actual) + ends)


def _typed(text: str) -> str:
    """A text as a scalar of YAML."""
    return text if _PLAIN.fullmatch(text) and not _DECIDES.search(text) else json.dumps(text, ensure_ascii=False)
