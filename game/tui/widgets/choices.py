"""What can be chosen: by digit, by arrows and Enter, by click. Locked ones stand among them with their reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from game.tui.text import BAD, CURSOR, DIM, EMPTY, KEY, flow, pressable
from game.tui.widgets.lines import Lines


@dataclass(frozen=True)
class Item:
    """One choice. `locked` is why it cannot be made; only open ones take digits, and only if `digit`."""

    ref: str
    label: Content
    locked: Content = EMPTY
    digit: bool = True


class Choices(Lines, can_focus=True):
    """The choices of one page. `page` names it, so that what is chosen late is known to be stale."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"digit({n})", "choose", tooltip="Make that choice") for n in range(1, 10)),
        Binding("up", "move(-1)", "move", show=False, tooltip="Move between the choices"),
        Binding("down", "move(1)", "move", show=False),
        Binding("enter", "take", "take", show=False, tooltip="Make the choice that is marked ›"),
    ]

    class Chosen(Message):
        """A choice was made, or a locked one tried."""

        def __init__(self, page: str, item: Item) -> None:
            self.page, self.item = page, item
            super().__init__()

    def __init__(self, id: str | None = None) -> None:
        super().__init__(self._lay_out, id=id)
        self.page = ""
        self.items: list[Item] = []
        self.at = 0
        self.brief = False  # one line each but for the marked one
        self._clicked = ""  # the page on which a chain of clicks began
        self._rows: list[int] = []  # the first row of each item

    def offer(self, page: str, items: list[Item]) -> None:
        """Show other choices; the mark goes to the first, unless the page stays."""
        if page != self.page or len(items) != len(self.items):
            self.at = 0
        self.page, self.items = page, items
        self.redraw()
        self.call_after_refresh(self._keep_in_sight)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit that no choice has is no key."""
        return action != "digit" or int(str(parameters[0])) <= len(self._open())

    def action_digit(self, n: int) -> None:
        """Make the choice with that digit."""
        self._choose(self._open()[n - 1])

    def action_move(self, by: int) -> None:
        """Move the mark, round at the ends."""
        if self.items:
            self._mark((self.at + by) % len(self.items))
            self.call_after_refresh(self._keep_in_sight)

    def action_take(self) -> None:
        """Make the marked choice."""
        if self.items:
            self._choose(self.items[self.at])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mark follows the mouse."""
        if (what := event.style.meta.get("press")) and not self.brief:
            self._mark(int(what[1]))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked; the second of a double click never chooses on the page that the first led to."""
        event.stop()
        event.prevent_default()
        if event.chain == 1:
            self._clicked = self.page
        if (what := event.style.meta.get("press")) and self._clicked == self.page:
            self._mark(int(what[1]))
            self._choose(self.items[self.at])

    def _choose(self, item: Item) -> None:
        self.post_message(self.Chosen(self.page, item))

    def _open(self) -> list[Item]:
        return [item for item in self.items if item.digit and not item.locked][:9]

    def _mark(self, at: int) -> None:
        if at != self.at:
            self.at = at
            self.redraw(layout=self.brief)

    def _keep_in_sight(self) -> None:
        """Scroll what the choices stand in, if they are more than fit."""
        if self.at < len(self._rows) and isinstance(self.parent, Widget):
            top, end = self._rows[self.at], [*self._rows, self.size.height][self.at + 1]
            self.parent.scroll_to_region(Region(0, self.virtual_region.y + top, 1, end - top), animate=False)

    def _lay_out(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._rows = []
        digits = {id(item): str(n) for n, item in enumerate(self._open(), 1)}
        for n, item in enumerate(self.items):
            self._rows.append(len(lines))
            marked = n == self.at
            sign = "✗" if item.locked else digits.get(id(item), " ")
            lead = Content.assemble(("› " if marked else "  ", KEY), (sign, BAD if item.locked else KEY), "  ")
            label = item.label.stylize(DIM) if item.locked else item.label.stylize(CURSOR) if marked else item.label
            if item.locked:
                label = label + Content.assemble((" · ", DIM)) + item.locked.stylize(DIM)
            rows = flow(label, width, lead)
            if self.brief and not marked and len(rows) > 1:
                rows = [Content.assemble(lead, label).truncate(width, ellipsis=True)]
            lines += [pressable(row.pad_right(max(0, width - row.cell_length)), "choice", str(n)) for row in rows]
        return lines
