"""Serves the Textual player to browsers on this machine, and to nobody else.

Only the loopback address is bound. Pages of other origins are turned away, for a browser lets any site talk to this
address; and the page is told to fetch nothing from anywhere else.
"""

from __future__ import annotations

import shlex
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

LOOPBACK = "127.0.0.1"
PAGE = Path(__file__).parent / "page"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Game(AppService):
    """The process behind one tab."""

    async def stop(self) -> None:
        """Leave the game, and wait until it has ended."""
        await super().stop()
        if self._process is not None:
            await self._process.wait()


class PlayerServer(Server):
    """textual-serve with a page of our own."""

    def __init__(self, story: Path, title: str, port: int, seed: int | None = None) -> None:
        command = [sys.executable, "-m", "playable.web.player", str(story), *([] if seed is None else [str(seed)])]
        joined = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
        super().__init__(joined, LOOPBACK, port, title, templates_path=PAGE)
        self._pages: set[web.WebSocketResponse] = set()

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab's game, from its start to its end."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)

        async def close() -> None:
            await page.close()

        game = Game(
            self.command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        self._pages.add(page)
        try:
            await game.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
            await self._process_messages(page, game)
        finally:
            self._pages.discard(page)
            await game.stop()
        return page

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every page, so that its game is left as by its own key."""
        for page in list(self._pages):
            await page.close()

    async def on_startup(self, app: web.Application) -> None:
        """Say where."""
        sys.stdout.write(f"{self.title} is at {self.public_url}/ for browsers on this machine. Ctrl+C ends it.\n")
        sys.stdout.flush()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_static("/page", PAGE)
        app.middlewares.append(self._ours_alone)
        return app

    @web.middleware
    async def _ours_alone(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        own = {f"{name}:{self.port}" for name in (LOOPBACK, "localhost")}
        origin = request.headers.get("Origin")
        if request.host not in own or (origin is not None and origin.removeprefix("http://") not in own):
            raise web.HTTPForbidden(text="This player is for pages of its own address alone.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = (
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                f"connect-src 'self' ws://{LOOPBACK}:{self.port}"
            )
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def serve(story: Path, title: str, port: int, seed: int | None = None) -> None:
    """Serve until interrupted or terminated; port 0 is any that is free. Raises OSError where it is taken."""
    with socket.create_server((LOOPBACK, port)) as listening:
        server = PlayerServer(story, title, listening.getsockname()[1], seed)
        web.run_app(server._make_app(), sock=listening, print=None, handle_signals=True)
