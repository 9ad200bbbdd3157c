"""What every screen of the game can do: be left once, and say what its keys do."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from playable.tui.app import GameApp


class LeavingScreen(Screen[None]):
    """A screen that is left once, however many keys and clicks ask for it before it is gone."""

    kind = ""  # names a screen that stands once at most

    @property
    def player(self) -> GameApp:
        """The app, as what it is."""
        return cast("GameApp", self.app)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, if this is the screen that the player sees."""
        if self.app.screen is not self:
            return AwaitComplete(sleep(0))
        self.player.key_repeat.turned()
        return super().dismiss(result)

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What text is selected by: nothing that is going. Textual falls over a notice that was clicked as it went."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        going = widget is not None and widget is not self and widget.parent is None
        return (None, None) if going else (widget, offset)

    def said(self, binding: Binding) -> str:
        """What a key does, in words, for help and the palette."""
        return binding.tooltip or binding.description
