"""The endings on the screen: the nearest way to one that was not found, and a key that goes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.review.planted import twelve
from tests.tui.tables import Table, table

PAIR = twelve(
    "keys: {range: [0, 2], start: 0, name: Keys}",
    "[{when: keys >= 2, goto: won}, {goto: lost}]",
    {"d2.b": "effects: [keys += 1]", "d3.b": "effects: [keys += 1]"},
    days=4,
)


def test_the_nearest_way_comes_in_and_enter_goes_there(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.opened()
        await t.press("e")
        assert "decisions away" not in t.screen()  # nothing was found yet
        await t.press("escape", "1", *"1" * 4, "space")
        assert "L O S T" in t.screen()
        await t.press("e")
        while "two decisions away" not in t.screen():
            await t.pilot.pause(0.05)
        assert "place of “A2”; at 3, Day 3, “B3” in place of “A3”." in t.screen()
        await t.press("enter")
        assert "Day 2" in t.screen()
        assert any("two decisions away" in notice.lower() for notice in t.notices())
        await t.press("2", "2", "1")
        assert "Won" in t.screen()
        assert len(t.app.saved.saves()) == 2  # the line that was left is there

    table(script, size=(120, 36), story=typed(PAIR))
