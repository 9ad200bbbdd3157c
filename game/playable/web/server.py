"""Serves the Textual player to browsers on this machine, and to nobody else.

Only the loopback address is bound. Other users of the machine lack the key in the address that is printed. Pages of
other origins are turned away and may not frame ours, for a browser lets any site talk to this address; and the page is
told to fetch nothing from anywhere else.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp_jinja2
import jinja2
import textual_serve
from aiohttp import WSMsgType, web

from playable.web.game import Game
from playable.web.sizes import bounded

LOOPBACK = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
STATIC = Path(textual_serve.__file__).parent / "static"  # the terminal that is drawn in the page
LONGEST = 256 * 1024  # bytes of one message of a page

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PlayerServer:
    """One address: its page, what that needs, and a game for each socket."""

    def __init__(self, story: Path, title: str, port: int, seed: int | None = None, is_short: bool = False) -> None:
        how = (*([] if seed is None else [str(seed)]), *(["short"] if is_short else []))
        self.command = [sys.executable, "-m", "playable.web.player", str(story), *how]
        self.story, self.title, self.port = shlex.quote(str(story)), title, port
        self.key = secrets.token_urlsafe(18)
        self._own = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        self._pages: set[web.WebSocketResponse] = set()

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{LOOPBACK}:{self.port}/{self.key}/"

    def app(self) -> web.Application:
        """The application to run."""
        app = web.Application(middlewares=[self._ours_alone])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(PAGE), autoescape=True)
        app.router.add_get("/{key}/", self._index)
        app.router.add_get("/{key}/ws", self._socket)
        app.router.add_static("/static/", STATIC)
        app.router.add_static("/page/", PAGE)
        app.on_response_prepare.append(self._closed_to_others)
        app.on_startup.append(self._say_where)
        app.on_shutdown.append(self._close_pages)
        return app

    async def _index(self, request: web.Request) -> web.Response:
        asked = request.query.get("fontsize", "")
        size = min(max(int(asked[:3]), 6), 72) if asked.isdecimal() else 16
        socket_url = f"ws://{request.host}/{self.key}/ws"
        shown = {"title": self.title, "story": self.story, "socket_url": socket_url, "font_size": size}
        return aiohttp_jinja2.render_template("app_index.html", request, shown)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab's game, from its start to its end."""
        page = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST)
        await page.prepare(request)
        game = Game(self.command, page)
        self._pages.add(page)
        try:
            await game.start(*bounded(*(_number(request.query.get(name, "")) for name in ("width", "height"))))
            async for message in page:
                await game.heed(message.data if message.type == WSMsgType.TEXT else "")
        finally:
            self._pages.discard(page)
            await game.stop()
        return page

    async def _close_pages(self, app: web.Application) -> None:
        """Close every page, so that its game is left as by its own key."""
        await asyncio.gather(*(page.close() for page in self._pages))

    async def _say_where(self, app: web.Application) -> None:
        sys.stdout.write(f"{self.title} is at {self.address} for your browsers on this machine. Ctrl+C ends it.\n")
        sys.stdout.flush()

    @web.middleware
    async def _ours_alone(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", f"http://{request.host}")
        if request.host not in self._own or origin not in {f"http://{own}" for own in self._own}:
            raise web.HTTPForbidden(text="This player is for pages of its own address alone.\n")
        key = request.match_info.get("key")
        if key is not None and not hmac.compare_digest(key.encode(), self.key.encode()):
            raise web.HTTPForbidden(
                text="The address that `serve` printed ends in a key, without which nobody plays.\n"
            )
        return await handler(request)

    async def _closed_to_others(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": (
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
                    f"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src ws://{request.host}"
                ),
                "X-Frame-Options": "DENY",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
            }
        )


def serve(story: Path, title: str, port: int, seed: int | None = None, is_short: bool = False) -> None:
    """Serve until interrupted or terminated; port 0 is any that is free. Raises OSError where it is taken."""
    with socket.create_server((LOOPBACK, port)) as listening:
        server = PlayerServer(story, title, listening.getsockname()[1], seed, is_short)
        web.run_app(server.app(), sock=listening, print=None, handle_signals=True, shutdown_timeout=15)


def _number(text: str) -> int | None:
    return int(text[:9]) if text.isdecimal() else None
