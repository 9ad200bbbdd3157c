"""How large a terminal in a browser may be. What comes from the socket is anybody's number."""

from __future__ import annotations

LEAST, MOST = (2, 2), (600, 300)  # columns and rows: of a wall of screens in small print, no more


def bounded(columns: object, rows: object) -> tuple[int, int]:
    """The size nearest to what was asked for; 80 by 24 for what is no number."""
    width, height = (
        min(max(asked, least), most) if isinstance(asked, int) else usual
        for asked, least, most, usual in zip((columns, rows), LEAST, MOST, (80, 24), strict=True)
    )
    return width, height
