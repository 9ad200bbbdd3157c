"""What a character does to a terminal: those that could style or break it are shown as signs, and how wide one is."""

from __future__ import annotations

import re
import unicodedata

# What could style or break a terminal, or hide in a name: controls, bidirectional marks, separators, surrogates, tags.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """`text` with each character that could style or break a terminal shown as a sign; line ends and tabs stay."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_sign, text)


def cells(character: str) -> int:
    """How many cells of a terminal a character takes: 0, 1 or 2."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨{code:04X}⟩"
