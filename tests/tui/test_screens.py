"""What stands on the screen: whole screens as text, sheets, hostile text, sizes."""

from __future__ import annotations

import time
from datetime import datetime, tzinfo

import pytest

from tests.tui.tables import Table, golden, table

SIZES = [(80, 24), (120, 36), (40, 12), (160, 45)]
TOUR = [  # each screen, the keys to it, and how many screens are left after it
    ("title", "", 0),
    ("source", "4", 1),
    ("scene", "1", 0),
    ("briefing", "o", 0),
    ("followed", "1", 0),
    ("claims", "c", 0),
    ("claims-all", "tab tab", 0),
    ("claims-found", "slash t w i c e", 2),
    ("journal", "j", 0),
    ("journal-found", "slash b r i d g e", 2),
    ("glossary", "g", 0),
    ("glossary-found", "o k a", 2),
    ("help", "question_mark", 1),
    ("palette", "ctrl+p t a k", 1),
    ("bookmark", "s b", 0),
    ("saves", "enter", 1),
    ("settings", "comma", 1),
    ("bridge", "end space", 0),
    ("road", "m", 1),
    ("ending", "1", 0),
    ("closed", "end space", 0),
    ("endings", "e", 1),
]


class OneDay(datetime):
    """A day that every playthrough is kept on."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> OneDay:
        return cls(1990, 5, 1, 23, 30, tzinfo=tz)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_whole_screens(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playable.engine.saves.store.datetime", OneDay)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    async def script(t: Table) -> None:
        await t.opened()
        for name, keys, left in TOUR:
            if name == "endings":
                assert t.app.background.wait(30)  # for the odds
            await t.press(*keys.split())
            golden(f"{name}-{size[0]}x{size[1]}", t.screen())
            await t.press(*["escape"] * left)
        await t.press("tab")
        golden(f"board-{size[0]}x{size[1]}", t.screen())

    table(script, size=size)


def test_story_text_is_shown_as_typed() -> None:
    async def script(t: Table) -> None:
        await t.opened()
        assert "T H E   [ B ] N I G H T [ / B ]   D E S K" in t.screen()
        assert "[@click=app.quit]nothing[/]" in " ".join(t.screen().split())
        await t.press("1")
        for text in ("100% [sic], then arr[i], then [/, then", "서울에서 온 기사", "THE [DESK]", "[1/2], arr[i]"):
            assert text in t.screen()
        await t.click_on("[@click=app.quit]x[/]")
        assert t.app.is_running
        await t.press("c")
        assert "A wire is read before it is run [sic]." in t.screen()
        await t.press("escape", "g")
        assert "The name a story goes by [/ until it has a better one." in t.screen()
        assert "Slug [n.]" in t.screen()

    table(script, size=(120, 50))


def test_a_term_opens_by_a_click() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.click_on("slug is a slug")  # the first is plain
        assert "The name a story goes by" not in t.screen()
        await t.press("o")
        await t.click_on("slug would change")
        assert "The name a story goes by" in t.screen()
        await t.press("escape")
        assert "The name a story goes by" not in t.screen()

    table(script, size=(100, 45))


def test_help_lists_the_keys_that_do_something() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("question_mark")
        assert "h/l/o " in t.screen()
        assert "Take back" not in t.screen()
        await t.press("escape", "2", "question_mark")
        assert "Take back the last choice" in t.screen()

    table(script, size=(100, 40))


def test_every_size_can_be_played_and_changed_at_any_moment() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        for width, height in [(40, 12), (200, 60), (80, 24), (1, 1), (20, 5), (100, 16), (99, 15), (40, 12)]:
            await t.pilot.resize_terminal(width, height)
            await t.pilot.pause()
        await t.press("2", "1", "space")
        await t.pilot.resize_terminal(80, 24)
        await t.pilot.pause()
        assert "It ends in gain." in t.screen()

    table(script)


def test_the_title_leads_back_into_the_game() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "escape")
        assert "1  Continue   The bridge · decision 2" in t.screen()
        await t.press("1")
        assert "The bridge holds." in t.screen()
        await t.press("escape", "2")
        assert not t.game.saved.session.road

    table(script)


def test_a_narrow_screen_opens_the_board() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("tab")
        assert "WHERE THINGS STAND" in t.screen()

    table(script)
