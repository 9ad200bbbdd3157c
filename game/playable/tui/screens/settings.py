"""The settings: each change is seen at once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.settings import SETTINGS, Setting, changed, keep, words
from playable.tui.screens.index import Index
from playable.tui.text import DIM, KEY, STRONG
from playable.tui.widgets.rows import Entry, Row


class SettingsScreen(Index[Setting]):
    """One row a setting; Enter or the arrows go through its values."""

    opener = "settings"
    HEADING = "SETTINGS"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "change(1)", "change", key_display="←→", tooltip="Change its value"),
        Binding("left", "change(-1)", "change", show=False, tooltip="Change its value"),
    ]

    def rows(self, words: str) -> Sequence[Row[Setting]]:
        """The settings, each with the value it has."""
        return [Entry(s, self._label(s), [Content.assemble((s.about, DIM))]) for s in SETTINGS]

    def _label(self, setting: Setting) -> Content:
        now = words(self.player.settings, setting)
        values = [
            Content.assemble((f"[{v.words}]", KEY)) if v.words == now else Content.assemble((f" {v.words} ", DIM))
            for v in setting.values
        ]
        return Content.assemble((f"{setting.name:<14}", STRONG)) + Content(" ").join(values)

    def taken(self, of: Setting) -> None:
        """Enter and a click go on to the next value."""
        self.action_change(1)

    def action_change(self, by: int) -> None:
        """Another value of the marked setting."""
        setting = SETTINGS[self.listed.at]
        values = [v.value for v in setting.values]
        at = values.index(getattr(self.player.settings, setting.id))
        settings = changed(self.player.settings, setting.id, values[(at + by) % len(values)])
        self.player.follow(settings)
        self.fill()
        if trouble := keep(settings):
            self.notify(trouble, severity="warning", markup=False)
