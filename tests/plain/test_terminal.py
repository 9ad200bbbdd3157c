"""On a real pseudo-terminal: lines that any terminal shows, a prompt, and an end in good order."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest
from playable.desk.settings import Settings, keep
from playable.engine.machine import Machine


def played(story: Path, typed: bytes, term: str) -> tuple[int, str]:
    """The exit code, and everything that a terminal of 40 columns was sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 40, 0, 0))
    command = [sys.executable, "-m", "playable", "play", str(story)]
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")} | {"TERM": term}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as game:
        os.close(theirs)
        os.write(ours, typed)
        seen = b""
        with suppress(OSError):  # the other end is closed
            while more := os.read(ours, 65536):
                seen += more
    os.close(ours)
    return game.returncode, seen.decode()


@pytest.mark.parametrize(("term", "plain", "end"), [("dumb", False, b"\x04"), ("xterm-256color", True, b"quit\n")])
def test_it_plays_line_by_line_where_it_should(desk: Machine, term: str, plain: bool, end: bytes) -> None:
    keep(Settings(plain=plain))
    code, seen = played(desk.story.path, b"look floe\n1\nroad\n" + end, term)
    assert code == 0
    assert "\n> " in seen
    assert "1. The desk, 1 May. You chose: Sign it.\r\n" in seen
    assert seen.endswith("All is kept.\r\n")
    assert not [c for c in seen if c < " " and c not in "\r\n\b"]
    assert max(len(line.removeprefix("> ")) for line in seen.splitlines()) < 40


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
)
def test_a_locale_without_our_signs_reads_plain_ones(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "playable", "play", "--plain"]
    typed = b"1\nboard\nwhy\njournal\nclaims all\n"
    done = subprocess.run(
        command, input=typed, capture_output=True, env={**os.environ, "COLUMNS": "40", **environment}, check=True
    )
    told = done.stdout.decode("latin-1" if "latin" in str(environment) else "ascii")
    assert "\\u" not in told
    assert "\\x" not in told
    assert '"' in told
    assert max(map(len, told.splitlines())) <= 40
    assert not done.stderr
