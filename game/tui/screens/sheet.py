"""A sheet of paper laid over the screen, to be read and put away."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from game.tui.screens.leaving import LeavingScreen
from game.tui.text import EMPTY, rule
from game.tui.widgets.keys import Keys
from game.tui.widgets.lines import LayOut, Lines
from game.tui.widgets.pane import Pane


class Sheet(LeavingScreen, ModalScreen[None]):
    """A heading and a text that scrolls."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "close", key_display="esc"),
        Binding("space,pagedown", "page(1)", "read on", key_display="space"),
        Binding("pageup", "page(-1)", "back", show=False),
        Binding("down", "line(1)", "down", show=False),
        Binding("up", "line(-1)", "up", show=False),
    ]

    def __init__(self, heading: Content, text: LayOut) -> None:
        super().__init__()
        self._heading, self._text = heading, text

    def compose(self) -> ComposeResult:
        """The heading, the text, the keys."""
        with Vertical(id="paper"):
            yield Lines(lambda width: [rule(width, self._heading), EMPTY], id="heading")
            with Pane(id="reading"):
                yield Lines(self._text)
            yield Keys()

    def action_page(self, by: int) -> None:
        """A page further, or back."""
        for reading in self.query(Pane):  # none while the sheet is only being laid, or put away
            reading.scroll_relative(y=by * max(1, reading.size.height - 1), animate=False)

    def action_line(self, by: int) -> None:
        """A line further, or back."""
        for reading in self.query(Pane):
            reading.scroll_relative(y=by, animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside the paper puts it away."""
        if event.widget is self:
            self.dismiss()
