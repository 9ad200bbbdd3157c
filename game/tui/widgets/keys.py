"""The keys that do something now, on the last line: from the bindings themselves, each can be clicked."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from game.tui.sizes import WIDE
from game.tui.text import DIM, KEY, pressable
from game.tui.widgets.lines import Lines


class Keys(Lines):
    """One line of keys; those with one description stand together, as `1-4 choose`."""

    def __init__(self) -> None:
        super().__init__(self._line)

    def on_mount(self) -> None:
        """Follow the bindings of this screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._follow())

    def _follow(self) -> None:
        """Repaint if the keys are others than those painted; most often they are not."""
        if self._line(self.size.width)[0].plain != self.lines(self.size.width)[0].plain:
            self.redraw(layout=False)

    def _line(self, width: int) -> list[Content]:
        items = [
            pressable(Content.assemble((keys, KEY), (f" {binding.description}", DIM)), "key", binding.key)
            for keys, binding in grouped(self.screen)
        ]
        gap = "  " if width < WIDE else "   "
        while len(items) > 1 and sum(item.cell_length + len(gap) for item in items) - len(gap) > width:
            del items[max(0, len(items) - 3)]  # the last two are help and quit
        return [Content(gap).join(items)]

    def on_lines_pressed(self, event: Lines.Pressed) -> None:
        """A click does what the key does."""
        event.stop()
        self.app.simulate_key(event.what[1])


def grouped(screen: Screen[object], all: bool = False) -> list[tuple[str, Binding]]:
    """Each thing that can be done now, with its keys in words; `all` also what the last line leaves out."""
    found: dict[str, list[Binding]] = {}
    for _, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.description and (binding.show or all) and not binding.system:
            found.setdefault(binding.description, []).append(binding)
    return [(_named([screen.app.get_key_display(b) for b in bindings]), bindings[0]) for bindings in found.values()]


def _named(keys: list[str]) -> str:
    if len(keys) > 1 and all(key.isdecimal() for key in keys):
        return f"{keys[0]}-{keys[-1]}"
    return "/".join(dict.fromkeys(keys))
