"""The player in a browser: on this machine alone, from this machine alone."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import aiohttp
import pytest

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
    for text in (page, *(fetched(url + link[1:]) for link in links)):
        assert set(OUTSIDE.findall(COMMENT.sub("", text))) <= {"127.0.0.1"}
    with urllib.request.urlopen(url, timeout=20) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}])
def test_other_pages_are_turned_away(server: tuple[subprocess.Popen[str], str], headers: dict[str, str]) -> None:
    for path in ("", "ws", "static/js/textual.js"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetched(server[1] + path, **headers)


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
    port = server[1].rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "playable", "serve", "the_night_ferry", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (2, f"port {port} of this machine cannot be had: Address already in use\n")


def test_without_the_extra_it_says_so() -> None:
    code = "import sys; sys.modules['textual_serve'] = None; from playable.cli import main; sys.exit(main(['serve']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "needs the extra `web`" in done.stderr
