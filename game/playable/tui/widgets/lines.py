"""Text that is laid out line by line for the width it is given."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from playable.tui.press import Press, pressed

LayOut = Callable[[int], list[Content]]


class Lines(Widget):
    """Shows what `lay_out(width)` returns. Changing it repaints in place: no widget is mounted or removed.

    Only lines that are seen are turned into cells, so that a text of any length costs a screen's worth.
    """

    virtual_size = Reactive(Size(0, 0), repaint=False)  # as in Pane

    class Pressed(Message):
        """Something in the text was clicked: see `pressable`."""

        def __init__(self, what: Press) -> None:
            self.what = what
            super().__init__()

    def __init__(self, lay_out: LayOut | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.lay_out: LayOut = lay_out or (lambda width: [])
        self._laid: tuple[int, list[Content]] | None = None
        self._painted: dict[int, Strip] = {}
        self._veiled: int | None = None  # from this line on the text is still to appear

    def show(self, lay_out: LayOut) -> None:
        """Show another text."""
        self.lay_out = lay_out
        self.redraw()

    def redraw(self, layout: bool = True) -> None:
        """Lay the text out again; its height stays as it was if `layout` is false."""
        self._laid = None
        self._painted.clear()
        self.refresh(layout=layout)

    def renew(self) -> None:
        """Lay the text out again in the room that it has; only lines that are others than before are painted."""
        before, painted, width = self._laid, dict(self._painted), self.content_size.width
        self._laid = None
        if before is None or before[0] != width or not width:
            self.redraw(layout=False)
            return
        now = self.lines(width)
        same = {y for y, (old, new) in enumerate(zip(before[1], now, strict=False)) if old.is_same(new)}
        self._painted = {y: strip for y, strip in painted.items() if y in same}
        if others := set(range(max(len(now), len(before[1])))) - same:
            top, end = min(others), max(others) + 1
            self.refresh(Region(0, top, width, end - top))

    def veil(self, line: int | None) -> None:
        """Leave out what comes from `line` on, though it keeps its room; None shows all."""
        if line == self._veiled:
            return
        until = len(self.lines(self.size.width)) if self.size.width else 0
        ends = sorted(min(until, until if at is None else at) for at in (line, self._veiled))
        self._veiled = line
        if ends[0] < ends[1]:
            self.refresh(Region(0, ends[0], self.size.width, ends[1] - ends[0]))

    def lines(self, width: int) -> list[Content]:
        """The text at this width."""
        if self._laid is None or self._laid[0] != width:
            self._laid = width, self.lay_out(width)
            self._painted.clear()
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines(width)) if width else 0

    def render(self) -> Content:
        """The lines, one a row."""
        return Content("\n").join(self.lines(max(1, self.content_size.width)))

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        if self.text_selection is not None:
            return super().render_line(y)
        width = self.content_size.width
        lines = self.lines(max(1, width))
        if y >= len(lines) or (self._veiled is not None and y >= self._veiled):
            return Strip.blank(width, self.visual_style.rich_style)
        if y not in self._painted:
            strips = Visual.to_strips(self, lines[y], width, 1, self.visual_style, pad=True)
            self._painted[y] = strips[0] if strips else Strip.blank(width, self.visual_style.rich_style)
        return self._painted[y]

    def notify_style_update(self) -> None:
        """Another theme, other colours."""
        self._painted.clear()
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked, if it can be pressed."""
        if what := pressed(event):
            event.stop()
            self.post_message(self.Pressed(what))
