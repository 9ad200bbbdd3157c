"""Odds are said as people say them."""

from __future__ import annotations

import pytest
from playable.desk.odds_in_words import chance


@pytest.mark.parametrize(
    ("odds", "said"),
    [
        (0, "never"),
        (1e-6, "one in 1,000,000"),
        (0.00034, "one in 2,900"),
        (0.01, "one in 100"),
        (0.126, "one in eight"),
        (0.4, "two in five"),
        (0.5, "one in two"),
        (0.66, "two in three"),
        (0.97, "nearly always"),
        (1, "always"),
    ],
)
def test_odds_are_said_as_people_say_them(odds: float, said: str) -> None:
    assert chance(odds) == said
