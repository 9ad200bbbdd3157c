"""The process behind one tab: what the page says to it, and how it is left."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

PATIENCE = 5.0  # seconds that a game has to leave in good order; every move is on the disk before it is shown


class Game(AppService):
    """One game, and the page that shows it."""

    def __init__(self, command: Sequence[str], page: web.WebSocketResponse) -> None:
        async def close() -> None:
            await page.close()

        super().__init__(
            "",
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=close,
            download_manager=DownloadManager(),
        )
        self._arguments, self._page = command, page

    async def heed(self, text: str) -> None:
        """Do what a message of the page says; what is none is answered, and nothing else comes of it."""
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            message = None
        match message:
            case ["stdin", str(typed)]:
                await self.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(width, height)
            case ["focus", *_]:
                await self.focus()
            case ["blur", *_]:
                await self.blur()
            case ["ping", echo]:
                await self._page.send_json(["pong", echo])
            case _:
                await self._page.send_json(["error", "this message is not understood"])

    async def stop(self) -> None:
        """Leave the game. One that has not left after `PATIENCE`, whatever it does, is ended with all it started."""
        process = self._process
        if process is None:
            return
        leaving = asyncio.gather(super().stop(), process.wait(), return_exceptions=True)
        await asyncio.wait({leaving}, timeout=PATIENCE)
        if process.returncode is None:
            _end(process)
        await asyncio.wait({leaving}, timeout=PATIENCE)
        leaving.cancel()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return super()._build_environment(width, height) | {"TEXTUAL_DRIVER": "playable.web.driver:PlayerDriver"}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        """Start the process, in a group of its own, so that all that it started ends with it."""
        pipe = asyncio.subprocess.PIPE
        environment = self._build_environment(width, height)
        self._process = process = await asyncio.create_subprocess_exec(
            *self._arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, start_new_session=True
        )
        self._stdin = process.stdin
        return process


def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
