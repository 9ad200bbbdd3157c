"""A game in a real pseudo-terminal: what is typed reaches it, what it paints is read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from tests.tui.tables import DESK

ROOT = Path(__file__).parents[2]
PLAY = (
    "import sys; from pathlib import Path; from playable.tui.app import play; sys.exit(play(*map(Path, sys.argv[1:2])))"
)
PATIENCE = 20.0


class Gone(Exception):
    """The game has ended."""


class Terminal:
    """One end of a pseudo-terminal, the game at the other. `folder`: where it runs, and keeps what it keeps."""

    def __init__(
        self,
        story: Path = DESK,
        program: str = PLAY,
        folder: Path | None = None,
        motion: str = "none",
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder or ROOT)
            home = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)} if folder else {}
            os.environ.update(TERM="xterm-256color", TEXTUAL_ANIMATIONS=motion, PYTHONPATH=str(ROOT / "game"))
            os.environ.update(home, PYTHONFAULTHANDLER="1", **environment)
            os.execv(sys.executable, [sys.executable, "-c", program, str(story)])
        self.seen = b""
        self._ended = False
        self.resize(80, 24)

    def resize(self, width: int, height: int) -> None:
        """Another size; the game is told by the terminal itself."""
        with suppress(OSError):
            fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def until(self, text: str) -> None:
        """Read until `text` has been painted since the last time."""
        while text.encode() not in self.seen:
            if not self._read():
                raise AssertionError(f"{text!r} was not painted:\n{self.seen.decode(errors='replace')[-2000:]}")
        self.seen = self.seen.split(text.encode(), 1)[1]

    def type(self, keys: str | bytes) -> None:
        """Type, while reading what is painted: neither side waits for the other. Raises Gone."""
        left, end = keys.encode() if isinstance(keys, str) else keys, time.monotonic() + PATIENCE
        while left:
            able, ready, _ = select.select([self.fd], [self.fd], [], PATIENCE)
            if able and not self._read():
                raise Gone
            if ready:
                left = left[os.write(self.fd, left[:256]) :]
            if time.monotonic() > end:
                self._give_up("it no longer reads what is typed")

    def drain(self, seconds: float) -> None:
        """Read what is painted until nothing was for so long. Raises Gone."""
        while select.select([self.fd], [], [], seconds)[0]:
            if not self._read():
                raise Gone

    def drain_for(self, seconds: float) -> None:
        """Read what is painted for so long. Raises Gone."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0] and not self._read():
                raise Gone

    def painted(self) -> None:
        """Wait until anything is painted. Raises Gone."""
        if not self._read():
            raise Gone

    def left(self) -> tuple[int, bytes]:
        """The exit code, and all that was written to the end."""
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.seen

    def close(self) -> None:
        """End the game, if it has not ended, and let go of the terminal."""
        with suppress(ProcessLookupError, ChildProcessError):
            if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _read(self) -> bool:
        if self._ended:
            return False
        if not select.select([self.fd], [], [], PATIENCE)[0]:
            self._give_up("nothing more came")
        try:
            more = os.read(self.fd, 65536)
        except OSError:  # so Linux says that the other end is closed
            more = b""
        self._ended = not more
        self.seen = (self.seen + more)[-200_000:]
        return bool(more)

    def _give_up(self, why: str) -> None:
        os.kill(self.pid, signal.SIGABRT)  # so that it says where it was
        os.kill(self.pid, signal.SIGCONT)
        with suppress(OSError):
            while select.select([self.fd], [], [], 2)[0] and (more := os.read(self.fd, 65536)):
                self.seen += more
        raise AssertionError(f"{why}:\n{self.seen.decode(errors='replace')[-4000:]}")


@contextmanager
def terminal(
    story: Path = DESK,
    program: str = PLAY,
    folder: Path | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Terminal]:
    """A game in a terminal."""
    t = Terminal(story, program, folder, environment=environment)
    try:
        yield t
    finally:
        t.close()


def restored(written: bytes) -> bool:
    """Was the screen given back, with its cursor, and without the mouse?"""
    return all(code in written for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"))
