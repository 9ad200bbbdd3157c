"""Odds that are worked out aside, kept, and read again; and what is left when that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.review.odds.background import TOO_MANY, Background
from playable.review.odds.work import clear, main
from playable.verify.markov import Outlook

from tests.review.tables import urn

Made = Callable[..., Machine]


def test_odds_are_worked_out_aside_and_kept(machine: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = machine(urn(), "urn")
    first = Background(made, tmp_path / "saves.db")
    found = first.wait(50)
    assert first.state == "there"
    assert found is not None
    assert found.at("room", [([0], 1.0)])["good"] == pytest.approx(3 / 4)
    monkeypatch.setattr("subprocess.Popen", None)  # what is kept is not worked out again
    again = Background(made, tmp_path / "saves.db")
    again.start()
    assert again.outlook() is not None


def test_the_work_ends_in_good_order_and_not_after_who_began_it(machine: Made, tmp_path: Path) -> None:
    story, file = machine(urn(), "urn").story.path, tmp_path / "found.npz"
    command = [sys.executable, "-m", "playable.review.odds.work", str(story), str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as work:
        assert work.stderr is not None
        assert work.wait(50) == 0, work.stderr.read()
    assert file.exists()
    file.unlink()
    assert subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 1
    assert not file.exists()


def test_a_story_too_large_for_odds_is_told_as_such(
    machine: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = machine(urn(), "urn")
    monkeypatch.setattr(Outlook, "of", lambda *_: None)
    assert main(made.story.path, tmp_path / "found.npz") == TOO_MANY
    monkeypatch.setattr("playable.review.odds.background.WORK", ("-c", f"raise SystemExit({TOO_MANY})"))
    background = Background(made, tmp_path / "saves.db")
    assert background.wait(50) is None
    assert background.state == "too many"


def test_work_that_is_not_wanted_any_more_ends(machine: Made, tmp_path: Path) -> None:
    background = Background(machine(urn(), "urn"), tmp_path / "saves.db")
    background.start()
    background.stop()
    background.stop()
    assert background.outlook() is None


def test_kept_odds_that_are_damaged_are_worked_out_anew(machine: Made, tmp_path: Path) -> None:
    made = machine(urn(), "urn")
    Background(made, tmp_path / "saves.db").wait(50)
    (path,) = tmp_path.glob("odds/*.npz")
    path.write_bytes(path.read_bytes()[:200] + b"damage" + path.read_bytes()[206:])
    background = Background(made, tmp_path / "saves.db")
    assert background.outlook() is None
    assert background.wait(50) is not None
    assert Outlook.read(path, made) is not None


def test_where_nothing_can_be_kept_there_are_no_odds_and_no_crash(machine: Made, tmp_path: Path) -> None:
    (tmp_path / "odds").write_text("a file, no folder")
    background = Background(machine(urn(), "urn"), tmp_path / "saves.db")
    assert background.wait(50) is None
    assert background.state == "failed"


def test_a_story_that_changed_meanwhile_has_no_odds(machine: Made, tmp_path: Path) -> None:
    made = machine(urn(), "urn")
    made.story.path.write_text(made.story.path.read_text().replace("weight: 3", "weight: 4"))
    background = Background(made, tmp_path / "saves.db")
    assert background.wait(50) is None
    assert background.state == "failed"


def test_what_was_longest_unused_is_cleared(tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.npz").write_bytes(b"")
        os.utime(tmp_path / f"{n}.npz", (n, n))
    clear(tmp_path, kept=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.npz", "3.npz"]
