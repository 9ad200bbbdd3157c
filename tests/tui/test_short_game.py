"""The short game on the screen: from the title, with what was taken above the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.quay import SHORT
from tests.tui.tables import Table, table


def test_what_was_taken_stands_above_the_next_page_that_asks(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.opened()
        assert "2  Short game   two decisions" in t.screen()
        await t.press("2")
        assert "The gate" in t.screen()
        await t.press("1")
        screen = t.screen()
        assert "Taken for you: The hall: Go up" in screen
        assert screen.index("Taken for you: The hall: Go up") < screen.index("The yard")
        await t.press("u")
        assert "Taken for you" not in t.screen()
        assert "The gate" in t.screen()
        await t.press("1", "1", "space")
        assert "F R E E" in t.screen()
        assert "Taken for you" not in t.screen()

    table(script, story=typed(SHORT))


def test_a_new_game_after_a_short_one_asks_for_everything(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.opened()
        await t.press("2", "escape")
        await t.press(*"1" if "1  New game" in t.screen() else "2")
        await t.press("1")
        assert "The hall" in t.screen()
        assert "Taken for you" not in t.screen()

    table(script, story=typed(SHORT))
