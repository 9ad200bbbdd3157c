"""Text that is laid out line by line for the width it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

LayOut = Callable[[int], list[Content]]


class Lines(Widget):
    """Shows what `lay_out(width)` returns. Changing it repaints in place: no widget is mounted or removed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--dim", "lines--strong", "lines--head", "lines--key", "lines--term", "lines--good", "lines--bad",
        "lines--cursor",
    }  # fmt: skip

    class Pressed(Message):
        """Something in the text was clicked: see `text.pressable`."""

        def __init__(self, what: tuple[str, ...]) -> None:
            self.what = what
            super().__init__()

    def __init__(self, lay_out: LayOut | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lay_out: LayOut = lay_out or (lambda width: [])
        self._laid: tuple[int, list[Content]] | None = None

    def show(self, lay_out: LayOut) -> None:
        """Show another text."""
        self.lay_out = lay_out
        self.redraw()

    def redraw(self, layout: bool = True) -> None:
        """Lay the text out again; its height stays as it was if `layout` is false."""
        self._laid = None
        self.refresh(layout=layout)

    def lines(self, width: int) -> list[Content]:
        """The text at this width."""
        if self._laid is None or self._laid[0] != width:
            self._laid = width, self.lay_out(width)
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines(width)) if width else 0

    def render(self) -> Content:
        """The lines, one a row."""
        return Content("\n").join(self.lines(max(1, self.content_size.width)))

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked, if it can be pressed."""
        if what := event.style.meta.get("press"):
            event.stop()
            self.post_message(self.Pressed(tuple(what)))
