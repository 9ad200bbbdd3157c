"""Reading a page: scrolling it, and looking up what it names."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from playable.desk.claims import argument
from playable.desk.journal import journal
from playable.desk.road import road
from playable.tui import marks
from playable.tui.screens import sheets
from playable.tui.screens.claims import ClaimsScreen
from playable.tui.screens.journal import JournalScreen
from playable.tui.screens.lookup import LookupScreen
from playable.tui.screens.page import PageScreen
from playable.tui.screens.road import RoadScreen
from playable.tui.screens.sheet import Sheet
from playable.tui.sizes import WIDE
from playable.tui.widgets.board import board
from playable.tui.widgets.lines import Lines


class ReadingScreen(PageScreen, inherit_bindings=False):
    """A page that can be read through, with its claims, its terms and the board at hand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "read_on", "read on", tooltip="Read on: the next lines, then the next page", id="read_on"),
        Binding(
            "c",
            "claims",
            "claims",
            tooltip="The argument: what this page leans on, and every claim there is",
            id="claims",
        ),
        Binding("m", "road", "road", tooltip="The road so far, and the way back to any decision", id="road"),
        Binding("j", "journal", "journal", tooltip="All that was told, with a search", id="journal"),
        Binding("g", "terms", "glossary", tooltip="Terms and people, those marked on this page first", id="terms"),
        Binding("tab", "board", "board", tooltip="The whole board", id="board"),
        Binding("pagedown", "page(1)", "scroll", show=False, tooltip="Scroll the text"),
        Binding("pageup", "page(-1)", "scroll", show=False),
        Binding("home", "end(0)", "ends", show=False, tooltip="To the top of the text, to its end"),
        Binding("end", "end(1)", "ends", show=False),
        Binding("ctrl+c,super+c", "copy_text", "copy", show=False, system=True),
    ]

    @on(Lines.Pressed)
    def look_up(self, event: Lines.Pressed) -> None:
        """A term, a citation or the line of meters was clicked."""
        match event.what:
            case ("term", id):
                self.action_terms(id)
            case ("claims", *cited):
                self.action_claims(*cited)
            case ("key", key):
                self.app.simulate_key(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not shown."""
        match action:
            case "read_on":
                return self.page == "followed" or self.more
            case "claims":
                return bool(self.saved.machine.story.claims)
            case "terms":
                return bool(self.saved.machine.story.glossary or self.saved.machine.story.people)
            case "board":
                return self.size.width < WIDE
        return True

    def action_read_on(self) -> None:
        """The next lines; at their end, from *What followed* to the scene."""
        if self.more:
            self.action_page(1)
        elif self.page == "followed":
            self.turn("scene")

    def action_page(self, by: int) -> None:
        """Scroll the text by what fits on the screen."""
        self.scroll.scroll_relative(y=by * max(1, self.scroll.scrollable_content_region.height - 1), animate=False)

    def action_end(self, end: int) -> None:
        """To the top of the text, or its end."""
        self.scroll.scroll_to(y=self.scroll.max_scroll_y * end, animate=False)

    def action_claims(self, at: str | None = None) -> None:
        """The claims, those of this page first; `at` is the one that was asked for."""
        here = [cited.id for cited in marks.cites(self.view, self.page)]
        found = argument(self.saved.session)
        self.app.push_screen(ClaimsScreen(found, here, marks.outside(self.view, self.page), at))

    def action_terms(self, at: str | None = None) -> None:
        """The terms and people, those of this page first; `at` is the one that was asked for."""
        self.app.push_screen(LookupScreen(marks.terms(self.view, self.page), at))

    def action_road(self) -> None:
        """The road, as far as it was read."""
        found = road(self.saved.session, told=bool(self.saved.endings()))
        if self.page == "followed":
            found = replace(found, decisions=found.decisions[: self.view.turn], ending=None)
        self.app.push_screen(RoadScreen(found))

    def action_journal(self) -> None:
        """The journal, as far as it was read."""
        entries = journal(self.saved.session)
        self.app.push_screen(JournalScreen(entries if self.page == "scene" else entries[:-1]))

    def action_board(self) -> None:
        """The board as a sheet, where there is no room for it beside the scene."""
        self.app.push_screen(Sheet(sheets.heading("WHERE THINGS STAND"), lambda width: board(self.view, width)))
