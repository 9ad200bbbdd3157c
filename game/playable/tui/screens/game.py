"""The game: what the player does with the page in front of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from playable.desk.kept_tests import keep_as_test
from playable.desk.recordings import recording_folder
from playable.engine.markup import plain
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import CannotMove, Stuck
from playable.engine.view import View
from playable.engine.view_parts import Offer
from playable.tui.page_references import PageKind
from playable.tui.press import Act, Hear, ToClaim, ToTerm, ToVariable
from playable.tui.screen import PlayerScreen, named_key
from playable.tui.screens import desk
from playable.tui.screens.ask import ask_where
from playable.tui.widgets.choices import LETTERS
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.page import Onward, Page

UNHURRIED = 2.0  # seconds


class GameScreen(PlayerScreen, inherit_bindings=False):
    """Plays a saved session, one page after another."""

    CSS_PATH = "game.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        named_key("space", "read_on", "read on", "Read on: the next lines, then the next page"),
        named_key("c", "claims", "claims", "See the argument: what this page leans on, and every claim there is"),
        named_key("m", "road", "road", "See the road so far, and go back to any decision"),
        named_key("j", "journal", "journal", "Read all that was told, or search it"),
        named_key("g", "terms", "glossary", "Look up terms and people, those marked on this page first"),
        named_key("tab", "board", "board", "See the whole board, what is in your hand and owed, and what each means"),
        Binding("pagedown", "page(1)", "scroll", show=False, tooltip="Scroll the text"),
        Binding("pageup", "page(-1)", "scroll", show=False, tooltip="Scroll the text"),
        Binding("home", "end(0)", "ends", show=False, tooltip="Go to the top of the text, or to its end"),
        Binding("end", "end(1)", "ends", show=False, tooltip="Go to the top of the text, or to its end"),
        Binding("ctrl+c,super+c", "copy_text", "copy", show=False, system=True),
        *(Binding(c, f"hear('{c}')", "hear", tooltip="Hear that person's briefing") for c in LETTERS),
        named_key(
            "full_stop", "whole", "whole text", "This page whole: what you had read before was cut short", display="."
        ),
        named_key("u", "undo", "undo", "Take back the last choice, and all that came of it"),
        named_key("left", "again", "what followed", "Go back to the page before: what followed", display="←"),
        named_key("r", "review", "review", "Look back: where the road turned, the odds, both sides of each decision"),
        named_key("w", "write", "write", "Write this playthrough to a file, for a friend or a report", show=False),
        named_key("W", "keep", "keep as a test", "Keep this moment as a test, with all on the board", show=False),
        named_key("escape", "title", "title", "Go to the title", display="esc"),
    ]

    def __init__(self, saved: SavedSession, report: list[str]) -> None:
        super().__init__()
        self.saved = saved
        self.page = Page(saved, self.choose, self._keys_put)
        self._report = report

    def compose(self) -> ComposeResult:
        """The page, the keys."""
        yield self.page
        yield Keys()

    def on_mount(self) -> None:
        """Begin with what stands; the odds of the review once the first page is being read."""
        self.begin(self._report)
        self.set_timer(UNHURRIED, self.player.background.start)

    def _keys_put(self) -> set[str]:
        """The keys that the player has put other actions on."""
        return {key for keys in self.player.settings.keys.values() for key in keys.split(",")}

    @property
    def view(self) -> View:
        """The present moment."""
        return self.saved.view

    def begin(self, said: Iterable[str] = ()) -> None:
        """Show a playthrough that was begun or gone on with; where nothing was heard yet, first what led here."""
        fresh = not any(hearing.heard for hearing in self.view.hearings) and not self.saved.is_short
        self.turn("followed" if fresh and self._has_followed else "scene", still=True)
        for line in said:
            self.notify(line, markup=False, timeout=15)
        self._say()

    def turn(self, kind: PageKind, still: bool = False) -> None:
        """Turn to a page, from its top. `still`: without motion."""
        self.player.key_repeat.turned()
        if kind == "scene":
            self.page.taken = self.saved.go_on()
        moves = not still and self.app.animation_level != "none"
        self.page.turn(kind, moves, self.player.settings.reveal, self.player.settings.shorten)

    @property
    def _has_followed(self) -> bool:
        return bool((f := self.view.followed) and (f.blocks or f.changes))

    def _say(self) -> None:
        for notice in self.saved.notices():
            self.notify(notice, severity="warning", markup=False, timeout=10)

    def choose(self, chosen: Offer | Onward) -> None:
        """Make a choice of this page."""
        match chosen:
            case Offer(locked=reason) if reason:
                self.notify(f"Not open: {plain(reason)}", markup=False, timeout=4)
            case Offer(id=ref):
                self._move_on(ref)
            case Onward.READ_ON:
                self.action_read_on()
            case Onward.NEW:
                self.saved.new()
                self.begin()
            case Onward.UNDO:
                self.action_undo()
            case Onward.REVIEW:
                self.action_review()
            case Onward.TITLE:
                self.action_title()
            case Onward.QUIT:
                self.player.leave()

    def _move_on(self, ref: str) -> None:
        try:
            self.saved.choose(ref)
        except (CannotMove, Stuck) as error:
            self.notify(f"That way is closed: {error}. Nothing has happened.", severity="warning", markup=False)
            return
        self.turn("followed" if self._has_followed else "scene")
        self._say()

    def hear(self, ref: str) -> None:
        """Hear a briefing, or find the one that was heard; the text scrolls to it."""
        if not any(h.heard for h in self.view.hearings if h.id == ref):
            try:
                self.saved.hear(ref)
            except CannotMove:
                self.notify("There is no time to hear another.", markup=False, timeout=4)
                return
            self.page.paint()
            self._say()
        self.call_after_refresh(self.page.scroll_to_hearing, ref)

    def go_back(self, turn: int) -> None:
        """Go back to the decision after so many choices, and show it."""
        if self.saved.branch_at(turn):
            self.turn("scene")
            self.notify("You have gone back. The road you left is among the saves.", timeout=5)
            self._say()

    @on(Lines.Pressed)
    async def press(self, event: Lines.Pressed) -> None:
        """Something in the text was clicked."""
        match event.what:
            case Hear(ref):
                self.hear(ref)
            case ToTerm(ref):
                self.action_terms(ref)
            case ToClaim(ref):
                self.action_claims(ref)
            case ToVariable(variable):
                self.action_board(variable)
            case Act(action):
                await self.run_action(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not shown."""
        match action:
            case "read_on":
                return self.page.next is not None or self.page.more
            case "claims":
                return bool(self.saved.machine.story.claims)
            case "terms":
                return bool(self.saved.machine.story.glossary or self.saved.machine.story.people)
            case "hear":
                return parameters[0] in self.page.by_letter
            case "review":
                return self.page.kind == "ending"
            case "whole":
                return self.page.is_shortened
            case "undo":
                return self.view.undoable
            case "again":
                return self.page.kind == "ending" or (
                    self.page.kind == "scene" and self._has_followed and not self.page.taken
                )
        return True

    def said(self, binding: Binding) -> str:
        """What a key does: that of a choice makes it, that of a name hears somebody."""
        if binding.action.startswith("pick") and (item := self.page.choices.keyed(binding.key)):
            return f"Choose: {item.label.plain}"
        if binding.action.startswith("hear") and binding.key in self.page.by_letter:
            return f"Hear {self.page.by_letter[binding.key].name}"
        return super().said(binding)

    def action_read_on(self) -> None:
        """The next lines; at their end, from *What followed* to the scene, from an ending's text to its name."""
        if self.page.more:
            self.page.scroll_by(1)
        elif self.page.next:
            self.turn(self.page.next)

    def action_page(self, by: int) -> None:
        """Scroll the text by what fits on the screen."""
        self.page.scroll_by(by)

    def action_end(self, end: int) -> None:
        """To the top of the text, or its end."""
        self.page.scroll.scroll_to(y=self.page.scroll.max_scroll_y * end, animate=False)

    def action_hear(self, letter: str) -> None:
        """Hear the briefing that a letter stands for."""
        self.hear(self.page.by_letter[letter].id)

    def action_again(self) -> None:
        """Back to what followed, or from an ending's name to its text."""
        self.turn("scene" if self.page.kind == "ending" else "followed", still=True)

    def action_undo(self) -> None:
        """Take back the last choice."""
        label = plain(self.view.followed.label) if self.view.followed else ""
        if self.saved.undo():
            self.turn("scene")
            self.notify(f"Taken back: {label}", markup=False, timeout=3)
            self._say()

    def action_claims(self, at: str | None = None) -> None:
        """The claims, those of this page first; `at` is the one that was asked for."""
        self.app.push_screen(desk.claims_sheet(self.saved, self.page.kind, at))

    def action_terms(self, at: str | None = None) -> None:
        """The terms and people, those of this page first; `at` is the one that was asked for."""
        self.app.push_screen(desk.terms_sheet(self.saved, self.page.kind, at))

    def action_road(self) -> None:
        """The road, as far as it was read."""
        self.app.push_screen(desk.road_sheet(self.saved, self.page.kind, self.go_back))

    def action_journal(self) -> None:
        """The journal, as far as it was read."""
        self.app.push_screen(desk.journal_sheet(self.saved, self.page.kind))

    def action_board(self, at: str | None = None) -> None:
        """The whole board, with what each part of it means; `at` is the variable that was asked for."""
        self.app.push_screen(desk.board_sheet(self.page, at))

    def action_whole(self) -> None:
        """All of the page."""
        self.page.tell_whole()
        self.refresh_bindings()

    def action_review(self) -> None:
        """Look back on the road."""
        from playable.tui.screens.review import Onwards, ReviewScreen

        def play_on(onward: Onwards) -> None:
            if onward.without:
                self.player.play_on(onward.playthrough)
            else:
                self.go_back(onward.decision - 1)

        self.app.push_screen(ReviewScreen(self.saved.session, self.player.background, play_on))

    def action_write(self) -> None:
        """Write the playthrough to a new file."""
        story = self.saved.machine.story
        path = recording_folder(story.path) / f"{story.head.id}-{self.view.turn}.yaml"
        ask_where(self.app, path, self.saved.export)

    def action_keep(self) -> None:
        """Keep this moment as a test, and say where."""
        try:
            self.notify(str(keep_as_test(self.saved.session)), markup=False, timeout=8)
        except OSError as error:
            self.notify(f"It cannot be kept: {error.strerror or error}.", severity="warning", markup=False)

    def action_title(self) -> None:
        """Back to the title, and from a doubted world to the one that was begun in."""
        self.player.leave_doubt()
        self.dismiss()
