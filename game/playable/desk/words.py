"""Words as they are compared, whatever their case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` without case and accents: `Séoul` is `seoul`, `Straße` is `strasse`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


def marked(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where folded words stand in `text`, as ranges of its characters, in order and none within another."""
    letters = [(d, at) for at, c in enumerate(text) for d in folded(c)]
    plain = "".join(letter for letter, _ in letters)
    stretches: list[tuple[int, int]] = []
    for word in words:
        at = plain.find(word)
        while at >= 0 and word:
            stretches.append((letters[at][1], letters[at + len(word) - 1][1] + 1))
            at = plain.find(word, at + len(word))
    return tuple(_merged(sorted(stretches)))


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
