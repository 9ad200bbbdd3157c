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
from playable.engine.shelf import Shelf
from playable.engine.sitting import Sitting
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
    return tmp_path / "shelf" / "saves.db"


@pytest.fixture
def sitting(machine: Build, path: Path) -> Sitting:
    return Sitting(machine(CIRCLE, "ring"), Shelf.open(path))


def another(sitting: Sitting, path: Path) -> Sitting:
    """As a new start of the game would have it."""
    return Sitting(sitting.machine, Shelf.open(path))


def test_every_move_is_kept_before_it_can_be_seen(sitting: Sitting, path: Path) -> None:
    for n, ref in enumerate(("ring.on", "ring.on", "ring.off"), 1):
        sitting.choose(ref)
        other = another(sitting, path)
        kept = other.latest()
        assert kept is not None
        assert kept.turn == n
        assert other.resume(kept) == []
        assert other.session.state == sitting.session.state


def test_going_on_from_a_save_goes_on_in_it(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    other = another(sitting, path)
    other.resume(other.saves()[0])
    other.choose("ring.on")
    assert [save.turn for save in other.saves()] == [2]


def test_two_windows_on_one_playthrough_do_each_other_no_harm(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    other = another(sitting, path)
    other.resume(other.saves()[0])
    for _ in range(3):
        sitting.choose("ring.on")
        other.choose("ring.off")
    assert any("went on elsewhere" in notice for notice in (*sitting.notices(), *other.notices()))
    assert sorted(save.turn for save in sitting.saves()) == [4, 4]


def test_a_bookmark_stays_when_play_goes_on(sitting: Sitting) -> None:
    sitting.choose("ring.on")
    sitting.bookmark("before the storm")
    sitting.choose("ring.on")
    assert {save.name: save.turn for save in sitting.saves()} == {None: 2, "before the storm": 1}


def test_a_save_is_renamed_deleted_and_brought_back(sitting: Sitting) -> None:
    sitting.choose("ring.on")
    save = sitting.bookmark("storm")
    assert sitting.shelf.rename(save, "calm")
    assert sitting.shelf.delete(save)
    assert [s.name for s in sitting.saves()] == [None]
    assert [s.name for s in sitting.deleted()] == ["calm"]
    assert sitting.shelf.restore(save)
    assert [s.name for s in sitting.saves()] == ["calm", None]
    assert sitting.deleted() == []
    assert sitting.notices() == []


def test_a_name_is_kept_short_and_safe_to_show(sitting: Sitting) -> None:
    save = sitting.bookmark(" \x1b[31m\ud800" + "x" * 200)
    assert save.name == "␛[31m⟨D800⟩" + "x" * 74
    sitting.shelf.rename(save, " \r ")
    assert [s.name for s in sitting.saves()] == [None]


def test_what_was_deleted_is_gone_after_a_time(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    sitting.shelf.delete(sitting.bookmark("old"))
    sitting.shelf.delete(sitting.bookmark("new"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update saves set deleted='2018-09-10T00:00:00+00:00' where name='old'")
    other = another(sitting, path)
    assert [s.name for s in other.deleted()] == ["new"]
    assert not sitting.shelf.restore(replace(sitting.saves()[0], id=2))
    assert any("gone" in notice for notice in sitting.notices())


def test_one_window_deletes_what_another_plays_and_loses_it_nothing(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    other = another(sitting, path)
    (seen,) = other.saves()
    sitting.choose("ring.on")
    assert not other.shelf.delete(seen)  # it has gone on since it was listed
    assert any("since it was listed" in notice for notice in other.notices())
    assert other.shelf.delete(other.saves()[0])
    assert sitting.saves() == []
    sitting.choose("ring.on")
    assert [save.turn for save in other.saves()] == [3]
    assert sitting.notices() == []


def test_a_renamed_playthrough_goes_on_under_its_name(sitting: Sitting) -> None:
    sitting.choose("ring.on")
    sitting.shelf.rename(sitting.saves()[0], "the long one")
    sitting.choose("ring.on")
    assert [(save.name, save.turn) for save in sitting.saves()] == [("the long one", 2)]
    assert sitting.latest() is not None


def test_going_back_to_a_decision_keeps_the_line_that_is_left(sitting: Sitting) -> None:
    for ref in ("ring.on", "ring.on", "ring.off"):
        sitting.choose(ref)
    left = sitting.session.state
    assert sitting.branch_at(1)
    assert sitting.session.road == ("ring.on",)
    (branch,) = [save for save in sitting.saves() if save.kind == "branch"]
    assert (latest := sitting.latest()) is not None
    assert (branch.turn, latest.turn) == (3, 1)
    assert sitting.branch_at(0)  # from a line that the branch holds already
    assert [save.turn for save in sitting.saves() if save.kind == "branch"] == [3]
    assert sitting.resume(branch) == []
    assert sitting.session.state == left
    assert not sitting.branch_at(3)
    assert not sitting.branch_at(-1)


def test_endings_are_remembered_whatever_becomes_of_the_saves(machine: Build, path: Path) -> None:
    story = """\
        nodes:
          fork: {text: Go., choices: {a: {label: A, goto: one}, b: {label: B, goto: two}}}
          one: {text: One., ending: {name: One, tone: gain}}
          two: {text: Two., ending: {name: Two, tone: loss}}
        """
    sitting = Sitting(machine(story, "fork"), Shelf.open(path))
    assert sitting.endings() == {}
    sitting.choose("fork.b")
    assert [save.ending for save in sitting.saves()] == ["two"]
    first = sitting.endings()
    sitting.undo()
    sitting.choose("fork.b")
    sitting.shelf.delete(sitting.saves()[0])
    assert another(sitting, path).endings() == first
    sitting.new()
    sitting.choose("fork.a")
    assert list(sitting.endings()) == ["two", "one"]


@pytest.mark.parametrize(
    "change", ["updated='yesterday'", "title=x'00'", "name=x'00'", "kind='other'", "turn='many'", "ending=x'00'"]
)
def test_a_row_that_the_game_has_not_written_is_passed_over(sitting: Sitting, path: Path, change: str) -> None:
    sitting.choose("ring.on")
    sitting.bookmark("sound")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"update saves set {change} where name is null")
        db.execute("insert into endings values ('tiny', 'ring', 'once')")
    assert [save.name for save in sitting.saves()] == ["sound"]
    assert sitting.endings() == {}


def test_a_disk_that_fails_in_the_middle_is_said_once_and_play_goes_on(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("drop table saves")
    sitting.choose("ring.on")
    sitting.choose("ring.on")
    assert [save.turn for save in sitting.saves()] == [3]
    assert len(sitting.notices()) == 1


def test_undo_is_kept_too(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    sitting.undo()
    assert [save.turn for save in another(sitting, path).saves()] == [0]


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to be read as one" * 40])
def test_damaged_saves_are_set_aside_and_play_goes_on(machine: Build, path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    sitting = Sitting(machine(CIRCLE, "ring"), Shelf.open(path))
    sitting.choose("ring.on")
    assert len(another(sitting, path).saves()) == 1
    aside = [p for p in path.parent.iterdir() if "aside" in p.name]
    assert [p.read_bytes() for p in aside] == ([damage] if damage else [])
    assert bool(sitting.notices()) == bool(damage)


def test_a_file_damaged_in_the_middle_is_set_aside(sitting: Sitting, path: Path) -> None:
    for _ in range(200):
        sitting.choose("ring.on")
        sitting.bookmark("again")
    sitting.shelf.close()
    raw = bytearray(path.read_bytes())
    raw[4096:40960] = random.Random(1).randbytes(36864)
    path.write_bytes(raw)
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    fresh = Shelf.open(path)
    assert any("set aside" in notice for notice in fresh.notices())
    assert fresh.saves("tiny") == []


def test_a_place_that_cannot_be_written_is_said_once_and_play_goes_on(machine: Build, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    sitting = Sitting(machine(CIRCLE, "ring"), Shelf.open(tmp_path / "file" / "saves.db"))
    sitting.choose("ring.on")
    sitting.choose("ring.on")
    assert len(sitting.notices()) == 1
    assert sitting.saves()[0].turn == 2


def marked(path: Path, form: int) -> None:
    """Say that the file is of another form."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version={form}")


def test_saves_of_an_older_game_are_set_aside_whole(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    sitting.shelf.close()
    marked(path, 1)
    before = path.read_bytes()
    shelf = Shelf.open(path)
    assert any("earlier version" in notice for notice in shelf.notices())
    assert shelf.saves("tiny") == []
    assert [p.read_bytes() for p in path.parent.iterdir() if "aside" in p.name] == [before]


def test_what_stands_only_in_the_log_is_set_aside_with_the_file(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")  # this window stays open, so that nothing is moved from the log into the file
    marked(path, 1)
    Shelf.open(path)
    (aside,) = path.parent.glob("*aside*.db")
    with closing(sqlite3.connect(aside)) as db:
        assert db.execute("select turn from saves").fetchall() == [(1,)]


def test_saves_of_a_newer_game_are_left_alone(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    sitting.shelf.close()
    marked(path, 99)
    before = path.read_bytes()
    assert any("newer" in notice for notice in Shelf.open(path).notices())
    assert path.read_bytes() == before


def test_a_changed_story_is_played_as_far_as_it_holds_and_the_old_record_stays(
    sitting: Sitting, path: Path, typed: Callable[..., Path]
) -> None:
    for ref in ("ring.on", "ring.off", "ring.on"):
        sitting.choose(ref)
    changed = assemble(load(typed(CIRCLE.replace("off: {", "out: {"), "ring")))
    other = Sitting(changed, Shelf.open(path))
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
from playable.engine.shelf import Shelf
from playable.engine.sitting import Sitting
from playable.language.story import load
sitting = Sitting(assemble(load(sys.argv[1])), Shelf.open(Path(sys.argv[2])))
kept = sitting.latest()
if kept:
    sitting.resume(kept)
while True:
    sitting.choose("ring.on")
    print(sitting.view.turn, flush=True)
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
        shelf = Shelf.open(path)
        kept = shelf.latest("tiny")
        shelf.close()
        assert kept is not None
        assert kept.turn >= max(int(line) for line in shown if line.endswith("\n"))
