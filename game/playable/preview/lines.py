"""The plain player over a story that is being written: after each save the page is told again."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import TextIO

from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.faults import Fault
from playable.language.recording import Recording
from playable.language.story import Story
from playable.plain import speech
from playable.plain.player import PlainPlayer
from playable.preview.screen import changed
from playable.preview.watching import read, saves


class Preview:
    """One reader of lines and one of files; each speaks only while the other is silent."""

    def __init__(self, start: Recording | None, store: SaveStore, out: TextIO) -> None:
        self.start, self.store, self.out = start, store, out
        self.player: PlainPlayer | None = None
        self._speaking = Lock()

    def take(self, story: Story | list[Fault]) -> None:
        """Tell the page of the story as it is now, or its faults."""
        with self._speaking:
            if isinstance(story, list):
                self._say([str(fault) for fault in story])
                return
            try:
                report = self._taken(story)
            except Stuck as error:
                self._say([f"The story is stuck at its start, {error}."])
                return
            assert self.player
            self.player.say([*report, "", *speech.scene(self.player.saved.view)])

    def _taken(self, story: Story) -> list[str]:
        if self.player is None:
            saved = SavedSession(assemble(story), self.store)
            report = saved.load(self.start) if self.start else []
        else:
            saved = self.player.saved
            report = changed(saved, story)
            self.player.background.stop()
        self.player = PlainPlayer(saved, self.out)
        return report

    def run(self, lines: TextIO) -> None:
        """Answer lines until `quit` or the end of input."""
        for line in lines:
            if line.strip().lower() in ("quit", "q"):
                break
            with self._speaking:
                if self.player:
                    self.player.say([*self.player.answer(line.strip())])
                else:
                    self._say(["The story has faults; it is played as soon as they are mended and saved."])

    def _say(self, lines: list[str]) -> None:
        self.out.write("\n".join(lines) + "\n")
        self.out.flush()


def play(story: Path, start: Recording | None = None) -> int:
    """Preview `story` on standard input and output; the exit code."""
    with TemporaryDirectory(prefix="preview-") as folder:
        store = SaveStore.open(Path(folder) / "saves.db")
        preview, stop = Preview(start, store, sys.stdout), Event()
        preview.take(read(story))

        def watch() -> None:
            for saved in saves(story, stop):
                preview.take(saved)

        watcher = Thread(target=watch)
        watcher.start()
        try:
            preview.run(sys.stdin)
        finally:
            stop.set()
            watcher.join()
            if preview.player:
                preview.player.background.stop()
            store.close()
    return 0
