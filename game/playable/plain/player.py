"""Reads a line, makes the move, says what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.markup import blocks
from playable.engine.save_store import SaveStore
from playable.engine.saved_session import SavedSession
from playable.language.faults import StoryFaults
from playable.language.playthrough import read_playthrough
from playable.language.story import load
from playable.plain import claims, keeping, looking, playing, review, road, setting, speech
from playable.plain.command import Command, help_of, meant
from playable.plain.lines import say
from playable.review.background import Background


def play(story: Path, seed: int | None = None, start_from: Path | None = None, saves: Path | None = None) -> int:
    """Play `story` on standard input and output; the exit code. The end of input ends the game in good order."""
    try:
        loaded = load(story)
        playthrough = read_playthrough(start_from) if start_from else None
    except StoryFaults as found:
        sys.stderr.write(f"{found}\n")
        return 1
    try:
        saved = SavedSession(assemble(loaded), SaveStore.open(saves), seed)
    except Stuck as error:
        sys.stderr.write(f"{story}: the story is stuck at its start, {error}\n")
        return 1
    player = Player(saved, sys.stdout)
    if playthrough:
        player.say(saved.load(playthrough))
    player.greet()
    player.run(sys.stdin)
    return 0


class Player:
    """One saved, played by typed lines."""

    def __init__(self, saved: SavedSession, out: TextIO) -> None:
        self.saved = saved
        self.out = out
        self.background = Background(saved.machine, saved.store.path)
        self.commands = (
            *playing.commands(saved),
            *claims.commands(saved),
            *road.commands(saved),
            *looking.commands(saved, self._odds),
            *keeping.commands(saved),
            *review.commands(saved, self.background),
            *setting.commands(),
            Command("help", "these commands", lambda _: help_of(self.commands), short="?"),
            Command("quit", "stop; all is kept", lambda _: (), short="q"),
        )

    def _odds(self) -> Mapping[str, float] | None:
        outlook = self.background.outlook()
        return outlook.start() if outlook else None

    def odds(self) -> Mapping[str, float] | None:
        """Those of each ending at the start, once they are there."""
        outlook = self.background.outlook()
        return outlook.start() if outlook else None

    def greet(self) -> None:
        """The title, what the story is about, and the first scene."""
        head = self.saved.machine.story.head
        self.say([head.title, *speech.prose(blocks(head.about or "")), "", "Type a number to choose, help for more."])
        if (kept := self.saved.latest()) and not self.saved.view.turn:
            self.say([f"A playthrough is kept, at {kept.title or 'its start'}: type continue to go on with it."])
        self.say(speech.scene(self.saved.view))
        self.say(self.saved.notices())

    def run(self, lines: TextIO) -> None:
        """Read and answer until `quit` or the end of input."""
        while True:
            if lines.isatty():
                self.out.write("\n> ")
                self.out.flush()
                self.background.start()  # of the review: while one reads, nothing else is to be done
            line = lines.readline()
            if not line or line.strip().lower() in ("quit", "q"):
                break
            told = [*self.answer(line.strip()), *self.saved.notices()]
            if not lines.isatty() and told[:1] != [""]:  # no typed line stands between this answer and the last
                told.insert(0, "")
            self.say(told)
        self.background.stop()
        self.say(["", "All is kept."])

    def answer(self, line: str) -> Iterable[str]:
        """What a typed line comes to, as lines."""
        if line.isdecimal():
            return playing.chosen(self.saved, line)
        if not line:
            return ["Type a number to choose, or help."]
        word, _, rest = line.partition(" ")
        found = meant(word, self.commands)
        return found.answer(rest.strip()) if isinstance(found, Command) else found

    def say(self, lines: Iterable[str]) -> None:
        """Write lines, as long as whoever reads them takes them."""
        say(lines, self.out)
