"""Saves and files in plain lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.desk.settings import Settings, read
from playable.engine.saves.saved_session import SavedSession

Said = Callable[..., str]


def test_a_save_is_renamed_deleted_and_brought_back(said: Said) -> None:
    told = said("save ice", "rename 1 thin ice", "saves", "delete 1", "saves", "undelete", "saves", "undelete")
    assert "It has its new name.\n1. thin ice, bookmark: The desk, no decisions" in told
    assert "Deleted. Type undelete to have it back.\nNothing is kept yet.\nBack: thin ice.\n1. thin ice" in told
    assert told.endswith("Nothing was deleted.\n")


def test_numbers_are_those_of_the_list_that_was_said(said: Said, saved: SavedSession) -> None:
    said("save one")
    told = said("saves", "save two", "load 1", "rename 1 first", "saves")
    assert "2. first, bookmark" in told
    assert [save.name for save in saved.saves()] == ["two", "first"]


@pytest.mark.parametrize("line", ["load", "load x", "load 9", "rename 1", "rename 9 x", "delete", "delete 2"])
def test_a_number_that_is_none_costs_nothing(said: Said, saved: SavedSession, line: str) -> None:
    assert f"Type {line.split()[0]}" in said("save ice", line)
    assert [save.name for save in saved.saves()] == ["ice"]


def test_a_playthrough_is_written_as_a_file_or_as_a_page(said: Said, tmp_path: Path) -> None:
    assert "Written to" in said("1", f"export {tmp_path / 'p.yaml'}", f"export {tmp_path / 'p.md'}")
    assert "- choose: desk.sign" in (tmp_path / "p.yaml").read_text()
    assert "**You chose:** Sign it" in (tmp_path / "p.md").read_text()


@pytest.mark.parametrize("name", ["mine.md", "mine.yaml"])
def test_a_file_that_is_there_stays_as_it_is(said: Said, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    assert "is there already" in said(f"export {tmp_path / name}")
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["/no/such/folder/x.md", "x\0y", "~nobody-of-that-name/x.yaml"])
def test_what_cannot_be_written_is_said(said: Said, name: str) -> None:
    assert "It cannot be written" in said(f"export {name}")


def test_settings_are_said_and_changed(said: Said) -> None:
    assert (
        "theme: dark. The colours of the screen. It can be dark, light, high contrast or colour-blind safe.\n"
        in said("settings")
    )
    assert said("settings theme high contrast", "settings Motion off") == "Theme: high contrast.\nMotion: off.\n"
    assert read() == (Settings(theme="contrast", motion=False), [])
    assert said("settings theme mauve").startswith("Theme can be dark")
    assert said("settings sound on").startswith("There is no such setting. There are theme")


def test_a_moment_is_kept_as_a_test_by_one_letter(said: Said, saved: SavedSession) -> None:
    told = said("1", "t", "test")
    assert told.count("Kept as a test: ") == 2
    folder = saved.machine.story.path.parent / "playthroughs"
    assert len(list(folder.glob("*-1*.yaml"))) == 2
