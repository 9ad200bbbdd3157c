"""How a page of the game is shown: always in the same few widgets, repainted in place."""

from __future__ import annotations

from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer

from playable.engine.parts import Hearing
from playable.engine.saved_session import SavedSession
from playable.engine.view import View
from playable.tui.marks import Page
from playable.tui.motion import FRAME, Coming
from playable.tui.screens.leaving import LeavingScreen
from playable.tui.sizes import SHORT
from playable.tui.text import DIM, EMPTY, HEAD, flow, spaced, spread, told
from playable.tui.widgets.board import board, strip
from playable.tui.widgets.choices import Choices, Item
from playable.tui.widgets.hearings import hearings, letters
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.pane import Pane
from playable.tui.widgets.rows import Row
from playable.tui.widgets.scene import TONES, followed, scene, trimmed

CLOSING = {
    "(review)": "The review: where the road turned",
    "(new)": "New game",
    "(undo)": "Take back the last choice",
    "(title)": "Title",
    "(quit)": "Quit",
}


class PageScreen(LeavingScreen):
    """Paints the view of a saved session: *What followed* as a page of its own, or the scene."""

    CSS_PATH = "game.tcss"
    now = staticmethod(monotonic)  # seconds; a page comes in by it

    def __init__(self, saved: SavedSession) -> None:
        super().__init__()
        self.saved = saved
        self.page: Page = "scene"
        self.by_letter: dict[str, Hearing] = {}
        self.lines = Lines(self.text, id="page")
        self.hearers = Lines(self._aside, id="hear")
        self.choices = Choices(self.choose, id="choices")
        self.scroll = Pane(self.lines, id="scroll")
        self._around = (
            Lines(self._masthead, id="masthead"),
            Lines(lambda width: strip(self.view, width), id="strip"),
            Lines(lambda width: board(self.view, width), id="board"),
        )
        self._said_more = False
        self._moved = 1.0  # how far the bars of *What followed* are
        self._coming: Coming | None = None
        self._clock: Timer | None = None  # runs while a page comes in

    @property
    def view(self) -> View:
        """The present moment."""
        return self.saved.view

    @property
    def key(self) -> str:
        """Names this page: a choice made on another is stale."""
        return f"{self.view.key}/{self.page}"

    @property
    def more(self) -> bool:
        """Is there text below what is seen?"""
        return self.scroll.scroll_offset.y < self.scroll.max_scroll_y

    @property
    def dated(self) -> bool:
        """Is there room for the masthead, with the date, and for a line of who can be heard?"""
        return self.size.height >= SHORT

    def compose(self) -> ComposeResult:
        """Everything that is ever on the screen."""
        masthead, strip, board = self._around
        yield masthead
        yield strip
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                yield self.scroll
                yield Pane(self.hearers, self.choices, id="dock")
            yield Pane(board, id="side")
        yield Keys()

    def on_resize(self, event: events.Resize) -> None:
        """Other sizes, other forms of the same page."""
        self.choices.brief = event.size.height < SHORT
        self.paint()
        self.call_after_refresh(self._fit)

    def choose(self, row: Row) -> None:
        """What a choice of this page does."""
        raise NotImplementedError

    def turn(self, page: Page, still: bool = False) -> None:
        """Turn to a page, from its top. `still`: without motion."""
        self.page = page
        self.player.key_repeat.turned()
        self.hurry()
        if not still and self.app.animation_level != "none":
            bars = page == "followed" and bool(self.view.changes)
            self._coming = Coming(self.now(), self.scroll.size.height, bars, self.player.settings.reveal)
            self._moved = 0.0 if bars else 1.0
            self._clock = self.set_interval(FRAME, self._come)
        self.paint()
        self._come()
        self.scroll.scroll_home(animate=False)

    def hurry(self) -> None:
        """Let everything be there at once: no key waits for what is still to come."""
        if self._clock:
            self._clock.stop()
            self._clock = self._coming = None
            self._come()

    def _come(self) -> None:
        now, coming, page = self.now(), self._coming, self.lines
        moved = coming.moved(now) if coming else 1.0
        page.veil(coming.line(now) if coming else None)
        if moved != self._moved:
            self._moved = moved
            page.redraw(layout=False)
        if coming and coming.over(now):
            self.hurry()

    def paint(self) -> None:
        """Show the present page."""
        self.by_letter = letters(self.view.hearings) if self.page == "scene" else {}
        self.hearers.display = self.dated and bool(self.by_letter or self._at_the_end)
        for lines in (self.lines, self.hearers, *self._around):
            lines.redraw()
        self._fit()
        self.choices.offer(self.key, self._items())
        self.refresh_bindings()

    def text(self, width: int) -> list[Content]:
        """The page itself."""
        if self.page == "followed" and self.view.followed:
            return followed(self.view.followed, width, self._moved)
        lines = scene(self.view, width, self.dated)
        return lines if self.dated else trimmed([*lines, EMPTY, *hearings(self.view, self.by_letter, width)])

    def _fit(self) -> None:
        """Give the text no more rows than it has, so that the choices stand right under it."""
        if width := self.lines.size.width:
            self.scroll.styles.max_height = len(self.lines.lines(width)) + self.scroll.gutter.height

    def on_pane_moved(self) -> None:
        """Say whether there is more text below; only a change costs a frame."""
        if self.more != self._said_more:
            self._said_more = self.more
            self.scroll.border_subtitle = Content.assemble((" more ▾ ", DIM)) if self.more else ""
            if self.page == "followed":
                self.choices.offer(self.key, self._items())
            self.refresh_bindings()

    @property
    def _at_the_end(self) -> bool:
        return self.page == "scene" and self.view.ending is not None

    def _aside(self, width: int) -> list[Content]:
        """Above the choices: who can be heard, or how it ended."""
        if self._at_the_end and (end := self.view.ending):
            return flow(Content.assemble((end.name, HEAD), (f"  {TONES[end.tone]}", DIM)), width)
        return hearings(self.view, self.by_letter, width)

    def _masthead(self, width: int) -> list[Content]:
        view = self.view
        where = " · ".join(part for part in (view.date, view.place) if part)
        title = self.saved.machine.story.head.title
        name = Content.assemble((spaced(title, width // 3), HEAD))
        return [spread(width, name, Content(view.chapter), Content(where))]

    def _items(self) -> list[Item]:
        view = self.view
        if self.page == "followed":
            onward = "Read on ▾" if self.more else "Continue"
            return [Item("(on)", Content.assemble(onward, ("   enter or space", DIM)), digit=False)]
        items = [Item(offer.id, told(offer.label), told(offer.locked)) for offer in view.offers]
        if view.ending or view.stuck:
            not_here = {"(undo)": not view.undoable, "(review)": view.ending is None}
            items += [Item(ref, Content(label)) for ref, label in CLOSING.items() if not not_here.get(ref)]
        return items
