"""What all tests share: stories typed in a test, and a home of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.story import load

from tests.quay import ARRIVING, LEDGER, STORY

HEAD = "story: {id: tiny, title: Tiny, version: '1', start: START}\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test does touches the saves or the settings of whoever runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("COLUMNS", raising=False)  # a width that whoever runs the tests may have set
    monkeypatch.setattr("playable.engine.saves.database.SYNCHRONOUS", "off")  # no test pulls the plug


@pytest.fixture
def typed(tmp_path: Path) -> Callable[..., Path]:
    """A story file from its text; `start` puts a head before it."""

    def write(text: str, start: str | None = None, name: str = "tiny.yaml") -> Path:
        path = tmp_path / name
        head = HEAD.replace("START", start) if start else ""
        path.write_text(head + dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def machine(typed: Callable[..., Path]) -> Callable[..., Machine]:
    """A machine from the text of a story."""
    return lambda text, start=None: assemble(load(typed(text, start)))


@pytest.fixture
def desk(typed: Callable[..., Path]) -> Machine:
    """The machine of a small story with all that a player can look up."""
    typed(LEDGER, name="ledger.yaml")
    return assemble(load(typed(STORY)))


@pytest.fixture
def arriving(typed: Callable[..., Path]) -> Machine:
    """The machine of a story in which a draw and a node change what is shown."""
    return assemble(load(typed(ARRIVING)))


@pytest.fixture
def saved(desk: Machine, tmp_path: Path) -> Iterator[SavedSession]:
    """A saved session of it, in a store of its own."""
    with SaveStore.open(tmp_path / "saves.db") as store:
        yield SavedSession(desk, store, seed=1)
