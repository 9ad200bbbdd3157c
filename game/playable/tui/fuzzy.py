"""A search by a few letters: they must stand in the text in this order, not side by side."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """How close a text comes, the higher the closer, and where the letters stand in it."""

    score: int
    at: tuple[int, ...]


def found(letters: str, text: str) -> Found | None:
    """The letters in `text`, case aside; None where one is missing. Word starts and runs count for more."""
    wanted, within = letters.casefold().replace(" ", ""), [c.casefold() for c in text]
    best: Found | None = None
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
            best = Found(score, tuple(at))
        if not wanted:
            break
    return best
