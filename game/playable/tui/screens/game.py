"""The game: what the player does with the page in front of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from playable.engine.markup import plain
from playable.engine.saved_session import SavedSession
from playable.engine.session import CannotMove, Stuck
from playable.tui.screens.reading import ReadingScreen
from playable.tui.widgets.choices import Item
from playable.tui.widgets.hearings import LETTERS
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.rows import Row
from playable.tui.widgets.scene import heard, passages

UNHURRIED = 2.0  # seconds


class GameScreen(ReadingScreen):
    """Plays a saved session, one page after another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(c, f"hear('{c}')", "hear", tooltip="Hear that person's briefing") for c in LETTERS),
        Binding("u", "undo", "undo", tooltip="Take back the last choice, and all that came of it", id="undo"),
        Binding(
            "left",
            "again",
            "what followed",
            key_display="←",
            tooltip="Back to what followed the last choice",
            id="again",
        ),
        Binding(
            "r",
            "review",
            "review",
            tooltip="Look back: where the road turned, the odds, both sides of each decision",
            id="review",
        ),
        Binding(
            "w",
            "write",
            "write",
            show=False,
            tooltip="Write this playthrough to a file, for a test or a friend",
            id="write",
        ),
        Binding("escape", "title", "title", key_display="esc", tooltip="To the title; the game is kept", id="title"),
    ]

    def __init__(self, saved: SavedSession, report: list[str]) -> None:
        super().__init__(saved)
        self._report = report

    def on_mount(self) -> None:
        """Begin with what stands; the odds of the review once the first page is being read."""
        self.begin(self._report)
        self.set_timer(UNHURRIED, self.player.background.start)

    def begin(self, said: Iterable[str] = ()) -> None:
        """Show a playthrough that was begun or gone on with; where nothing was heard yet, first what led here."""
        fresh = not any(hearing.heard for hearing in self.view.hearings)
        self.turn("followed" if fresh and self._has_followed else "scene", still=True)
        for line in said:
            self.notify(line, markup=False, timeout=15)
        self._say()

    @property
    def _has_followed(self) -> bool:
        return bool((f := self.view.followed) and (f.blocks or f.changes))

    def choose(self, row: Row) -> None:
        """Make a choice of this page."""
        match row.ref:
            case _ if isinstance(row, Item) and row.locked:
                self.notify(f"Not open: {row.locked.plain}", markup=False, timeout=4)
            case "(on)":
                self.action_read_on()
            case "(new)":
                self.saved.new()
                self.begin()
            case "(undo)":
                self.action_undo()
            case "(review)":
                self.action_review()
            case "(title)":
                self.action_title()
            case "(quit)":
                self.app.exit()
            case ref:
                self._move_on(ref)

    def _move_on(self, ref: str) -> None:
        try:
            self.saved.choose(ref)
        except (CannotMove, Stuck) as error:
            self.notify(f"That way is closed: {error}. Nothing has happened.", severity="warning", markup=False)
            return
        self.turn("followed" if self._has_followed else "scene")
        self._say()

    def action_hear(self, letter: str) -> None:
        """Hear the briefing that a letter stands for."""
        self.hear(self.by_letter[letter].id)

    def hear(self, ref: str) -> None:
        """Hear a briefing, or find the one that was heard; the text scrolls to it."""
        if not any(h.heard for h in self.view.hearings if h.id == ref):
            try:
                self.saved.hear(ref)
            except CannotMove:
                self.notify("There is no time to hear another.", markup=False, timeout=4)
                return
            self.paint()
            self._say()
        self.call_after_refresh(self._find, ref)

    def _find(self, ref: str) -> None:
        told = [h for h in self.view.hearings if h.heard]
        if ref not in [h.id for h in told]:  # the next key was quicker than the repaint
            return
        width = self.lines.size.width
        before = told[: [h.id for h in told].index(ref)]
        rows = sum(len(heard(h, width)) + 1 for h in before)
        self.scroll.scroll_to(y=len(passages(self.view, width, self.dated)) + rows, animate=False)

    @on(Lines.Pressed)
    def press(self, event: Lines.Pressed) -> None:
        """The name of somebody to hear was clicked."""
        if event.what[0] == "hear":
            self.hear(event.what[1])

    def _say(self) -> None:
        for notice in self.saved.notices():
            self.notify(notice, severity="warning", markup=False, timeout=10)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not shown."""
        match action:
            case "hear":
                return parameters[0] in self.by_letter
            case "review":
                return self.view.ending is not None
            case "undo":
                return self.view.undoable
            case "again":
                return self.page == "scene" and self._has_followed
        return super().check_action(action, parameters)

    def said(self, binding: Binding) -> str:
        """What a key does: a digit makes its choice, a letter hears somebody."""
        if binding.action.startswith("digit") and (item := self.choices.numbered(binding.key)):
            return f"Choose: {item.label.plain}"
        if binding.action.startswith("hear") and binding.key in self.by_letter:
            return f"Hear {self.by_letter[binding.key].name}"
        return super().said(binding)

    def action_again(self) -> None:
        """Back to what followed."""
        self.turn("followed", still=True)

    def action_undo(self) -> None:
        """Take back the last choice."""
        label = plain(self.view.followed.label) if self.view.followed else ""
        if self.saved.undo():
            self.turn("scene")
            self.notify(f"Taken back: {label}", markup=False, timeout=3)
            self._say()

    def action_review(self) -> None:
        """Look back on the road."""
        from playable.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self.saved.session, self.player.background))

    def action_write(self) -> None:
        """Write the playthrough to a new file."""
        self.player.write(".yaml", self.saved.export)

    def went_back(self) -> None:
        """Show the decision that one has gone back to."""
        self.turn("scene")
        self.notify("You have gone back. The road you left is among the saves.", timeout=5)
        self._say()

    def action_title(self) -> None:
        """Back to the title; all is kept."""
        self.dismiss()
