"""Where one reads, by the text itself: so that it can be found again when the lines are laid out anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.content import Content

LENGTHS = (40, 12)  # letters by which a place is known, and by which where so many are not found


class ReadingPlace(NamedTuple):
    """How many letters stand above it, those that follow, and how many rows without any come first."""

    above: int
    letters: str
    blank: int


def place_of(lines: Sequence[Content], row: int) -> ReadingPlace:
    """Of a row of laid-out text. Only letters and digits count: rules, bars and margins differ with the width."""
    blank = next((n for n, line in enumerate(lines[row:]) if _letters([line])), 0)
    return ReadingPlace(len(_letters(lines[:row])), _letters(lines[row:])[: LENGTHS[0]], blank)


def row_of(lines: Sequence[Content], at: ReadingPlace) -> int | None:
    """The row on which a place begins in other lines of that text, the nearest where it is there twice; else None."""
    text = _letters(lines)
    for length in LENGTHS:
        if letters := at.letters[:length]:
            starts = [n for n in range(len(text)) if text.startswith(letters, n)]
            if starts:
                row = _row(lines, min(starts, key=lambda n: abs(n - at.above)))
                above = next((n for n, line in enumerate(lines[:row][::-1]) if _letters([line])), row)
                return row - min(at.blank, above)
    return None


def _letters(lines: Sequence[Content]) -> str:
    return "".join(c for line in lines for c in line.plain if c.isalnum())


def _row(lines: Sequence[Content], letter: int) -> int:
    """The row that the letter of this number stands on."""
    passed = 0
    for row, line in enumerate(lines):
        passed += len(_letters([line]))
        if passed > letter:
            return row
    return len(lines) - 1
