"""A part of the screen that scrolls by wheel and by the keys of its screen, and takes no keys of its own."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive


class Pane(VerticalScroll, inherit_bindings=False, can_focus=False):
    """Scrolls; the choices, inside it or beside it, keep the focus."""

    virtual_size = Reactive(Size(0, 0), repaint=False)  # it comes of a layout, and Textual would do another

    class Moved(Message):
        """Another part of the text is seen, or there is more or less of it."""

    def on_mount(self) -> None:
        """Say so when anything moves."""
        for what in ("scroll_y", "virtual_size"):
            self.watch(self, what, self.on_resize, init=False)

    def on_resize(self) -> None:
        """More or less of the text is seen."""
        self.post_message(self.Moved())
