"""What `check` would say of a story, for the tests of the language."""

from __future__ import annotations

from pathlib import Path

from playable.language.faults import Fault, StoryFaults
from playable.language.story import load


def faults_of_story(path: str | Path) -> list[Fault]:
    """Every fault of the story at `path`, by place; warnings among them."""
    try:
        return load(path).warnings
    except StoryFaults as unsound:
        return unsound.faults
