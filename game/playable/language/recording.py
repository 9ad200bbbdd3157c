"""Playthrough files: one form for a test, a save, a bug report and a golden transcript."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, cast, get_args

import yaml
from pydantic import Field

from playable.language.faults import Fault, StoryFaults, Trouble, short, some_of_each_kind
from playable.language.fields import BriefingText, ChoiceText, EndingText, OutcomeText, Text, TrueOrFalse, Value, Whole
from playable.language.files import OUTSIDE, may_open, whole_of
from playable.language.library import shipped
from playable.language.model import Part
from playable.language.names import WHOLE, Names
from playable.language.reading.places import Loc
from playable.language.reading.source import Source, read
from playable.language.validation import MOST, faults_of, mend, validated

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, and there is a dump a move
RecordedKind = Literal["choose", "hear", "chance", "expect", "told", "not told", "value", "locked", "can", "cannot"]
KINDS: tuple[RecordedKind, ...] = get_args(RecordedKind)
MOVES: tuple[RecordedKind, ...] = ("choose", "hear", "chance")  # the others ask, and change nothing


class StepModel(Part):
    """One step: exactly one of its keys."""

    choose: ChoiceText | None = None
    """The choice `node.choice` is made."""
    hear: BriefingText | None = None
    """The briefing `node.person` is heard."""
    chance: OutcomeText | None = None
    """The draw falls to `node.outcome`; it stands after the choice that leads to it."""
    expect: Value | None = None
    """A condition that holds here; it may name `here`, `ending`, `tone` and `heard(…)`."""
    told: Text | None = None
    """Words that stand on the page, in what followed from the last choice, or in what was heard here."""
    not_told: Text | None = Field(default=None, alias="not told")
    """Words that stand in none of these."""
    value: Annotated[dict[str, Value], Field(min_length=1)] | None = None
    """Variables with their values: `{trust: 3, promise: kept, drills: false}`."""
    locked: Annotated[dict[str, Text], Field(min_length=1)] | None = None
    """Choices that are shown and cannot be made, with words of the reason that is given."""
    can: ChoiceText | None = None
    """A choice that can be made here."""
    cannot: ChoiceText | None = None
    """A choice that cannot, locked or hidden."""


class RecordingModel(Part):
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
    short: TrueOrFalse = False
    """Was it a short game? What the story's `short` does not ask for was then taken by its policy."""
    seed: Annotated[Whole, Field(ge=0)] | None = None
    """What draws without a step fall by; without a seed such a draw fails."""
    seeds: Annotated[list[Annotated[Whole, Field(ge=0)]], Field(min_length=1)] | None = None
    """The same, several times over: a test for each."""
    skip: Text | None = None
    """Why pytest passes it over."""
    xfail: Text | None = None
    """Why it is expected to fail; pytest tells when it does not."""
    steps: list[StepModel] = Field(default=[])
    ends: EndingText | None = None
    """The ending that it comes to."""


class RecordedStep(NamedTuple):
    """A step, and where in the file it stands. `wanted` is what `value` and `locked` expect of what `text` names."""

    kind: RecordedKind
    text: str
    loc: Loc = ("story",)
    wanted: str = ""


@dataclass(frozen=True)
class Recording:
    """A playthrough as it is written. `file` is how faults call it; `source` is what they quote, if there is a file."""

    story: str
    steps: tuple[RecordedStep, ...] = ()
    title: str | None = None
    version: str | None = None
    digest: str | None = None
    seed: int | None = None
    ends: str | None = None
    without: tuple[str, ...] = ()
    seeds: tuple[int, ...] = ()
    skip: str | None = None
    xfail: str | None = None
    short: bool = False
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

    def fault(self, loc: Loc, trouble: Trouble, of_key: bool = False) -> Fault:
        """A trouble of what stands at `loc`, or of its key, placed in the file."""
        if self.source is None:
            return Fault(trouble.code, trouble.message, self.file, suggestion=trouble.suggestion)
        source = self.source
        return source.fault(source.key_index(loc) if of_key else source.index_in(loc, trouble.at), trouble)


def read_recording(path: Path) -> Recording:
    """The playthrough in a file. Raises StoryFaults with all its faults; ids are looked at when it is replayed."""
    source = read(path, str(path))
    if isinstance(source, Fault):
        raise StoryFaults([source])
    return _parsed(source)


def parse_recording(text: str, name: str) -> Recording:
    """The playthrough in a text, called `name` in faults. Raises StoryFaults."""
    return _parsed(Source(name, text))


def written(recording: Recording) -> str:
    """The text of a playthrough file."""
    head = {
        "playthrough": recording.title,
        "story": recording.story,
        "version": recording.version,
        "digest": recording.digest,
        "seed": recording.seed,
        "seeds": list(recording.seeds) or None,
        "skip": recording.skip,
        "xfail": recording.xfail,
    }
    data: dict[str, object] = {k: v for k, v in head.items() if v is not None}
    if recording.without:
        data["without"] = list(recording.without)
    if recording.short:
        data["short"] = True
    data["steps"] = [*_steps(recording.steps)]
    if recording.ends:
        data["ends"] = recording.ends
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
    return "steps" in data and isinstance(data.get("story"), str) and data.keys() <= RecordingModel.model_fields.keys()


def recorded_steps(steps: Iterable[tuple[str, str]]) -> tuple[RecordedStep, ...]:
    """Steps from (kind, id) pairs."""
    return tuple(RecordedStep(cast(RecordedKind, kind), ref) for kind, ref in steps)


def _steps(steps: Iterable[RecordedStep]) -> Iterator[dict[str, object]]:
    """Steps as a file has them: values that are asked together stand in one."""
    for kind, some in groupby(steps, lambda step: step.kind):
        if kind in ("value", "locked"):
            yield {kind: {step.text: _plain(step.wanted) for step in some}}
        else:
            for step in some:
                yield {kind: step.text}


def _plain(wanted: str) -> int | bool | str:
    """A value without quotes where it can be typed so: every scalar is read as its text."""
    if WHOLE.fullmatch(wanted) and str(int(wanted)) == wanted:
        return int(wanted)
    return {"true": True, "false": False}.get(wanted, wanted)


def _parsed(source: Source) -> Recording:
    checked = validated(RecordingModel, source, Names())
    while mend(checked.errors, source, RecordingModel):
        checked = validated(RecordingModel, source, Names())
    model, errors = checked
    faults = [*source.faults, *(faults_of(errors, source, RecordingModel) if source.data else ())]
    steps = source.data.get("steps")
    for i, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict) and len(step) != 1 and step not in source.unfinished:
            message = f"a step is exactly one of {', '.join(KINDS[:-1])} and {KINDS[-1]}"
            faults.append(source.fault(source.place(("steps", i)).start, Trouble("wrong-length", message)))
    if model and model.seeds and model.seed is not None:
        message = "`seed` is for one playthrough, `seeds` for several: keep one of them"
        faults.append(source.fault(source.key_index(("seeds",)), Trouble("out-of-place", message)))
    if model is None or any(f.severity == "error" for f in faults):
        raise StoryFaults(some_of_each_kind(faults, source.untold, len(errors) < MOST))
    return Recording(
        story=model.story,
        steps=tuple(_recorded(source, model)),
        title=model.playthrough,
        version=model.version,
        digest=model.digest,
        seed=model.seed,
        ends=model.ends,
        without=tuple(model.without),
        seeds=tuple(model.seeds or ()),
        skip=model.skip,
        xfail=model.xfail,
        short=model.short,
        file=source.name,
        source=source,
    )


def _recorded(source: Source, model: RecordingModel) -> Iterator[RecordedStep]:
    """The steps of a file, one for each value and each lock that is asked after together."""
    for i, (raw, step) in enumerate(zip(source.data.get("steps", []), model.steps, strict=True)):
        kind = next(iter(raw))
        held = getattr(step, kind.replace(" ", "_"))
        if isinstance(held, dict):
            yield from (RecordedStep(kind, of, ("steps", i, kind, of), wanted) for of, wanted in held.items())
        else:
            yield RecordedStep(kind, held, ("steps", i, kind))


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no path at all
        return False
