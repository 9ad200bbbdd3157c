"""Doubting from the argument map: while one plays, after an ending, several claims together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.review.planted import twelve
from tests.tui.tables import Table, table

SHOWN = twelve(
    "kept: {range: [0, 6], start: 3, name: Kept commitments, shown: true}",
    "[{when: kept >= 2, goto: won}, {goto: lost}]",
    {"d1.a": "effects: [kept -= 2], cites: [c1]", "d2.a": "effects: [kept += 1], cites: [c2]",
     "d3.a": "effects: [kept -= 1], cites: [c1, c3]"},
    "claims:\n"
    "  c1: {paragraph: 1, kind: causal, says: A broken word is remembered.}\n"
    "  c2: {paragraph: 2, kind: causal, says: A kept one is too.}\n"
    "  c3: {paragraph: 2, kind: fact, says: Words are cheap.}\n",
    days=4,
)  # fmt: skip


def test_claims_are_doubted_on_the_map_and_played_on_without(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press(*("1", "space") * 2, "c")
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
        assert "PLAY ON FROM DECISION, 1 TO 3" in t.screen()
        await t.press("backspace", "9", "enter")
        assert t.notices()[-1] == "A decision from 1 to 3."
        await t.press("b", "backspace", "2", "enter")
        assert t.app.saved.machine.story.without == ("c2",)
        await t.press("space")
        assert "Day 2" in t.screen()
        assert "W I T H O U T   C 2" in t.screen()

    table(script, size=(120, 36), story=typed(SHOWN))


def test_after_an_ending_it_is_said_what_the_road_comes_to(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press(*("1", "space") * 4, "c")
        while "[all" not in t.screen():
            await t.press("tab")
        await t.press("d")
        screen = " ".join(t.screen().split())
        assert "Without c1 · A broken word is remembered, it ends in Won, a triumph." in screen

    table(script, size=(160, 45), story=typed(SHOWN))
