"""The screen player over a story that is being written: each save of its files is on the page at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from textual.content import Content
from textual.message import Message

from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.replay import recorded
from playable.engine.saves.saved_session import SavedSession
from playable.language.faults import Fault
from playable.language.recording import Recording
from playable.language.story import Story
from playable.preview.watching import saves
from playable.tui.app import GameApp, run
from playable.tui.screens.sheet import Sheet
from playable.tui.screens.sheets import heading
from playable.tui.text import EMPTY, flow

TOLD = 12  # faults on the sheet; the rest is a number


class PreviewApp(GameApp):
    """Plays a story as it stands, and goes on by replay when it changes; what is played is kept nowhere."""

    class Reread(Message):
        """The story was saved: what it is now, or its faults."""

        def __init__(self, story: Story | list[Fault]) -> None:
            self.story = story
            super().__init__()

    def __init__(self, story: Path, start: Recording | None, folder: Path) -> None:
        """`start` is where play begins; `folder` is for what a player keeps, and goes with the preview."""
        super().__init__(story, saves=folder / "saves.db")
        self._start = start
        self._stop = Event()
        self._opening = True  # by the app itself, at its start
        self._latest: Story | None = None
        self._faults: Sheet | None = None

    def on_mount(self) -> None:
        """Watch from the start: the story may have to be mended before it can be played."""
        self.run_worker(self._watch, thread=True)

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._stop.set()

    def _watch(self) -> None:
        for story in saves(self._story, self._stop):
            self.post_message(self.Reread(story))

    def on_game_app_opened(self, event: GameApp.Opened) -> None:
        """To the page at once; where the story has faults these, until they are mended."""
        event.prevent_default()
        self._opening = False
        if event.saved is None:
            self._show([event.refused])
            return
        super().on_game_app_opened(event)
        self.enter(self.saved.load(self._start) if self._start else [])
        if self._latest and self._latest.digest != self.saved.machine.story.digest:  # saved again meanwhile
            self._take(self._latest)

    def on_preview_app_reread(self, event: Reread) -> None:
        """Go on in the story as it is now, in the same place where there still is one."""
        if not self.screen_stack or self._closing:  # saved as one leaves
            return
        if isinstance(event.story, list):
            more = len(event.story) - TOLD
            told = [str(fault) for fault in event.story[:TOLD]]
            self._show([*told, f"and {more:,} more"] if more > 0 else told)
            return
        self._put_away()
        self._latest = event.story
        if self.has_story:
            self._take(event.story)
        elif not self._opening:
            self._opening = True
            self.run_worker(self._open, thread=True)

    def _take(self, story: Story) -> None:
        before = self.saved.view
        try:
            report = changed(self.saved, story)
        except Stuck as error:
            self._show([f"{self._story}: the story is stuck at its start, {error}"])
            return
        self.background.follow(self.saved.machine)
        if self.game is None:
            return
        view = self.saved.view
        stood = story.head.renamed.get(before.node, before.node)
        if self.is_playing and (view.node, view.turn) == (stood, before.turn):
            self.game.page.paint()
        else:
            self.enter([])
        for line in report:
            self.notify(line, markup=False, timeout=8)

    def _show(self, faults: list[str]) -> None:
        """The faults as a sheet over the page, one at a time."""

        def text(width: int) -> list[Content]:
            return [line for fault in faults for row in fault.splitlines() for line in flow(Content(row), width)] + [
                EMPTY,
                *flow(Content("It goes on as soon as they are mended and saved."), width),
            ]

        self._put_away()
        self._faults = Sheet(heading("FAULTS"), text)
        self.push_screen(self._faults)

    def _put_away(self) -> None:
        if self._faults and self._faults in self.screen_stack:
            self._faults.dismiss()


def changed(saved: SavedSession, story: Story) -> list[str]:
    """Go on in a changed story as far as the moves hold; what no longer does, in words. Raises Stuck at its start."""
    playthrough = replace(recorded(saved.session), digest=None, ends=None)
    saved.machine = assemble(story)
    return saved.load(playthrough)


def play(story: Path, start: Recording | None = None) -> int:
    """Preview `story` on the terminal; the exit code."""
    with TemporaryDirectory(prefix="preview-") as folder:
        return run(PreviewApp(story, start, Path(folder)))
