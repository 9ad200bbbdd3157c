"""Saves: each move is on disk when it is shown, whatever happens to the process, the file or the story."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.save_store import SaveStore
from playable.engine.saved_session import SavedSession
from playable.language.story import load

Build = Callable[..., Machine]

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
    return tmp_path / "store" / "saves.db"


@pytest.fixture
def saved(machine: Build, path: Path) -> SavedSession:
    return SavedSession(machine(CIRCLE, "ring"), SaveStore.open(path))


def another(saved: SavedSession, path: Path) -> SavedSession:
    """As a new start of the game would have it."""
    return SavedSession(saved.machine, SaveStore.open(path))


def test_every_move_is_kept_before_it_can_be_seen(saved: SavedSession, path: Path) -> None:
    for n, ref in enumerate(("ring.on", "ring.on", "ring.off"), 1):
        saved.choose(ref)
        other = another(saved, path)
        kept = other.latest()
        assert kept is not None
        assert kept.turn == n
        assert other.resume(kept) == []
        assert other.session.state == saved.session.state


def test_going_on_from_a_save_goes_on_in_it(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    other = another(saved, path)
    other.resume(other.saves()[0])
    other.choose("ring.on")
    assert [save.turn for save in other.saves()] == [2]


def test_two_windows_on_one_playthrough_do_each_other_no_harm(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    other = another(saved, path)
    other.resume(other.saves()[0])
    for _ in range(3):
        saved.choose("ring.on")
        other.choose("ring.off")
    assert any("went on elsewhere" in notice for notice in (*saved.notices(), *other.notices()))
    assert sorted(save.turn for save in saved.saves()) == [4, 4]


def test_a_bookmark_stays_when_play_goes_on(saved: SavedSession) -> None:
    saved.choose("ring.on")
    saved.bookmark("before the storm")
    saved.choose("ring.on")
    assert {save.name: save.turn for save in saved.saves()} == {None: 2, "before the storm": 1}


def test_a_save_is_renamed_deleted_and_brought_back(saved: SavedSession) -> None:
    saved.choose("ring.on")
    save = saved.bookmark("storm")
    assert saved.store.rename(save, "calm")
    assert saved.store.delete(save)
    assert [s.name for s in saved.saves()] == [None]
    assert [s.name for s in saved.deleted()] == ["calm"]
    assert saved.store.restore(save)
    assert [s.name for s in saved.saves()] == ["calm", None]
    assert saved.deleted() == []
    assert saved.notices() == []


def test_a_name_is_kept_short_and_safe_to_show(saved: SavedSession) -> None:
    save = saved.bookmark(" \x1b[31m\ud800" + "x" * 200)
    assert save.name == "␛[31m⟨D800⟩" + "x" * 74
    saved.store.rename(save, " \r ")
    assert [s.name for s in saved.saves()] == [None]


def test_what_was_deleted_is_gone_after_a_time(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    saved.store.delete(saved.bookmark("old"))
    saved.store.delete(saved.bookmark("new"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update saves set deleted='2018-09-10T00:00:00+00:00' where name='old'")
    other = another(saved, path)
    assert [s.name for s in other.deleted()] == ["new"]
    assert not saved.store.restore(replace(saved.saves()[0], id=2))
    assert any("gone" in notice for notice in saved.notices())


def test_one_window_deletes_what_another_plays_and_loses_it_nothing(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    other = another(saved, path)
    (seen,) = other.saves()
    saved.choose("ring.on")
    assert not other.store.delete(seen)  # it has gone on since it was listed
    assert any("since it was listed" in notice for notice in other.notices())
    assert other.store.delete(other.saves()[0])
    assert saved.saves() == []
    saved.choose("ring.on")
    assert [save.turn for save in other.saves()] == [3]
    assert saved.notices() == []


def test_a_renamed_playthrough_goes_on_under_its_name(saved: SavedSession) -> None:
    saved.choose("ring.on")
    saved.store.rename(saved.saves()[0], "the long one")
    saved.choose("ring.on")
    assert [(save.name, save.turn) for save in saved.saves()] == [("the long one", 2)]
    assert saved.latest() is not None


def test_going_back_to_a_decision_keeps_the_line_that_is_left(saved: SavedSession) -> None:
    for ref in ("ring.on", "ring.on", "ring.off"):
        saved.choose(ref)
    left = saved.session.state
    assert saved.branch_at(1)
    assert saved.session.road == ("ring.on",)
    (branch,) = [save for save in saved.saves() if save.kind == "branch"]
    assert (latest := saved.latest()) is not None
    assert (branch.turn, latest.turn) == (3, 1)
    assert saved.branch_at(0)  # from a line that the branch holds already
    assert [save.turn for save in saved.saves() if save.kind == "branch"] == [3]
    assert saved.resume(branch) == []
    assert saved.session.state == left
    assert not saved.branch_at(3)
    assert not saved.branch_at(-1)


def test_endings_are_remembered_whatever_becomes_of_the_saves(machine: Build, path: Path) -> None:
    story = """\
        nodes:
          fork: {text: Go., choices: {a: {label: A, goto: one}, b: {label: B, goto: two}}}
          one: {text: One., ending: {name: One, tone: gain}}
          two: {text: Two., ending: {name: Two, tone: loss}}
        """
    saved = SavedSession(machine(story, "fork"), SaveStore.open(path))
    assert saved.endings() == {}
    saved.choose("fork.b")
    assert [save.ending for save in saved.saves()] == ["two"]
    first = saved.endings()
    saved.undo()
    saved.choose("fork.b")
    saved.store.delete(saved.saves()[0])
    assert another(saved, path).endings() == first
    saved.new()
    saved.choose("fork.a")
    assert list(saved.endings()) == ["two", "one"]


@pytest.mark.parametrize(
    "change", ["updated='yesterday'", "title=x'00'", "name=x'00'", "kind='other'", "turn='many'", "ending=x'00'"]
)
def test_a_row_that_the_game_has_not_written_is_passed_over(saved: SavedSession, path: Path, change: str) -> None:
    saved.choose("ring.on")
    saved.bookmark("sound")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"update saves set {change} where name is null")
        db.execute("insert into endings values ('tiny', 'ring', 'once')")
    assert [save.name for save in saved.saves()] == ["sound"]
    assert saved.endings() == {}


def test_a_disk_that_fails_in_the_middle_is_said_once_and_play_goes_on(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("drop table saves")
    saved.choose("ring.on")
    saved.choose("ring.on")
    assert [save.turn for save in saved.saves()] == [3]
    assert len(saved.notices()) == 1


def test_undo_is_kept_too(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    saved.undo()
    assert [save.turn for save in another(saved, path).saves()] == [0]


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to be read as one" * 40])
def test_damaged_saves_are_set_aside_and_play_goes_on(machine: Build, path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    saved = SavedSession(machine(CIRCLE, "ring"), SaveStore.open(path))
    saved.choose("ring.on")
    assert len(another(saved, path).saves()) == 1
    aside = [p for p in path.parent.iterdir() if "aside" in p.name]
    assert [p.read_bytes() for p in aside] == ([damage] if damage else [])
    assert bool(saved.notices()) == bool(damage)


def test_a_file_damaged_in_the_middle_is_set_aside(saved: SavedSession, path: Path) -> None:
    for _ in range(200):
        saved.choose("ring.on")
        saved.bookmark("again")
    saved.store.close()
    raw = bytearray(path.read_bytes())
    raw[4096:40960] = random.Random(1).randbytes(36864)
    path.write_bytes(raw)
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    fresh = SaveStore.open(path)
    assert any("set aside" in notice for notice in fresh.notices())
    assert fresh.saves("tiny") == []


def test_a_place_that_cannot_be_written_is_said_once_and_play_goes_on(machine: Build, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    saved = SavedSession(machine(CIRCLE, "ring"), SaveStore.open(tmp_path / "file" / "saves.db"))
    saved.choose("ring.on")
    saved.choose("ring.on")
    assert len(saved.notices()) == 1
    assert saved.saves()[0].turn == 2


def marked(path: Path, form: int) -> None:
    """Say that the file is of another form."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version={form}")


def test_saves_of_an_older_game_are_set_aside_whole(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    saved.store.close()
    marked(path, 1)
    before = path.read_bytes()
    store = SaveStore.open(path)
    assert any("earlier version" in notice for notice in store.notices())
    assert store.saves("tiny") == []
    assert [p.read_bytes() for p in path.parent.iterdir() if "aside" in p.name] == [before]


def test_what_stands_only_in_the_log_is_set_aside_with_the_file(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")  # this window stays open, so that nothing is moved from the log into the file
    marked(path, 1)
    SaveStore.open(path)
    (aside,) = path.parent.glob("*aside*.db")
    with closing(sqlite3.connect(aside)) as db:
        assert db.execute("select turn from saves").fetchall() == [(1,)]


def test_saves_of_a_newer_game_are_left_alone(saved: SavedSession, path: Path) -> None:
    saved.choose("ring.on")
    saved.store.close()
    marked(path, 99)
    before = path.read_bytes()
    assert any("newer" in notice for notice in SaveStore.open(path).notices())
    assert path.read_bytes() == before


def test_a_changed_story_is_played_as_far_as_it_holds_and_the_old_record_stays(
    saved: SavedSession, path: Path, typed: Callable[..., Path]
) -> None:
    for ref in ("ring.on", "ring.off", "ring.on"):
        saved.choose(ref)
    changed = assemble(load(typed(CIRCLE.replace("off: {", "out: {"), "ring")))
    other = SavedSession(changed, SaveStore.open(path))
    old = other.saves()[0]
    report = other.resume(old)
    assert "has changed" in report[0]
    assert "1 of 3" in report[1]
    assert "ring.off" in report[1]
    other.choose("ring.on")
    assert old in other.saves()
    assert len(other.saves()) == 2


CHILD = """
import sys
from pathlib import Path
from playable.engine.assembly import assemble
from playable.engine.save_store import SaveStore
from playable.engine.saved_session import SavedSession
from playable.language.story import load
saved = SavedSession(assemble(load(sys.argv[1])), SaveStore.open(Path(sys.argv[2])))
kept = saved.latest()
if kept:
    saved.resume(kept)
while True:
    saved.choose("ring.on")
    print(saved.view.turn, flush=True)
"""


def test_no_kill_loses_a_move_that_was_shown(typed: Callable[..., Path], path: Path) -> None:
    story = typed(CIRCLE, "ring")
    random_ = random.Random(5)
    for _ in range(12):
        command = [sys.executable, "-c", CHILD, str(story), str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            shown = [child.stdout.readline() for _ in range(random_.randint(1, 25))]
            child.kill()
            shown += child.stdout.readlines()
        store = SaveStore.open(path)
        kept = store.latest("tiny")
        store.close()
        assert kept is not None
        assert kept.turn >= max(int(line) for line in shown if line.endswith("\n"))
