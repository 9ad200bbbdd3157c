"""Plays the game as it is installed here: in plain lines, on a screen of 80 by 24, and every playthrough in a proof."""

from __future__ import annotations

import asyncio
import subprocess
import sys

from playable.language.library import find, main_story
from playable.language.story import load
from playable.tui.app import GameApp
from playable.verify import verify


def plain() -> None:
    """Some decisions, typed."""
    command = [sys.executable, "-m", "playable", "play", "--plain"]
    done = subprocess.run(command, input="1\n2\n1\n", capture_output=True, text=True, check=True)
    assert done.stdout.count("You chose:") == 3, done.stdout


async def screen() -> None:
    """From the title to a page."""
    app = GameApp(main_story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("enter")
        for _ in range(200):
            if app.is_playing:
                return
            await pilot.pause(0.05)
    raise AssertionError("the title led to no page")


if __name__ == "__main__":
    plain()
    asyncio.run(screen())
    assert verify(load(find("the_night_ferry"))).complete
    sys.stdout.write("it plays\n")
