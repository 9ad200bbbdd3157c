"""A save as the player is told of it: what it is, where it stands, and whether today's story still holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.engine.save_store import Save
from playable.engine.spoken import since
from playable.language.faults import StoryFaults, visible
from playable.language.playthrough import parse_playthrough

KINDS = {"auto": "kept by itself", "bookmark": "bookmark", "branch": "a line you left"}


@dataclass(frozen=True)
class Kept:
    """A save in words. `note` says what has become of it, empty where it is `fine`."""

    save: Save
    name: str
    kind: str
    where: str
    turn: int
    when: datetime
    state: Literal["fine", "changed", "damaged"]
    note: str


def kept(save: Save, machine: Machine) -> Kept:
    """A save as today's story has it. One of a changed story is replayed, to say how far it holds."""
    state, note = _condition(save, machine)
    name = visible(save.name or save.title or "the start")
    return Kept(save, name, KINDS[save.kind], visible(save.title or "the start"), save.turn, save.updated, state, note)


def _condition(save: Save, machine: Machine) -> tuple[Literal["fine", "changed", "damaged"], str]:
    try:
        playthrough = parse_playthrough(save.playthrough, f"save {save.id}")
    except StoryFaults:
        return "damaged", "It cannot be read."
    if save.digest == machine.story.digest:
        return "fine", ""
    found, steps = replay(playthrough, machine), len(playthrough.moves)
    if found.fault is None:
        return "fine", ""
    changed = visible(since(save.version, machine.story.head.version))
    return "changed", f"The story has changed since {changed}: {found.made} of {steps} steps still hold."
