"""pytest and the playthrough files of stories: which it takes up, and what it says, in one process or in several."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STORY = """\
story: {id: mine, title: Mine, version: '1', start: door}
nodes:
  door: {text: A door., choices: {knock: {label: Knock, goto: hall}, wait: {label: Wait, goto: hall}}}
  hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""
KNOCK = "story: ..\nsteps: [{choose: door.knock}]\nends: hall\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_y", ".y")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def pytest_in(folder: Path, *options: str) -> tuple[int, str]:
    """pytest over a folder: the exit code, and what it says."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *options]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, str(folder)], capture_output=True, text=True, check=False, cwd=folder, timeout=50, env=clean
    )
    return done.returncode, done.stdout + done.stderr


BOTH = pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "two processes"])


def test_folders_below_are_looked_into_and_others_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, story_yaml=STORY, playthroughs__a_yaml=KNOCK, playthroughs__deep__er__b_yaml="story: ../../..\n")
    write(tmp_path / "other", playthroughs__hours_yaml="game: chess\nhours: 80\n", playthroughs__c_yml="steps: []\n")
    code, said = pytest_in(tmp_path)
    assert (code, "2 passed" in said, "warning" in said) == (0, True, False), said
    write(tmp_path, playthroughs__d_yml=KNOCK)
    code, said = pytest_in(tmp_path)
    assert (code, "2 passed, 1 warning" in said) == (0, True), said
    assert "d.yml: it is not read: the name of a playthrough file ends in `.yaml`" in said


@BOTH
def test_the_faults_of_a_story_are_told_once(tmp_path: Path, options: tuple[str, ...]) -> None:
    files = {f"playthroughs__{letter}_yaml": KNOCK for letter in "abcd"}
    write(tmp_path, story_yaml=STORY.replace("goto: hall}}", "goto: hal}}"), **files)
    code, said = pytest_in(tmp_path, *options)
    assert (code, "4 failed" in said) == (1, True), said
    assert said.count("error[unknown-node]") == 1, said
    assert said.count("told once, at the end") >= 4
    assert "Traceback" not in said


def test_a_run_that_has_nothing_of_ours_is_silent(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("def test_x(): pass\n")
    assert pytest_in(tmp_path, "--story-cov", "-n", "1")[1].count("coverage") == 0
