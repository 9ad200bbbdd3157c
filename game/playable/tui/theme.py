"""The looks of the game: a cable, read at night, on paper, in high contrast, or without red and green.

Colours are named here and nowhere else. What they tell is always told by a sign or a word too.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(
    name: str, *, dark: bool = True, ink: str, paper: str, surface: str, dim: str, line: str,
    primary: str, secondary: str, success: str, warning: str, error: str,
) -> Theme:  # fmt: skip
    """`ink` on `paper`; `dim` is for what stands back, `line` for rules and scroll bars."""
    return Theme(
        name=name,
        dark=dark,
        foreground=ink,
        background=paper,
        surface=surface,
        panel=line,
        primary=primary,
        accent=primary,
        secondary=secondary,
        success=success,
        warning=warning,
        error=error,
        variables={
            "dim": dim,
            "scrollbar": line,
            "scrollbar-hover": dim,
            "scrollbar-active": primary,
            "scrollbar-background": paper,
            "scrollbar-background-hover": paper,
            "scrollbar-background-active": paper,
            "input-cursor-background": primary,
            "input-cursor-foreground": paper,
            "input-cursor-text-style": "none",
        },
    )


THEMES = (
    _theme(
        "dark", ink="#ddd8cb", paper="#15181c", surface="#1b1f24", dim="#96948d", line="#68727c",
        primary="#c8a96a", secondary="#8ea3b5", success="#93b58a", warning="#d3a45c", error="#df8a78",
    ),
    _theme(
        "light", dark=False, ink="#23262b", paper="#f3efe4", surface="#fbf8f0", dim="#5f5c54", line="#867d69",
        primary="#74500f", secondary="#41596a", success="#2b6337", warning="#7d4e00", error="#9b3019",
    ),
    _theme(
        "contrast", ink="#ffffff", paper="#000000", surface="#000000", dim="#dcdcdc", line="#a0a0a0",
        primary="#ffd75f", secondary="#ffffff", success="#87ff87", warning="#ffd75f", error="#ffaf9f",
    ),
    _theme(  # blue and orange stay apart for every kind of colour vision
        "colour_blind", ink="#e4e2dc", paper="#14171b", surface="#1a1e23", dim="#9d9c97", line="#68717b",
        primary="#e6dc8c", secondary="#9fb0c0", success="#56b4e9", warning="#e6dc8c", error="#e8933a",
    ),
)  # fmt: skip
