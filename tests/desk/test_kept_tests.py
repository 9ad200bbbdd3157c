"""A moment that is kept as a test is one, lies where it should, and says where that is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.desk.kept_tests import keep_as_test
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.engine.session import Session
from playable.language.files import whole_of
from playable.language.library import shipped
from playable.language.playthrough_files import kind_of_file
from playable.language.recording import read_recording
from playable.language.story import load

STORY = """\
story: {id: mine, title: Mine, version: '1', start: door}
state:
  trust: {range: [0, 5], start: 1, shown: true}
  hidden: {range: [0, 5], start: 1}
  word: {one_of: [kept, broken], start: kept, shown: trust >= 2}
people: {ann: {name: Ann}}
nodes:
  door:
    title: The door
    text: A door.
    briefings: {ann: {text: Go.}}
    choices: {knock: {label: Knock, effects: [trust += 1, hidden += 1], goto: dice}, go: {label: Go, goto: hall}}
  dice: {chance: {odd: {weight: 1, goto: door}, even: {weight: 1, goto: door}}}
  hall: {text: Hall., ending: {name: The Hall, tone: gain}}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "story.yaml").write_text(STORY)
    return tmp_path / "mine"


def played(story: Path) -> Session:
    session = Session(assemble(load(story)), seed=1)
    session.hear("door.ann")
    session.choose("door.knock")
    return session


def test_it_holds_what_was_done_and_what_is_on_the_board(story: Path) -> None:
    session = played(story)
    kept = keep_as_test(session)
    assert str(kept) == f"Kept as a test: {story}/playthroughs/door-1.yaml. pytest runs it with the others."
    fell = session.steps[-1].ref
    assert kept.path.read_text() == (
        "playthrough: 'Mine: The door, one decision'\nstory: ..\nsteps:\n- hear: door.ann\n- choose: door.knock\n"
        f"- chance: {fell}\n- expect: here == 'door'\n- value:\n    trust: 2\n    word: kept\n"
    )
    assert kind_of_file(kept.path) == "playthrough"
    assert replay(read_recording(kept.path), session.machine, whole=True).fault is None


def test_an_ending_is_kept_too_and_nothing_is_overwritten(story: Path) -> None:
    session = played(story)
    session.choose("door.go")
    first, second = keep_as_test(session), keep_as_test(session)
    assert (first.path.name, second.path.name) == ("hall-2.yaml", "hall-2-2.yaml")
    assert first.path.read_text().endswith("ends: hall\n")
    assert replay(read_recording(second.path), session.machine, whole=True).fault is None


def test_of_a_story_of_one_file_it_lies_beside_it(typed: Callable[..., Path], tmp_path: Path) -> None:
    kept = keep_as_test(played(typed(STORY, name="mine.yaml")))
    assert kept.path == tmp_path / "playthroughs" / "door-1.yaml"
    assert whole_of(read_recording(kept.path).story_path()) == tmp_path / "mine.yaml"


def test_where_the_folder_cannot_be_written_it_says_where_the_test_went(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = played(story)
    (story / "playthroughs").write_text("no folder")  # nobody can write into it, root neither
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    kept = keep_as_test(session)
    assert kept.path == here / "playthroughs" / "door-1.yaml"
    assert "The folder of the story cannot be written: File exists. From there pytest does not open" in str(kept)
    assert replay(read_recording(kept.path), session.machine, whole=True).fault is None
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "playthroughs").write_text("")
    monkeypatch.chdir(tmp_path / "shut")
    kept = keep_as_test(session)
    assert kept.path.is_relative_to(os.environ["XDG_DATA_HOME"])
    monkeypatch.setenv("XDG_DATA_HOME", str(story / "playthroughs" / "x"))
    with pytest.raises((FileExistsError, NotADirectoryError)):
        keep_as_test(session)


def test_what_pip_installed_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(assemble(load(shipped()["the_night_ferry"])))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("playable.desk.kept_tests._installed", lambda _: True)
    kept = keep_as_test(session)
    assert kept.path == tmp_path / "playthroughs" / "the_ramp-0.yaml"
    assert str(kept).endswith("The story is an installed one, whose folder is not yours to change.")
    assert "story: the_night_ferry" in kept.path.read_text()
