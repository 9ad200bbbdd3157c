"""Words as they are compared, whatever their case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Stretch(NamedTuple):
    """Characters of a text, from `start` up to `end`, which is none of them."""

    start: int
    end: int


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` without case and accents: `Séoul` is `seoul`, `Straße` is `strasse`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


def marked(text: str, words: Iterable[str]) -> tuple[Stretch, ...]:
    """Where folded words stand in `text`, in order and none within another."""
    letters = [(d, at) for at, c in enumerate(text) for d in folded(c)]
    plain = "".join(letter for letter, _ in letters)
    stretches: list[Stretch] = []
    for word in words:
        at = plain.find(word)
        while at >= 0 and word:
            stretches.append(Stretch(letters[at][1], letters[at + len(word) - 1][1] + 1))
            at = plain.find(word, at + len(word))
    return tuple(_merged(sorted(stretches)))


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for one in stretches:
        if merged and one.start <= merged[-1].end:
            merged[-1] = Stretch(merged[-1].start, max(one.end, merged[-1].end))
        else:
            merged.append(one)
    return merged
