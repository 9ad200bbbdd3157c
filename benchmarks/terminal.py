"""A program in a pseudo-terminal of its own: what it paints, and when."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

PATIENCE = 30.0  # seconds


class Terminal:
    """Runs a command in a terminal of 80 by 24; use as a context, which ends the command."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        """`size`: columns and rows."""
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **environment)
            os.execvp(command[0], list(command))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def painted(self, marker: bytes) -> float:
        """Seconds until `marker` has been written, counted from the call. Raises TimeoutError."""
        start, seen = time.perf_counter(), b""
        while marker not in seen:
            ready, _, _ = select.select([self.fd], [], [], PATIENCE)
            if not ready:
                raise TimeoutError(f"{marker!r} was not painted in {PATIENCE:.0f} s")
            seen += os.read(self.fd, 65536)
        return time.perf_counter() - start

    def paints(self, seconds: float) -> bool:
        """Is anything written within so long?"""
        return bool(select.select([self.fd], [], [], seconds)[0])

    def quiet(self, seconds: float = 0.05) -> float:
        """Wait until nothing was written for so long; seconds until the last write, counted from the call."""
        return self.written(seconds)[0]

    def written(self, seconds: float) -> tuple[float, bytes]:
        """The same, and what was written."""
        start = last = time.perf_counter()
        seen = b""
        while select.select([self.fd], [], [], seconds)[0]:
            seen += os.read(self.fd, 65536)
            last = time.perf_counter()
        return last - start, seen

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.fd, keys)
