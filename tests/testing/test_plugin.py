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


KETTLE = """\
story: {id: kettle, title: The kettle, version: 1.0.0, start: kitchen}
state:
  water: {range: [0, 3], start: 1, name: Water, shown: true}
  lid: {start: false}
nodes:
  kitchen:
    text: There is {water} in it.
    choices:
      fill:
        {label: Fill, when: water < 3, locked: It is full., effects: [water += 1], outcome: The tap coughs.,
        goto: kitchen}
      shut: {label: Shut, effects: [lid = true], goto: stove}
      pour: {label: Pour, when: water >= 2, goto: sink}
  stove: {chance: {boils: {weight: 3, goto: tea}, waits: {weight: 1, goto: kitchen}}}
  tea: {text: Tea., ending: {name: Tea, tone: gain}}
  sink: {text: Gone., ending: {name: Sink, tone: loss}}
"""
WRONG = """\
# what is wrong here
playthrough: "Wrong: all of it"
story: ../story.yaml
steps:
  - told: There are 2   # words are for their author
  - choose: kitchen.fill
  - value: {water: 3, lid: true}   # kept
  - choose: kitchen.fill
  - cannot:   kitchen.pour
  - locked: {kitchen.fill: "too full"}
  - expect: here == 'stove' and water == 2
  - choose: kitchen.shut
  - chance: stove.boils
ends: 'sink'
"""


def kettle(folder: Path, **files: str) -> None:
    write(folder, story_yaml=KETTLE, **files)


@BOTH
def test_a_failure_shows_what_there_is_to_see(tmp_path: Path, options: tuple[str, ...]) -> None:
    kettle(tmp_path / "kettle", playthroughs__wrong_yaml=WRONG)
    code, said = pytest_in(tmp_path, "-vv", *options)
    assert code == 1
    for line in (
        "kettle/playthroughs/wrong.yaml:7:20: error[other-value]: water should be 3, and is 2",
        "    expected: value: {water: 3}",
        "    actual:   value: {water: 2}",
        "      - choose: kitchen.fill",
        "      | The tap coughs.",
        "      | There is 2 in it.",
        "    values:   water 2, lid false",
        "    open:     kitchen.fill, kitchen.shut, kitchen.pour",
        "    shut:     kitchen.pour: `water >= 2` does not hold, water is 1",
        "play on from there:  python -m playable play kettle/story.yaml --from kettle/playthroughs/wrong.yaml",
    ):
        assert line in said.splitlines(), f"{line}\n{said}"
    assert "FAILED kettle/playthroughs/wrong.yaml::Wrong: all of it - this is not told" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("ci", [False, True])
def test_the_reason_alone_stands_in_the_short_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: bool
) -> None:
    if ci:
        monkeypatch.setenv("CI", "true")
    kettle(tmp_path, playthroughs__wrong_yaml=WRONG)
    summary = pytest_in(tmp_path)[1].partition("short test summary info")[2]
    assert len([line for line in summary.splitlines() if line]) == 3


@BOTH
def test_expectations_are_rewritten_and_nothing_else_is(tmp_path: Path, options: tuple[str, ...]) -> None:
    kettle(tmp_path, playthroughs__wrong_yaml=WRONG)
    file = tmp_path / "playthroughs" / "wrong.yaml"
    code, said = pytest_in(tmp_path, "--update-playthroughs", *options)
    assert (code, "1 failed" in said) == (1, True), said  # the words that are not told
    rewritten = WRONG
    for old, new in (
        ("{water: 3, lid: true}", "{water: 2, lid: false}"),
        ("cannot:   kitchen.pour", "can:   kitchen.pour"),
        ('"too full"', "It is full."),
        ("here == 'stove' and water == 2", "here == 'kitchen' and water == 3"),
        ("ends: 'sink'", "ends: tea"),
    ):
        assert old in rewritten
        rewritten = rewritten.replace(old, new)
        assert f"-{_line(WRONG, old)}" in said
        assert f"+{_line(rewritten, new)}" in said
    assert file.read_text() == rewritten
    file.write_text(rewritten.replace("There are 2   #", "There is 1   #").replace("\n", "\r\n"), newline="")
    before = file.read_bytes()
    assert pytest_in(tmp_path, "--update-playthroughs", *options)[0] == 0
    assert file.read_bytes() == before


def _line(text: str, part: str) -> str:
    return next(line for line in text.splitlines() if part in line)


def test_marks_and_seeds_of_a_file(tmp_path: Path) -> None:
    shut = "story: ..\nsteps: [{choose: kitchen.shut}]\nends: tea\n"
    kettle(
        tmp_path,
        playthroughs__a_yaml=f"playthrough: 'By :: seeds'\nseeds: [1, 2, 3, 4]\n{shut}",
        playthroughs__b_yaml=f"skip: not yet written\n{shut}",
        playthroughs__c_yaml=f"xfail: the sink is broken\nseed: 1\n{shut.replace('tea', 'sink')}",
        playthroughs__d_yaml=f"xfail: it works by now\nseed: 1\n{shut}",
    )
    said = pytest_in(tmp_path, "-vv", "-rxXs")[1]
    assert "a.yaml::By : seeds[1] PASSED" in said
    assert "a.yaml::By : seeds[3] FAILED" in said  # the kettle waits
    assert "--from playthroughs/a.yaml --seed 3" in said
    assert "2 failed, 2 passed, 1 skipped, 1 xfailed, 1 xpassed" in said, said
    assert "not yet written" in said
    assert "the sink is broken" in said


PROVED = (
    KETTLE
    + """\
  attic: {text: Nobody is here., ending: {name: Attic, tone: loss}}
policies: {thrifty: {says: Never fills., takes: [kitchen.shut]}}
theses:
  no_tea_without_a_lid: {when: ending == 'tea', always: lid}
  never_full: {says: It is never full., never: water == 3}
  thrift_pays: {odds: {of: ending == 'tea', playing: thrifty, at_least: 50%}}
"""
)


@BOTH
def test_a_story_itself_is_tested(tmp_path: Path, options: tuple[str, ...]) -> None:
    story = PROVED.replace(
        "      pour:", "      burn: {label: Burn, when: water > 3, locked: Not so full., goto: sink}\n      pour:"
    )
    write(tmp_path / "kettle", story_yaml=story)
    code, said = pytest_in(tmp_path, "--story", str(tmp_path / "kettle"), "-vv", *options)
    assert code == 1
    for name, outcome in {
        "check": "PASSED",
        "nowhere stuck": "PASSED",
        "choices": "FAILED",
        "ending[tea]": "PASSED",
        "ending[attic]": "FAILED",
        "thesis[no_tea_without_a_lid]": "PASSED",
        "thesis[never_full]": "FAILED",
        "policy[thrifty][thrift_pays]": "PASSED",
    }.items():
        assert any(f"story.yaml::{name}" in line and outcome in line for line in said.splitlines()), f"{name}\n{said}"
    assert "this choice can never be made: kitchen.burn" in said
    assert "it says: It is never full." in said
    assert said.count("      - choose: kitchen.fill") == 2
    assert "8 passed" not in said
    assert "3 failed, 7 passed" in said, said  # the sink and the nodes among them


def test_a_choice_that_is_meant_never_to_open_may_stay_shut(tmp_path: Path) -> None:
    meant = KETTLE.replace(
        "      pour:", "      burn: {label: Burn, when: false, locked: No., goto: sink}\n      pour:"
    )
    write(tmp_path, story_yaml=meant)
    assert pytest_in(tmp_path, "--story", str(tmp_path))[0] == 0


def test_a_story_with_faults_is_one_test_that_tells_them(tmp_path: Path) -> None:
    write(tmp_path, story_yaml=KETTLE.replace("goto: sink", "goto: sinc"))
    code, said = pytest_in(tmp_path, "--story", str(tmp_path / "story.yaml"))
    assert (code, "1 failed" in said) == (1, True)
    assert "Did you mean `sink`?" in said
    code, said = pytest_in(tmp_path, "--story", "no_such_story")
    assert (code, "--story no_such_story: there is no story there" in said) == (4, True)


FIXTURES = """\
import pytest

def test_beside(story, play):
    assert (story.id, play.choose("kitchen.fill").value("water")) == ("kettle", 2)

@pytest.mark.story("the_night_ferry")
def test_shipped(play):
    assert play.here == "the_ramp"

@pytest.mark.story("../kettle", seed=3)
def test_by_a_seed(play):
    assert play.choose("kitchen.shut").here == "kitchen"

def test_fails(play):
    play.choose("kitchen.fill")
    assert play.value("water") == 3
"""


@BOTH
def test_the_fixtures(tmp_path: Path, options: tuple[str, ...]) -> None:
    kettle(tmp_path / "kettle", **{"test_kettle.py": FIXTURES})
    code, said = pytest_in(tmp_path, "--strict-markers", *options)
    assert (code, "1 failed, 3 passed" in said) == (1, True), said
    assert "assert 2 == 3" in said
    assert "<kettle: at kitchen after 1 choice (kitchen.fill); open: kitchen.fill, kitchen.shut, kitchen.pour>" in said
    assert "    values:   water 2, lid false" in said
    assert "- choose: kitchen.fill" in said


def test_a_fixture_without_a_story_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, **{"test_x.py": "def test_x(play): pass\n"})
    said = pytest_in(tmp_path)[1]
    assert "@pytest.mark.story(PATH)" in said
    assert "Traceback" not in said


def test_names_are_told_from_any_root(tmp_path: Path) -> None:
    kettle(tmp_path / "kettle", playthroughs__a_yaml="story: ..\n")
    (tmp_path / "elsewhere").mkdir()
    story = str(tmp_path / "kettle")
    code, said = pytest_in(tmp_path, "-vv", "--rootdir", str(tmp_path / "elsewhere"), "--story", story)
    assert code == 0, said
    assert "../kettle/story.yaml::check PASSED" in said
    assert "../kettle/playthroughs/a.yaml::a PASSED" in said


GOLDEN = """\
import pytest

pytestmark = pytest.mark.story("story.yaml")

@pytest.mark.parametrize("seed", [1, 2])
def test_told(play, golden, seed):
    golden(play.random(seed))

def test_two(play, golden):
    golden(play, "start")
    golden(play.choose("kitchen.fill"), "filled")
"""


def test_golden_transcripts(tmp_path: Path) -> None:
    kettle(tmp_path, **{"test_it.py": GOLDEN})
    code, said = pytest_in(tmp_path)
    assert (code, said.count("there is no goldens/test_it/") >= 3) == (1, True), said
    code, said = pytest_in(tmp_path, "--update-playthroughs")
    assert (code, "4 files rewritten" in said) == (0, True), said
    names = sorted(file.name for file in (tmp_path / "goldens" / "test_it").iterdir())
    assert names == ["test_told_1.md", "test_told_2.md", "test_two-filled.md", "test_two-start.md"]
    assert pytest_in(tmp_path)[0] == 0
    write(tmp_path, story_yaml=KETTLE.replace("The tap coughs.", "The tap sneezes."))
    code, said = pytest_in(tmp_path)
    assert code == 1
    assert "-The tap coughs." in said
    assert "+The tap sneezes." in said
    assert "Traceback" not in said


PLANTED = """\
story: {id: planted, title: Planted, version: '1', start: hall}
state: {coins: {range: [0, 9], start: 0}, luck: {start: false}}
nodes:
  hall:
    text: A hall.
    choices:
      beg: {label: Beg, when: coins < 3, effects: [coins += 1], goto: hall}
      play: {label: Play, goto: dice}
      bribe: {label: Bribe, when: coins >= 4, locked: Too few., goto: vault}
  dice: {chance: {win: {weight: 1, effects: [luck = true], goto: out}, lose: {weight: 9999, goto: out}}}
  out: {text: Out., ending: {name: Out, tone: loss}}
  vault: {text: Vault., choices: {take: {label: Take, goto: rich}}}
  rich: {text: Rich., ending: {name: Rich, tone: gain}}
  loft: {text: Loft., ending: {name: Loft, tone: gain}}
theses: {nobody_is_lucky: {says: The house wins., never: luck}}
"""


def test_three_planted_bugs_are_found_by_the_first_command(tmp_path: Path) -> None:
    """An ending to which no way leads, a lock that never opens, a thesis that fails on one road of ten thousand."""
    write(tmp_path / "planted", story_yaml=PLANTED)
    code, said = pytest_in(tmp_path, "--story", "planted", "-rf")
    assert code == 1
    for words in (
        "FAILED planted/story.yaml::ending[loft] - the ending loft is impossible",
        "FAILED planted/story.yaml::choices - this choice can never be made: hall.bribe",
        "FAILED planted/story.yaml::nodes - this node can never be met: vault",
        "FAILED planted/story.yaml::thesis[nobody_is_lucky]",
        "      - chance: dice.win",
        "planted/story.yaml:9: hall.bribe is impossible: `coins >= 4` never holds here: coins is 0 to 3",
        "    story: ..",
    ):
        assert words[:70] in said, f"{words}\n{said}"


def test_nothing_in_a_file_styles_the_terminal(tmp_path: Path) -> None:
    red = '"\\e[31mred"'
    told = KETTLE.replace("text: There is {water} in it.", f"text: {red}")
    write(
        tmp_path,
        story_yaml=told,
        playthroughs__a_yaml=f"playthrough: {red}\nskip: {red}\nstory: ..\n",
        playthroughs__b_yaml=f"story: ..\nsteps: [{{told: {red}}}, {{not told: red}}]\n",
        playthroughs__c_yaml=f"xfail: {red}\nstory: ..\nsteps: [{{told: x}}]\n",
        **{"test_it.py": "def test_it(play, golden):\n    golden(play)\n"},
    )
    code, said = pytest_in(tmp_path, "-vv", "-rA", "--color=no")
    assert code == 1
    assert "red" in said
    assert "\x1b" not in said
