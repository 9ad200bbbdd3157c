"""What is proved of a shipped story, once for all the tests that ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playable.language.story import load
from playable.verify import Report, verify


@cache
def proofs(story: Path) -> Report:
    """The proofs of a story."""
    return verify(load(story))
