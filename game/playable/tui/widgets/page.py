"""How a page of the game is shown: always in the same few widgets, repainted in place; and how a new one comes in."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer

from playable.desk.calendar import Measure, measure, month
from playable.desk.saves import is_kept
from playable.desk.shortening import is_shortened, shortened
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Step
from playable.engine.view import View
from playable.engine.view_parts import Change, Citation, Hearing, Offer, Panel
from playable.tui.page_references import PageKind, cites
from playable.tui.screen import SHORT
from playable.tui.text import DIM, EMPTY, HEAD, spaced, spread, told
from playable.tui.theme import SEASONS, season
from playable.tui.widgets.board import board, strip
from playable.tui.widgets.calendar import calendar
from playable.tui.widgets.choices import LETTERS, Choices, Item
from playable.tui.widgets.coming import FRAME, Coming
from playable.tui.widgets.debrief import sections
from playable.tui.widgets.hearings import hearings, letters
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.notes import cited_at, notes
from playable.tui.widgets.pane import Pane
from playable.tui.widgets.roadside import milestones, roadside
from playable.tui.widgets.scene import closed, followed, heard, passages, scene, taken, trimmed

if TYPE_CHECKING:
    from playable.review.document.parts import Section

ABOVE = 4  # rows: the masthead, the calendar, and the margins of what stands beside the text


class Onward(Enum):
    """What can be chosen beside the choices of the story, each as it is called."""

    READ_ON = "Continue"
    REVIEW = "The review: where the road turned"
    NEW = "New game"
    UNDO = "Take back the last choice"
    TITLE = "Title"
    QUIT = "Quit"


class Page(Vertical):
    """Paints the view of a saved session: *What followed* as a page of its own, or the scene."""

    now = staticmethod(monotonic)  # seconds; a page comes in by it

    def __init__(
        self, saved: SavedSession, chosen: Callable[[Offer | Onward], None], reserved: Callable[[], set[str]]
    ) -> None:
        """`chosen` is given what was chosen on the page that is seen; letters that are `reserved` choose nothing."""
        super().__init__(id="page")
        self.saved, self._reserved = saved, reserved
        self.kind: PageKind = "scene"
        self.taken: tuple[str, ...] = ()  # what was taken for the player on the way to this scene, in words
        self.by_letter: dict[str, Hearing] = {}
        self.lines = Lines(self._text, id="text")
        self.hearers = Lines(self._aside, id="hear")
        self.choices: Choices[Offer | Onward] = Choices(chosen, id="choices")
        self.scroll = Pane(self.lines, id="scroll")
        self.side = Lines(self._side, id="side")
        self.road = Lines(self._road, id="roadside")
        self._above = (
            Lines(self._masthead, id="masthead"),
            Lines(lambda width: strip(self.panels, width), id="strip"),
            Lines(self._calendar, id="calendar"),
        )
        self._over_notes = 0  # rows of the board, and the one below it
        self._noted: list[tuple[int, Citation]] = []  # the sidenotes that are shown
        self._measured: tuple[Machine, Measure] | None = None
        self._looked_back: tuple[list[Step], tuple[Section, ...]] = [], ()
        self.shortens = False  # is what was read before told in short?
        self._in_short: tuple[View, View] | None = None  # the present moment, and the same in short
        self._said_more = False
        self._moved = 1.0  # how far the bars of *What followed* are
        self._coming: Coming | None = None
        self._clock: Timer | None = None  # runs while a page comes in

    @property
    def view(self) -> View:
        """The present moment."""
        return self.saved.view

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The board as it stands on this page: by *What followed* nothing is known yet of where it led."""
        return self.view.board_before_arriving if self.kind == "followed" else self.view.board

    @property
    def key(self) -> str:
        """Names this page: a choice made on another is stale."""
        return f"{self.view.key}/{self.kind}"

    @property
    def more(self) -> bool:
        """Is there text below what is seen?"""
        return self.scroll.scroll_offset.y < self.scroll.max_scroll_y

    @property
    def dated(self) -> bool:
        """Is there room for the masthead, with the date, and for a line of who can be heard?"""
        return self.app.size.height >= SHORT

    @property
    def rows(self) -> int:
        """How many rows there are beside the text."""
        return max(0, self.size.height - ABOVE)

    def compose(self) -> ComposeResult:
        """Everything that is ever on the screen."""
        self.choices.brief = not self.dated
        yield from self._above
        with Horizontal(id="desk"):
            yield self.road
            with Vertical(id="left"):
                yield self.scroll
                yield Pane(self.hearers, self.choices, id="dock")
            yield self.side

    def on_resize(self) -> None:
        """Other sizes, other forms of the same page."""
        self.choices.brief = not self.dated
        self.paint()
        self.call_after_refresh(self._fit)

    @property
    def shown(self) -> View:
        """The present moment as it is told: where that is asked for, what was read before in short."""
        if not self.shortens:
            return self.view
        if self._in_short is None or self._in_short[0] is not self.view:
            self._in_short = self.view, shortened(self.saved)
        return self._in_short[1]

    @property
    def is_shortened(self) -> bool:
        """Is anything of the page cut short?"""
        return self.kind != "ending" and self.shortens and is_shortened(self.shown, self.view)

    def tell_whole(self) -> None:
        """All of this page."""
        self.shortens = False
        self.paint()

    def turn(self, kind: PageKind, moves: bool, reveals: bool, shortens: bool = False) -> None:
        """Turn to a page, from its top: with bars that move, and text that comes in line by line, or at once."""
        self.kind, self.shortens = kind, shortens
        self.hurry()
        if moves:
            bars = bool(self._changes)
            self._coming = Coming(self.now(), self.scroll.size.height, bars, reveals)
            self._moved = 0.0 if bars else 1.0
            self._clock = self.set_interval(FRAME, self._come)
        self.paint()
        self._come()
        self.scroll.forget()
        self.scroll.scroll_home(animate=False)

    @property
    def _changes(self) -> tuple[Change, ...]:
        if self.kind == "followed":
            return self.view.followed.changes if self.view.followed else ()
        return self.view.arrived if self.kind == "scene" else ()

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
        self.by_letter = letters(self.view.hearings) if self.kind == "scene" else {}
        self.hearers.display = self.dated and bool(self.by_letter)
        for lines in (self.lines, self.hearers):
            lines.redraw()
        for lines in (*self._above, self.side, self.road):
            lines.renew()
        today = month(self._told.date)
        for name in SEASONS:
            self.set_class(today is not None and name == season(today % 12), f"-{name}")
        self._fit()
        used = {*self.by_letter, *self._reserved()}
        self.choices.letters = "".join(letter for letter in LETTERS if letter not in used)
        self.choices.offer(self.key, self._items())
        self.refresh_bindings()

    def scroll_by(self, pages: int) -> None:
        """Scroll the text by what fits on the screen."""
        self.scroll.scroll_relative(y=pages * max(1, self.scroll.scrollable_content_region.height - 1), animate=False)

    def scroll_to_hearing(self, ref: str) -> None:
        """Scroll the text to a briefing that was heard."""
        told = [h for h in self.shown.hearings if h.heard]
        if ref not in [h.id for h in told]:  # the next key was quicker than the repaint
            return
        width = self.lines.size.width
        before = told[: [h.id for h in told].index(ref)]
        rows = sum(len(heard(h, width)) + 1 for h in before)
        above = len(taken(self.taken, width)) + len(passages(self.shown, width, self.dated))
        self.scroll.scroll_to(y=above + rows, animate=False)

    def _text(self, width: int) -> list[Content]:
        if self.kind == "followed" and self.shown.followed:
            return followed(self.shown.followed, width, self._moved)
        if self.kind == "ending" and self.view.ending:
            kept = is_kept("The playthrough", self.saved.store)
            return [*closed(self.view.ending, self.view.turn, width, kept), EMPTY, *sections(self._half_page(), width)]
        lines = [*taken(self.taken, width), *scene(self.shown, width, self.dated, self._moved)]
        return lines if self.dated else trimmed([*lines, EMPTY, *hearings(self.view, self.by_letter, width)])

    def _fit(self) -> None:
        """Give the text no more rows than it has, so that the choices stand right under it."""
        if width := self.lines.size.width:
            self.scroll.styles.max_height = len(self.lines.lines(width)) + self.scroll.gutter.height

    def on_pane_scrolled(self) -> None:
        """Say whether there is more text below; only a change costs a frame."""
        if self.more != self._said_more:
            self._said_more = self.more
            self.scroll.border_subtitle = Content.assemble((" more ▾ ", DIM)) if self.more else ""
            if self.kind == "followed" or self._at_the_end:
                self.choices.offer(self.key, self._items())
            self.refresh_bindings()
        if self.side.size.width and self._wanted() != self._noted:
            self.side.renew()

    @property
    def next(self) -> PageKind | None:
        """The page that reading on leads to, without a choice."""
        return "scene" if self.kind == "followed" else "ending" if self._at_the_end else None

    @property
    def withholds_ending(self) -> bool:
        """Is an ending come to that was not read to its name?"""
        return self.view.ending is not None and self.kind != "ending"

    def _half_page(self) -> tuple[Section, ...]:
        """Why it ended so, worked out once for each ending that is come to."""
        from playable.review.document.sections import half_page  # needed once a game, at its end

        if self._looked_back[0] != self.saved.session.steps:
            self._looked_back = [*self.saved.session.steps], half_page(self.saved.session)
        return self._looked_back[1]

    @property
    def _at_the_end(self) -> bool:
        """Is an ending being told? Until its text is read nothing names it."""
        return self.kind == "scene" and self.view.ending is not None

    def _aside(self, width: int) -> list[Content]:
        """Above the choices: who can be heard."""
        return hearings(self.view, self.by_letter, width)

    @property
    def _told(self) -> View:
        """The moment whose page this is: by *What followed*, where the choice was made."""
        return self.saved.session.views[-2] if self.kind == "followed" else self.view

    def _masthead(self, width: int) -> list[Content]:
        where = " · ".join(part for part in (self._told.date, self._told.place) if part)
        title = self.saved.machine.story.head.title
        name = Content.assemble((spaced(title, width // 3), HEAD))
        return [spread(width, name, Content(self.view.chapter), Content(where))]

    def _calendar(self, width: int) -> list[Content]:
        view, turn, about = self.view, self.view.turn, self._measure.decisions
        if view.ending and self.kind != "followed":
            said = ""
        else:
            number = turn + (self.kind == "scene")
            said = f"decision {number}" + (f" of about {about}" if number <= about else "")
        return [calendar(self._measure.months, month(self._told.date), said, width)]

    @property
    def _measure(self) -> Measure:
        """What time is measured by in this world, worked out once for it."""
        machine = self.saved.machine
        if self._measured is None or self._measured[0] is not machine:
            self._measured = machine, measure(machine)
        return self._measured[1]

    def _road(self, width: int) -> list[Content]:
        road = milestones(self.saved.session.views, arrived=self.kind != "followed")
        about = 0 if self.view.ending else self._measure.decisions
        return roadside(road, about, width, self.rows)

    def _side(self, width: int) -> list[Content]:
        """The board, which stands still, and below it the sidenotes of the text that is seen."""
        lines = [*board(self.panels, width, self.rows), EMPTY]
        self._over_notes = len(lines)
        self._noted = self._wanted()
        return [*lines, *notes(self._noted, width, self.rows - len(lines))]

    def _wanted(self) -> list[tuple[int, Citation]]:
        """The claims that the seen text leans on, each with the row below the board that is at its height."""
        if not (width := self.lines.size.width):
            return []
        top, seen = int(self.scroll.scroll_offset.y), self.scroll.scrollable_content_region.height
        cited = {claim.id: claim for claim in cites(self.view, self.kind)}
        leaning = [at for at in cited_at(self.lines.lines(width)) if at.claim in cited and 0 <= at.row - top < seen]
        return [(at.row - top - self._over_notes, cited[at.claim]) for at in leaning]

    def _items(self) -> list[Item[Offer | Onward]]:
        view = self.view
        if self.kind == "followed" or self._at_the_end:
            label = "Read on ▾" if self.more else Onward.READ_ON.value
            return [Item(Onward.READ_ON, Content.assemble(label, ("   enter or space", DIM)), keyed=False)]
        items: list[Item[Offer | Onward]] = [Item(o, told(o.label), told(o.locked)) for o in view.offers]
        if view.ending or view.stuck:
            review = [Onward.REVIEW] if view.ending else []
            undo = [Onward.UNDO] if view.undoable else []
            closing = [*review, Onward.NEW, *undo, Onward.TITLE, Onward.QUIT]
            items += [Item(onward, Content(onward.value)) for onward in closing]
        return items
