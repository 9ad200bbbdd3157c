"""Reads a line, makes the move, says what came of it."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from game.engine.assembly import assemble
from game.engine.machine import Stuck
from game.engine.markup import blocks
from game.engine.session import CannotMove
from game.engine.shelf import Save, Shelf
from game.engine.sitting import Sitting
from game.engine.spoken import counted
from game.language.faults import StoryFaults, nearest, visible
from game.language.playthrough import read_playthrough
from game.language.story import load
from game.plain import speech

HELP = """\
A number makes that choice.
hear NAME: hear a briefing.   again: the scene once more.   board: where things stand.
why: what followed the last choice, with the claims in full.   undo: take the last choice back.
term NAME: an entry of the glossary, or a person.
save NAME: keep this moment.   saves: what is kept.   load NUMBER: go on from one.
export FILE: write this playthrough as a file.   continue: the last playthrough.
new: begin again.   quit: stop; all is kept."""


def play(story: Path, seed: int | None = None, start_from: Path | None = None, saves: Path | None = None) -> int:
    """Play `story` on standard input and output; the exit code. The end of input ends the game in good order."""
    try:
        loaded = load(story)
        playthrough = read_playthrough(start_from) if start_from else None
    except StoryFaults as found:
        sys.stderr.write(f"{found}\n")
        return 1
    try:
        sitting = Sitting(assemble(loaded), Shelf.open(saves), seed)
    except Stuck as error:
        sys.stderr.write(f"{story}: the story is stuck at its start, {error}\n")
        return 1
    player = Player(sitting, sys.stdout)
    if playthrough:
        player.say(sitting.load(playthrough))
    player.greet()
    player.run(sys.stdin)
    return 0


class Player:
    """One sitting, played by typed lines."""

    def __init__(self, sitting: Sitting, out: TextIO) -> None:
        self.sitting = sitting
        self.out = out
        self.listed: list[Save] = []
        self.commands: dict[str, Callable[[str], Iterable[str]]] = {
            "again": lambda _: speech.scene(self.sitting.view),
            "board": lambda _: speech.board(self.sitting.view),
            "continue": self.go_on,
            "export": self.export,
            "hear": self.hear,
            "help": lambda _: HELP.splitlines(),
            "load": self.load,
            "new": self.new,
            "save": self.save,
            "saves": self.saves,
            "term": self.term,
            "undo": self.undo,
            "why": lambda _: speech.followed(self.sitting.view, full=True),
        }

    def greet(self) -> None:
        """The title, what the story is about, and the first scene."""
        head = self.sitting.machine.story.head
        self.say([head.title, *speech.prose(blocks(head.about or "")), "", "Type a number to choose, help for more."])
        if (kept := self.sitting.latest()) and not self.sitting.view.turn:
            self.say([f"A playthrough is kept, at {kept.title or 'its start'}: type continue to go on with it."])
        self.say(speech.scene(self.sitting.view))
        self.say(self.sitting.notices())

    def run(self, lines: TextIO) -> None:
        """Read and answer until `quit` or the end of input."""
        while True:
            if lines.isatty():
                self.out.write("\n> ")
                self.out.flush()
            line = lines.readline()
            if not line or line.strip().lower() in ("quit", "q"):
                break
            self.say(self.answer(line.strip()))
            self.say(self.sitting.notices())
        self.say(["", "All is kept."])

    def answer(self, line: str) -> Iterable[str]:
        """What a typed line comes to, as lines."""
        word, _, rest = line.partition(" ")
        if line.isdecimal():
            return self.choose(line)
        if not line:
            return ["Type a number to choose, or help."]
        found = [name for name in self.commands if name == word.lower()]
        found = found or [name for name in self.commands if name.startswith(word.lower())]
        if len(found) == 1:
            return self.commands[found[0]](rest.strip())
        guess = nearest(word.lower(), self.commands)
        return [f"{visible(word[:40])} is no command. {f'Did you mean {guess}? ' if guess else ''}Type help."]

    def choose(self, digits: str) -> Iterator[str]:
        view = self.sitting.view
        offers = speech.open_offers(view)
        if view.ending:
            yield "The story has ended. Type new, undo or quit."
        elif len(digits) > 3 or not 1 <= int(digits) <= len(offers):
            yield f"There is no choice {digits[:9]} here; there {'is' if len(offers) == 1 else 'are'} {len(offers)}."
        else:
            try:
                self.sitting.choose(offers[int(digits) - 1].id)
            except (CannotMove, Stuck) as error:
                yield f"That cannot be done, by a fault of the story: {error}."
                return
            view = self.sitting.view
            yield from speech.followed(view)
            yield from speech.asked(view) if view.stayed else speech.scene(view)

    def hear(self, name: str) -> Iterator[str]:
        wanted = name.lower()
        hearings = self.sitting.view.hearings
        found = [h for h in hearings if wanted and (h.person.startswith(wanted) or wanted in h.name.lower())]
        if len(found) != 1:
            names = ", ".join(h.name for h in hearings)
            yield f"Whom? Here are {names}." if names else "There is nobody to hear here."
            return
        if not found[0].heard:
            try:
                self.sitting.hear(found[0].id)
            except CannotMove:
                yield "You have heard as many as there is time for."
                return
        yield from speech.briefing(next(h for h in self.sitting.view.hearings if h.id == found[0].id))
        yield from speech.asked(self.sitting.view)

    def undo(self, _: str) -> Iterator[str]:
        if self.sitting.undo():
            yield "Taken back."
            yield from speech.scene(self.sitting.view)
        else:
            yield "There is nothing to take back."

    def term(self, name: str) -> Iterator[str]:
        story, key = self.sitting.machine.story, name.lower().replace(" ", "_")
        if key in story.glossary:
            yield story.glossary[key].name
            yield from speech.prose(blocks(story.glossary[key].text))
        elif key in story.people:
            person = story.people[key]
            yield ", ".join(part for part in (person.name, person.role) if part)
            yield from speech.prose(blocks(person.about or ""))
        else:
            known = [*story.glossary, *story.people]
            guess = nearest(key, known)
            yield f"There is no such entry.{f' Did you mean {guess}?' if guess else ''} There are: {', '.join(known)}."

    def save(self, name: str) -> Iterator[str]:
        if not name:
            yield "Type save and a name. The playthrough itself is always kept."
            return
        self.sitting.bookmark(visible(name[:80]))
        yield f"Kept as {visible(name[:80])}."

    def saves(self, _: str) -> Iterator[str]:
        self.listed = self.sitting.saves()
        for i, save in enumerate(self.listed, 1):
            named = save.name or "kept by itself"
            made = counted(save.turn, "decision")
            yield f"{i}. {named}: {save.title}, {made}, {save.updated:%Y-%m-%d %H:%M} UTC"
        yield "Type load and a number." if self.listed else "Nothing is kept yet."

    def load(self, digits: str) -> Iterator[str]:
        self.listed = self.listed or self.sitting.saves()
        if not digits.isdecimal() or len(digits) > 6 or not 1 <= int(digits) <= len(self.listed):
            yield "Type load and the number of a save; saves lists them."
            return
        yield from self._resumed(self.listed[int(digits) - 1])

    def go_on(self, _: str) -> Iterator[str]:
        kept = self.sitting.latest()
        yield from self._resumed(kept) if kept else ["Nothing is kept yet."]

    def _resumed(self, save: Save) -> Iterator[str]:
        yield from self.sitting.resume(save)
        yield from speech.scene(self.sitting.view)

    def new(self, _: str) -> Iterator[str]:
        self.sitting.new()
        return speech.scene(self.sitting.view)

    def export(self, name: str) -> Iterator[str]:
        if not name:
            yield "Type export and the name of a file."
            return
        try:
            self.sitting.export(Path(name).expanduser())
        except OSError as error:
            yield f"It cannot be written: {error.strerror}."
        else:
            yield f"Written to {visible(name)}."

    def say(self, lines: Iterable[str]) -> None:
        """Write lines, folded to the width of the terminal if there is one."""
        width = shutil.get_terminal_size().columns - 1 if self.out.isatty() else 0
        for line in lines:
            folded = textwrap.wrap(line, width, replace_whitespace=False, break_long_words=False) if width > 10 else []
            self.out.write("\n".join(folded or [line]) + "\n")
        self.out.flush()
