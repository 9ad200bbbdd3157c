"""The commands for what is kept: saves, branches, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from playable.desk.kept_tests import keep_as_test
from playable.desk.recordings import recording_path
from playable.desk.saves import described, is_kept, not_on_disk, nothing_kept
from playable.desk.transcript import export
from playable.engine.phrasing import counted
from playable.engine.saves.records import Save
from playable.engine.saves.saved_session import SavedSession
from playable.language.characters import visible
from playable.plain.command import Command
from playable.plain.onward import onward


def commands(saved: SavedSession) -> tuple[Command, ...]:
    """What a player does with saves and files."""
    keeper = _Keeper(saved)
    return (
        Command("save", "keep this moment under a name", keeper.save, "NAME"),
        Command("saves", "what is kept", keeper.saves, short="s"),
        Command("load", "go on from a save", keeper.load, "NUMBER", "l"),
        Command("continue", "go on with the last playthrough", keeper.go_on),
        Command("rename", "give a save another name", keeper.rename, "NUMBER NAME"),
        Command("delete", "delete a save", keeper.delete, "NUMBER"),
        Command("undelete", "bring the save back that was deleted last", keeper.undelete),
        Command("export", "write this playthrough; as a page of Markdown, if FILE ends in .md", keeper.export, "FILE"),
        Command("test", "keep this moment as a test, with all that is on the board", keeper.test, short="t"),
    )


class _Keeper:
    """Numbers are those of the list that was said last, whatever another window does meanwhile."""

    def __init__(self, saved: SavedSession) -> None:
        self.saved = saved
        self.listed: list[Save] = []

    def save(self, name: str) -> Iterator[str]:
        if not name:
            yield f"Type save and a name. {is_kept('The playthrough itself', self.saved.store)}"
            return
        yield is_kept(f"“{self.saved.bookmark(name).name}”", self.saved.store)

    def saves(self, _: str) -> Iterator[str]:
        self.listed = self.saved.saves()
        yield from not_on_disk(self.saved.store)
        for i, save in enumerate(self.listed, 1):
            told = described(save, self.saved.machine)
            kind = f"{told.name}, {told.kind}" if save.name else told.kind
            when = f"{told.when.astimezone():%Y-%m-%d %H:%M}"
            yield f"{i}. {kind}: {told.where}, {counted(told.turn, 'decision')}, {when}."
            yield from (f"   {said}" for said in (told.note, told.line) if said)
        yield "Type load, rename or delete, and a number." if self.listed else nothing_kept(self.saved.store)

    def load(self, number: str) -> Iterator[str]:
        if save := self._of(number):
            yield from self._resumed(save)
        else:
            yield "Type load and the number of a save; saves lists them."

    def go_on(self, _: str) -> Iterable[str]:
        latest = self.saved.latest()
        return self._resumed(latest) if latest else [nothing_kept(self.saved.store)]

    def rename(self, rest: str) -> Iterator[str]:
        number, _, name = rest.partition(" ")
        save = self._of(number)
        if not save or not name.strip():
            yield "Type rename, the number of a save, and its new name; saves lists them."
        elif self.saved.store.rename(save, name):
            yield "It has its new name."

    def delete(self, number: str) -> Iterator[str]:
        save = self._of(number)
        if not save:
            yield "Type delete and the number of a save; saves lists them."
        elif self.saved.store.delete(save):
            yield "Deleted. Type undelete to have it back."

    def undelete(self, _: str) -> Iterator[str]:
        deleted = self.saved.deleted()
        if not deleted:
            yield "Nothing was deleted."
        elif self.saved.store.restore(deleted[0]):
            yield f"Back: {described(deleted[0], self.saved.machine).name}."

    def export(self, name: str) -> Iterator[str]:
        if not name:
            yield "Type export and the name of a file."
            return
        try:
            path = Path(name).expanduser()
            if path.suffix.lower() == ".md":
                export(self.saved.session, path)
            else:
                path = recording_path(name, self.saved.machine.story.path)
                self.saved.export(path)
        except FileExistsError:
            yield f"{visible(str(path))} is there already, and stays as it is. Type another name."
        except (OSError, ValueError, RuntimeError) as error:
            yield f"It cannot be written: {getattr(error, 'strerror', None) or error}."
        else:
            yield f"Written to {visible(str(path))}."

    def test(self, _: str) -> Iterator[str]:
        try:
            yield str(keep_as_test(self.saved.session))
        except OSError as error:
            yield f"It cannot be kept: {error.strerror or error}."

    def _of(self, number: str) -> Save | None:
        self.listed = self.listed or self.saved.saves()
        known = {str(i): save for i, save in enumerate(self.listed, 1)}
        return known.get(number)

    def _resumed(self, save: Save) -> Iterator[str]:
        yield from self.saved.resume(save)
        yield from onward(self.saved)
