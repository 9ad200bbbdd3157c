"""A sheet of paper laid over the screen, to be read and put away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from playable.tui.screen import PlayerScreen
from playable.tui.text import EMPTY, HEAD, rule
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import LayOut, Lines
from playable.tui.widgets.pane import Pane


class Paper(PlayerScreen, ModalScreen[None], inherit_bindings=False):
    """A heading, a body that scrolls, the keys."""

    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", key_display="esc", tooltip="Put this away"),
        Binding("pagedown", "page(1)", "scroll", show=False, tooltip="Scroll"),
        Binding("pageup", "page(-1)", "scroll", show=False, tooltip="Scroll"),
        Binding("question_mark", "app.help", "help", key_display="?", tooltip="See these keys"),
        Binding("ctrl+p", "app.palette", "all actions", show=False, tooltip="Find any action by its name"),
        Binding("ctrl+c,super+c", "screen.copy_text", "copy", show=False, system=True),
    ]
    HEADING: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.head = Lines(lambda width: [rule(width, self.heading()), EMPTY], id="heading")

    def compose(self) -> ComposeResult:
        """The heading, the body, the keys."""
        with Vertical(id="paper"):
            yield self.head
            yield from self.above()
            with Pane(id="reading"):
                yield self.body()
            yield Keys()

    def heading(self) -> Content:
        """What this is."""
        return Content.assemble((self.HEADING, HEAD))

    def above(self) -> Iterable[Widget]:
        """What stands above the body and does not scroll."""
        return ()

    def body(self) -> Widget:
        """What scrolls."""
        raise NotImplementedError

    def action_page(self, by: int) -> None:
        """A page further, or back."""
        for reading in self.query("#reading"):  # none while the sheet is only being laid, or put away
            reading.scroll_relative(y=by * max(1, reading.size.height - 1), animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside the paper puts it away."""
        if event.widget is self:
            self.dismiss()


class Sheet(Paper):
    """A text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "dismiss", "close", show=False, tooltip="Put this away"),
        Binding("space", "page(1)", "read on", tooltip="Read on"),
        Binding("down", "line(1)", "a line", show=False, tooltip="Scroll by a line"),
        Binding("up", "line(-1)", "a line", show=False, tooltip="Scroll by a line"),
    ]

    def __init__(self, heading: Content, text: LayOut, opener: str = "") -> None:
        super().__init__()
        self.opener = opener
        self._heading, self._text = heading, text

    def heading(self) -> Content:
        """As it was given."""
        return self._heading

    def body(self) -> Widget:
        """The text."""
        return Lines(self._text)

    def action_line(self, by: int) -> None:
        """A line further, or back."""
        for reading in self.query("#reading"):
            reading.scroll_relative(y=by, animate=False)
