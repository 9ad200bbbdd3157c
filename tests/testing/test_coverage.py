"""What pytest says of what a story's tests met: as a table and in files, in several processes, over several runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playable.cli import main
from playable.testing.coverage.coverage import Coverage, Tally, merged
from playable.testing.coverage.reports import read, report_of

from tests.testing.test_plugin import BOTH, KNOCK, pytest_in, write
from tests.testing.test_plugin import STORY as DOORS

STORY = """\
story: {id: mine, title: Mine, version: '1', start: hall}
state:
  key: {start: false, shown: heard(hall.ann)}
people:
  ann: {name: Ann}
nodes:
  hall:
    text:
      - A hall.
      - when: key
        text: A key.
    briefings: {ann: {text: Go.}}
    choices:
      look:
        label: Look
        effects:
          - do: key = true
            when: not key
      leave:
        label: Leave
        when: key
        goto: coin
      fly:
        label: Fly
        when: key and not key
        goto: pit
  coin:
    chance:
      heads: {weight: 1, goto: end}
      tails: {weight: 1, goto: pit}
  pit:
    text: A pit.
    ending: {name: Pit, tone: loss}
  end:
    text: End.
    ending: {name: End, tone: gain}
"""
HEADS = "story: ..\nsteps: [{hear: hall.ann}, {choose: hall.look}, {choose: hall.leave}, {chance: coin.heads}]\n"
TAILS = "story: ..\nsteps: [{choose: hall.look}, {choose: hall.look}, {choose: hall.leave}, {chance: coin.tails}]\n"


def table(said: str) -> list[str]:
    """What stands in the section on coverage."""
    return re.split(r"=+ story coverage =+\n", said)[1].rstrip().splitlines()


@BOTH
def test_the_table(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Files by what was met, and below it what was not: the door that nobody can go through is not missed."""
    write(tmp_path / "a", story_yaml=STORY, playthroughs__heads_yaml=HEADS, playthroughs__start_yaml="story: ..\n")
    write(tmp_path / "b", story_yaml=DOORS.replace("mine", "untried"))
    write(tmp_path / "c", story_yaml="- no story of ours\n")
    write(tmp_path / "d", story_yaml="story: {id: x\n")
    code, said = pytest_in(tmp_path, "--story-cov-report=term-missing", "--story-cov-fail-under=70", *options)
    assert code == 1, said
    assert "FAIL Required story coverage of 70% not reached. Total coverage: 66.67%" in said
    told = table(said)
    assert told.pop(0).startswith(f"{tmp_path / 'd'}: not measured, for it has faults")
    assert [" ".join(line.split()) for line in told if line.strip("-")][:15] == [
        "Name Parts Miss Sides Miss Cover",
        "mine (2 tests)",
        "a/story.yaml 9 2 8 1 82%",
        "untried (no tests)",
        "b/story.yaml 4 4 0 0 0%",
        "TOTAL 13 6 8 1 67%",
        "mine: nodes 2 of 2, endings 1 of 2, choices 2 of 2, outcomes 1 of 2, briefings 1 of 1, texts 1 of 1,"
        " conditions 6 of 7",
        "left out, for it is proved to be impossible: 3",
        "a/story.yaml:18: never failed: condition hall.look.effects[1].when, not key",
        "a/story.yaml:30: never: outcome coin.tails",
        "a/story.yaml:31: never: ending pit",
        "untried: nodes 0 of 1, endings 0 of 1, choices 0 of 2",
        "b/story.yaml:3: never: node door",
        "b/story.yaml:3: never: choice door.knock",
        "b/story.yaml:3: never: choice door.wait",
    ], said


def test_a_story_is_named_that_is_not_passed(tmp_path: Path) -> None:
    """As with tests in Python beside it. What is no story there is told, and not taken for one."""
    write(tmp_path / "s", story_yaml=DOORS)
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "test_x.py").write_text("def test_x(): pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "t"]
    named = subprocess.run([*command, "--story-cov-of=s"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "mine (no tests)" in named.stdout
    code, said = pytest_in(tmp_path, "--story-cov-of=nothing")
    assert (code, "there is no story at nothing" in said, "Traceback" in said) == (4, True, False)


def test_the_forms_that_others_read(tmp_path: Path) -> None:
    write(tmp_path, story_yaml=STORY, playthroughs__heads_yaml=HEADS)
    reports = [f"--story-cov-report={kind}" for kind in ("lcov:out/x.lcov", "cobertura", "json")]
    code, said = pytest_in(tmp_path, *reports, "--story-cov-fail-under=76")
    assert code == 0, said
    assert "lcov written to file out/x.lcov" in said
    lcov = (tmp_path / "out" / "x.lcov").read_text().splitlines()
    assert lcov[:2] == ["TN:mine", "SF:story.yaml"]
    assert {"FN:7,hall", "FNDA:1,hall", "DA:14,1", "BRDA:18,0,0,1", "BRDA:18,0,1,0", "DA:30,0"} <= set(lcov)
    assert "BRDA:23,0,0,0" not in lcov, "what is impossible is in no report"
    assert not [line for line in lcov if line.startswith("DA:23")]
    root = ElementTree.parse(tmp_path / "story-coverage.xml").getroot()
    (line,) = root.findall(".//class[@filename='story.yaml']/lines/line[@number='18']")
    assert line.attrib == {"number": "18", "hits": "1", "branch": "true", "condition-coverage": "50% (1/2)"}
    assert root.attrib["lines-valid"] == next(one for one in lcov if one.startswith("LF:"))[3:]


def test_runs_are_put_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As those of the shards of a matrix are; but not runs of two states of a story."""
    write(tmp_path, story_yaml=STORY, playthroughs__heads_yaml=HEADS, playthroughs__tails_yaml=TAILS)
    files = []
    for which in ("heads", "tails"):
        code, said = pytest_in(tmp_path, "-k", which, f"--story-cov-report=json:{which}.json")
        assert code == 0, said
        files.append(str(tmp_path / f"{which}.json"))
    assert main(["coverage", files[0], "--fail-under", "100"]) == 1
    assert "FAIL Required story coverage of 100%" in capsys.readouterr().err
    assert main(["coverage", *files, "--fail-under", "100"]) == 0
    told = capsys.readouterr()
    assert "texts 1 of 1, conditions 7 of 7" in told.out
    assert main(["coverage", *files, "--report", f"lcov:{tmp_path / 'all.lcov'}", "--fail-under", "90"]) == 0
    assert "DA:14,3" in (tmp_path / "all.lcov").read_text().splitlines()
    edited = json.loads(Path(files[0]).read_text())
    edited["stories"][0]["digest"] = "another"
    Path(files[0]).write_text(json.dumps(edited))
    assert main(["coverage", *files]) == 2
    assert "it was edited between them" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"form": 1, "stories": [{"parts": [{}]}]}', "[" * 5000, '{"form": 2}']
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text(text)
    assert main(["coverage", str(tmp_path / "x.json")]) == 2
    assert "this is no report" in capsys.readouterr().err


def test_a_run_that_proved_nothing_takes_the_proof_of_another(tmp_path: Path) -> None:
    write(tmp_path, story_yaml=STORY, playthroughs__heads_yaml=HEADS)
    pytest_in(tmp_path, "--story-cov-report=json:proved.json")
    said = pytest_in(tmp_path, "--story-cov-report=json:bare.json", "--story-cov-report=term", "--story-cov-proof=0")[1]
    assert "what is impossible was not found out: it counts as missing" in said
    assert "choices 2 of 3" in said
    proved, bare = (read(tmp_path / f"{name}.json")[0] for name in ("proved", "bare"))
    for some in ([proved, bare], [bare, proved]):
        (one,) = merged(some)
        assert (one.proved, one.tests, one.tally) == (True, 2, proved.tally)
    assert Coverage.of_json(json.loads(json.dumps(proved.as_json()))).tally == proved.tally


def test_a_report_that_cannot_be_written_fails_the_run(tmp_path: Path) -> None:
    write(tmp_path, story_yaml=DOORS, playthroughs__a_yaml=KNOCK)
    (tmp_path / "there").mkdir()
    code, said = pytest_in(tmp_path, "--story-cov-report=json:there")
    assert (code, "not written" in said, "INTERNALERROR" in said) == (1, True, False), said


def test_a_report_of_no_kind_is_wrong_use() -> None:
    with pytest.raises(ValueError, match="no report is called `pdf`"):
        report_of("pdf")


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [str(Tally(met, 1000)) for met in (0, 1, 999, 1000)] == ["0%", "1%", "99%", "100%"]
    assert str(Tally(0, 0)) == "100%"


def test_what_python_plays_is_measured_too(tmp_path: Path) -> None:
    """By the fixtures, at random, and by hypothesis."""
    write(tmp_path / "s", story_yaml=DOORS)
    (tmp_path / "test_x.py").write_text(
        "import pytest\n"
        "from hypothesis import given, settings\n"
        "from playable.testing import load_story, playthroughs\n"
        "STORY = load_story('s')\n"
        "@pytest.mark.story('s')\n"
        "def test_fixture(play):\n"
        "    play.choose('door.knock')\n"
        "def test_loaded():\n"
        "    STORY.play(1).random(3)\n"
        "@settings(max_examples=20)\n"
        "@given(playthroughs(STORY))\n"
        "def test_drawn(drawn):\n"
        "    assert drawn.steps is not None\n"
    )
    code, said = pytest_in(tmp_path, "--story-cov-report=json:c.json")
    assert code == 0, said
    (story,) = read(tmp_path / "c.json")
    met = {(one.kind, one.id): one.counts[0] or 0 for one in story.parts}
    assert story.tests == 3
    assert met["endings", "hall"] >= 12
    assert met["choices", "door.knock"] + met["choices", "door.wait"] == met["endings", "hall"]
    assert met["choices", "door.knock"] > 0 < met["choices", "door.wait"]
