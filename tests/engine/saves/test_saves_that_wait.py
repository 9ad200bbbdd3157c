"""What cannot be written now is not said to be kept, is not lost while the game runs, and is written when it can be."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playable.engine.saves import database
from playable.engine.saves.records import SavedPlay
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore

Another = Callable[[], SavedSession]


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.02)
    monkeypatch.setattr(database, "HASTE", 0.01)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("begin immediate")
        yield


@contextmanager
def full(path: Path) -> Iterator[None]:
    """No file can grow any more: what a full disk comes to."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def hidden(path: Path) -> Iterator[None]:
    """The folder is away, and a file stands in its place."""
    away = path.parent.with_name("away")
    path.parent.rename(away)
    path.parent.write_text("in the way")
    try:
        yield
    finally:
        path.parent.unlink()
        away.rename(path.parent)


TROUBLES = {"locked": locked, "full": full, "hidden": hidden}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_moves_wait_and_are_written_with_the_next_that_can_be(
    saved: SavedSession, another: Another, path: Path, trouble: str
) -> None:
    saved.choose("ring.on")
    with TROUBLES[trouble](path):
        for _ in range(3):
            saved.choose("ring.on")
        saved.bookmark("mine")
        assert [(save.name, save.turn) for save in saved.store.unwritten] == [(None, 4), ("mine", 4)]
        assert saved.store.trouble
        assert [(save.name, save.turn) for save in saved.saves()][:2] == [("mine", 4), (None, 4)]
        (notice,) = saved.notices()  # said once
        assert saved.store.trouble in notice
    saved.choose("ring.on")
    assert saved.store.unwritten == ()
    assert saved.notices() == ["What waited to be saved is on the disk now."]
    assert [(save.name, save.turn) for save in another().saves()] == [(None, 5), ("mine", 4)]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_waits_is_written_on_leaving(saved: SavedSession, another: Another, path: Path, trouble: str) -> None:
    saved.choose("ring.on")
    with TROUBLES[trouble](path):
        saved.choose("ring.on")
        saved.store.close()
        assert [save.turn for save in saved.store.unwritten] == [2]
    saved.store.close()
    assert saved.store.unwritten == ()
    assert [save.turn for save in another().saves()] == [2]


def test_a_playthrough_that_was_left_while_it_waited_is_written_too(
    saved: SavedSession, another: Another, path: Path
) -> None:
    saved.choose("ring.on")
    with locked(path):
        saved.choose("ring.on")
        saved.new()
        saved.choose("ring.off")
        waits = saved.latest()
        assert waits is not None
        saved.choose("ring.off")
    saved.choose("ring.off")
    assert [save.turn for save in another().saves()] == [3, 2]


def test_a_waiting_save_is_renamed_deleted_and_brought_back(saved: SavedSession, another: Another, path: Path) -> None:
    with locked(path):
        saved.choose("ring.on")
        mine = saved.bookmark("mine")
        assert saved.store.rename(mine, "ours")
        assert saved.store.delete(saved.saves()[0])
        assert [save.name for save in saved.saves()] == [None]
        assert [save.name for save in saved.deleted()] == ["ours"]
        assert saved.store.restore(saved.deleted()[0])
        assert saved.store.delete(saved.bookmark("none"))
    saved.choose("ring.on")
    assert [save.name for save in another().saves()] == [None, "ours"]
    assert [save.name for save in another().deleted()] == ["none"]


def test_what_cannot_be_done_now_to_a_save_on_disk_is_not_done(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    mine = saved.bookmark("mine")
    with locked(path):
        assert not saved.store.rename(mine, "ours")
        assert not saved.store.delete(mine)
        assert saved.notices() == ["Nothing was done: another program holds the file."] * 2
    assert [save.name for save in saved.saves()] == ["mine", None]


def test_a_playthrough_that_waited_goes_on_beside_one_that_went_on_elsewhere(
    saved: SavedSession, another: Another, path: Path
) -> None:
    saved.choose("ring.on")
    other = another()
    other.resume(other.saves()[0])
    with locked(path):
        saved.choose("ring.on")
    other.choose("ring.off")
    saved.choose("ring.on")
    saved.choose("ring.on")
    assert any("went on elsewhere" in notice for notice in saved.notices())
    assert sorted(save.turn for save in another().saves()) == [2, 4]


def test_a_file_that_was_deleted_is_begun_anew(saved: SavedSession, another: Another, path: Path) -> None:
    saved.choose("ring.on")
    shutil.rmtree(path.parent)
    saved.choose("ring.on")
    assert saved.store.unwritten == ()
    assert [save.turn for save in another().saves()] == [2]


def test_a_file_that_was_put_in_the_place_of_ours_is_the_one_that_is_written(
    saved: SavedSession, another: Another, path: Path, tmp_path: Path
) -> None:
    saved.choose("ring.on")
    with SaveStore.open(tmp_path / "other.db"):
        pass
    (tmp_path / "other.db").replace(path)
    saved.choose("ring.on")
    assert [save.turn for save in another().saves()] == [2]


def test_an_ending_that_waits_counts_as_found(machine: Callable[..., object], saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    with locked(path):
        saved.store.add(SavedPlay("tiny", "1", "", "Home", 1, "home", "steps: []\n"), "auto")
        assert list(saved.endings()) == ["home"]
    saved.choose("ring.on")
    assert list(saved.endings()) == ["home"]


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """A copy of a folder in which nothing may be written, not even by root."""
    root = os.geteuid() == 0
    with TemporaryDirectory() as above:
        copy = Path(shutil.copytree(folder, Path(above, "copy")))
        for part in (*copy.iterdir(), copy):
            part.chmod(0o555 if part.is_dir() else 0o444)
        Path(above).chmod(0o755)
        if root:
            os.seteuid(65534)
        try:
            yield copy
        finally:
            if root:
                os.seteuid(0)
            copy.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="folders have no such rights there")
@pytest.mark.parametrize("closed", [True, False])
def test_a_store_that_may_not_be_written_is_read(saved: SavedSession, path: Path, closed: bool) -> None:
    """Also where its last moves stand in the log alone, for the game that made them was killed."""
    saved.choose("ring.on")
    saved.bookmark("mine")
    if closed:
        saved.store.close()
    with read_only(path.parent) as copy, SaveStore.open(copy / path.name) as store:
        assert [(save.name, save.turn) for save in store.saves("tiny")] == [("mine", 1), (None, 1)]
        (notice,) = store.notices()
        assert "cannot be written" in notice
        other = SavedSession(saved.machine, store)
        assert (latest := other.latest())
        assert other.resume(latest) == []
        other.choose("ring.on")
        assert [(save.name, save.turn) for save in other.saves()] == [(None, 2), ("mine", 1)]
        assert len(store.unwritten) == 1


def test_saves_of_a_newer_game_are_left_alone(saved: SavedSession, another: Another, path: Path) -> None:
    saved.choose("ring.on")
    saved.store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("alter table saves add column mood text")
        db.execute("pragma user_version=99")
    before = path.read_bytes()
    other = another()
    other.choose("ring.off")
    assert any("newer" in notice for notice in other.notices())
    assert len(other.store.unwritten) == 1
    other.store.close()
    assert path.read_bytes() == before
