"""The keys that do something now, on the last line: from the bindings themselves, each can be clicked."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from playable.tui.press import Key, pressable
from playable.tui.screen import WIDE, PlayerScreen
from playable.tui.text import DIM, KEY
from playable.tui.widgets.lines import Lines

LAST = ("escape", "question_mark", "q")  # the ways out stand last


class Action(NamedTuple):
    """Something that can be done now: its keys, what it does in words, and where it is bound."""

    keys: str
    words: str
    binding: Binding
    node: DOMNode


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
            pressable(
                Content.assemble((action.keys, KEY), (f" {action.binding.description}", DIM)), Key(action.binding.key)
            )
            for action in sorted(actions(self.screen), key=lambda a: a.binding.key in LAST)
        ]
        gap = "  " if width < WIDE else "   "
        while len(items) > 1 and sum(item.cell_length + len(gap) for item in items) - len(gap) > width:
            del items[max(0, len(items) - 3)]  # the last two are help and quit
        return [Content(gap).join(items)]

    def on_lines_pressed(self, event: Lines.Pressed) -> None:
        """A click does what the key does."""
        event.stop()
        if isinstance(event.what, Key):
            self.app.simulate_key(event.what.of)


def actions(screen: Screen[object], everything: bool = False, each: bool = False) -> list[Action]:
    """What can be done now. `everything`: also what the last line leaves out. `each`: every action for itself,
    where those of one description would stand together."""
    bound: dict[tuple[str, str], list[tuple[DOMNode, Binding]]] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.description and (binding.show or everything) and not binding.system:
            bound.setdefault((binding.description, binding.action if each else ""), []).append((node, binding))
    listed = []
    for alike in bound.values():
        node, binding = alike[0]
        words = binding.tooltip or binding.description
        if len(alike) == 1 and isinstance(screen, PlayerScreen):
            words = screen.said(binding)
        listed.append(Action(_named([screen.app.get_key_display(b) for _, b in alike]), words, binding, node))
    return listed


def _named(keys: list[str]) -> str:
    row = [key for n, key in enumerate(keys) if key.isdecimal() and all(map(str.isdecimal, keys[:n]))]
    if len(row) > 1:  # as `1-0` stand on the keyboard
        keys = [f"{row[0]}-{row[-1]}", *_some(keys[len(row) :])]
    return "/".join(dict.fromkeys(keys))


def _some(keys: list[str]) -> list[str]:
    """All of a few; of more, the first and the last."""
    return keys if len(keys) < 4 else [f"{keys[0]}…{keys[-1]}"]
