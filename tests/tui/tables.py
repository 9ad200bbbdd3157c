"""A table to play at, headless: the app with a small story, and its screen as lines of text."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from playable.tui.app import GameApp
from playable.tui.player import PlayerApp
from playable.tui.screens.game import GameScreen
from textual import events
from textual.pilot import Pilot
from textual.types import AnimationLevel

HERE = Path(__file__).parent
DESK = HERE / "desk.yaml"
Script = Callable[["Table"], Awaitable[None]]


class Clock:
    """When keys come: who plays here takes a while between them, unless `waits` says how long, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def by_and_by(self, _: events.Key) -> float:
        """When this key has come."""
        self.seconds += self.waits.pop(0) if self.waits else 2
        return self.seconds


class Table:
    """One app under a pilot."""

    def __init__(self, app: GameApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.player: PlayerApp = app  # the app is what its screens take it for: mypy says so here
        self.clock = Clock()
        app.came_at = self.clock.by_and_by

    async def press(self, *keys: str) -> None:
        """Press keys, each seen through to the last message."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def click_on(self, text: str, times: int = 1) -> None:
        """Click where `text` stands on the screen."""
        for y, line in enumerate(self.lines()):
            if text in line:
                at = len(line[: line.index(text)].encode("utf-16-le")) // 2
                await self.pilot.click(offset=(at + 1, y), times=times)
                await self.pilot.pause()
                return
        raise AssertionError(f"{text!r} is not on the screen:\n{self.screen()}")

    def lines(self) -> list[str]:
        """What a terminal would show, row by row."""
        strips = self.app.screen._compositor.render_strips()  # the one place that holds the whole screen
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def screen(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines()) + "\n"

    @property
    def game(self) -> GameScreen:
        """The game screen."""
        assert self.app.game is not None
        return self.app.game

    def notices(self) -> list[str]:
        """What pops up."""
        return [notification.message for notification in self.app._notifications]

    async def opened(self) -> None:
        """Wait until the story has been read."""
        while not self.app.has_story:
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def begin(self) -> None:
        """From the title into a new game."""
        await self.opened()
        await self.press("1")


def table(
    script: Script, size: tuple[int, int] = (80, 24), motion: AnimationLevel = "none", story: Path = DESK
) -> None:
    """Run an async script at a table."""

    async def run() -> None:
        app = GameApp(story, seed=1)
        app.animation_level = motion
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(Table(app, pilot))

    asyncio.run(run())


def golden(name: str, screen: str) -> None:
    """Compare with goldens/NAME.txt; UPDATE_GOLDENS=1 writes it anew."""
    path = HERE / "goldens" / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")
