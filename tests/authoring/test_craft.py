"""What a story's craft lacks is told with its place and a cure, and nothing that cannot be met."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.authoring.craft import craft
from playable.authoring.new import TEMPLATE
from playable.cli import main
from playable.language.faults import Fault
from playable.language.library import shipped
from playable.language.story import load

LONG = " ".join(["word"] * 151)
SOUND = """
story: {id: t, title: T, version: '1', start: hall, claims: ledger.yaml, about: "[[door]]"}
state:
  steps: {range: [0, 9], start: 0, shown: true}
  asked: {start: false}
people:
  ann: {name: Ann}
glossary:
  door: {name: door, text: The way out.}
nodes:
  hall:
    text: Hall.
    cites: [c1]
    briefings: {ann: {text: Out.}}
    choices:
      ask: {label: Ask, effects: [asked = true], once: true, outcome: Nobody answers.}
      go: {label: Go, when: asked, locked: Ask., effects: [steps += 1], goto: end}
  end: {text: End., ending: {name: End, tone: gain}}
"""


@pytest.fixture
def story(tmp_path: Path) -> Callable[..., list[Fault]]:
    """A sound story of two files with each of some texts changed: what its craft lacks."""
    (tmp_path / "ledger.yaml").write_text("claims:\n  c1: {paragraph: 1, kind: fact, says: It is so.}\n")

    def lacks(**changed: tuple[str, str]) -> list[Fault]:
        text = SOUND
        for old, new in changed.values():
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "story.yaml").write_text(text.lstrip())
        return craft(load(tmp_path))

    return lacks


def test_a_story_that_lacks_nothing(story: Callable[..., list[Fault]]) -> None:
    assert story() == []


@pytest.mark.parametrize(
    ("code", "old", "new", "line"),
    [
        ("unused-variable", "when: asked, locked: Ask., ", "", 4),
        ("constant-variable", "effects: [steps += 1], ", "", 3),
        ("unused-person", "    briefings: {ann: {text: Out.}}\n", "", 6),
        ("unused-term", ', about: "[[door]]"', "", 8),
        ("unused-claim", "    cites: [c1]\n", "", 2),
        ("long-label", "label: Go,", f"label: {'x' * 73},", 16),
        ("same-label", "label: Ask,", "label: go,", 16),
        ("long-page", "text: Hall.", f"text: {LONG}", 11),
        ("long-page", "outcome: Nobody answers.", f"outcome: {LONG}", 15),
        ("unseen-outcome", ", outcome: Nobody answers.", "", 15),
    ],
)
def test_each_thing_is_told_at_its_place(
    story: Callable[..., list[Fault]], code: str, old: str, new: str, line: int
) -> None:
    found = story(one=(old, new))
    assert [(fault.code, fault.line, fault.severity) for fault in found] == [(code, line, "warning")]


def test_what_cannot_stand_together_is_not_told_of(story: Callable[..., list[Fault]]) -> None:
    half = " ".join(["word"] * 100)
    apart = f"text: [{{when: asked, text: {half}}}, {{when: not asked, text: {half}}}]"
    assert story(one=("text: Hall.", apart)) == []
    assert story(one=("label: Ask,", "label: Go,"), two=(", locked: Ask.", "")) == []


def test_a_page_of_an_ending_may_be_longer(story: Callable[..., list[Fault]]) -> None:
    assert story(one=("text: End.", f"text: {LONG}")) == []


def test_a_mark_is_there_for_the_player_alone(story: Callable[..., list[Fault]]) -> None:
    assert (
        story(
            one=("asked: {start: false}", "asked: {start: false, panel: Marks}"),
            two=("when: asked, locked: Ask., ", ""),
        )
        == []
    )


@pytest.mark.parametrize("path", [*shipped().values(), TEMPLATE], ids=lambda path: path.name)
def test_the_shipped_stories_lack_nothing(path: Path) -> None:
    assert craft(load(path)) == []


def test_it_is_told_in_every_form_and_fails_nothing(
    story: Callable[..., list[Fault]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story(one=("label: Go,", f"label: {'x' * 73},"))
    assert main(["check", str(tmp_path)]) == 0
    assert "no warnings" in capsys.readouterr().out
    assert main(["check", str(tmp_path), "--craft"]) == 0
    assert "story.yaml:16:12: warning[long-label]" in capsys.readouterr().out
    assert main(["check", str(tmp_path), "--craft", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "long-label"
    assert main(["check", str(tmp_path), "--craft", "--github"]) == 0
    assert ",line=16,col=12,title=long-label::" in capsys.readouterr().out


def test_a_story_with_errors_is_told_of_them_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "story.yaml").write_text("story: {id: t}\n")
    assert main(["check", str(tmp_path), "--craft"]) == 1
    assert "missing-key" in capsys.readouterr().out
