"""In a real pseudo-terminal: it starts, paints, plays, quits, and leaves the terminal as it was."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tui.tables import DESK

ROOT = Path(__file__).parents[2]
PLAY = "import sys; from pathlib import Path; from game.tui.app import play; sys.exit(play(*map(Path, sys.argv[1:2])))"
PATIENCE = 20.0


class Terminal:
    """One end of a pseudo-terminal, the game at the other."""

    def __init__(self, story: Path, program: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS="none")
            os.execv(sys.executable, [sys.executable, "-c", program, str(story)])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def until(self, text: str) -> None:
        """Read until `text` has been painted since the last time."""
        while text.encode() not in self.seen:
            if not self._read():
                raise AssertionError(f"{text!r} was not painted:\n{self.seen.decode(errors='replace')[-2000:]}")
        self.seen = self.seen.split(text.encode(), 1)[1]

    def type(self, keys: str) -> None:
        """Type."""
        os.write(self.fd, keys.encode())

    def left(self) -> tuple[int, bytes]:
        """The exit code, and all that was written to the end."""
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.seen

    def _read(self) -> bool:
        if not select.select([self.fd], [], [], PATIENCE)[0]:
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError(f"nothing more came:\n{self.seen.decode(errors='replace')[-2000:]}")
        try:
            more = os.read(self.fd, 65536)
        except OSError:  # so Linux says that the other end is closed
            return False
        self.seen += more
        return bool(more)


@contextmanager
def terminal(story: Path = DESK, program: str = PLAY) -> Iterator[Terminal]:
    """A game in a terminal."""
    t = Terminal(story, program)
    try:
        yield t
    finally:
        os.close(t.fd)


def restored(written: bytes) -> bool:
    """Was the screen given back, with its cursor, and without the mouse?"""
    return all(code in written for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"))


def test_a_whole_game_in_a_terminal() -> None:
    with terminal() as t:
        t.until("A newsroom")
        t.type("1")
        t.until("The desk [1/2]")
        t.type("2")
        t.until("The bridge holds.")
        t.type("1")
        t.until("Bulldog")
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(number: signal.Signals) -> None:
    with terminal() as t:
        t.until("A newsroom")
        t.type("1")
        t.until("The desk [1/2]")
        os.kill(t.pid, number)
        code, written = t.left()
    assert code == 128 + number
    assert restored(written)


FAILING = f"""
from game.tui.app import GameApp
def fail(self):
    raise RuntimeError("a fault of our own")
GameApp.action_help = fail
{PLAY}"""


def test_a_fault_of_our_own_gives_the_terminal_back_and_no_traceback() -> None:
    with terminal(program=FAILING) as t:
        t.until("A newsroom")
        t.type("?")
        code, written = t.left()
    assert code == 1
    assert restored(written)
    assert b"Every move is kept." in written
    assert b"Traceback" not in written


def test_a_story_with_faults_is_refused_in_plain_words(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("story: {id: x, title: '[b]', version: '1', start: '[/b]'}\n", encoding="utf-8")
    with terminal(story) as t:
        code, written = t.left()
    assert code == 1
    assert b"error[" in written.split(b"\x1b[?1049l")[-1]
