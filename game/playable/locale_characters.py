"""Signs for a locale that lacks those that are meant: plain quotes, dashes and rules.

Two error handlers for encoding. `as_typed` is for lines; `in_cells` is for the screen, where each sign keeps its width.
"""

from __future__ import annotations

import codecs
import unicodedata

from playable.language.characters import cells

SIGNS = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "′": "'",
    "–": "-", "—": "-", "―": "-", "−": "-", "‑": "-", "…": ".", "·": ".", "•": "*", "¶": "P", "§": "S", "×": "x",
    "‹": "<", "›": ">", "←": "<", "→": ">", "↑": "^", "↓": "v", "▲": "^", "▼": "v", "▾": "v", "⏎": "/",
    "●": "*", "○": "o", "◌": "o", "✓": "+", "✗": "x", "▎": "|", "▌": "|",
    "█": "#", "▓": "%", "▒": "+", "░": ":", "▁": "_", "⋮": ":", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
LONGER = {"—": "--", "…": "...", "→": "->", "←": "<-", "¶": "par. ", "✗": "not open:"}  # where width is no matter
FLAT, UPRIGHT = "─━═╌╍┄┅┈┉╴╶╸╺╼╾", "│┃║╎╏┆┇┊┋╵╷╹╻╽╿"


def register() -> None:
    """Make both handlers known to every stream by their names."""
    codecs.register_error("as_typed", as_typed)
    codecs.register_error("in_cells", in_cells)


def as_typed(error: UnicodeError) -> tuple[str, int]:
    """What would be typed for it; an escape where there is nothing like it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    meant = error.object[error.start : error.end]
    return "".join(LONGER.get(c) or _sign(c) or ascii(c)[1:-1] for c in meant), error.end


def in_cells(error: UnicodeError) -> tuple[str, int]:
    """A sign of the same width: as many question marks where there is none."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    meant = error.object[error.start : error.end]
    return "".join((_sign(c) or "?").ljust(cells(c), "?")[: cells(c)] for c in meant), error.end


def _sign(c: str) -> str:
    """A sign of ASCII for a character; empty where there is none."""
    if c in SIGNS:
        return SIGNS[c]
    if "\u2500" <= c <= "\u257f":
        return "-" if c in FLAT else "|" if c in UPRIGHT else "+"
    if "\u2580" <= c <= "\u259f":
        return "#"
    return unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
