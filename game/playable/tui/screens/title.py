"""The title: painted before anything of the story is read, filled in when it has been."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from playable.tui.player import Menu
from playable.tui.screen import SHORT, PlayerScreen
from playable.tui.text import DIM, EMPTY, HEAD, flow, rule, spaced
from playable.tui.widgets.choices import Choices, Item
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playable.language.model import Head, Origin

NAME = "Enemy of the Good"


class TitleScreen(PlayerScreen, inherit_bindings=False):
    """The name, what it is about, and the ways in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "page(1)", "scroll", show=False, tooltip="Scroll what the story says of itself"),
        Binding("pageup", "page(-1)", "scroll", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.named = Lines(lambda width: self._headed(NAME, width))
        self.about = Lines(lambda width: flow(Content.assemble(("Opening the story …", DIM)), width))
        self.front = Pane(self.named, self.about, id="cover")
        self.menu: Choices[Menu] = Choices(self.choose, id="choices")

    def compose(self) -> ComposeResult:
        """A cover, then the choices."""
        yield self.front
        yield self.menu
        yield Keys()

    def on_mount(self) -> None:
        """Offer what can be had without the story."""
        self.offer({Menu.NEW: "", Menu.SETTINGS: "", Menu.QUIT: ""})

    def _headed(self, name: str, width: int) -> list[Content]:
        lines = flow(Content.assemble((spaced(name, width), HEAD)), width)
        return lines if self.size.height < SHORT else [*lines, rule(width, sign="━"), EMPTY]

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

        self.named.show(lambda width: self._headed(head.title, width))
        self.about.show(told)

    def offer(self, menu: Mapping[Menu, str]) -> None:
        """What can be chosen, each with what is to be said of it."""
        items = [Item(it, Content.assemble(it.value, (f"   {said}" if said else "", DIM))) for it, said in menu.items()]
        self.menu.offer(f"title/{len(items)}", items)
        self.refresh_bindings()

    def choose(self, item: Menu) -> None:
        """Hand what was chosen to the app."""
        self.player.go(item)

    def said(self, binding: Binding) -> str:
        """The key of a choice makes it."""
        if binding.action.startswith("pick") and (item := self.menu.keyed(binding.key)) and item.of:
            return item.of.value
        return super().said(binding)

    def action_page(self, by: int) -> None:
        """Scroll the cover, where it is taller than the screen."""
        self.front.scroll_relative(y=by * 5, animate=False)
