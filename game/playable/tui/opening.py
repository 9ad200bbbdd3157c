"""Reads the story behind the title. Imported only there: it draws in the engine and the game screen."""

from __future__ import annotations

from pathlib import Path

from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.save_store import SaveStore
from playable.engine.saved_session import SavedSession
from playable.language.faults import StoryFaults
from playable.language.playthrough import read_playthrough
from playable.language.story import load
from playable.tui.screens.game import GameScreen

__all__ = ["GameScreen", "RefusedError", "opened"]


class RefusedError(Exception):
    """The story cannot be played; the message says why."""


def opened(
    story: Path, seed: int | None, start_from: Path | None, saves: Path | None
) -> tuple[SavedSession, list[str] | None]:
    """A saved session, and what the playthrough it starts from has to report; None without one. Raises RefusedError."""
    try:
        playthrough = read_playthrough(start_from) if start_from else None
        saved = SavedSession(assemble(load(story)), SaveStore.open(saves), seed)
    except StoryFaults as faults:
        raise RefusedError(str(faults)) from None
    except Stuck as error:
        raise RefusedError(f"{story}: the story is stuck at its start, {error}") from None
    return saved, saved.load(playthrough) if playthrough else None
