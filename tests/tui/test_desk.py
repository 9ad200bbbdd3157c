"""What lies on the desk beside the scene: claims, road, journal, glossary, saves, endings."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.tui.screen import PlayerScreen
from playable.tui.widgets.keys import actions

from tests.tui.tables import Table, table


def test_one_key_leads_from_a_citation_to_its_claim_on_to_the_argument_and_back() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "c")
        assert "[this page 2]" in t.screen()
        assert "The style book [1990] is silent on phones." in t.screen()
        await t.press("down", "enter")
        assert "[all 2]" in t.screen()
        assert "› ● c7 " in t.screen()
        await t.press("enter")
        assert "JOURNAL" in t.screen()
        await t.press("escape", "escape")
        assert "WHAT FOLLOWED" in t.screen()

    table(script, size=(100, 36))


def test_a_click_on_a_citation_marks_its_claim() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        await t.click_on("c7 · What is run")
        assert "› ● c7 " in t.screen()
        await t.click_on("met 2")
        assert "[met 2]" in t.screen()

    table(script, size=(100, 50))


def test_the_road_leads_back_and_keeps_what_was_left() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "1", "m", "enter")
        assert t.game.view.node == "bridge"
        assert "The bridge holds." in t.screen()
        assert t.notices() == ["You have gone back. The road you left is among the saves."]
        await t.press("s")
        assert "a line you left" in t.screen()
        await t.press("down", "enter")
        assert t.game.view.ending

    table(script, size=(100, 36))


def test_the_journal_tells_no_page_that_was_not_read() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "j")
        assert "The bridge" not in t.screen()
        await t.press("escape", "m")
        assert "Walk out on to it" not in t.screen()

    table(script, size=(100, 50))


def test_a_search_in_the_journal_leads_to_the_page() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "j", "slash", *"TAPE", "enter")
        assert "› The desk [1/2]" in t.screen()
        await t.press("escape")
        assert "The bridge holds." in t.screen()

    table(script, size=(100, 36))


def test_the_journal_is_written_as_markdown_and_as_a_playthrough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "j", *("m", "enter") * 2, "w", "escape", "w", "enter")
        assert len(t.notices()) == 3

    table(script)
    assert sorted(path.name for path in tmp_path.glob("desk-*")) == ["desk-1-2.md", "desk-1.md", "desk-1.yaml"]
    assert "**You chose:** Wait" in (tmp_path / "desk-1.md").read_text()


def test_saves_are_named_renamed_deleted_and_brought_back() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "s", "b", "ctrl+u", *"On it", "enter")
        assert "On it  bookmark" in t.screen()
        await t.press("r", *"!", "enter")
        assert "On it!  bookmark" in t.screen()
        await t.press("d")
        assert "bookmark\n" not in t.screen().replace("b bookmark", "")
        await t.press("z")
        assert "On it!  bookmark" in t.screen()
        await t.press("b", "escape", "escape")
        assert "The bridge holds." in t.screen()

    table(script, size=(100, 36))


def test_a_save_opens_from_the_title() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "s", "b", "enter", "escape", "1", "escape")
        assert "Endings   1 of 1 found" in t.screen()
        await t.click_on("Saves")
        await t.click_on("bookmark")
        assert "The bridge holds." in t.screen()

    table(script, size=(100, 36))


def test_what_was_typed_in_a_search_is_text() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("g", *"[/][b]")
        assert "Nothing of that name." in t.screen()

    table(script)


def test_help_and_the_palette_do_not_pile_up() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("question_mark", "ctrl+p", "question_mark")
        assert len(t.app.screen_stack) == 4  # the title, the game, help, the palette
        await t.press("ctrl+p", "ctrl+p", "escape", "escape", "2")
        assert t.game.saved.session.road == ("desk.wait",)

    table(script)


def test_the_sheet_above_leaves_first() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("c", "slash", "x", "question_mark", "escape")
        assert "CLAIMS" in t.screen()  # out of the search
        await t.press("question_mark")
        assert "KEYS" in t.screen()
        await t.press("escape", "escape")
        assert "The desk" in t.screen()

    table(script)


def test_the_help_keeps_the_names_of_keys_apart_from_what_they_do() -> None:
    async def script(t: Table) -> None:
        await t.press("question_mark")
        assert "pgdn/space/pgup Scroll what the story says" in t.screen()

    table(script)


def test_a_sheet_has_the_form_that_fits_before_it_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = []
    mounted = PlayerScreen.on_mount

    def noted(screen: PlayerScreen) -> None:
        if screen.opener == "help":
            forms.append(screen.classes & {"-narrow", "-wide", "-broad", "-short", "-tall"})
        mounted(screen)

    async def script(t: Table) -> None:
        await t.press("question_mark")

    monkeypatch.setattr(PlayerScreen, "on_mount", noted)
    for size in ((40, 12), (120, 36), (160, 45)):
        table(script, size=size)
    assert forms == [{"-narrow", "-short"}, {"-wide", "-tall"}, {"-broad", "-tall"}]


def test_every_action_is_told_as_something_to_do() -> None:
    """In the palette and the help; a first word that is no verb stands out here."""
    verbs = {
        "Choose:",  # what a choice says
        "Change", "Delete", "Doubt", "Find", "Go", "Give", "Hear", "Keep", "Leave", "Look", "Make", "Move", "Play",
        "Put", "Read", "Bring", "Scroll", "Search", "See", "Show", "Take", "Write",
    }  # fmt: skip

    async def script(t: Table) -> None:
        await t.begin()
        for key in ("", "s", "j", "c", "comma", "e", "m"):
            await t.press(*([key] if key else []))
            told = {action.words.split()[0] for action in actions(t.app.screen, everything=True, each=True)}
            assert told <= verbs, (key, told - verbs)
            await t.press(*(["escape"] if key else []))

    table(script)
