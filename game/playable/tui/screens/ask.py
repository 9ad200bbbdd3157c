"""One line that the player types: a name for a save."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from playable.tui.screens.sheet import Paper
from playable.tui.text import HEAD
from playable.tui.widgets.field import Field

LONGEST = 60  # characters


class AskScreen(Paper):
    """A question with a field; Enter answers, Escape leaves all as it is."""

    def __init__(self, question: str, value: str, answered: Callable[[str], None]) -> None:
        super().__init__()
        self._question, self._answered = question, answered
        self._field = Field(value, max_length=LONGEST)

    def heading(self) -> Content:
        """The question."""
        return Content.assemble((self._question, HEAD))

    def body(self) -> Widget:
        """The field."""
        return self._field

    @on(Input.Submitted)
    def answer(self) -> None:
        """Take what was typed, unless that is nothing."""
        answer = self._field.value.strip()
        self.dismiss()
        if answer:
            self._answered(answer)
