"""A new story is sound and passes its own test, whatever its folder is called."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from playable.authoring.new import TEMPLATE, id_of, new_story, title_of
from playable.cli import main
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.recording import read_recording
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
    tests = [file for file in files if file.parent.name == "playthroughs"]
    assert [replay(read_recording(test), assemble(story)).fault for test in tests] == [None] * 4


def test_its_proofs_hold_and_nothing_in_it_is_impossible(tmp_path: Path) -> None:
    new_story(tmp_path / "mine")
    report = verify(load(tmp_path / "mine"), None)
    assert {thesis.verdict for thesis in report.theses} == {"holds"}
    assert not report.findings


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="not empty"):
        new_story(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_that_is_only_under_version_control_will_do(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert tmp_path / "story.yaml" in new_story(tmp_path)


def test_what_it_needs_on_the_first_day_works_as_it_stands(tmp_path: Path) -> None:
    new_story(tmp_path / "mine")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path / "mine",
        capture_output=True,
        text=True,
    )
    assert "4 passed" in run.stdout
    assert "never" not in run.stdout  # the coverage of the story: everything is met
    steps = yaml.safe_load((tmp_path / "mine" / ".github" / "workflows" / "story.yml").read_text())["jobs"]["proved"]
    mine = [step["run"].split() for step in steps["steps"] if step.get("run", "").startswith("playable ")]
    for command in (line[1:] for line in mine):
        with contextlib.chdir(tmp_path / "mine"):
            assert main(command) == 0, command


def test_an_editor_knows_the_language_in_each_of_its_files(tmp_path: Path) -> None:
    files = new_story(tmp_path / "mine")
    known = json.loads((tmp_path / "mine" / "schema.json").read_text())
    for file in files:
        if file.suffix == ".yaml" and file.parent.name == "mine":
            assert file.read_text().startswith("# yaml-language-server: $schema=schema.json\n")
            jsonschema.validate(yaml.safe_load(file.read_text()), known)
    settings = json.loads((tmp_path / "mine" / ".vscode" / "settings.json").read_text())
    assert settings["yaml.schemas"] == {"./schema.json": ["/*.yaml"]}


def test_the_template_is_a_story_itself() -> None:
    assert load(TEMPLATE).head.id == "a_new_story"
