"""What a player has written down of anybody's story opens again: play, review, pytest and check-saves all take it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STORY = """\
story: {id: mine, title: Mine, version: '1', start: door}
nodes:
  door: {text: A door., choices: {knock: {label: Knock, goto: hall}}}
  hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""


def run(*arguments: object, cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command of ours, or of pytest, as it is typed in a folder."""
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
    )


@pytest.fixture(params=["mine", "mine/story.yaml", "mine.yaml"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A story of the player's own: its folder, the file it begins with, or a file that is all of it."""
    path = tmp_path / "work" / str(request.param)
    file = path if path.suffix else path / "story.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(STORY)
    return path


def opens(recording: Path, story: Path) -> None:
    """Everything that takes a playthrough file takes this one."""
    cwd = recording.parent
    played = run("playable", "play", "--plain", "--from", recording, cwd=cwd)
    assert (played.returncode, played.stderr) == (0, "")
    assert "The end: Hall." in played.stdout
    assert run("playable", "review", recording, cwd=cwd).stdout.startswith("# Mine: the review")
    checked = run("playable", "check-saves", story, cwd, cwd=cwd)
    assert (checked.returncode, checked.stdout) == (0, "1 of 1 saves hold\n")
    assert run("playable", "check", story, cwd=cwd).returncode == 0


def test_it_opens_from_where_it_was_written(story: Path, tmp_path: Path) -> None:
    (tmp_path / "work" / "bugs").mkdir()
    (tmp_path / "work" / ".git").mkdir()
    recording = tmp_path / "work" / "bugs" / "one.yaml"
    told = run("playable", "play", "--plain", story, cwd=recording.parent, typed="1\nexport one\n").stdout
    assert "Written to one.yaml." in told
    assert recording.read_text().startswith("playthrough: 'Mine: Hall'\nstory: ../mine")
    opens(recording, story)


def test_far_from_its_story_it_opens_where_that_is_named(story: Path, tmp_path: Path) -> None:
    recording = tmp_path / "far" / "one.yaml"
    recording.parent.mkdir()
    run("playable", "play", "--plain", story, cwd=recording.parent, typed="1\nexport one\n")
    alone = run("playable", "play", "--from", recording, cwd=tmp_path)
    assert (alone.returncode, "name it yourself, as in `play STORY --from FILE`" in alone.stderr) == (1, True)
    assert "The end: Hall." in run("playable", "play", story, "--from", recording, cwd=tmp_path).stdout
    assert run("playable", "review", recording, "--story", story, cwd=tmp_path).stdout.startswith("# Mine: the review")
    assert run("playable", "check-saves", story, "far", cwd=tmp_path).stdout == "1 of 1 saves hold\n"


def test_a_bare_name_inside_a_story_becomes_a_test_of_it(tmp_path: Path) -> None:
    story = tmp_path / "mine"
    (story / "parts").mkdir(parents=True)
    (story / "story.yaml").write_text(STORY)
    for cwd, name in ((story, "one.yaml"), (story / "parts", "two.yaml"), (story / "playthroughs", "three.yaml")):
        told = run("playable", "play", "--plain", story, cwd=cwd, typed=f"1\nexport {name}\n").stdout
        assert f"Written to {os.path.relpath(story / 'playthroughs' / name, cwd)}." in told
    tested = run("pytest", "-q", "-p", "no:cacheprovider", story, cwd=story)
    assert (tested.returncode, "3 passed" in tested.stdout) == (0, True), tested.stdout


def test_a_shipped_story_is_called_by_its_id(tmp_path: Path) -> None:
    run("playable", "play", "--plain", "the_night_ferry", cwd=tmp_path, typed="1\nexport f.yaml\n")
    lines = (tmp_path / "f.yaml").read_text().splitlines()
    assert lines[1] == "story: the_night_ferry"
    assert run("playable", "play", "--plain", "--from", "f.yaml", cwd=tmp_path).returncode == 0


def test_a_recording_beside_the_story_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    (tmp_path / "bug.yaml").write_text("story: story.yaml\nsteps: [{choose: door.knock}]\nends: hall\n")
    done = run("playable", "check", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "bug.yaml: warning[not-read]: this is a playthrough, and no part of the story" in done.stdout
    opens(tmp_path / "bug.yaml", tmp_path)
    assert "this is a playthrough, and no story" in run("playable", "check", "bug.yaml", cwd=tmp_path).stdout
