"""Old saves against the story as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.authoring.saves import check_saves, lines
from playable.engine.machine import Machine
from playable.engine.saved_session import SavedSession
from playable.language.story import load


@pytest.fixture
def saves(saved: SavedSession, tmp_path: Path) -> Path:
    """Two saves, of which one goes through the hall."""
    folder = tmp_path / "saves"
    (folder / "old").mkdir(parents=True)
    saved.choose("desk.look")
    saved.export(folder / "looked.yaml")
    saved.choose("desk.sign")
    saved.choose("hall.on")
    saved.export(folder / "old" / "signed.yaml")
    return folder


def test_saves_of_the_story_as_it_is_hold(desk: Machine, saves: Path) -> None:
    checked = check_saves(desk.story, saves)
    assert [(save.verdict, save.held, save.steps) for save in checked] == [("holds", 2, 2), ("holds", 4, 4)]
    assert list(lines(checked)) == ["2 of 2 saves hold"]


def test_a_save_that_the_edited_story_breaks_says_where(desk: Machine, saves: Path) -> None:
    path = desk.story.path
    path.write_text(path.read_text().replace("{on: {label: On", "{along: {label: On"))
    checked = check_saves(load(path), saves)
    assert [(save.verdict, save.held, save.steps) for save in checked] == [("holds", 2, 2), ("stops", 3, 4)]
    told = list(lines(checked))
    assert told[0].startswith(f"{saves / 'old' / 'signed.yaml'}:10: 3 of 4 steps hold: the story has no choice hall.on")
    assert told[-1] == "1 of 2 saves hold"
    assert checked[1].as_json()["line"] == 10


def test_a_renamed_choice_breaks_nothing(desk: Machine, saves: Path) -> None:
    path = desk.story.path
    text = path.read_text().replace("{on: {label: On", "{along: {label: On")
    path.write_text(text.replace("version: '1',", "version: '2', renamed: {hall.on: hall.along},"))
    assert [save.verdict for save in check_saves(load(path), saves)] == ["holds", "holds"]


def test_other_files_are_told_apart(desk: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    folder.mkdir()
    (folder / "a.yaml").write_text("story: another\nsteps: [{choose: x.y}]\n")
    (folder / "b.yaml").write_text("story: tiny\nsteps: {")
    (folder / "c.yaml").write_text("story: ../tiny.yaml\nseed: 1\n")
    (folder / "d.yml").write_text("story: ../tiny.yaml\nseed: 1\n")
    (folder / "notes.yaml").write_text("games: [chess]\n")
    checked = check_saves(desk.story, folder)
    assert [save.verdict for save in checked] == ["other", "unreadable", "holds", "misnamed"]
    assert f"{folder / 'd.yml'}: misnamed: it is not read" in "\n".join(lines(checked))
