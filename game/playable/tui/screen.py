"""What every screen of the player can do: be left once, say what its keys do, write a file; and the forms it takes."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING, cast

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

if TYPE_CHECKING:
    from playable.tui.player import PlayerApp

# Where one form of the screen gives way to another, in cells.
WIDE = 100  # columns: from here on the board stands beside the scene
BROAD = 150  # columns: from here on the road stands on its other side
SHORT = 16  # rows: below this everything but the text and the choices steps back


class PlayerScreen(Screen[None]):
    """A screen that is left once, however many keys and clicks ask for it before it is gone."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (BROAD, "-broad")]  # noqa: RUF012 (so in Textual)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-tall")]  # noqa: RUF012
    opener = ""  # the action that opens it: its key closes it again

    @property
    def player(self) -> PlayerApp:
        """The app, as far as a screen knows it."""
        return cast("PlayerApp", self.app)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, if this is the screen that the player sees."""
        if self.app.screen is not self:
            return AwaitComplete(sleep(0))
        self.player.key_repeat.turned()
        return super().dismiss(result)

    def on_compose(self) -> None:
        """Have the form that fits from the first; Textual gives it only once the screen was painted in none."""
        for breakpoints, cells in zip(
            (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), self.app.size, strict=True
        ):
            self.add_class([form for least, form in breakpoints if cells >= least][-1], update=False)

    def on_mount(self) -> None:
        """A key that is held down has opened it, and does no more."""
        self.player.key_repeat.turned()

    def on_key(self, event: events.Key) -> None:
        """The key that opens it closes it, unless it is typed. What comes as it is left is for what stands then."""
        if self.app.screen is not self:
            event.stop()
            event.prevent_default()
            (self.app.focused or self.app.screen)._forward_event(events.Key(event.key, event.character))
            return
        typed = isinstance(self.focused, Input) and event.is_printable
        if self.opener and not typed and event.key in self.openers():
            event.stop()
            event.prevent_default()
            self.dismiss()

    def openers(self) -> set[str]:
        """The keys that open it."""
        *below, top = self.app.screen_stack
        if not below or top is not self:  # it is being left
            return set()
        wanted = (self.opener, f"app.{self.opener}")
        return {key for key, bound in below[-1].active_bindings.items() if bound.binding.action in wanted}

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What text is selected by: nothing that is going. Textual falls over a notice that was clicked as it went."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        going = widget is not None and widget is not self and widget.parent is None
        return (None, None) if going else (widget, offset)

    def said(self, binding: Binding) -> str:
        """What a key does, in words, for help and the palette."""
        return binding.tooltip or binding.description


def named_key(key: str, action: str, says: str, tooltip: str, show: bool = True, display: str | None = None) -> Binding:
    """A key that can be put elsewhere: the name of its action is its name in the settings."""
    return Binding(key, action, says, show=show, key_display=display, tooltip=tooltip, id=action)
