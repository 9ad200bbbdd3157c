"""The standard streams as commands find them: each is there, and output that fails has a name of its own."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import TYPE_CHECKING

from playable import locale_characters

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class UnwrittenError(Exception):
    """Standard output has not taken all that it was given. `gone`: whoever read it has left, and waits for no word."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.gone = isinstance(error, BrokenPipeError)


class _Results(io.FileIO):
    """Standard output. Its failures are no OSErrors, so that nobody takes them for those of another file."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            while (written := super().write(data)) is None:  # a terminal that another program left non-blocking
                select.select([], [self], [])
        except OSError as error:
            raise UnwrittenError(error) from None
        return written


class _Words(io.FileIO):
    """Standard error. Where it fails there is nobody left to tell; the exit code still says what there is to say."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data) or 0
        except OSError:
            return len(memoryview(data))


def prepare() -> None:
    """Put a stream where the caller has closed one, and see to it that no character and no device breaks them.

    A closed standard input is at its end; a closed standard output takes nothing. Streams that a program has put in
    their place, as a test does, are only reconfigured.
    """
    _fill(sys.stdin is None, os.O_RDONLY)
    _fill(sys.stdout is None, os.O_RDONLY)  # what is written there fails, as it would on the closed one
    _fill(sys.stderr is None, os.O_WRONLY)
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8")
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(_Results(1, "w", closefd=False), sys.stdout)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Words(2, "w", closefd=False), sys.stderr)
    locale_characters.register()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "as_typed")


def give_up() -> None:
    """Standard output has failed: let what is left in it, and what the end of the process flushes, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fill(closed: bool, flags: int) -> None:
    """Open nothing at the lowest number that is free, which is that of the closed stream: no other file gets it."""
    if closed:
        os.open(os.devnull, flags)


def _text(raw: io.FileIO, before: io.TextIOWrapper | None) -> io.TextIOWrapper:
    own = before is not None and before.line_buffering
    return io.TextIOWrapper(io.BufferedWriter(raw), before.encoding if before else "utf-8", line_buffering=own)
