"""Which files are playthroughs: those of a story, however broken, and what reads like one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playable.language.playthrough_files import kind_of_file, playthrough_files

PLAYED = "playthrough: P\nstory: mine\nsteps: []\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story with tests, and folders of others beside it."""
    for path, text in {
        "mine/story.yaml": "story: {id: mine}\nnodes: {}\n",
        "mine/playthroughs/a.yaml": PLAYED,
        "mine/playthroughs/deep/er/b.yaml": "steps: [{",
        "mine/playthroughs/c.yml": PLAYED,
        "mine/playthroughs/.d.yaml": PLAYED,
        "mine/playthroughs/notes.txt": PLAYED,
        "theirs/playthroughs/hours.yaml": "game: chess\nhours: 80\n",
        "theirs/playthroughs/told.yaml": "story: Once upon a time\nauthor: me\n",
        "theirs/playthroughs/build.yml": "steps: [{run: make}]\n",
        "bugs/playthroughs/e.yaml": PLAYED,
        "bugs/f.yaml": "story : 'x'\nseed: 3\n",
        "bugs/g.YAML": PLAYED,
        ".git/h.yaml": PLAYED,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_they_are_told_apart(folder: Path) -> None:
    candidates = {str(path.relative_to(folder)): what for path, what in playthrough_files(folder)}
    assert candidates == {
        "bugs/f.yaml": "playthrough",
        "bugs/g.YAML": "misnamed",
        "bugs/playthroughs/e.yaml": "playthrough",
        "mine/playthroughs/.d.yaml": "other",
        "mine/playthroughs/a.yaml": "playthrough",
        "mine/playthroughs/c.yml": "misnamed",
        "mine/playthroughs/deep/er/b.yaml": "playthrough",
        "mine/story.yaml": "other",
        "theirs/playthroughs/build.yml": "other",
        "theirs/playthroughs/hours.yaml": "other",
        "theirs/playthroughs/told.yaml": "other",
    }


def test_what_cannot_be_read_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    (tmp_path / "folder.yaml").mkdir()
    assert {kind_of_file(path) for path in tmp_path.iterdir()} == {"other"}
