"""Every action of the screen below by name: a few letters find it, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.screen import Screen

from playable.tui.fuzzy import found
from playable.tui.screens.index import Index
from playable.tui.text import DIM, FOUND, KEY
from playable.tui.widgets.keys import Action, actions
from playable.tui.widgets.rows import Entry, Row


class Palette(Index):
    """A search over the bindings of a screen, as they stood when it was opened."""

    kind = "palette"
    HEADING = "WHAT TO DO"
    PROMPT = "A few letters of it"
    SEARCH_FIRST = True
    NOTHING = "Nothing is called that."
    BINDINGS: ClassVar = []

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._actions = [a for a in actions(screen, everything=True, each=True) if a.binding.action != "app.palette"]

    def rows(self, words: str) -> Sequence[Row]:
        """The actions that have these letters in this order, the closest first."""
        hits = [(hit, n, action) for n, action in enumerate(self._actions) if (hit := found(words, action.words))]
        return [
            Entry(str(n), _marked(action, hit.at)) for hit, n, action in sorted(hits, key=lambda h: (-h[0].score, h[1]))
        ]

    def taken(self, row: Row) -> None:
        """Put this away, then do it where it belongs."""
        action = self._actions[int(row.ref)]
        self.dismiss()
        self.app.call_later(self.app.run_action, action.binding.action, action.node)


def _marked(action: Action, at: tuple[int, ...]) -> Content:
    words = Content(action.words)
    for n in at:
        words = words.stylize(FOUND, n, n + 1)
    return Content.assemble((f"{action.keys:<10}", KEY if action.keys else DIM), words)
