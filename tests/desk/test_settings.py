"""Settings are kept between runs, whatever becomes of their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playable.desk.settings import SETTINGS, Settings, changed, default_path, keep, prefers_plain, read, words


def test_what_is_set_is_there_at_the_next_start() -> None:
    assert read() == (Settings(), [])
    settings = changed(changed(Settings(), "theme", "contrast"), "motion", False)
    assert keep(settings) == ""
    assert read() == (settings, [])
    assert [p.name for p in default_path().parent.iterdir()] == ["settings.json"]


def test_plain_lines_are_asked_for_without_touching_the_file() -> None:
    assert not prefers_plain()
    keep(Settings(plain=True))
    assert prefers_plain()
    default_path().write_text("{")
    assert not prefers_plain()
    assert default_path().exists()


def test_keys_are_kept() -> None:
    keep(Settings(keys={"undo": "z"}))
    assert read()[0].keys == {"undo": "z"}


def test_every_value_can_be_set_and_is_said_in_words() -> None:
    for setting in SETTINGS:
        for value in setting.values:
            assert words(changed(Settings(), setting.id, value.value), setting) == value.words


@pytest.mark.parametrize(
    ("setting_id", "value"), [("theme", "mauve"), ("motion", "on"), ("sound", True), ("theme", True)]
)
def test_what_there_is_not_cannot_be_set(setting_id: str, value: str | bool) -> None:
    with pytest.raises(ValueError, match=r"there is no setting|dark or light|on or off"):
        changed(Settings(), setting_id, value)


@pytest.mark.parametrize("damage", [b"{", b"[]", b"\xff\xfe\x00", b"[" * 60_000, b'{"a": "' + b"x" * 70_000 + b'"}'])
def test_a_damaged_file_is_set_aside_and_told(damage: bytes) -> None:
    path = default_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    settings, (notice,) = read()
    assert settings == Settings()
    assert "damaged" in notice
    (aside,) = path.parent.iterdir()
    assert str(aside) in notice
    assert aside.read_bytes() == damage


def test_one_value_that_is_not_understood_spoils_no_other() -> None:
    path = default_path()
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"theme": "mauve", "motion": False, "keys": [1], "later": 3}))
    settings, notices = read()
    assert settings == Settings(motion=False)
    assert len(notices) == 2
    assert path.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "cannot be written" in keep(Settings(), tmp_path / "file" / "settings.json")
    assert "cannot be read" in read(tmp_path / "file" / "settings.json")[1][0]
