"""Old saves against the story as it is now."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from playable.authoring.check_saves import check_saves, lines
from playable.cli import main
from playable.engine.machine import Machine
from playable.engine.saves.records import SavedPlay
from playable.engine.saves.saved_session import SavedSession
from playable.language.story import Story, load


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
    assert told[0].startswith(f"{saves / 'old' / 'signed.yaml'}:10: 3 of 4 steps hold: there is no choice `hall.on`")
    assert told[-1] == "1 of 2 saves hold"
    assert checked[1].as_json()["line"] == 10


def test_a_renamed_choice_breaks_nothing(desk: Machine, saves: Path) -> None:
    path = desk.story.path
    text = path.read_text().replace("{on: {label: On", "{along: {label: On")
    path.write_text(text.replace("version: '1',", "version: '2', renamed: {hall.on: hall.along},"))
    assert [save.verdict for save in check_saves(load(path), saves)] == ["holds", "renamed"]


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


def edited(desk: Machine, *changes: tuple[str, str]) -> Story:
    """The story with some of its text replaced."""
    path = desk.story.path
    for old, new in changes:
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    return load(path)


def test_what_would_let_a_save_hold_is_said(desk: Machine, saves: Path) -> None:
    """By trying what may be the new name of what is gone: of a choice, of a node, of an ending."""
    story = edited(desk, ("{on: {label: On", "{along: {label: On"))
    looked, signed = check_saves(story, saves)
    assert (looked.mend, signed.mend) == (
        "",
        "is it `hall.along` now? With `hall.on: hall.along` in `renamed:` of the story's head 4 of 4 steps hold",
    )
    head = ("version: '1',", "version: '2', renamed: {hall.on: hall.along},")
    looked, signed = check_saves(edited(desk, head), saves)
    assert [looked.verdict, signed.verdict] == ["holds", "renamed"]
    assert list(lines((signed,))) == [
        f"{signed.file}: holds, through `renamed` in the head of the story",
        "1 of 1 saves hold",
    ]


def test_a_node_that_is_gone_is_found_by_its_choice(desk: Machine, saves: Path) -> None:
    path = desk.story.path
    path.write_text(re.sub(r"\bhall\b", "corridor", path.read_text()))
    (_, signed) = check_saves(load(path), saves)
    assert signed.mend.startswith("is it `corridor` now? With `hall: corridor` in `renamed:`")


def test_what_no_name_mends_says_so(desk: Machine, saves: Path) -> None:
    (saves / "x.yaml").write_text("story: tiny\nseed: 1\nsteps: [{cannot: desk.look}, {choose: desk.look}]\n")
    (found,) = (save for save in check_saves(desk.story, saves) if save.file.endswith("x.yaml"))
    assert found.mend == "who loads it goes on after step 0; a test says from there on what the story does now"


def test_the_file_of_the_game_is_read(desk: Machine, saved: SavedSession) -> None:
    """Each save in it by its name; the file is left as it is, and another story's are told apart."""
    saved.choose("desk.look")
    saved.bookmark("before the hall")
    saved.choose("desk.sign")
    saved.choose("hall.on")
    saved.store.add(SavedPlay("x", "1", "d", "Elsewhere", 1, None, "story: x\nsteps: [{choose: a.b}]\n"), "auto")
    saved.store.close()
    path = saved.store.path
    before = {file.name: file.read_bytes() for file in path.parent.glob("saves*")}
    story = edited(desk, ("{on: {label: On", "{along: {label: On"))
    found = check_saves(story, path)
    assert sorted((save.verdict, save.held, save.steps) for save in found) == [
        ("holds", 2, 2), ("other", 0, 1), ("stops", 3, 4)
    ]  # fmt: skip
    assert any(save.save.startswith("before the hall, 20") for save in found)
    assert "3 of 4 steps hold" in "\n".join(lines(found))
    assert {file.name: file.read_bytes() for file in path.parent.glob("saves*")} == before
    assert check_saves(story, path.parent)[-len(found) :] == found


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_costs_what_is_damaged(desk: Machine, saved: SavedSession, seed: int) -> None:
    saved.choose("desk.look")
    for n in range(30):
        saved.bookmark(f"{n}")
    saved.store.close()
    path, r = saved.store.path, Random(seed)
    raw = bytearray(path.read_bytes())
    for _ in range(40):
        raw[r.randrange(len(raw))] = r.randrange(256)
    path.write_bytes(raw)
    found = check_saves(desk.story, path)
    assert path.read_bytes() == raw
    assert {save.verdict for save in found} <= {"holds", "stops", "other", "damaged"}
    assert found


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"not a database", b"\0" * 9000])
def test_what_is_no_file_of_saves_is_told(desk: Machine, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.db"
    path.write_bytes(content)
    found = check_saves(desk.story, path)
    assert all(save.verdict == "damaged" for save in found)


def test_the_commands_say_it(
    desk: Machine, saves: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    story = edited(desk, ("{on: {label: On", "{along: {label: On"))
    command = ["check-saves", str(story.path), str(saves)]
    assert main([*command, "--github", "--junit", str(tmp_path / "j.xml")]) == 1
    assert capsys.readouterr().out.startswith("::error file=")
    assert 'failures="1"' in (tmp_path / "j.xml").read_text()
    assert main([*command, "--json"]) == 1
    (_, stopped) = json.loads(capsys.readouterr().out)["saves"]
    assert stopped["mend"].startswith("is it `hall.along` now?")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nobody"))
    assert main(command[:2]) == 2
    assert "there is no save in it" in capsys.readouterr().err
