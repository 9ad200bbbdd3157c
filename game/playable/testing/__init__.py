"""Story tests, for pytest and for any other Python: `from playable.testing import load_story, Playthrough`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playable.engine.session import CannotMove
    from playable.language.faults import StoryFaults
    from playable.testing.playthrough import NoSuchName, PlayableStory, Playthrough, load_story
    from playable.testing.shortest import TooMany
    from playable.testing.stateful import StoryMachine
    from playable.testing.strategies import playthroughs

__all__ = [
    "CannotMove",
    "NoSuchName",
    "PlayableStory",
    "Playthrough",
    "StoryFaults",
    "StoryMachine",
    "TooMany",
    "load_story",
    "playthroughs",
]

_HOMES = {
    "CannotMove": "playable.engine.session",
    "NoSuchName": "playable.testing.playthrough",
    "PlayableStory": "playable.testing.playthrough",
    "Playthrough": "playable.testing.playthrough",
    "StoryFaults": "playable.language.faults",
    "StoryMachine": "playable.testing.stateful",  # this and `playthroughs` need hypothesis
    "TooMany": "playable.testing.shortest",
    "load_story": "playable.testing.playthrough",
    "playthroughs": "playable.testing.strategies",
}


def __getattr__(name: str) -> object:
    """Imported when it is asked for: pytest imports this package in every run, with or without a story."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
