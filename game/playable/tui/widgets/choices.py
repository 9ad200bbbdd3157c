"""What can be chosen: by digit, by arrows and Enter, by click. Locked ones stand among them with their reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.tui.text import BAD, CURSOR, DIM, EMPTY, KEY, flow
from playable.tui.widgets.rows import Row, Rows, T, lead


@dataclass(frozen=True)
class Item(Row[T]):
    """One choice. `locked` is why it cannot be made; only open ones take digits, and only if `digit`."""

    locked: Content = EMPTY
    digit: bool = True
    sign: str = " "  # its digit, once it has one
    brief: bool = False  # one line, unless it is marked

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it."""
        first = lead(marked) + Content.assemble((self.sign, BAD if self.locked else KEY), "  ")
        label = self.label.stylize(DIM if self.locked else CURSOR if marked else "")
        if self.locked:
            label = label + Content.assemble((" · ", DIM)) + self.locked.stylize(DIM)
        rows = flow(label, width, first)
        if self.brief and not marked and len(rows) > 1:
            return [Content.assemble(first, label).truncate(width, ellipsis=True)]
        return rows


class Choices(Rows[T]):
    """The choices of one page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"digit({n})", "choose", tooltip="Make that choice") for n in range(1, 10)),
        Binding("enter", "take", "take", show=False, tooltip="Make the choice that is marked ›"),
    ]

    def __init__(self, taken: Callable[[T], None], id: str | None = None) -> None:  # noqa: A002
        super().__init__(taken, id)
        self.brief = False  # one line each but for the marked one

    def offer(self, page: str, rows: Sequence[Row[T]], at: int | None = None) -> None:
        """Number the open ones and show them all."""
        items, digits = [item for item in rows if isinstance(item, Item)], iter("123456789")
        super().offer(
            page,
            [
                replace(item, brief=self.brief, sign="✗" if item.locked else next(digits, " ") if item.digit else " ")
                for item in items
            ],
            at,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit that no choice has is no key."""
        return action != "digit" or self.numbered(str(parameters[0])) is not None

    def numbered(self, digit: str) -> Item[T] | None:
        """The choice with that digit."""
        return next((row for row in self.rows if isinstance(row, Item) and row.sign == digit), None)

    def action_digit(self, n: int) -> None:
        """Make the choice with that digit."""
        if (item := self.numbered(str(n))) and item.of is not None:
            self._taken(item.of)

    @property
    def _steady(self) -> bool:
        return not self.brief
