"""What machines that test every change are told: annotations, and JUnit's XML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playable.cli import main

STORY = """\
    state: {n: {range: [0, 3], start: 0}}
    nodes:
      hall:
        text: "A hall: 100%."
        choices:
          deeper: {label: Deeper, effects: [n += 1], goto: hall}
          down: {label: Down, when: n >= 2, goto: pit}
          home: {label: Home, goto: home}
      pit: {text: A pit., choices: {climb: {label: Climb, when: n > 3, goto: home}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      moon: {text: Moon., ending: {name: Moon, tone: gain}}
    theses:
      shallow: {never: n == 3}
      homely: {can: ending == 'home'}
"""


def junit(path: Path) -> dict[str, list[str]]:
    """The names of the test cases by what became of them."""
    by_outcome: dict[str, list[str]] = {}
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        (kind,) = [inner.tag for inner in case if inner.tag != "system-out"] or ["passed"]
        by_outcome.setdefault(kind, []).append(case.attrib["name"])
    return by_outcome


def test_verify(typed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An ending, a thesis and a finding each at its line, with the shortest playthrough that breaks it."""
    story, xml = typed(STORY, "hall"), tmp_path / "v.xml"
    assert main(["verify", str(story), "--github", "--junit", str(xml)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in told)
    (thesis,) = (line for line in told if "title=thesis" in line)
    assert thesis.startswith(f"::error file={story},line=14,")
    assert thesis.endswith("the shortest: choose hall.deeper, choose hall.deeper, choose hall.deeper")
    cases = junit(xml)
    assert {"ending moon", "thesis shallow"} <= set(cases["failure"])
    assert {"ending home", "thesis homely"} <= set(cases["passed"])
    assert ElementTree.parse(xml).getroot().attrib["failures"] == str(len(cases["failure"]))
    main(["verify", str(story), "--limit", "1", "--junit", str(xml), "--json"])
    assert {"ending moon", "thesis homely"} <= set(junit(xml)["skipped"])  # unknown: not met within the limit


def test_randomtest(typed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story, xml = typed(STORY, "hall"), tmp_path / "r.xml"
    command = ["randomtest", str(story), "--plays", "60", "--github", "--junit", str(xml)]
    assert main(command) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"::error file={story},line=4,")
    assert f"alone: randomtest {story} --plays 60 --seed 0 --only" in told[0]
    assert all(name.startswith("playthrough ") for name in junit(xml)["failure"])
    typed(STORY.replace("climb: {label: Climb, when: n > 3,", "climb: {label: Climb,"), "hall")
    assert main(command) == 0
    assert capsys.readouterr().out == ""
    assert junit(xml) == {"passed": ["60 random playthroughs come to an ending"]}


def test_check(typed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story, xml = typed(STORY.replace("goto: pit", "goto: pti"), "hall"), tmp_path / "c.xml"
    assert main(["check", str(story), "--github", "--junit", str(xml)]) == 1
    told = capsys.readouterr().out
    assert f"::error file={story},line=8," in told
    assert "title=unknown-node" in told
    assert any(name.startswith("unknown-node ") for name in junit(xml)["failure"])
    typed(STORY, "hall")
    assert main(["check", str(story), "--junit", str(xml)]) == 0
    assert "the story has no errors" in junit(xml)["passed"]
    assert main(["check", str(story), "--junit", str(tmp_path / "no" / "folder.xml")]) == 4
