"""The look of the game: a cable read at night. Colours are named here and nowhere else."""

from __future__ import annotations

from textual.theme import Theme

CABLE = Theme(
    name="cable",
    dark=True,
    primary="#c8a96a",  # brass
    secondary="#8ea3b5",  # slate
    accent="#c8a96a",
    success="#93b58a",
    warning="#d3a45c",
    error="#cf7f6e",
    foreground="#ddd8cb",  # paper, by lamplight
    background="#15181c",
    surface="#1b1f24",
    panel="#3a424b",
    variables={
        "footer-background": "#15181c",
        "scrollbar": "#3a424b",
        "scrollbar-hover": "#56616d",
        "scrollbar-active": "#c8a96a",
        "scrollbar-background": "#15181c",
        "scrollbar-background-hover": "#15181c",
        "scrollbar-background-active": "#15181c",
    },
)
