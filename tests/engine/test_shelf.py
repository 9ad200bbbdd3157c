"""Saves: each move is on disk when it is shown, whatever happens to the process, the file or the story."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine.assembly import assemble
from game.engine.machine import Machine
from game.engine.shelf import Shelf
from game.engine.sitting import Sitting
from game.language.story import load

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
    aside = [p for p in path.parent.iterdir() if "damaged" in p.name]
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


def test_saves_of_a_newer_game_are_left_alone(sitting: Sitting, path: Path) -> None:
    sitting.choose("ring.on")
    sitting.shelf._db.execute("pragma user_version=99")
    sitting.shelf.close()
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
from game.engine.assembly import assemble
from game.engine.shelf import Shelf
from game.engine.sitting import Sitting
from game.language.story import load
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
