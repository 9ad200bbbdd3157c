"""`review`: from a playthrough file to a page to hand in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playable.cli import main

ROOT = Path(__file__).parents[2]
DOVE = str(ROOT / "story/enemy_of_the_good/playthroughs/the_dove_photo_album.yaml")


@pytest.mark.parametrize(("form", "begins"), [("md", "# Enemy of the Good: the review"), ("html", "<!DOCTYPE html>")])
def test_a_page_is_written_to_standard_output(form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", DOVE, "--to", form]) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_or_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", DOVE, "--to", "json", "--out", str(tmp_path / "r.json")]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "r.json").read_text())["story"] == "enemy_of_the_good"


def test_what_cannot_be_reviewed_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.yaml").write_text("story: enemy_of_the_good\nseed: 1\nsteps: []\n")
    assert main(["review", str(tmp_path / "p.yaml")]) == 1
    assert "has not ended" in capsys.readouterr().err
    assert main(["review", str(tmp_path / "none.yaml")]) == 1
    assert main(["review", DOVE, "--out", str(tmp_path)]) == 4
    assert "Traceback" not in capsys.readouterr().err


def test_a_story_too_large_for_odds_is_reviewed_without_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("playable.verify.markov.outlook.Outlook.of", lambda *_: None)
    assert main(["review", DOVE, "--whole"]) == 3
    said = capsys.readouterr().out
    assert "There are no odds: the story has too many situations" in said
    assert "### The strongest objection" in said


def test_several_files_stand_beside_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = "".join(f"  - {step}\n" for step in ("choose: d1.a",))
    story = tmp_path / "s.yaml"
    story.write_text(
        "story: {id: s, title: S, version: '1', start: d1}\n"
        "nodes:\n"
        "  d1: {title: One, text: One., choices: {a: {label: Aye, goto: won}, b: {label: No, goto: lost}}}\n"
        "  won: {text: Won., ending: {name: Won, tone: gain}}\n"
        "  lost: {text: Lost., ending: {name: Lost, tone: loss}}\n"
    )
    (tmp_path / "own.yaml").write_text(f"story: s.yaml\nsteps:\n{steps}")
    (tmp_path / "kim.yaml").write_text(f"story: s.yaml\nsteps:\n{steps.replace('d1.a', 'd1.b')}")
    assert main(["review", str(tmp_path / "own.yaml"), str(tmp_path / "kim.yaml")]) == 0
    said = capsys.readouterr().out
    assert "| 1\\. One | “Aye” | “No” |" in said
    assert "| It ends in | Won, a gain | Lost, a loss |" in said
