"""Plays a minute of the game and keeps it: as an asciinema recording of a real terminal, and as an SVG that moves.

`python -m docs.minute` takes the minute that it shows. Both are of the same keys, at the same moments.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from playable.language.library import main_story
from playable.tui.app import GameApp

from docs.pictures import FOLDER, WEB_FONTS, settled

SIZE = (100, 30)
SEED = 1
MINUTE: tuple[tuple[str, float], ...] = (  # a key, and how long its page is looked at, in seconds
    ("", 4), ("enter", 8), ("y", 5), ("1", 7), ("c", 5), ("escape", 1), ("space", 4), ("space", 6), ("o", 4), ("2", 7),
    ("m", 5), ("escape", 1), ("space", 3),
)  # fmt: skip
TYPED = {"enter": "\r", "space": " ", "escape": "\x1b"}
FRAME = 1 / 20  # seconds: what is written within stands together
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def recording(home: str) -> str:
    """The minute in a pseudo-terminal, in the second form of asciinema."""
    header = {"version": 2, "width": SIZE[0], "height": SIZE[1], "title": "Enemy of the Good: a minute of play"}
    events = [[round(at, 3), "o", text] for at, text in _written(home)]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in (header, *events)) + "\n"


def _written(home: str) -> Iterator[tuple[float, str]]:
    """What the game writes, and when, in seconds from its first sign."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", XDG_DATA_HOME=home, XDG_CONFIG_HOME=home)
        os.execvp(sys.executable, [sys.executable, "-m", "playable", "play", "--seed", str(SEED)])  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    began = 0.0
    for key, seconds in MINUTE:
        os.write(terminal, TYPED.get(key, key).encode())
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([terminal], [], [], left)[0]:
                now = time.monotonic()
                began = began or now
                data = os.read(terminal, 65536)
                while select.select([terminal], [], [], FRAME)[0]:
                    data += os.read(terminal, 65536)
                yield now - began, data.decode("utf-8", "replace")
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)


async def pages(home: str) -> list[str]:
    """The pages of the minute as pictures, each as it looks at rest."""
    app = GameApp(main_story(), seed=SEED, saves=Path(home) / "saves.db")
    app.animation_level = "none"
    pictures = []
    async with app.run_test(size=SIZE) as pilot:
        for key, _ in MINUTE:
            await settled(pilot)
            if key:
                await pilot.press(key)
            await settled(pilot)
            pictures.append(WEB_FONTS.sub("", app.export_screenshot(title="Enemy of the Good")))
    return pictures


def moving(pictures: list[str]) -> str:
    """Pictures in place of one another, each as long as the minute has it; without motion the second."""
    view = _VIEW.search(pictures[0])
    assert view
    total, at = sum(seconds for _, seconds in MINUTE), 0.0
    rules, shown = [], []
    for n, (picture, (_, seconds)) in enumerate(zip(pictures, MINUTE, strict=True)):
        first, last = 100 * at / total, 100 * (at + seconds) / total
        hidden = "" if n == 0 else "0%{visibility:hidden}"
        rules.append(f"@keyframes p{n}{{{hidden}{first:.2f}%{{visibility:visible}}{last:.2f}%{{visibility:hidden}}}}")
        shown.append(f'<g class="page" style="animation-name:p{n}">{picture}</g>')
        at += seconds
    style = (
        f".page{{visibility:hidden;animation:{total}s step-end infinite}}{''.join(rules)}"
        "@media (prefers-reduced-motion:reduce){.page{animation:none}.page:nth-of-type(2){visibility:visible}}"
    )
    size = f'viewBox="0 0 {view[1]} {view[2]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>{"".join(shown)}</svg>\n'


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as home:
        (FOLDER / "minute.svg").write_text(moving(asyncio.run(pages(home))), encoding="utf-8")
    with tempfile.TemporaryDirectory() as home:
        (FOLDER / "minute.cast").write_text(recording(home), encoding="utf-8")


if __name__ == "__main__":
    main()
