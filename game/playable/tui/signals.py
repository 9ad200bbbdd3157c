"""A terminal that is closed, or a kill, ends the game as quitting does: the terminal is as it was."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from functools import partial

from textual.app import App


def leave_on_signals(app: App[None]) -> None:
    """Exit with 128 and the signal's number, as a shell expects. No signal suspends the game: ^Z is a key while it
    plays, and as it leaves Textual would wait for itself."""
    if threading.current_thread() is threading.main_thread() and sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
        if not app.is_headless:
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
