"""What is said to be kept is kept; leaving says what is not, and how to have it all the same."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.engine.saves import database
from playable.engine.saves.saved_session import SavedSession

Said = Callable[..., str]


@pytest.fixture
def held(saved: SavedSession, monkeypatch: pytest.MonkeyPatch) -> Callable[[], sqlite3.Connection]:
    """Another program that takes hold of the saves."""
    monkeypatch.setattr(database, "PATIENCE", 0.02)
    monkeypatch.setattr(database, "HASTE", 0.01)

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(saved.store.path, isolation_level=None)
        other.execute("begin immediate")
        return other

    return hold


def test_nothing_is_called_kept_that_is_not_on_the_disk(said: Said, held: Callable[[], sqlite3.Connection]) -> None:
    with closing(held()):
        told = said("2", "save mine", "save", "back 1", "saves")
    for line in told.splitlines():
        assert " is kept" not in line
    assert "“mine” is not on the disk yet: another program holds the file. It is tried again with each move." in told
    assert "Not on the disk, because another program holds the file: mine, one decision.\n" in told
    assert told.endswith("It is lost. Before the end, export FILE writes a playthrough.\n")


def test_quitting_offers_a_file_before_anything_is_lost(
    said: Said, saved: SavedSession, held: Callable[[], sqlite3.Connection], tmp_path: Path
) -> None:
    with closing(held()):
        told = said("1", "quit", f"export {tmp_path / 'mine.yaml'}", "quit", "look floe", "quit", "quit", "1")
    assert told.count("Type export and the name of a file to write this playthrough, or quit to lose it.") == 3
    assert (tmp_path / "mine.yaml").exists()
    assert saved.session.view.turn == 1  # the second quit in a row left


def test_what_waits_is_written_on_leaving(
    said: Said, saved: SavedSession, held: Callable[[], sqlite3.Connection]
) -> None:
    other = held()
    said("1")
    assert saved.store.unwritten
    other.close()
    said("quit")
    assert saved.store.unwritten == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("wait", [False, True])
def test_a_kill_ends_the_game_in_good_order(desk: Machine, number: signal.Signals, wait: bool) -> None:
    path = database.default_path()
    if wait:  # a store that nothing can be written to
        path.parent.parent.mkdir(exist_ok=True)
        path.parent.write_text("in the way")
    command = [sys.executable, "-m", "playable", "play", "--plain", str(desk.story.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        game.stdin.write("1\n")
        game.stdin.flush()
        told = ""
        while "You chose" not in told:
            told += game.stdout.readline()
        game.send_signal(number)
        told += game.stdout.read()
    assert game.returncode == 128 + number
    if wait:
        assert "Not on the disk, because" in told
        assert told.endswith("It is lost. Before the end, export FILE writes a playthrough.\n")
    else:
        assert told.endswith("All is kept.\n")
