"""A part of the screen that scrolls by wheel and by the keys of its screen, and takes no keys of its own."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive

from playable.tui.reading_place import place_of, row_of
from playable.tui.widgets.lines import Lines


class Pane(VerticalScroll, inherit_bindings=False, can_focus=False):
    """Scrolls; the choices, inside it or beside it, keep the focus. Where it holds one text, what is at its top stays
    there at every size."""

    virtual_size = Reactive(Size(0, 0), repaint=False)  # it comes of a layout, and Textual would do another

    class Scrolled(Message):
        """Another part of the text is seen, or there is more or less of it."""

    def on_mount(self) -> None:
        """Say so when anything moves."""
        self._reads: tuple[list[Content], int] | None = None  # the lines in which the reader last scrolled, and the row
        self._sized = self.size, self.virtual_size
        self.watch(self, "scroll_y", self._scrolled, init=False)
        self.watch(self, "virtual_size", self._tell, init=False)

    def on_resize(self) -> None:
        """More or less of the text is seen, or it is laid out anew: the reader's place is found again."""
        sizes = self.size, self.virtual_size
        if sizes != self._sized:
            if self._reads and (row := row_of(self._lines, place_of(*self._reads))) is not None:
                self.scroll_to(y=row, animate=False, immediate=True)
            self._sized = sizes
        self._tell()

    def _scrolled(self) -> None:
        if (self.size, self.virtual_size) == self._sized:  # else it is not the reader who moves the text
            self._reads = self._lines, int(self.scroll_offset.y)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Scrolled())

    def forget(self) -> None:
        """Another text is read from now on, from its top."""
        self._reads = None

    @property
    def _lines(self) -> list[Content]:
        text = self.children[0] if len(self.children) == 1 else None
        if not isinstance(text, Lines) or text.can_focus or not text.size.width:  # rows keep the marked one in sight
            return []
        return text.lines(text.size.width)
