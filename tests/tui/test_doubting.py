"""Doubting from the argument map: while one plays, after an ending, several claims together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.review.planted import BOUND
from tests.tui.tables import Table, table

SHOWN = BOUND.replace("name: Kept commitments,", "name: Kept commitments, shown: true,")


def test_claims_are_doubted_on_the_map_and_played_on_without(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press(*("1", "space") * 6, "c")
        while "[all" not in t.screen():
            await t.press("tab")
        await t.press("d")
        assert "Without c1 · A broken word is remembered the same steps hold." in " ".join(t.screen().split())
        assert "A broken word is remembered. (doubted)" in t.screen()
        await t.press("down", "d")
        assert "Without c1 · A broken word is remembered and c2 · A kept one is too" in " ".join(t.screen().split())
        await t.press("down", "d", "d", "up", "up", "d")
        assert "Without c2 · A kept one is too the same steps hold." in " ".join(t.screen().split())
        await t.press("b")
        assert "PLAY ON FROM DECISION, 1 TO 7" in t.screen()
        await t.press("backspace", "9", "enter")
        assert t.notices()[-1] == "A decision from 1 to 7."
        await t.press("b", "backspace", "3", "enter")
        assert t.app.saved.machine.story.without == ("c2",)
        assert "Day 3" in t.screen()
        assert "W I T H O U T   C 2" in t.screen()

    table(script, size=(120, 36), story=typed(SHOWN))


def test_after_an_ending_it_is_said_what_the_road_comes_to(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press(*("1", "space") * 12, "c")
        while "[all" not in t.screen():
            await t.press("tab")
        await t.press("d")
        screen = " ".join(t.screen().split())
        assert "Without c1 · A broken word is remembered, it ends in Won, a triumph." in screen

    table(script, size=(160, 45), story=typed(SHOWN))
