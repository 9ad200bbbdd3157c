"""The looks of the game: a cable, read at night, on paper, in high contrast, or without red and green.

Colours are named here and nowhere else. What they tell is always told by a sign or a word too.
"""

from __future__ import annotations

from textual.theme import Theme

SEASONS = {"winter": (-2, 0, 4), "spring": (-1, 3, 0), "summer": (3, 2, -2), "autumn": (4, 0, -1)}
"""How far the paper of a page leans in each, in steps of 255 of red, green and blue: felt more than seen."""


def season(month: int) -> str:
    """That of a month, counted from January."""
    return list(SEASONS)[(month + 1) % 12 // 3]


def _tinted(paper: str, by: tuple[int, int, int]) -> str:
    parts = (int(paper[at : at + 2], 16) + step for at, step in zip((1, 3, 5), by, strict=True))
    return "#" + "".join(f"{max(0, min(255, part)):02x}" for part in parts)


def _theme(
    name: str, *, dark: bool = True, ink: str, paper: str, surface: str, dim: str, line: str,
    primary: str, secondary: str, success: str, warning: str, error: str, marked: str, tints: bool = True,
) -> Theme:  # fmt: skip
    """`ink` on `paper`; `dim` is for what stands back, `line` for rules and scroll bars, `marked` lies under the row
    that is marked."""
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
            "marked": marked,
            **{name: _tinted(surface, by) if tints else surface for name, by in SEASONS.items()},
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
        marked="#262c33",
    ),
    _theme(
        "light", dark=False, ink="#23262b", paper="#f3efe4", surface="#fbf8f0", dim="#5f5c54", line="#867d69",
        primary="#74500f", secondary="#41596a", success="#2b6337", warning="#7d4e00", error="#9b3019",
        marked="#e9e2d0",
    ),
    _theme(
        "contrast", ink="#ffffff", paper="#000000", surface="#000000", dim="#dcdcdc", line="#a0a0a0",
        primary="#ffd75f", secondary="#ffffff", success="#87ff87", warning="#ffd75f", error="#ffaf9f",
        marked="#333333", tints=False,
    ),
    _theme(  # blue and orange stay apart for every kind of colour vision
        "colour_blind", ink="#e4e2dc", paper="#14171b", surface="#1a1e23", dim="#9d9c97", line="#68717b",
        primary="#e6dc8c", secondary="#9fb0c0", success="#56b4e9", warning="#e6dc8c", error="#e8933a",
        marked="#262c33",
    ),
)  # fmt: skip
