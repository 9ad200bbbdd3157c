"""Streams that are closed, full or read by nobody, and faults of our own: words and an exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.cli import main

FULL = Path("/dev/full")
STORY = """\
    nodes:
      door: {text: A door., choices: {knock: {label: Knock, goto: hall}}}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""
COMMANDS = [
    "play {story}",
    "play --from {played}",
    "check {story}",
    "check {story} --json",
    "verify {story}",
    "verify {story} --json",
    "randomtest {story} --plays 2",
    "randomtest {story} --plays 2 --json",
    "new {new}",
    "check-saves {story} {saves}",
    "check-saves {story} {saves} --json",
    "review {played}",
    "stats {story} --json",
    "graph {story}",
    "graph {story} --format html",
    "export {story} --to prism",
    "export {story} --to html",
    "weigh {story}",
    "weigh {story} --json",
    "preview {story}",
    "schema",
    "serve {story} --port 0",
    "--help",
    "--version",
]


@pytest.fixture
def given(typed: Callable[..., Path], tmp_path: Path) -> Callable[[str], str]:
    """A command line about a sound story, a playthrough and a folder of saves."""
    (tmp_path / "playthroughs").mkdir()
    played = tmp_path / "playthroughs" / "played.yaml"
    played.write_text("story: ../tiny.yaml\nsteps: [{choose: door.knock}]\nends: hall\n")
    places = {"story": typed(STORY, "door"), "played": played, "saves": played.parent, "new": tmp_path / "new"}
    return lambda command: f"{sys.executable} -m playable {command.format(**places)}"


def run(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        env=os.environ | environment,
    )


@pytest.mark.skipif(not FULL.exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_fails_has_its_own_exit_code(given: Callable[[str], str], command: str) -> None:
    done = run(f"{given(command)} >/dev/full")
    assert (done.returncode, done.stderr) == (4, "The result could not be written: No space left on device\n")


def test_nothing_to_say_is_no_failure(given: Callable[[str], str]) -> None:
    done = run(f"{given('check {story} --github')} >&-")  # a sound story has no annotation
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["play {story}", "check {story} --json", "--help"])
def test_closed_output_is_told_as_well(given: Callable[[str], str], command: str) -> None:
    done = run(f"{given(command)} >&-")
    assert (done.returncode, done.stderr) == (4, "The result could not be written: Bad file descriptor\n")


@pytest.mark.parametrize("streams", ["<&-", "2>&-", "<&- 2>&-", "2>/dev/full"])
def test_other_streams_may_be_closed(given: Callable[[str], str], streams: str) -> None:
    for command, code in (("play {story}", 0), ("verify {story} --json", 0), ("check {new}", 1), ("plai", 2)):
        done = run(f"{given(command)} {streams}")
        assert done.returncode == code
        assert "Traceback" not in done.stdout + done.stderr


def test_all_may_be_closed_and_no_file_takes_the_number_of_a_stream(given: Callable[[str], str]) -> None:
    assert run(f"{given('play {story}')} <&- >&- 2>&-").returncode == 4
    assert run(f"{given('export {story} --to prism --out {new}')} <&- >&- 2>&-").returncode == 0


def test_a_reader_that_has_gone_needs_no_word(given: Callable[[str], str]) -> None:
    done = run(f"set -o pipefail; {given('schema')} | true")
    assert (done.returncode, done.stderr) == (4, "")


def test_without_a_home_it_plays_and_says_that_nothing_is_kept(tmp_path: Path) -> None:
    code = (
        "import pwd, sys; pwd.getpwuid = {}.__getitem__; from playable.cli import main\n"  # as for a user without entry
        "sys.exit(main(['play', '--plain']))"
    )
    nobody = {k: v for k, v in os.environ.items() if k != "HOME" and not k.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="1\nsettings theme dark\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=nobody,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "You chose:" in done.stdout
    assert done.stdout.count("no-home-folder") >= 2  # of the saves and of the settings
    assert "Settings cannot be written (Not a directory): /dev/null/no-home-folder" in done.stdout
    assert list(tmp_path.glob("~*")) == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (ZeroDivisionError("a\x1b[1mb"), "This is a fault of the program itself: ZeroDivisionError: a␛[1mb"),
        (MemoryError(), "The memory of this machine is not enough"),
        (RecursionError("deep"), "This is a fault of the program itself: RecursionError"),
        (PermissionError(13, "Permission denied", "x.yaml"), "x.yaml: Permission denied"),
        (ModuleNotFoundError("No module named 'playable.x'", name="playable.x"), "a fault of the program itself"),
    ],
)
def test_a_fault_of_our_own_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception, says: str
) -> None:
    def fail(_: object) -> None:
        raise fault

    monkeypatch.setattr("playable.language.library.find", fail)
    assert main(["check", "x"]) == 4
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
