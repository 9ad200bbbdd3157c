"""Playthrough files: one form for a test, a save, a bug report and a golden transcript."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, cast

import yaml
from pydantic import Field

from playable.language.faults import Fault, StoryFaults, Trouble, short, some_of_each_kind
from playable.language.fields import Text, Value, Whole
from playable.language.files import OUTSIDE, may_open, whole_of
from playable.language.library import shipped
from playable.language.model import Part
from playable.language.names import Names
from playable.language.places import Loc
from playable.language.source import Source, read
from playable.language.validation import faults_of, mend, validated

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, and there is a dump a move
StepKind = Literal["choose", "hear", "chance", "expect", "can", "cannot"]


class StepModel(Part):
    """One step: exactly one of its keys."""

    choose: Text | None = None
    hear: Text | None = None
    chance: Text | None = None
    expect: Value | None = None
    can: Text | None = None
    cannot: Text | None = None


class PlaythroughModel(Part):
    """The keys of a playthrough file."""

    playthrough: Text | None = None
    """What it shows, in a few words."""
    story: Text
    """The story, as a path from this file, or the id of a shipped story."""
    version: Text | None = None
    digest: Text | None = None
    """Of the story's files when this was saved."""
    without: list[Text] = Field(default=[])
    """Claims that are doubted: changes that lean on them do not happen."""
    seed: Annotated[Whole, Field(ge=0)] | None = None
    """What draws without a step fall by; without a seed such a draw fails."""
    steps: list[StepModel] = Field(default=[])
    ends: Text | None = None
    """The ending that it comes to."""


class Move(NamedTuple):
    """A step, and where in the file it stands."""

    kind: StepKind
    text: str
    loc: Loc = ("story",)


@dataclass(frozen=True)
class Playthrough:
    """A playthrough as it is written. `file` is how faults call it; `source` is what they quote, if there is a file."""

    story: str
    moves: tuple[Move, ...] = ()
    title: str | None = None
    version: str | None = None
    digest: str | None = None
    seed: int | None = None
    ends: str | None = None
    without: tuple[str, ...] = ()
    file: str = "playthrough"
    source: Source | None = field(default=None, compare=False, repr=False)

    @property
    def named_story(self) -> Path:
        """The path that `story:` names: from the folder of the file, else a shipped story of that id. Not to be opened
        before `story_path` was asked."""
        beside = Path(self.file).parent / self.story
        return beside if _there(beside) else shipped().get(self.story, beside)

    def story_path(self) -> Path:
        """The same, where the file may have it opened. Raises StoryFaults where it may not."""
        path = self.named_story
        if not may_open(path, Path(self.file)):
            cure = "name it yourself, as in `play STORY --from FILE` or `review FILE --story STORY`"
            message = f"the story `{short(self.story)}` {OUTSIDE}; {cure}"
            raise StoryFaults([replace(self.fault(("story",), Trouble("outside", message)), excerpt="")])
        return path

    def fault(self, loc: Loc, trouble: Trouble) -> Fault:
        """A trouble of what stands at `loc`, placed in the file."""
        if self.source is None:
            return Fault(trouble.code, trouble.message, self.file, suggestion=trouble.suggestion)
        return self.source.fault(self.source.index_in(loc, trouble.at), trouble)


def read_playthrough(path: Path) -> Playthrough:
    """The playthrough in a file. Raises StoryFaults with all its faults; ids are looked at when it is replayed."""
    source = read(path, str(path))
    if isinstance(source, Fault):
        raise StoryFaults([source])
    return _parsed(source)


def parse_playthrough(text: str, name: str) -> Playthrough:
    """The playthrough in a text, called `name` in faults. Raises StoryFaults."""
    return _parsed(Source(name, text))


def written(playthrough: Playthrough) -> str:
    """The text of a playthrough file."""
    head = {
        "playthrough": playthrough.title,
        "story": playthrough.story,
        "version": playthrough.version,
        "digest": playthrough.digest,
        "seed": playthrough.seed,
    }
    data: dict[str, object] = {k: v for k, v in head.items() if v is not None}
    if playthrough.without:
        data["without"] = list(playthrough.without)
    data["steps"] = [{move.kind: move.text} for move in playthrough.moves]
    if playthrough.ends:
        data["ends"] = playthrough.ends
    return yaml.dump(data, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=1000)


def story_named(story: Path, by: Path) -> str:
    """How the playthrough file `by` names a story: a shipped one by its id, any other by its path from the file."""
    whole = whole_of(story)
    known = next((name for name, path in shipped().items() if path.resolve() == whole), None)
    if known and not (by.parent / known).exists():
        return known
    try:
        return Path(os.path.relpath(whole, by.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return str(whole)


def is_recording(data: Mapping[str, object]) -> bool:
    """Is what a file holds a playthrough, rather than a part of a story?"""
    return (
        "steps" in data and isinstance(data.get("story"), str) and data.keys() <= PlaythroughModel.model_fields.keys()
    )


def moves_of(steps: Iterable[tuple[str, str]]) -> tuple[Move, ...]:
    """Moves from (kind, id) pairs."""
    return tuple(Move(cast(StepKind, kind), ref) for kind, ref in steps)


def _parsed(source: Source) -> Playthrough:
    model, errors = validated(PlaythroughModel, source, Names())
    while mend(errors, source, PlaythroughModel):
        model, errors = validated(PlaythroughModel, source, Names())
    faults = [*source.faults, *(faults_of(errors, source, PlaythroughModel) if source.data else ())]
    steps = source.data.get("steps")
    for i, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict) and len(step) != 1 and id(step) not in source.open:
            message = "a step is exactly one of choose, hear, chance, expect, can and cannot"
            faults.append(source.fault(source.place(("steps", i)).start, Trouble("wrong-length", message)))
    if model is None or any(f.severity == "error" for f in faults):
        raise StoryFaults(some_of_each_kind(faults, source.untold))
    moves = []
    for i, (raw, step) in enumerate(zip(source.data.get("steps", []), model.steps, strict=True)):
        kind = next(iter(raw))
        moves.append(Move(kind, getattr(step, kind), ("steps", i, kind)))
    return Playthrough(
        model.story,
        tuple(moves),
        model.playthrough,
        model.version,
        model.digest,
        model.seed,
        model.ends,
        tuple(model.without),
        source.name,
        source,
    )


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no path at all
        return False
