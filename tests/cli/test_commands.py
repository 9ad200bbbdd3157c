"""The commands as they are typed: exit codes, streams, JSON, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.library import shipped

TINY = """\
    nodes:
      door: {text: A door., choices: {knock: {label: Knock, goto: dice}}}
      dice: {chance: {odd: {weight: 1, text: Odd., goto: hall}, even: {weight: 1, text: Even., goto: hall}}}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""


def run(*arguments: object, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The game as a command, with nothing but a pipe on each side."""
    return subprocess.run(
        [sys.executable, "-m", "playable", *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={**os.environ, **environment},
    )


def test_without_a_terminal_it_plays_in_plain_lines_and_ends_with_its_input() -> None:
    done = run(typed="1\n2\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Enemy of the Good\n")
    assert done.stdout.count("You chose:") == 2
    assert done.stdout.endswith("All is kept.\n")


def test_a_playthrough_is_kept_between_starts(typed: Callable[..., Path]) -> None:
    story = typed(TINY, "door")
    run("play", story, typed="1\n")
    assert "type continue to go on" in run("play", story).stdout


def test_a_seed_decides_how_chance_falls(typed: Callable[..., Path]) -> None:
    story = typed(TINY, "door")
    told = {seed: run("play", story, "--seed", seed, typed="1\n").stdout for seed in range(5)}
    again = run("play", story, "--seed", 3, typed="1\n").stdout
    assert ("Odd." in again) == ("Odd." in told[3])
    assert {"Odd." in text for text in told.values()} == {True, False}


def test_a_playthrough_file_is_gone_on_from_and_names_its_story(typed: Callable[..., Path], tmp_path: Path) -> None:
    typed(TINY, "door")
    (tmp_path / "p.yaml").write_text("story: tiny.yaml\nsteps: [{choose: door.knock}, {chance: dice.even}]\n")
    done = run("play", "--from", tmp_path / "p.yaml")
    assert "The end: Hall." in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("p.yaml", "story: tiny.yaml\nsteps: [{chose: x}]\n", "p.yaml:2:10: error[unknown-key]"),
        ("gone.yaml", None, "gone.yaml: error[unreadable]"),
    ],
)
def test_a_bad_playthrough_file_is_answered(tmp_path: Path, name: str, text: str | None, says: str) -> None:
    if text:
        (tmp_path / name).write_text(text)
    done = run("play", "--from", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


@pytest.mark.parametrize("story", shipped())
def test_check_of_a_sound_story_is_silent_in_json_and_fine(story: str) -> None:
    done = run("check", story, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"faults": []})


def test_check_names_every_fault_with_its_place(typed: Callable[..., Path]) -> None:
    story = typed(TINY.replace("goto: dice", "goto: dise").replace("tone: gain", "tone: glad"), "door")
    done = run("check", story, "--json")
    faults = json.loads(done.stdout)["faults"]
    assert done.returncode == 1
    assert [(f["code"], f["line"], f["column"], f["suggestion"], f["severity"]) for f in faults] == [
        ("unknown-node", 3, 63, "dice", "error"),
        ("unknown-value", 5, 50, None, "error"),
    ]
    assert set(faults[0]) == {"code", "severity", "message", "file", "line", "column", "suggestion"}
    told = run("check", story)
    assert "tiny.yaml:3:63: error[unknown-node]" in told.stdout
    assert "Did you mean `dice`?" in told.stdout
    assert "2 errors" in told.stdout
    marked = run("check", story, "--github")
    assert f"::error file={story},line=3,col=63,title=unknown-node::" in marked.stdout


def test_a_warning_alone_is_no_failure(typed: Callable[..., Path]) -> None:
    prose = "text: A door. # YAML drops this\n        choices: {knock: {label: Knock, goto: dice}}"
    story = typed(
        TINY.replace("{text: A door., choices: {knock: {label: Knock, goto: dice}}}", f"\n        {prose}"), "door"
    )
    done = run("check", story, "--json")
    assert done.returncode == 0
    assert [f["severity"] for f in json.loads(done.stdout)["faults"]] == ["warning"]


@pytest.mark.parametrize("arguments", [["play", "/no/such/story"], ["check", "/no/such/story"], ["check", "/dev/null"]])
def test_a_story_that_is_not_there_is_answered(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error[" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments", [["plai"], ["check"], ["play", "--seed", "x"], ["check", "a", "--json", "--github"]]
)
def test_wrong_use_is_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_the_schema_of_a_story_knows_its_ids() -> None:
    general, own = run("schema"), run("schema", "story/enemy_of_the_good")
    assert json.loads(general.stdout)["title"] == "Story"
    assert "pyongyangs_intent" in own.stdout
    assert "pyongyangs_intent" not in general.stdout


def test_a_narrow_encoding_breaks_nothing() -> None:
    done = run(typed="1\n", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert "You chose:" in done.stdout


def test_a_reader_that_leaves_early_is_no_error() -> None:
    line = f"yes board | {sys.executable} -m playable | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.stderr == ""


PROVED = """\
    state: {n: {range: [0, 3], start: 0}}
    nodes:
      door:
        text: A door.
        choices:
          knock: {label: Knock, effects: [n += 1], goto: door}
          go: {label: Go, goto: hall}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
    theses:
      quiet: {never: n >= 2}
"""


def test_verify_answers_a_broken_thesis_with_a_playthrough_that_opens(
    typed: Callable[..., Path], tmp_path: Path
) -> None:
    story = typed(PROVED, "door")
    done = run("verify", story, "--json", "--witnesses", tmp_path / "witnesses")
    report = json.loads(done.stdout)
    assert (done.returncode, report["complete"]) == (1, True)
    (thesis,) = report["theses"]
    assert (thesis["verdict"], thesis["witness"]) == ("fails", [{"choose": "door.knock"}] * 2)
    witness = tmp_path / "witnesses" / "quiet.yaml"
    opened = run("play", story, "--from", witness)  # no checkout is around both, so the story is named
    assert opened.stdout.count("2. Go") == 1
    assert "quiet: fails" in run("verify", story).stdout


def test_an_impossible_ending_makes_a_story_fall_short(typed: Callable[..., Path]) -> None:
    lost = """\
    state: {n: {range: [0, 1], start: 0}}
    nodes:
      door: {text: A door., choices: {go: {label: Go, goto: [{when: n > 0, goto: moon}, {goto: hall}]}}}
      hall: {ending: {name: Hall, tone: gain}}
      moon: {ending: {name: Moon, tone: gain}}
"""
    done = run("verify", typed(lost, "door"))
    assert done.returncode == 1
    assert "moon  impossible" in done.stdout


def test_verify_says_when_it_stopped(typed: Callable[..., Path]) -> None:
    story = typed(PROVED.replace("never: n >= 2", "can: n == 3"), "door")
    assert run("verify", story).returncode == 0
    stopped = run("verify", story, "--limit", 2)
    assert stopped.returncode == 3
    assert "stopped at the limit" in stopped.stdout


def test_verify_of_a_broken_story_names_its_faults(typed: Callable[..., Path]) -> None:
    done = run("verify", typed(PROVED.replace("goto: hall", "goto: hal"), "door"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[unknown-node]" in done.stderr


def test_randomtest_names_the_command_that_repeats_a_failure(typed: Callable[..., Path]) -> None:
    story = typed(
        PROVED.replace("goto: hall}", "when: n > 3, goto: hall}").replace("goto: door}", "when: n < 2}"), "door"
    )
    done = run("randomtest", story, "--plays", 5, "--seed", 2)
    assert done.returncode == 1
    assert "Playthrough 0 is stuck at door" in done.stdout
    alone = done.stdout.partition("Alone: ")[2].splitlines()[0].split()
    again = run(*alone)
    assert again.returncode == 1
    assert "Playthrough 0 is stuck at door" in again.stdout
    assert run("randomtest", "the_night_ferry", "--plays", 20).returncode == 0


def test_export_writes_a_model_and_what_to_ask_of_it(tmp_path: Path) -> None:
    done = run("export", "the_night_ferry", "--to", "prism", "--properties", tmp_path / "ferry.props")
    assert (done.returncode, done.stdout.splitlines()[2]) == (0, "dtmc")
    assert '"odds_a_jar": P=? [F "ending_a_jar"];' in (tmp_path / "ferry.props").read_text()
    free = run("export", "the_night_ferry", "--to", "prism", "--player", "any", "--out", tmp_path / "ferry.prism")
    assert (free.returncode, free.stdout) == (0, "")
    assert "\nmdp\n" in (tmp_path / "ferry.prism").read_text()
    nowhere = run("export", "the_night_ferry", "--to", "prism", "--out", tmp_path / "none" / "ferry.prism")
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (4, 1)


def test_a_missing_library_is_named() -> None:
    code = "import sys; sys.modules['yaml'] = None; from playable.cli import main; sys.exit(main(['check', 'x']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert done.stderr.startswith("yaml is not installed here")


def test_a_new_story_is_written_once_and_is_sound(tmp_path: Path) -> None:
    done = run("new", tmp_path / "mine")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"Play it: enemy-of-the-good play {tmp_path / 'mine'}"
    assert run("check", tmp_path / "mine").returncode == 0
    again = run("new", tmp_path / "mine")
    assert (again.returncode, again.stdout) == (2, "")
    assert "is not empty" in again.stderr


def test_old_saves_are_held_against_the_story(typed: Callable[..., Path], tmp_path: Path) -> None:
    story, saves = typed(TINY, "door"), tmp_path / "saves"
    saves.mkdir()
    assert run("check-saves", story, saves).returncode == 2
    (saves / "a.yaml").write_text("story: tiny\nseed: 1\nsteps: [{choose: door.knock}]\n")
    done = run("check-saves", story, saves)
    assert (done.returncode, done.stdout) == (0, "1 of 1 saves hold\n")
    story.write_text(story.read_text().replace("knock:", "ring:"))
    done = run("check-saves", story, saves, "--json")
    assert done.returncode == 1
    (save,) = json.loads(done.stdout)["saves"]
    assert (save["verdict"], save["held"], save["steps"], save["line"]) == ("stops", 0, 1, 3)


def test_a_policy_that_the_story_lacks_is_wrong_use() -> None:
    for command in ("randomtest", "export --to prism"):
        done = run(*command.split(), "every_construct", "--playing", "the_misr")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith("there is no policy `the_misr`. Did you mean `the_miser`?\n")


def test_a_doubted_world_is_played_apart_and_its_playthroughs_say_so(
    typed: Callable[..., Path], tmp_path: Path
) -> None:
    story = typed(DOUBTED)
    (tmp_path / "p.yaml").write_text("story: tiny.yaml\nwithout: [c1]\nsteps: [{choose: door.knock}]\nends: cold\n")
    assert "The end: Hall." in run("play", story, typed="1\n").stdout
    doubted = run("play", story, "--without", "c1,c2", typed="1\nsaves\n")
    assert doubted.stdout.startswith("Tiny, without c1, c2\n")
    assert "The end: Cold." in doubted.stdout
    assert "A playthrough is kept" in run("play", story).stdout
    assert "A playthrough is kept" not in run("play", story, "--without", "c2").stdout
    assert "The end: Cold." in run("play", "--from", tmp_path / "p.yaml", typed="").stdout
    assert json.loads(run("check-saves", story, tmp_path, "--json").stdout)["saves"][0]["verdict"] == "holds"
    report = json.loads(run("verify", story, "--json", "--without", "c2", "--without", "c1").stdout)
    assert (report["without"], report["tones"]["loss"]) == (["c1", "c2"], 1)
    tested = json.loads(run("randomtest", story, "--json", "--without", "c1", "--plays", 10).stdout)
    assert (tested["without"], tested["endings"]) == (["c1"], {"hall": 0, "cold": 10})
    assert run("verify", story, "--without", "c3").returncode == 1


DOUBTED = """\
    story: {id: tiny, title: Tiny, version: '1', start: door}
    state: {heard_: {start: false}}
    nodes:
      door:
        text: A door.
        choices: {knock: {label: Knock, cites: [c1], effects: [heard_ = true], goto: porch}}
      porch: {goto: [{when: heard_, goto: hall}, {goto: cold}]}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
      cold: {text: Cold., ending: {name: Cold, tone: loss}}
    claims:
      c1: {paragraph: 1, kind: causal, says: Who knocks is heard.}
      c2: {paragraph: 1, kind: causal, says: Who waits is not.}
"""


def test_what_claims_carry_is_told(typed: Callable[..., Path]) -> None:
    done = run("weigh", typed(DOUBTED), "--json")
    heard, waits = json.loads(done.stdout)["claims"]
    assert (done.returncode, heard["id"], heard["changes"], heard["endings"]) == (0, "c1", 1, ["hall"])
    assert heard["tones"] == {"disaster": 0, "loss": 1, "stalemate": 0, "gain": -1, "triumph": 0}
    assert waits == {**waits, "id": "c2", "changes": 0, "policies": {}, "theses": [], "endings": []}
    assert "c1 (1 change)\n  at random: loss +100.0, gain -100.0\n" in run("weigh", typed(DOUBTED)).stdout


def test_a_name_that_is_not_there_is_answered_with_the_nearest(typed: Callable[..., Path]) -> None:
    assert "Did you mean `check`?" in run("chek", "the_night_ferry").stderr
    assert "Did you mean `html`?" in run("graph", "the_night_ferry", "--format", "htm").stderr
    assert "Did you mean `the_night_ferry`?" in run("check", "the_nightferry").stdout
    story = typed("nodes: {hall: {text: x, goto: bak}}", "hall")
    assert "there is no node `bak`. Did you mean `back`?" in run("check", story).stdout
