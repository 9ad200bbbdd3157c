"""The player in a browser: on this machine alone, from this machine alone."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from playable.web.driver import PlayerDriver
from playable.web.game import Game
from playable.web.server import PlayerServer
from playable.web.sizes import LEAST, MOST, bounded
from textual import events
from textual.app import App

OUTSIDE = re.compile(r"""(?:(?:https?|wss?):)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)""", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server, and its address."""
    command = [sys.executable, "-m", "playable", "serve", "the_night_ferry", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        yield process, said.partition(" is at ")[2].split()[0]
        process.kill()


def fetched(url: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return str(answer.read().decode())


def test_nothing_is_fetched_from_outside(server: tuple[subprocess.Popen[str], str]) -> None:
    _, url = server
    page = fetched(url)
    assert "The Night Ferry" in page
    links = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert {"/static/js/textual.js", "/static/css/xterm.css", "/page/focus.js"} <= set(links)
    site = url.rpartition("/")[0].rpartition("/")[0]
    for text in (page, *(fetched(site + link) for link in links)):
        assert set(OUTSIDE.findall(COMMENT.sub("", text))) <= {"127.0.0.1"}
    with urllib.request.urlopen(url, timeout=20) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}])
def test_other_pages_are_turned_away(server: tuple[subprocess.Popen[str], str], headers: dict[str, str]) -> None:
    for path in ("", "ws", "../static/js/textual.js"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetched(urllib.parse.urljoin(server[1], path), **headers)


def test_other_users_lack_the_key(server: tuple[subprocess.Popen[str], str]) -> None:
    for path in ("../", "..", "../x/", "../x/ws", "../%FF/", f"../{'a' * 24}/ws"):
        with pytest.raises(urllib.error.HTTPError, match=r"40[34]"):
            fetched(urllib.parse.urljoin(server[1], path))
    key = server[1].rstrip("/").rpartition("/")[2]
    assert len(key) == 24
    assert key not in fetched("http://" + server[1].split("/")[2] + "/static/js/textual.js")


def test_no_other_site_may_frame_it(server: tuple[subprocess.Popen[str], str]) -> None:
    with urllib.request.urlopen(server[1], timeout=20) as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "no-referrer"  # the key stays here


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_game_is_played_and_all_ends_on_a_signal(
    server: tuple[subprocess.Popen[str], str], number: signal.Signals
) -> None:
    process, url = server

    async def painted() -> None:
        async with aiohttp.ClientSession() as http, http.ws_connect(f"{url}ws?width=80&height=24") as socket:
            seen = b""
            while b"New game" not in seen:
                seen += (await socket.receive_bytes(timeout=30)).replace(b"\x1b", b" ")
            process.send_signal(number)
            while (await socket.receive(timeout=30)).type != aiohttp.WSMsgType.CLOSE:
                pass

    asyncio.run(painted())
    assert process.wait(timeout=30) == 0
    assert process.stderr
    assert process.stderr.read() == ""


def test_a_port_that_is_taken(server: tuple[subprocess.Popen[str], str]) -> None:
    port = str(urllib.parse.urlsplit(server[1]).port)
    command = [sys.executable, "-m", "playable", "serve", "the_night_ferry", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (2, f"port {port} of this machine cannot be had: Address already in use\n")


def test_without_the_extra_it_says_so() -> None:
    code = "import sys; sys.modules['textual_serve'] = None; from playable.cli import main; sys.exit(main(['serve']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "needs the extra `web`" in done.stderr


def played(url: str, *messages: str | bytes) -> list[object]:
    """What is answered to some messages of a page, in words; the game is left at the end."""

    async def spoken() -> list[object]:
        said: list[object] = []
        async with aiohttp.ClientSession() as http, http.ws_connect(f"{url}ws?width=9{'9' * 9}&height=-3") as socket:
            for message in messages:
                await (socket.send_bytes(message) if isinstance(message, bytes) else socket.send_str(message))
            await socket.send_str('["ping", "end"]')
            while said[-1:] != [["pong", "end"]]:
                got = await socket.receive(timeout=30)
                if got.type == aiohttp.WSMsgType.TEXT:
                    said.append(got.json())
                elif got.type != aiohttp.WSMsgType.BINARY:
                    said.append(got.data)
                    break
        return said

    return asyncio.run(spoken())


BROKEN = [
    "",
    "{",
    "[]",
    "7",
    '["stdin"]',
    '["stdin", 7]',
    '["resize", {"width": "wide", "height": 3}]',
    '["resize", [80, 24]]',
    '["dance"]',
    "[" * 100_000,
    '["resize", {"width": 1' + "0" * 9000 + ', "height": 3}]',
]


def test_broken_messages_are_answered(server: tuple[subprocess.Popen[str], str]) -> None:
    said = played(server[1], *BROKEN, b"\x00\xff", '["stdin", "\\ud800"]')
    assert said == [["error", "this message is not understood"]] * (len(BROKEN) + 1) + [["pong", "end"]]
    assert played(server[1], '["stdin", "' + "x" * 300_000 + '"]') == [1009]  # too long: the socket is closed


def test_a_page_cannot_have_a_terminal_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bounded(10**9, -5) == (MOST[0], LEAST[1])
    assert bounded(None, 30) == (80, 30)
    monkeypatch.setattr("textual.drivers.web_driver.InputReader", lambda: None)  # nothing is read here
    sizes: list[tuple[int, int]] = []

    async def told() -> None:
        app = App[None]()
        driver = PlayerDriver(app)
        monkeypatch.setattr(app, "post_message", lambda event: sizes.append(tuple(event.size)))
        monkeypatch.setattr(driver, "send_message", lambda event: sizes.append(tuple(event.size)))
        driver.on_meta("resize", {"width": 10**6, "height": 10**6})
        driver.on_meta("resize", {"width": "wide"})
        driver.process_message(events.Resize.from_dimensions((10**6, 10**6), None))  # as a terminal tells it, by keys

    asyncio.run(told())
    assert sizes == [MOST, (80, 24), MOST]


@pytest.mark.parametrize("stuck", ["trap '' TERM; sleep 1000 & wait", "echo __GANGLION__; kill -STOP $$"])
def test_a_game_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch, stuck: str) -> None:
    monkeypatch.setattr("playable.web.game.PATIENCE", 0.2)

    async def left() -> int | None:
        game = Game(["sh", "-c", stuck], web.WebSocketResponse())
        await game.start(80, 24)
        await game.send_bytes(b"x" * 4000)
        await game.stop()
        assert game._process
        return game._process.returncode

    assert asyncio.run(left()) == -signal.SIGKILL


def test_the_short_game_of_a_story_that_has_none_is_not_served() -> None:
    command = [sys.executable, "-m", "playable", "serve", "the_night_ferry", "--short", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "has no short game" in done.stderr


def test_every_tab_plays_the_short_game_where_that_is_served() -> None:
    story, port = Path("story.yaml"), 1
    assert PlayerServer(story, "A story", port, 7, is_short=True).command[-3:] == ["story.yaml", "7", "short"]
    assert PlayerServer(story, "A story", port).command[-1:] == ["story.yaml"]
