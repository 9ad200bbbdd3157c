"""A new story is sound and passes its own test, whatever its folder is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.authoring.new import TEMPLATE, id_of, new_story, title_of
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.playthrough import read_playthrough
from playable.language.story import load
from playable.verify import verify


@pytest.mark.parametrize(
    ("name", "story_id", "title"),
    [
        ("the_night-ferry", "the_night_ferry", "The night ferry"),
        ("Über uns 2", "uber_uns_2", "Über uns 2"),
        ("2018", "story_2018", "2018"),
        ("back", "story_back", "Back"),
        ('"a": [b] #\\c', "a_b_c", '"a": [b] #\\c'),
        ("오", "story", "오"),
        ("x" * 200, "x" * 70, "X" + "x" * 199),
    ],
)
def test_a_new_story_is_sound_and_passes_its_own_test(tmp_path: Path, name: str, story_id: str, title: str) -> None:
    assert (id_of(name), title_of(name)) == (story_id, title)
    files = new_story(tmp_path / name)
    story = load(tmp_path / name)
    assert (story.head.id, story.head.title, story.warnings) == (story_id, title, [])
    (test,) = (file for file in files if file.parent.name == "playthroughs")
    assert replay(read_playthrough(test), assemble(story)).fault is None


def test_its_proofs_hold_and_nothing_in_it_is_impossible(tmp_path: Path) -> None:
    new_story(tmp_path / "mine")
    report = verify(load(tmp_path / "mine"), None)
    assert [thesis.verdict for thesis in report.theses] == ["holds"]
    assert not report.findings


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty"):
        new_story(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_template_is_a_story_itself() -> None:
    assert load(TEMPLATE).head.id == "a_new_story"
