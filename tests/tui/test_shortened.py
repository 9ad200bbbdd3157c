"""Text that was read before, in short on the screen where that is set; one key gives it whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playable.desk.settings import Settings, changed, keep

from tests.desk.test_shortening import STORY
from tests.tui.tables import Table, table


def test_a_page_that_comes_again_is_short_until_a_full_stop(typed: Callable[..., Path]) -> None:
    assert keep(changed(Settings(), "shorten", True)) == ""

    async def script(t: Table) -> None:
        await t.begin()
        assert "tonight." in t.screen()
        assert "whole text" not in t.screen()
        await t.press("2")
        assert "The old ferry lies at the …" in t.screen()
        assert ". whole text" in t.screen()
        await t.press("full_stop")
        assert "tonight." in t.screen()
        assert ". whole text" not in t.screen()
        await t.press("2")
        assert "The old ferry lies at the …" in t.screen()

    table(script, size=(120, 36), story=typed(STORY))


def test_it_is_off_unless_it_is_set(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2")
        assert "tonight." in t.screen()

    table(script, size=(120, 36), story=typed(STORY))
