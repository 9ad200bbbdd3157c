"""The saves: what the game keeps by itself, bookmarks, and lines that were left."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.saves import DescribedSave, described, nothing_kept
from playable.engine.phrasing import counted
from playable.engine.replay import replay
from playable.engine.saves.records import Save
from playable.language.faults import StoryFaults
from playable.language.recording import parse_recording
from playable.tui.dates import minute
from playable.tui.screens.ask import AskScreen
from playable.tui.screens.index import Index
from playable.tui.text import BAD, DIM, STRONG
from playable.tui.widgets.rows import Entry, Row

if TYPE_CHECKING:
    from playable.tui.screens.review import Onwards

LINE = 64  # characters of how a bookmark's page begins


class SavesScreen(Index[Save]):
    """Every save of the story, the last first."""

    opener = "saves"
    HEADING = "SAVES"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "go on", tooltip="Go on from this save"),
        Binding("b", "bookmark", "bookmark", tooltip="Keep where you stand under a name"),
        Binding("v", "review", "review", tooltip="Look back on this playthrough, which has ended"),
        Binding("r", "rename", "rename", tooltip="Give this save another name"),
        Binding("d,delete", "remove", "delete", key_display="d", tooltip="Delete this save; `z` brings it back"),
        Binding("z", "restore", "bring back", tooltip="Bring back what was deleted last"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._gone: list[Save] = []

    def rows(self, words: str) -> Sequence[Row[Save]]:
        """One row a save."""
        saved = self.player.saved
        self._gone = saved.deleted()
        return [_row(described(save, saved.machine)) for save in saved.saves()]

    @property
    def nothing(self) -> str:
        """Why there are no saves."""
        return nothing_kept(self.player.saved.store)

    def taken(self, of: Save) -> None:
        """Go on from there."""
        report = self.player.saved.resume(of)
        self.dismiss()
        self.player.enter(report)

    def action_bookmark(self) -> None:
        """Keep the present moment under a name."""

        def answered(name: str) -> None:
            self.player.saved.bookmark(name)
            self._done()

        view = self.player.saved.view
        name = view.ending.name if view.ending else view.title
        self.app.push_screen(AskScreen("A NAME FOR THIS MOMENT", name, answered))

    def action_review(self) -> None:
        """Look back on the marked save, as far as it still ends."""
        from playable.tui.screens.review import ReviewScreen

        saved, save = self.player.saved, self.listed.marked
        assert save is not None
        try:
            played = replay(parse_recording(save.playthrough, "save"), saved.machine).session
        except StoryFaults:
            played = None
        if played is not None and played.ended:
            self.app.push_screen(ReviewScreen(played, self.player.background, self._play_on))
        else:
            self.notify(
                "It does not come to its end any more: the story has changed since, or the save is damaged.", timeout=5
            )

    def _play_on(self, onward: Onwards) -> None:
        self.dismiss()
        self.player.play_on(onward.playthrough)

    def action_rename(self) -> None:
        """Another name for the marked save."""
        save = self.listed.marked
        if save is None:
            return

        def answered(name: str) -> None:
            self.player.saved.store.rename(save, name)
            self._done()

        self.app.push_screen(AskScreen("ANOTHER NAME", save.name or save.title, answered))

    def action_remove(self) -> None:
        """Delete the marked save."""
        if (save := self.listed.marked) and self.player.saved.store.delete(save):
            self.notify(f"Deleted: {save.name or save.title}. z brings it back.", markup=False, timeout=5)
        self._done()

    def action_restore(self) -> None:
        """Bring back the last that was deleted."""
        if self._gone and self.player.saved.store.restore(self._gone[0]):
            self.notify(f"Brought back: {self._gone[0].name or self._gone[0].title}", markup=False, timeout=3)
        self._done()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not shown."""
        match action:
            case "take" | "rename" | "remove":
                return self.listed.marked is not None
            case "review":
                return self.listed.marked is not None and self.listed.marked.ending is not None
            case "bookmark":
                return self.player.is_playing
            case "restore":
                return bool(self._gone)
        return super().check_action(action, parameters)

    def _done(self) -> None:
        for notice in self.player.saved.notices():
            self.notify(notice, severity="warning", markup=False, timeout=10)
        self.fill(self.listed.at)


def _row(save: DescribedSave) -> Entry[Save]:
    label = Content.assemble((save.name, STRONG), (f"  {save.kind}", DIM))
    where = f"{save.where} · {counted(save.turn, 'decision')} · {minute(save.when)}"
    note = [Content.assemble((save.note, BAD))] if save.note else []
    if save.line:
        note.append(Content(shorten(save.line, LINE, placeholder=" …")))
    return Entry(save.save, label, [Content.assemble((where, DIM)), *note])
