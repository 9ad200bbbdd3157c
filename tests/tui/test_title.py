"""The title: what is at stake, a picture where there is room for it and it is wanted, what was found, where one was."""

from __future__ import annotations

import pytest
from playable.desk.settings import Settings, keep
from playable.language.library import main_story

from tests.tui.tables import Table, table

LINE = "━━━━━━━━━━──╴"  # the lit one, across the peninsula
STORY = main_story()


def test_a_newcomer_reads_the_day_what_is_at_stake_and_enter_begins() -> None:
    async def script(t: Table) -> None:
        await t.opened()
        screen = " ".join(t.screen().split())
        for said in ("1 January 2018 · Washington", "is yours to write.", "0 of 13 found", "› 1 New game"):
            assert said in screen
        assert "invented" not in screen  # that is told under About
        await t.press("5")
        assert "no real person said or did it" in " ".join(t.screen().replace("│", " ").split())
        await t.press("escape", "enter")
        assert t.app.screen is t.game

    table(script, story=STORY)


@pytest.mark.parametrize(("size", "seen"), [((80, 24), True), ((160, 45), True), ((70, 24), False), ((40, 12), False)])
def test_the_picture_stands_beside_the_words_where_there_is_room(size: tuple[int, int], seen: bool) -> None:
    async def script(t: Table) -> None:
        await t.opened()
        assert (LINE in t.screen()) == seen
        assert "7  Quit" in t.screen()

    table(script, size=size, story=STORY)


def test_the_picture_is_spared_by_a_setting_at_once_and_for_good() -> None:
    async def first(t: Table) -> None:
        await t.opened()
        assert LINE in t.screen()
        await t.press("comma", "down", "down", "down", "enter", "escape")
        assert LINE not in t.screen()

    async def second(t: Table) -> None:
        await t.opened()
        assert LINE not in t.screen()

    table(first, story=STORY)
    table(second, story=STORY)


def test_the_picture_is_spared_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(t: Table) -> None:
        await t.opened()
        assert LINE not in t.screen()
        assert "is yours to write." in " ".join(t.screen().split())

    table(script, story=STORY)


def test_endings_found_are_marks_and_the_way_back_says_where_and_when() -> None:
    keep(Settings(motion=False))

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("escape")
        await t.press("1" if "1  New game" in t.screen() else "2", "1", "enter")
        while t.game.page.kind != "scene":
            await t.press("space")
        await t.press("escape")
        assert "1  Continue   The Games · 3 January 2018 · decision 2" in t.screen()

    table(script, size=(120, 36), story=STORY)


def test_a_found_ending_is_marked() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "1", "space", "4")
        assert "1 of 1 found   ●" in t.screen()
        assert "1  Continue   at its end · two decisions" in t.screen()  # not its name: it may be unread

    table(script)
