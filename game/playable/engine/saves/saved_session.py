"""A saved session: kept in the store move by move. What the players of both kinds hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from playable.engine import short_road
from playable.engine.assembly import assemble
from playable.engine.chance import new_seed
from playable.engine.machine import Machine
from playable.engine.phrasing import counted, since
from playable.engine.replay import recorded, replay
from playable.engine.saves.records import Save, SavedPlay
from playable.engine.saves.store import SaveStore
from playable.engine.session import Session
from playable.engine.view import View
from playable.language.faults import StoryFaults
from playable.language.recording import Recording, parse_recording, story_named, written
from playable.language.without import without


class SavedSession:
    """Every move is in the store before the method that made it returns: on disk, where the disk will have it.

    The store is its owner's to close.
    """

    def __init__(self, machine: Machine, store: SaveStore, seed: int | None = None, is_short: bool = False) -> None:
        """`is_short`: only what the short game of the story asks for is left to the player.

        Raises StoryFaults where it has none.
        """
        self.machine = machine
        self.store = store
        self._seed = seed
        self.new(seed, is_short)

    @property
    def view(self) -> View:
        """The present moment of the session."""
        return self.session.view

    @property
    def is_short(self) -> bool:
        """Is a short game played? A save and a file know that of theirs."""
        return self.session.is_short

    def new(self, seed: int | None = None, is_short: bool | None = None) -> None:
        """Begin a new playthrough, as the one before where it is not said whether `is_short`.

        It is in the store from its first move on. Raises StoryFaults where it is to be short and the story has no
        short game.
        """
        is_short = self.is_short if is_short is None else is_short
        if is_short:
            short_road.short_of(self.machine.story)
        self.session = Session(self.machine, new_seed() if seed is None else seed)
        self.session.is_short = is_short
        self._kept: Save | None = None

    def doubt(self, claims: Iterable[str]) -> None:
        """Begin in the world without these claims alone, which may be none; what is kept of this one stays as it is.

        Raises StoryFaults where the ledger lacks one.
        """
        story = self.machine.story
        self.machine = assemble(without(story.as_written or story, claims))
        self.new()

    def latest(self) -> Save | None:
        """What *continue* continues."""
        return self.store.latest(self.machine.story.world)

    def saves(self) -> list[Save]:
        """Everything kept of this story, the last first."""
        return self.store.saves(self.machine.story.world)

    def others(self) -> list[Save]:
        """The same, but for that of the playthrough that is played."""
        return [save for save in self.saves() if self._kept is None or save.id != self._kept.id]

    def deleted(self) -> list[Save]:
        """What was deleted of this story and can be restored, the last first."""
        return self.store.deleted(self.machine.story.world)

    def endings(self) -> dict[str, datetime]:
        """The endings that any playthrough of this story ever came to, each with when one first did."""
        return self.store.endings(self.machine.story.world)

    def resume(self, save: Save) -> list[str]:
        """Go on from a save; what the player should know about it, in words, empty when all is as it was.

        A save of a changed story is played as far as it holds; its old record stays, play goes on beside it.
        """
        try:
            recording = parse_recording(save.playthrough, f"save {save.id}")
        except StoryFaults:
            return ["This save cannot be read; it is left as it is."]
        report = self.load(recording)
        if not report and save.kind == "auto" and save.digest == self.machine.story.digest:
            self._kept = save
        return report

    def load(self, recording: Recording) -> list[str]:
        """Go on from a playthrough, as far as it holds; what does not hold, in words.

        One without a seed falls by that of this session, where it was given one.
        """
        story = self.machine.story
        if recording.seed is None:
            recording = replace(recording, seed=self._seed)
        replayed = replay(recording, self.machine)
        self._kept = None
        if replayed.session is not None:
            self.session = replayed.session
        else:
            self.new()
        if self.session.seed is None:
            self.session.seed = new_seed()
        if replayed.fault is None:
            return []
        report = [f"Played {replayed.made} of {len(recording.steps)} steps, then stopped: {replayed.stopped_at}."]
        if recording.digest and recording.digest != story.digest:
            changed = since(recording.version, story.head.version)
            report.insert(0, f"The story has changed since {changed}. The old record is kept as it was.")
        return report

    def choose(self, ref: str) -> None:
        """Make a choice. Raises CannotMove or Stuck, and then nothing has happened."""
        self.session.choose(ref)
        self._keep()

    def hear(self, ref: str) -> None:
        """Hear a briefing. Raises CannotMove, and then nothing has happened."""
        self.session.hear(ref)
        self._keep()

    def go_on(self) -> tuple[str, ...]:
        """In a short game, take what is not asked for; what was taken since the last decision asked for, in words."""
        if not self.is_short:
            return ()
        short = short_road.short_of(self.machine.story)
        if short_road.go_on(self.session, short):
            self._keep()
        return short_road.taken(self.session, short)

    def undo(self) -> bool:
        """Take back the last choice, in a short game the last that was asked for; False where there is none."""
        if self.is_short:
            done = short_road.go_back(self.session, short_road.short_of(self.machine.story))
        else:
            done = self.session.undo()
        if done:
            self._keep()
        return done

    def branch_at(self, turn: int) -> bool:
        """Go back to the decision after `turn` choices; False where there is none before the present one.

        The line that is left is kept as a branch, unless a save holds it already.
        """
        if not 0 <= turn < self.view.turn:
            return False
        entry, own = self._entry(), self._kept and self._kept.id
        # a playthrough that goes on from this one begins with its text
        if not any(s.playthrough.startswith(entry.playthrough) for s in self.saves() if s.id != own):
            self.store.add(entry, "branch")
        while self.view.turn > turn:
            self.session.undo()
        self._keep()
        return True

    def bookmark(self, name: str) -> Save:
        """Keep this moment under a name."""
        return self.store.add(self._entry(), "bookmark", name)

    def export(self, path: Path) -> None:
        """Write the playthrough to a new file, in a new folder if need be. It names its story as seen from there.

        Raises OSError, FileExistsError where there is one of that name.
        """
        story, view = self.machine.story, self.view
        where = view.ending.name if view.ending else f"{counted(view.turn, 'decision')}, at {view.title}"
        recording = recorded(self.session, f"{story.head.title}: {where}")
        path.parent.mkdir(exist_ok=True)
        write_new(path, written(replace(recording, story=story_named(story.path, path))))

    def notices(self) -> list[str]:
        """What the store has to say since last asked."""
        return self.store.notices()

    def _keep(self) -> None:
        self._kept = self.store.keep(self._entry(), self._kept)

    def _entry(self) -> SavedPlay:
        head, view = self.machine.story.head, self.view
        playthrough = written(recorded(self.session))
        title, ending = (view.ending.name, view.node) if view.ending else (view.title, None)
        return SavedPlay(
            self.machine.story.world, head.version, self.machine.story.digest, title, view.turn, ending, playthrough
        )


def write_new(path: Path, text: str) -> None:
    """Write a new file, whole or not at all. Raises OSError, FileExistsError where there is one of that name."""
    file = path.open("x", encoding="utf-8")
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise
