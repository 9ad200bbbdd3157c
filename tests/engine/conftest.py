"""A story that goes on for ever, and its saves in a file of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore

CIRCLE = """\
    state: {n: {range: [0, 900], start: 0}}
    nodes:
      ring:
        title: Here
        text: "{n}"
        choices:
          on: {label: On, effects: [n += 1], goto: ring}
          off: {label: Off, effects: [n -= 1], goto: ring}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the saves lie."""
    return tmp_path / "store" / "saves.db"


@pytest.fixture
def stores() -> Iterator[ExitStack]:
    """What stores are entered in that a test opens."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def another(machine: Callable[..., Machine], path: Path, stores: ExitStack) -> Callable[[], SavedSession]:
    """A new start of the game, on the same saves."""
    story = machine(CIRCLE, "ring")
    return lambda: SavedSession(story, stores.enter_context(SaveStore.open(path)))


@pytest.fixture
def saved(another: Callable[[], SavedSession]) -> SavedSession:
    """The first."""
    return another()
