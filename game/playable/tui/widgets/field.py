"""A line to type in. Nothing in it blinks."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Field(Input):
    """Textual's own, in one row; its Enter stands on the last line as whatever the screen says it does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "take", tooltip="Take what is marked ›")]

    def __init__(self, value: str = "", placeholder: str = "", max_length: int = 0, id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder, max_length=max_length, select_on_focus=False, compact=True, id=id)
        self.cursor_blink = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter does something where the screen would take what is marked."""
        return self.screen.check_action("take", ()) if action == "submit" else True
