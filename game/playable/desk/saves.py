"""What the player is told of saves: what each is, whether today's story still holds it, and what is kept at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from playable.engine.machine import Machine
from playable.engine.phrasing import counted, since
from playable.engine.replay import replay
from playable.engine.saves.database import default_path
from playable.engine.saves.records import Save
from playable.engine.saves.store import SaveStore
from playable.language.characters import visible
from playable.language.faults import StoryFaults
from playable.language.recording import parse_recording

SaveState = Literal["fine", "changed", "damaged"]
KINDS = {"auto": "kept by itself", "bookmark": "bookmark", "branch": "a line you left"}


@dataclass(frozen=True)
class DescribedSave:
    """A save in words. `note` says what has become of it, empty where it is `fine`; `line` is how the page begins that
    a bookmark is of."""

    save: Save
    name: str
    kind: str
    where: str
    turn: int
    when: datetime
    state: SaveState
    note: str
    line: str = ""


def described(save: Save, machine: Machine) -> DescribedSave:
    """A save as today's story has it. One of a changed story is replayed, to say how far it holds."""
    state, note = _soundness(save, machine)
    where = visible(save.title or "the start")
    line = _begins(save, machine) if save.kind == "bookmark" and state == "fine" else ""
    return DescribedSave(save, _name(save), KINDS[save.kind], where, save.turn, save.updated, state, note, line)


def _begins(save: Save, machine: Machine) -> str:
    """The first paragraph of the page that a save is of."""
    session = replay(parse_recording(save.playthrough, f"save {save.id}"), machine).session
    passages = session.view.passages[-1:] if session else ()
    return next((block.text for passage in passages for block in passage.blocks), "")


def is_kept(what: str, store: SaveStore) -> str:
    """Whether `what` is kept, as a sentence: every word of comfort that the game has is said here, and is true."""
    if not store.unwritten:
        return f"{what} is kept."
    return f"{what} is not on the disk yet: {store.trouble}. It is tried again with each move."


def nothing_kept(store: SaveStore) -> str:
    """Why a list of saves is empty."""
    return f"The saves cannot be read now: {store.unreadable}." if store.unreadable else "Nothing is kept yet."


def not_on_disk(store: SaveStore) -> list[str]:
    """What would be lost if the game ended now, a sentence each; none where all is kept."""
    return [
        f"Not on the disk, because {store.trouble}: {_name(save)}, {counted(save.turn, 'decision')}."
        for save in store.unwritten
    ]


def _name(save: Save) -> str:
    return visible(save.name or save.title or "the start")


class _Soundness(NamedTuple):
    """Whether a save still holds, and what to say of it where it does not."""

    state: SaveState
    note: str = ""


_FINE = _Soundness("fine")


def _soundness(save: Save, machine: Machine) -> _Soundness:
    try:
        recording = parse_recording(save.playthrough, f"save {save.id}")
    except StoryFaults:
        return _Soundness("damaged", "It cannot be read.")
    if save.digest == machine.story.digest:
        return _FINE
    replayed, steps = replay(recording, machine), len(recording.steps)
    if replayed.fault is None:
        return _FINE
    changed = visible(since(save.version, machine.story.head.version))
    return _Soundness("changed", f"The story has changed since {changed}: {replayed.made} of {steps} steps still hold.")


def reported(failure: str) -> str:
    """Write down beside the saves how the game failed; where that is, as a sentence, empty where it could not be."""
    path = default_path().with_name("failure.txt")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(failure, encoding="utf-8")
    except OSError:
        return ""
    return f" What happened is written in {path}."
