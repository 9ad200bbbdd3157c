"""The terminal as the game holds it: whatever comes of it is borne, and however one leaves, it is as it was.

Textual's own driver takes a byte that is no UTF-8 for its own fault, starts all its threads once more when it is
continued, and waits for a terminal that is gone.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
import termios
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any, TextIO

from textual import events
from textual._parser import Read1
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from playable import locale_characters

ESCAPE = 0.01  # seconds after Escape in which more of a sequence may come: else it was the key
IDLE = 0.1  # seconds between two looks at whether the game is leaving
GRACE = 10  # seconds; who has not left by then is ended by the system
ENDING = () if sys.platform == "win32" else (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


@contextmanager
def leaving_on_signals(app: App[None]) -> Iterator[None]:
    """A kill, or a terminal that is closed, ends the game as quitting does, with 128 and the signal's number, as a
    shell expects."""

    def asked(number: int, _: FrameType | None) -> None:
        """Called wherever the program is: leaving waits for its turn, but not for ever."""
        signal.alarm(GRACE)
        driver = app._driver
        if driver is None:
            raise SystemExit(128 + number)
        if not driver._loop.is_closed():
            driver._loop.call_soon_threadsafe(partial(app.exit, return_code=128 + number))

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, asked) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.alarm(0)


class TerminalDriver(LinuxDriver):
    """Textual's driver for a terminal, with input that nothing in it breaks, and output that nothing holds up."""

    def __init__(self, app: App[None], **options: Any) -> None:
        super().__init__(app, **options)
        locale_characters.register()
        assert sys.__stderr__ is not None
        self._file = _Output(sys.__stderr__)  # type: ignore[assignment]

    def _sigtstp_application(self, *_: object) -> None:
        """^Z is a key while the game plays; as it leaves, a suspend would wait for what is to be left."""

    def _sigcont_application(self, *_: object) -> None:
        """Called wherever the program is, so in the midst of writing too: what is to be done waits for its turn."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._continued)

    def _continued(self) -> None:
        """After a stop the shell has made the terminal its own. A terminal that closes continues the game as well."""
        if self._app._exit or not _is_there(self.fileno):
            return
        self.suspend_application_mode()
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def run_input_thread(self) -> None:
        """Read until the game leaves, or the terminal is gone."""
        parser, decode = _KeyParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            wait = IDLE
            while not self.exit_event.is_set():
                came = bool(selector.select(wait))
                if came:
                    try:
                        read = os.read(self.fileno, 4096)
                    except OSError:
                        read = b""
                    if not read:
                        self._gone()
                        return
                    for event in parser.feed(text) if (text := decode(read)) else ():
                        self._take(event)
                for event in parser.tick():
                    self._take(event)
                wait = ESCAPE * 1.2 if came else IDLE  # what may be an Escape is settled by the next look

    def _take(self, event: Any) -> None:
        if not (isinstance(event, events.Key) and event.character == "\ufffd"):  # a byte that is no UTF-8
            self.process_message(event)

    def _gone(self) -> None:
        """The terminal has closed."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=128 + signal.SIGHUP))


class _KeyParser(XTermParser):
    """Waits less for what may follow an Escape than Textual does, and than a hand takes to the next key."""

    @staticmethod
    def read1(timeout: float | None = None) -> Read1:  # type: ignore[override]
        """One character; after `timeout` seconds, as Textual asks for them, there is none."""
        return Read1(None if timeout is None else min(timeout, ESCAPE))


class _Output:
    """What is written to the terminal, in signs that it can be sent. One that has closed takes it all, silently."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._waiting = stream, list[bytes]()

    def write(self, text: str) -> int:
        """Keep it for the next flush."""
        self._waiting.append(text.encode(self._stream.encoding or "utf-8", "in_cells"))
        return len(text)

    def flush(self) -> None:
        """Send it."""
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        try:
            while data:
                try:
                    data = data[os.write(self._stream.fileno(), data) :]
                except BlockingIOError:  # another program has left the terminal non-blocking
                    with selectors.SelectSelector() as selector:
                        selector.register(self._stream.fileno(), selectors.EVENT_WRITE)
                        selector.select()
        except OSError:
            return

    def isatty(self) -> bool:
        """As the stream below."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """As the stream below."""
        return self._stream.fileno()


def _is_there(fileno: int) -> bool:
    try:
        termios.tcgetattr(fileno)
    except termios.error:
        return False
    return True
