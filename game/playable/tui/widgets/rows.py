"""Rows, one of which is marked: by arrows and Enter, by click. Headings stand among them and are passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from playable.tui.press import ToRow, pressable, pressed
from playable.tui.text import CURSOR, EMPTY, KEY, flow, rule
from playable.tui.widgets.lines import Lines

T = TypeVar("T")


@dataclass(frozen=True)
class Row(Generic[T]):
    """One row. `of` is what is taken with it; a row of nothing is a heading: it is read and cannot be marked."""

    of: T | None
    label: Content

    @property
    def marks(self) -> bool:
        """Can it be marked?"""
        return self.of is not None

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it."""
        return flow(self.label, width)


class Ruled(Row[T]):
    """A heading with a rule, and room above it."""

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it."""
        return [EMPTY, rule(width, self.label)]


@dataclass(frozen=True)
class Entry(Row[T]):
    """A row that can be taken. `first` stands before it; `more` under it, only while it is marked if `unfolds`.

    What is `told` stands under it only while it is marked.
    """

    more: Sequence[Content] = ()
    unfolds: bool = False
    first: Content = EMPTY
    told: Sequence[Content] = ()

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it."""
        first = lead(marked) + self.first
        lines = flow(self.label.stylize(CURSOR) if marked else self.label, width, first)
        if marked or not self.unfolds:
            indent = " " * (first.cell_length if self.first else 4)
            said = (*self.more, *self.told) if marked else self.more
            lines += [line for more in said for line in flow(more, width, indent)]
        return lines


def lead(marked: bool) -> Content:
    """What stands before a row."""
    return Content.assemble(("› " if marked else "  ", KEY))


class MarkedRows(Lines, Generic[T], can_focus=True):
    """The rows of one page. `page` names it, so that a click begun on another is known to be stale."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--marked"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "move", show=False, tooltip="Move the mark"),
        Binding("down", "move(1)", "move", show=False, tooltip="Move the mark"),
    ]

    class Marked(Message):
        """Another row is marked."""

    def __init__(self, taken: Callable[[T], None], id: str | None = None) -> None:  # noqa: A002
        """`taken` is called at once, not sent a message: the next key, typed ahead, is for what came of this one."""
        super().__init__(self._lay_out, id=id)
        self._taken = taken
        self.page = ""
        self.rows: Sequence[Row[T]] = ()
        self.at = 0
        self._clicked = ""  # the page on which a chain of clicks began
        self._tops: list[int] = []  # the first line of each row
        self._laid_rows: dict[tuple[int, int, bool], list[Content]] = {}

    def offer(self, page: str, rows: Sequence[Row[T]], at: int | None = None) -> None:
        """Show other rows. The mark goes to `at`, else to the first, unless the page stays."""
        if at is not None or page != self.page or len(rows) != len(self.rows):
            self.at = next((n for n in range(at or 0, len(rows)) if rows[n].marks), 0)
        self.page, self.rows = page, rows
        self.redraw()
        self.call_after_refresh(self._keep_in_sight)

    def redraw(self, layout: bool = True) -> None:
        """Lay the rows out again."""
        self._laid_rows.clear()
        super().redraw(layout)

    @property
    def marked(self) -> T | None:
        """What the marked row is of."""
        return self.rows[self.at].of if self.at < len(self.rows) else None

    def action_move(self, by: int) -> None:
        """Move the mark, round at the ends."""
        at = self.at
        for _ in self.rows:
            at = (at + by) % len(self.rows)
            if self.rows[at].marks:
                break
        self.mark(at)
        self.call_after_refresh(self._keep_in_sight)

    def leap(self, by: int) -> None:
        """Move the mark as far as fits on the screen; it stops at the ends."""
        height = self.parent.size.height if isinstance(self.parent, Widget) else 0
        able = [n for n, row in enumerate(self.rows) if row.marks]
        if not able or len(self._tops) < len(self.rows):
            return
        wanted = self._tops[self.at] + by * max(1, height - 2)
        self.mark(min(able, key=lambda n: abs(self._tops[n] - wanted)))
        self.call_after_refresh(self._keep_in_sight)

    def action_take(self) -> None:
        """Take the marked row."""
        if (marked := self.marked) is not None:
            self._taken(marked)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mark follows the mouse, where that moves nothing else."""
        if isinstance(row := pressed(event), ToRow) and self._steady:
            self.mark(row.of)

    @property
    def _steady(self) -> bool:
        """Do marked rows take no more room than others?"""
        return not any(isinstance(row, Entry) and row.unfolds for row in self.rows)

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked; the second of a double click never takes on the page that the first led to."""
        event.stop()
        event.prevent_default()
        if event.chain == 1:
            self._clicked = self.page
        row = pressed(event)
        if self._clicked == self.page and isinstance(row, ToRow) and row.of < len(self.rows):
            self.mark(row.of)
            self.action_take()

    def mark(self, at: int) -> None:
        """Mark another row."""
        if at == self.at:
            return
        width, before = self.size.width, len(self._laid[1]) if self._laid else 0
        self.at, self._laid = at, None
        self._painted.clear()
        self.refresh(layout=bool(width) and len(self.lines(width)) != before)
        self.post_message(self.Marked())

    def _keep_in_sight(self) -> None:
        """Scroll what the rows stand in, if they are more than fit; above the first is what heads it."""
        if self.at < len(self._tops) and isinstance(self.parent, Widget):
            top, end = self._tops[self.at], [*self._tops, self.size.height][self.at + 1]
            if not any(row.marks for row in self.rows[: self.at]):
                top = 0
            self.parent.scroll_to_region(Region(0, self.virtual_region.y + top, 1, end - top), animate=False)

    def render_line(self, y: int) -> Strip:
        """One row of cells; those of the marked row stand on a ground of their own."""
        strip = super().render_line(y)
        ends = [*self._tops, self.size.height][self.at : self.at + 2]
        if self.marked is None or len(ends) < 2 or not ends[0] <= y < ends[1]:
            return strip
        ground = Style(bgcolor=self.get_component_styles("rows--marked").background.rich_color)
        on_it = [Segment(text, (style or Style.null()) + ground, control) for text, style, control in strip]
        return Strip(on_it, strip.cell_length)

    def _row(self, line: Content, n: int, width: int) -> Content:
        if not self.rows[n].marks:
            return line
        return pressable(line.pad_right(max(0, width - line.cell_length)), ToRow(n))

    def _lay_out(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._tops = []
        for n, row in enumerate(self.rows):
            self._tops.append(len(lines))
            form = n, width, n == self.at
            if form not in self._laid_rows:
                self._laid_rows[form] = [self._row(line, n, width) for line in row.paint(width, n == self.at)]
            lines += self._laid_rows[form][not lines and isinstance(row, Ruled) :]  # no room above the first
        return lines
