"""Odds as one says them: `one in eight`."""

from __future__ import annotations

from playable.engine.phrasing import number


def chance(odds: float) -> str:
    """Odds, from 0 to 1, as one says them: `one in eight`, `two in three`; none that is possible is called never."""
    if odds in (0, 1):
        return "always" if odds else "never"
    if odds > 0.95:
        return "nearly always"
    if odds > 0.36:
        return min(_SAID, key=lambda said: abs(_SAID[said] - odds))
    others = _to_two_figures(1 / odds)
    return f"one in {number(others) if others < 10 else f'{others:,}'}"


_SAID = {
    "two in five": 2 / 5,
    "one in two": 1 / 2,
    "three in five": 3 / 5,
    "two in three": 2 / 3,
    "three in four": 3 / 4,
    "nine in ten": 9 / 10,
}


def _to_two_figures(exact: float) -> int:
    return int(round(exact, min(0, 2 - len(str(int(exact))))))
