"""Reads a line, makes the move, says what came of it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from playable.desk.saves import is_kept, not_on_disk
from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.markup import blocks
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.faults import StoryFaults
from playable.language.recording import read_recording
from playable.language.story import load
from playable.language.without import without
from playable.plain import claims, endings, keeping, looking, playing, review, road, settings, speech
from playable.plain.command import Command, help_of, meant
from playable.plain.lines import folded, say
from playable.plain.onward import onward
from playable.review.odds.background import Background

AT_A_TIME = 27  # lines of what is told before the first choice,
COLUMNS = 80  # where a line has so many characters
AWAY = ("again", "new", "load", "continue", "doubt")  # commands that lead to a page of their own


def play(
    story: Path,
    seed: int | None = None,
    start_from: Path | None = None,
    saves: Path | None = None,
    doubted: Sequence[str] = (),
    is_short: bool = False,
) -> int:
    """Play `story` on standard input and output; the exit code. The end of input ends the game in good order.

    Claims that are `doubted`, here or in the file it starts from, do not hold. `is_short`: the short game of the story.
    """
    try:
        recording = read_recording(start_from) if start_from else None
        loaded = without(load(story), doubted or (recording.without if recording else ()))
    except StoryFaults as faults:
        sys.stderr.write(f"{faults}\n")
        return 1
    with SaveStore.open(saves) as store:
        try:
            saved = SavedSession(assemble(loaded), store, seed, is_short)
        except StoryFaults as faults:
            sys.stderr.write(f"{faults}\n")
            return 1
        except Stuck as error:
            sys.stderr.write(f"{story}: the story is stuck at its start, {error}\n")
            return 1
        _leave_on_signals()
        player = PlainPlayer(saved, sys.stdout)
        if recording:
            player.say(saved.load(recording))
        player.greet()
        player.run(sys.stdin)
    return 0


def _leave_on_signals() -> None:
    """A kill ends the game as the end of its input does, with 128 and the signal's number, as a shell expects."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread() and sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, leave)


class PlainPlayer:
    """A saved session, played by typed lines."""

    def __init__(self, saved: SavedSession, out: TextIO) -> None:
        self.saved = saved
        self.out = out
        self.background = Background(saved.machine, saved.store.path)
        self.untold: list[list[str]] = []  # of what stands before the first choice
        self.commands = (
            *playing.commands(saved),
            *claims.commands(saved),
            *road.commands(saved),
            *looking.commands(saved),
            *endings.commands(saved, self._odds),
            *keeping.commands(saved),
            *review.commands(saved, self.background),
            *settings.commands(),
            Command("begin", "read on, before the first choice", lambda _: self._read_on() or speech.scene(saved.view)),
            Command("help", "these commands", lambda _: help_of(self.commands), short="?"),
            Command("quit", "stop", lambda _: (), short="q"),
        )

    def _odds(self) -> Mapping[str, float] | None:
        """Those of each ending at the start, once they are there."""
        outlook = self.background.outlook()
        return outlook.start() if outlook else None

    def greet(self) -> None:
        """The title, what the story is about, and the first scene."""
        head = self.saved.machine.story.head
        first = [head.title, *speech.prose(blocks(head.about or "")), "", "Type a number to choose, help for more."]
        if (kept := self.saved.latest()) and not self.saved.view.turn:
            first.append(f"A playthrough is kept, at {kept.title or 'its start'}: type continue to go on with it.")
        taken = self.saved.view.turn or self.saved.is_short
        self.untold = [[*first, *onward(self.saved)]] if taken else [first, *speech.opening(self.saved.view)]
        self.say(self._read_on())
        self.say(self.saved.notices())

    def _read_on(self, everything: bool = False) -> list[str]:
        """What comes next of what is told before the first choice: as much as one takes in at a time, or all of it."""
        told: list[str] = []
        while self.untold and (everything or not told or _rows([*told, *self.untold[0]]) <= AT_A_TIME):
            told += self.untold.pop(0)
        return [*told, "", "Type begin, or press Enter, to read on."] if self.untold else told

    def run(self, lines: TextIO) -> None:
        """Read and answer until `quit` or the end of input; however it ends, say what is kept."""
        try:
            self._answer_all(lines)
        finally:
            self.background.stop()
            lost = self._unwritten()
            self.say(
                ["", *lost, "It is lost. Before the end, export FILE writes a playthrough."]
                if lost
                else ["", is_kept("All", self.saved.store)]
            )

    def _answer_all(self, lines: TextIO) -> None:
        warned = False
        while True:
            if lines.isatty():
                self.out.write("\n> ")
                self.out.flush()
                self.background.start()  # of the review: while one reads, nothing else is to be done
            line = lines.readline()
            if not line:
                return
            if line.strip().lower() in ("quit", "q"):
                lost = self._unwritten()
                if warned or not lost:
                    return
                warned = True
                self.say([*lost, "Type export and the name of a file to write this playthrough, or quit to lose it."])
                continue
            warned = False
            told = [*self.answer(line.strip()), *self.saved.notices()]
            if not lines.isatty() and told[:1] != [""]:  # no typed line stands between this answer and the last
                told.insert(0, "")
            self.say(told)

    def _unwritten(self) -> list[str]:
        self.saved.store.flush()
        return not_on_disk(self.saved.store)

    def answer(self, line: str) -> Iterable[str]:
        """What a typed line comes to, as lines."""
        if line.isdecimal():
            return [*self._read_on(everything=True), *playing.chosen(self.saved, line)]
        if not line:
            return self._read_on() or ["Type a number to choose, or help."]
        word, _, rest = line.partition(" ")
        command = meant(word, self.commands)
        if not isinstance(command, Command):
            return command
        if command.name in AWAY:
            self.untold.clear()
        return command.answer(rest.strip())

    def say(self, lines: Iterable[str]) -> None:
        """Write lines, as long as whoever reads them takes them."""
        say(lines, self.out)


def _rows(lines: Sequence[str]) -> int:
    return sum(len(folded(line, COLUMNS)) for line in lines)
