"""What can be chosen: by its key, by arrows and Enter, by click. Locked ones stand among them with their reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.tui.text import BAD, CURSOR, DIM, EMPTY, KEY, flow
from playable.tui.widgets.rows import MarkedRows, Row, T, lead

DIGITS = "1234567890"  # as they stand on the keyboard
LETTERS = "abdfhiklnoptvxyz"  # no key of the game: for who can be heard, and for choices after the tenth


@dataclass(frozen=True)
class Item(Row[T]):
    """One choice. `locked` is why it cannot be made; only open ones take keys, and only if `keyed`."""

    locked: Content = EMPTY
    keyed: bool = True
    sign: str = " "  # its key, once it has one
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


class Choices(MarkedRows[T]):
    """The choices of one page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(c, f"pick('{c}')", "choose", tooltip="Make that choice") for c in DIGITS + LETTERS),
        Binding("enter", "take", "take", show=False, tooltip="Make the choice that is marked ›"),
    ]

    def __init__(self, taken: Callable[[T], None], id: str | None = None) -> None:  # noqa: A002
        super().__init__(taken, id)
        self.brief = False  # one line each but for the marked one
        self.letters = LETTERS  # those that do nothing else here

    def offer(self, page: str, rows: Sequence[Row[T]], at: int | None = None) -> None:
        """Give each open one a key, as far as there are any, and show them all."""
        items, keys = [item for item in rows if isinstance(item, Item)], iter(DIGITS + self.letters)
        super().offer(
            page,
            [
                replace(item, brief=self.brief, sign="✗" if item.locked else next(keys, " ") if item.keyed else " ")
                for item in items
            ],
            at,
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that no choice has is none here."""
        return action != "pick" or self.keyed(str(parameters[0])) is not None

    def keyed(self, key: str) -> Item[T] | None:
        """The choice with that key."""
        return next((row for row in self.rows if isinstance(row, Item) and row.sign == key), None)

    def action_pick(self, key: str) -> None:
        """Make the choice with that key."""
        if (item := self.keyed(key)) and item.of is not None:
            self._taken(item.of)

    @property
    def _steady(self) -> bool:
        return not self.brief
