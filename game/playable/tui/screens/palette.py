"""Every action of the screen below by name: a few letters find it, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.content import Content
from textual.screen import Screen

from playable.tui.screens.index import Index
from playable.tui.text import FOUND, KEY
from playable.tui.widgets.keys import Action, actions
from playable.tui.widgets.rows import Entry, Row


class Palette(Index[Action]):
    """A search over the bindings of a screen, as they stood when it was opened."""

    opener = "palette"
    AUTO_FOCUS = "#search"
    HEADING = "WHAT TO DO"
    PROMPT = "A few letters of it"
    SEARCH_FIRST = True
    NOTHING = "Nothing is called that."
    BINDINGS: ClassVar = []

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._actions = [a for a in actions(screen, everything=True, each=True) if a.binding.action != "app.palette"]

    def rows(self, words: str) -> Sequence[Row[Action]]:
        """The actions that have these letters in this order, the closest first."""
        matches = [(match, action) for action in self._actions if (match := closest(words, action.words))]
        matches.sort(key=lambda one: -one[0].score)
        return [_entry(action, match.at) for match, action in matches]

    def taken(self, of: Action) -> None:
        """Put this away, then do it where it belongs."""
        self.dismiss()
        self.app.call_later(self.app.run_action, of.binding.action, of.node)


def _entry(action: Action, at: tuple[int, ...]) -> Entry[Action]:
    words = Content(action.words)
    for n in at:
        words = words.stylize(FOUND, n, n + 1)
    return Entry(action, words, first=Content.assemble((f"{action.keys:<10}", KEY)))


class Match(NamedTuple):
    """How close a text comes, the higher the closer, and where the letters stand in it."""

    score: int
    at: tuple[int, ...]


def closest(letters: str, text: str) -> Match | None:
    """The letters in `text`, in this order but not side by side, case aside; None where one is missing.

    Word starts and runs count for more.
    """
    wanted, within = letters.casefold().replace(" ", ""), [c.casefold() for c in text]
    best: Match | None = None
    for start in [n for n, c in enumerate(within) if not wanted or c == wanted[0]]:
        at, score, before = list[int](), 0, start - 1
        for letter in wanted:
            n = next((n for n in range(before + 1, len(within)) if within[n] == letter), None)
            if n is None:
                break
            score += 1 + 3 * (n == 0 or not text[n - 1].isalnum()) + 2 * (bool(at) and n == before + 1)
            at.append(n)
            before = n
        if len(at) == len(wanted) and (best is None or score > best.score):
            best = Match(score, tuple(at))
        if not wanted:
            break
    return best
