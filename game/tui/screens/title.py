"""The title: painted before anything of the story is read, filled in when it has been."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from game.tui.text import DIM, EMPTY, HEAD, flow, rule
from game.tui.widgets.choices import Choices, Item
from game.tui.widgets.keys import Keys
from game.tui.widgets.lines import Lines
from game.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from game.language.model import Head, Origin

NAME = "Enemy of the Good"


class TitleScreen(Screen[None]):
    """The name, what it is about, and the ways in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "page(1)", "read on", show=False),
        Binding("pageup", "page(-1)", "back", show=False),
    ]

    class Way(Message):
        """The way in that was chosen: `continue`, `new` or `quit`."""

        def __init__(self, ref: str) -> None:
            self.ref = ref
            super().__init__()

    def compose(self) -> ComposeResult:
        """A cover, then the choices."""
        with Pane(id="cover"):
            yield Lines(lambda width: [*flow(Content.assemble((NAME, HEAD)), width), rule(width)], id="name")
            yield Lines(lambda width: flow(Content.assemble(("Opening the story …", DIM)), width), id="about")
        yield Choices(id="choices")
        yield Keys()

    def on_mount(self) -> None:
        """Offer what can be had without the story."""
        self.offer(None)

    def tell(self, head: Head, source: Origin | None) -> None:
        """Fill in what the story says of itself."""
        about = Content(" ".join((head.about or "").split()))
        origin = [f"After “{source.title}”", source.outlet or "", source.date or ""] if source else []
        after = [EMPTY, Content.assemble((" · ".join(filter(None, origin)), DIM))] if origin else []

        def told(width: int) -> list[Content]:
            lines = flow(about, width)
            for line in after:
                lines += flow(line, width)
            return lines

        name = Content.assemble((head.title, HEAD))
        self.query_one("#name", Lines).show(lambda width: [*flow(name, width), rule(width)])
        self.query_one("#about", Lines).show(told)

    def offer(self, where: str | None) -> None:
        """The ways in; `where` is where a kept playthrough stands."""
        kept = [Item("continue", Content.assemble("Continue", (f"   {where}", DIM)))] if where is not None else []
        ways = [*kept, Item("new", Content("New game")), Item("quit", Content("Quit"))]
        self.query_one(Choices).offer(f"title/{len(ways)}", ways)
        self.refresh_bindings()

    @on(Choices.Chosen)
    def choose(self, event: Choices.Chosen) -> None:
        """Hand the way in to the app."""
        self.post_message(self.Way(event.item.ref))

    def action_page(self, by: int) -> None:
        """Scroll the cover, where it is taller than the screen."""
        self.query_one("#cover").scroll_relative(y=by * 5, animate=False)
