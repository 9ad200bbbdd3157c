"""Playing by keys and by mouse: choices, locks, briefings, what followed, undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playable.tui.screens.sheet import Sheet
from playable.tui.screens.title import TitleScreen
from textual.content import Content

from tests.quay import ARRIVING
from tests.tui.tables import Table, table


def test_a_digit_chooses_and_what_followed_stands_alone() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        assert "WHAT FOLLOWED" in t.screen()
        await t.press("1", "2", "3")  # no digit chooses from here
        assert t.game.saved.session.road == ("desk.run",)
        while t.game.page.kind == "followed":
            await t.press("enter")
        assert "The bridge holds." in t.screen()
        await t.press("left")
        assert "WHAT FOLLOWED" in t.screen()

    table(script, size=(100, 30))


def test_a_choice_without_a_sequel_goes_straight_on() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("down", "enter")
        assert "The bridge holds." in t.screen()

    table(script)


def test_a_locked_choice_says_why_and_is_not_made() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        assert "✗  Call the editor [at home] · Not while it is quiet [yet]." in t.screen()
        await t.press("up", "enter", "5")
        assert t.notices() == ["Not open: Not while it is quiet [yet]."]
        assert not t.game.saved.session.road

    table(script, size=(120, 36))


def test_briefings_by_letter_until_the_time_is_up() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        assert "Hear two:  [o] Okafor  [h] Ms. Oh 오  [l] Cole" in t.screen()
        await t.press("o")
        assert "▎ Run it [sic]. A second slug would change my mind." in t.screen()
        assert "Hear one:  ✓ Okafor" in t.screen()
        await t.click_on("Cole")
        await t.press("h")
        assert "Spike it." in t.screen()
        assert t.notices() == ["There is no time to hear another."]

    table(script)


def test_undo_takes_the_choice_back() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("u")
        await t.press("1", "u")
        assert not t.game.saved.session.road
        assert "The desk [1/2], arr[i]" in t.screen()
        assert t.notices() == ["Taken back: Run it, arr[0] and [/b] and all"]

    table(script)


def test_the_mouse_chooses_and_a_double_click_chooses_once() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.click_on("Wait", times=2)
        assert t.game.saved.session.road == ("desk.wait",)
        await t.click_on("undo")
        assert not t.game.saved.session.road

    table(script, size=(100, 30))


def test_keys_typed_ahead_are_for_the_page_that_they_find() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        for key in ("1", "enter", "2", "u", "1"):
            t.app.simulate_key(key)
        await t.press("tab")
        assert t.game.saved.session.road == ("desk.run", "bridge.write")

    table(script, size=(120, 50))


def test_an_ending_offers_the_ways_on() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "1", "space")
        assert "B U L L D O G" in t.screen()
        assert "It ends in gain." in t.screen()
        await t.press("3")
        assert "The bridge holds." in t.screen()
        await t.press("1", "enter", "4")
        assert isinstance(t.app.screen, TitleScreen)

    table(script)


def test_a_stuck_story_says_so_and_offers_undo() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("4")
        assert "The story is stuck" in t.screen()
        await t.click_on("choice back and go", times=1)
        await t.press("2")
        assert not t.game.saved.session.road

    table(script, size=(100, 30))


def test_a_choice_that_stays_keeps_the_scene() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        title = t.game.view.title
        await t.press(str(1 + [offer.id for offer in t.game.view.offers if not offer.locked].index("desk.pour")))
        while t.game.page.kind == "followed":
            await t.press("enter")
        assert t.game.view.title == title
        assert title in t.screen()

    table(script, size=(120, 36))


def test_a_playthrough_is_written_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("o", "w", "enter", "w", "escape")
        assert len(list(tmp_path.glob("*.yaml"))) == 1  # nothing is written unasked
        await t.press("w", "enter", "w", "ctrl+u", *"mine.yaml", "enter", "w", "ctrl+u", *"mine.yaml", "enter")
        assert t.notices()[-1] == "mine.yaml is there already, and stays as it is."

    table(script)
    assert len(list(tmp_path.glob("*-0*.yaml"))) == 2
    assert (tmp_path / "mine.yaml").exists()
    assert "- hear: desk.okafor" in next(tmp_path.glob("*-0.yaml")).read_text()


def test_a_moment_is_kept_as_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playable.desk.kept_tests._home", lambda _: tmp_path)

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("W")
        (said,) = t.notices()
        assert said.startswith("Kept as a test: ")
        kept = Path(said.removeprefix("Kept as a test: ").partition(".yaml")[0] + ".yaml")
        assert kept.parent == tmp_path / "playthroughs"
        assert "value:" in kept.read_text()

    table(script)


def test_a_sheet_closed_twice_at_once_leaves_the_game_on_the_screen() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("question_mark")
        sheet = t.app.screen
        sheet.dismiss()
        sheet.dismiss()
        await t.press("tab")
        t.game.dismiss()
        t.game.dismiss()
        await t.press("1")
        assert "The desk" in t.screen()

    table(script, size=(120, 36))


def test_an_undo_quicker_than_the_repaint_is_no_trouble() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        t.game.hear("desk.okafor")
        t.game.saved.new(1)
        await t.press("tab")
        assert "The desk" in t.screen()

    table(script, size=(120, 36))


def test_a_key_for_a_sheet_that_is_only_being_laid_is_no_trouble() -> None:
    sheet = Sheet(Content("Keys"), lambda width: [])
    sheet.action_page(1)
    sheet.action_line(-1)


def test_what_a_draw_did_shows_nowhere_before_its_page() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        assert "Noise            ░▁▁▁ 0 ▼1" in t.screen()
        assert "1 May 1990" in t.screen()  # where the choice was made
        while t.game.page.kind == "followed":
            assert "Rain." not in t.screen()
            await t.press("enter")
        rains, board, bridge = map(t.screen().index, ("It rains.", "ON THE BOARD", "The bridge ━"))
        assert rains < board < bridge
        assert "▲1 rises to 1" in t.screen()

    table(script, size=(120, 36))


def test_an_ending_is_told_before_what_coming_to_it_did(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "1", "space", "1")
        assert t.screen().index("Home.") < t.screen().index("You are home.")

    table(script, size=(120, 36), story=typed(ARRIVING))


MANY = """
    people: {oh: {name: Ms. Abd, role: A friend}}
    nodes:
      hall:
        text: A hall of doors.
        briefings: {oh: {text: Take any of them.}}
        choices: {CHOICES}
      room: {text: A room., ending: {name: Room, tone: gain}}
""".replace("CHOICES", ", ".join(f"d{n}: {{label: Door {n:02}, goto: room}}" for n in range(1, 29)))


def test_choices_past_the_ninth_have_keys_that_no_briefing_has(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        assert "[a] Ms. Abd" in t.screen()
        for says in ("9  Door 09", "0  Door 10", "b  Door 11", "z  Door 25", "   Door 26"):
            assert says in t.screen()
        assert "1-0/b…z" in t.lines()[-1]
        await t.press("a")
        assert "✓ Ms. Abd" in t.screen()
        await t.press("question_mark")
        assert "1-0/b…z" in t.screen()
        await t.press("question_mark", "d")
        assert t.game.saved.session.road == ("hall.d12",)
        await t.press("u", "0")
        assert t.game.saved.session.road == ("hall.d10",)

    table(script, size=(100, 60), story=typed(MANY, "hall"))


def test_a_key_that_the_player_has_put_elsewhere_makes_no_choice(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        t.player.settings = replace(t.player.settings, keys={"undo": "b"})
        await t.begin()
        assert "d  Door 11" in t.screen()

    table(script, size=(100, 60), story=typed(MANY, "hall"))
