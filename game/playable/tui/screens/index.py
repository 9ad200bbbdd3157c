"""A sheet of rows: one is marked, and can be taken; those that a search leaves are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from playable.tui.screens.sheet import Paper
from playable.tui.text import DIM
from playable.tui.widgets.field import Field
from playable.tui.widgets.rows import MarkedRows, Row, T


class Index(Paper, Generic[T]):
    """Rows on a sheet of constant size. `PROMPT` says what can be searched for, if anything can."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False, tooltip="Move the mark"),
        Binding("down", "move(1)", "move", show=False, tooltip="Move the mark"),
        Binding("enter", "take", "take", tooltip="Take what is marked ›"),
        Binding("slash", "search", "search", key_display="/", tooltip="Search"),
    ]
    AUTO_FOCUS = "#rows"  # a key that comes while it opens is not typed into a field that is not seen
    PROMPT: ClassVar[str] = ""
    SEARCH_FIRST: ClassVar[bool] = False  # does one begin by typing?
    NOTHING: ClassVar[str] = "Nothing here."

    def __init__(self) -> None:
        super().__init__()
        self.listed: MarkedRows[T] = MarkedRows(self._take, id="rows")
        self.field = Field(placeholder=self.PROMPT, id="search")
        self.field.display = self.SEARCH_FIRST

    def above(self) -> Iterable[Widget]:
        """The field to search by."""
        return [self.field] if self.PROMPT else []

    def body(self) -> Widget:
        """The rows."""
        return self.listed

    def on_mount(self) -> None:
        """Fill it."""
        self.fill(self.first())
        if self.SEARCH_FIRST:
            self.field.focus()
        else:
            self.listed.focus()

    def rows(self, words: str) -> Sequence[Row[T]]:
        """What to show; `words` is what is searched for, empty for everything."""
        raise NotImplementedError

    def first(self) -> int | None:
        """Which row to mark at first."""
        return None

    def taken(self, of: T) -> None:
        """A row was taken, and something comes of it."""

    def _take(self, of: T) -> None:
        if self.takes(of):
            self.taken(of)

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.field.value.strip()

    def fill(self, at: int | None = None) -> None:
        """Show the rows anew."""
        rows = self.rows(self.words) or (Row(None, Content.assemble((self.nothing, DIM))),)
        self.listed.offer(f"{type(self).__name__}/{self.words}", rows, at)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not shown."""
        match action:
            case "search":
                return bool(self.PROMPT) and not self.field.has_focus
            case "take":
                return self.listed.marked is not None and self.takes(self.listed.marked)
        return True

    @property
    def nothing(self) -> str:
        """Why there are no rows."""
        return self.NOTHING

    def takes(self, of: T) -> bool:
        """Does anything come of taking the row of this?"""
        return True

    def action_take(self) -> None:
        """Take the marked row."""
        self.listed.action_take()

    def action_search(self) -> None:
        """To the field."""
        self.field.display = True
        self.field.focus()

    def action_move(self, by: int) -> None:
        """Move the mark from the field too."""
        self.listed.action_move(by)

    def action_page(self, by: int) -> None:
        """Move the mark by what fits."""
        self.listed.leap(by)

    async def action_dismiss(self, result: None = None) -> None:
        """First out of a search, then out of the sheet."""
        if self.PROMPT and not self.SEARCH_FIRST and (self.field.has_focus or self.words):
            self.leave_search()
        else:
            self.dismiss()

    def leave_search(self) -> None:
        """Everything is shown again."""
        self.field.clear()
        self.listed.focus()

    @on(Input.Changed, "#search")
    def narrow(self) -> None:
        """Show what the search leaves."""
        self.fill(0)

    @on(Input.Submitted, "#search")
    def take_from_field(self) -> None:
        """Enter in the field takes the marked row."""
        self.listed.action_take()

    @on(MarkedRows.Marked)
    def moved(self) -> None:
        """Other keys may do something now."""
        self.refresh_bindings()
