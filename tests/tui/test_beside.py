"""What stands around the page: the calendar above it, the board, the sidenotes and the road beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playable.engine.view_parts import Citation, Meter, Panel
from playable.language.names import Range
from playable.tui.widgets.board import board, strip
from playable.tui.widgets.calendar import calendar
from playable.tui.widgets.meter import bar
from playable.tui.widgets.notes import cited_at, notes
from playable.tui.widgets.roadside import Milestone, roadside
from textual.content import Content

from tests.tui.tables import Table, table

YEAR = range(2018 * 12, 2019 * 12 + 3)


def plain(lines: list[Content]) -> list[str]:
    return [line.plain for line in lines]


def test_the_calendar_marks_today_and_tells_past_from_ahead_by_its_rule() -> None:
    drawn = calendar(YEAR, 2018 * 12 + 7, "decision 14 of about 26", 120).plain
    assert "━Jul━[AUG]─Sep─" in drawn
    assert drawn.endswith("─ decision 14 of about 26")
    assert len(drawn) == 120


@pytest.mark.parametrize("width", [10, 30, 56, 76, 96, 120, 200])
@pytest.mark.parametrize("today", [YEAR[0], YEAR[7], YEAR[-1], YEAR[-1] + 9, None])
def test_the_calendar_is_as_wide_as_its_place_whatever_the_day(width: int, today: int | None) -> None:
    assert calendar(YEAR, today, "decision 1", width).cell_length == width


def test_of_one_month_there_is_no_calendar() -> None:
    assert calendar(range(4, 5), 4, "", 60).plain == "─" * 60


@pytest.mark.parametrize("width", [38, 40, 60, 76, 120])
def test_no_meter_is_left_out_of_the_strip(width: int) -> None:
    names = ("Fear", "Trust", "Kept", "Resolve", "Seoul", "War")
    meters = tuple(
        Meter(name.lower(), name, n % 4, "some", Range(0, 3), "high", "", last=1) for n, name in enumerate(names)
    )
    (line,) = strip([Panel("Board", meters)], width)
    assert line.cell_length <= width
    assert all(name[:3] in line.plain for name in names)


@pytest.mark.parametrize(
    ("value", "was", "drawn"),
    [(2, None, "████▁▁"), (2, 1, "████▁▁"), (1, 2, "██░░▁▁"), (0, 3, "░░░░░░"), (3, 3, "██████"), (1.5, 1, "███▁▁▁")],
)
def test_a_bar_of_three_steps(value: float, was: int | None, drawn: str) -> None:
    assert bar(value, Range(0, 3), was).plain == drawn


@pytest.mark.parametrize("value", range(101))
def test_a_long_range_is_drawn_to_an_eighth_in_six_cells(value: int) -> None:
    assert bar(value, Range(0, 100)).cell_length == 6
    assert bar(value, Range(0, 100), 50).cell_length == 6


def test_what_has_changed_is_told_by_another_style_than_what_stood() -> None:
    styles = [span.style for span in bar(2, Range(0, 3), 1, "welcome").spans]
    assert styles[1] == "welcome"


def papers(count: int) -> list[Panel]:
    meters = [
        Meter(f"p{n}", f"Paper {n}", 0, "It says what it says, at length.", None, "neither", "") for n in range(count)
    ]
    return [Panel("Owed", tuple(meters))]


@pytest.mark.parametrize("rows", [3, 8, 20, 60])
def test_the_board_never_takes_more_rows_than_there_are_and_says_what_it_leaves_out(rows: int) -> None:
    lines = board(papers(12), 32, rows)
    assert len(lines) <= rows
    assert all(line.cell_length <= 32 for line in lines)
    assert ("tab" in lines[-1].plain) == (rows < 13)


CLAIM = Citation("c8", "2", "fact", "It is so, and has been for as long as anybody can remember having looked.", "so")


def test_a_note_stands_at_the_height_of_its_text() -> None:
    lines = plain(notes([(5, CLAIM)], 40, 30))
    assert lines[:5] == [""] * 5
    assert lines[5:7] == ["c8 · ¶2 · fact", "It is so, and has been for as long as"]


@pytest.mark.parametrize("wanted", [[-3, -2, 0], [0, 0, 1], [27, 28, 29], [3, 12, 40]])
def test_notes_fit_keep_their_order_and_never_overlap(wanted: list[int]) -> None:
    lines = plain(notes([(row, CLAIM) for row in wanted], 40, 30))
    heads = [n for n, line in enumerate(lines) if line.startswith("c8")]
    assert len(lines) <= 30
    assert len(heads) == 3
    assert all(lines[head - 1] == "" for head in heads if head)


def test_notes_that_do_not_fit_are_counted() -> None:
    assert plain(notes([(0, CLAIM)] * 4, 40, 9))[-1] == "and 2 more: c"
    assert plain(notes([(0, CLAIM)] * 4, 40, 3))[-1] == "four claims: c"
    assert not notes([(0, CLAIM)], 40, 0)


def test_every_claim_of_a_page_is_marked_where_it_first_stands() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        lines = t.game.page.lines.lines(70)
        noted = {at.claim: lines[at.row].plain for at in cited_at(lines)}
        assert set(noted) == {"c1", "c7"}
        assert all(claim in line for claim, line in noted.items())

    table(script, size=(120, 36))


def test_the_sentence_of_a_claim_stands_beside_the_line_that_leans_on_it() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        line = next(line for line in t.lines() if "A wire is read before it…" in line)
        assert line.endswith("c1 · ¶1 · fact")
        await t.click_on("A wire is read before it is run [sic].")
        assert "CLAIMS" in t.screen()

    table(script, size=(160, 45))


def test_a_road_of_any_length_fits_and_its_end_is_seen() -> None:
    road = [Milestone("Act I" if n < 9 else "Act II", f"Scene {n}", f"Do {n}" if n < 29 else "") for n in range(30)]
    for rows in (6, 12, 34, 40, 80):
        lines = plain(roadside(road, 40, 28, rows))
        assert len(lines) <= rows
        assert lines[-1] == "○    about 10 more"
        assert "› 30 Scene 29" in lines
        assert ("│    Do 5" in lines) == (rows == 80)
        assert any("before" in line for line in lines) == (rows < 34)


def test_every_part_of_the_board_is_reached_and_explained_by_keys_at_every_size() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "end", "tab", "down", "down")
        assert "› Lead story" in t.screen()
        assert "서울 [속보], and not before time" in t.screen()
        await t.press("up", "up")
        assert "none · thin · [fair] · deep" in t.screen()
        await t.press("tab")
        assert t.app.screen is t.game

    for size in [(40, 12), (80, 24), (100, 30), (160, 45), (200, 60)]:
        table(script, size=size)


def test_a_meter_beside_the_page_is_explained_by_a_click() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.click_on("Noise            █")
        assert "WHERE THINGS STAND" in t.screen()
        assert "› Noise" in t.screen()

    table(script, size=(120, 36))


def test_a_click_does_what_is_meant_whichever_key_that_was_put_on() -> None:
    async def script(t: Table) -> None:
        t.player.follow(replace(t.player.settings, keys={"road": "x"}))
        await t.begin()
        await t.press("1", "end", "space")
        await t.click_on("●  1 The desk")
        assert "esc close" in t.screen()

    table(script, size=(160, 45))


def test_nothing_names_an_ending_before_its_text_was_read() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "1")
        for key in ("m", "j", "c", "r", "question_mark", "s", "e"):
            await t.press(key)
            assert "Bulldog" not in t.screen(), key
            if t.app.screen is not t.game:
                await t.press("escape")
        assert "gain" not in t.screen()
        assert "3" not in t.lines()[1]  # it is no third decision
        await t.press("space")
        screen = t.screen()
        assert screen.count("B U L L D O G") == 1
        assert screen.count("gain") == 1
        await t.press("left")
        assert "The first edition is on the street." in t.screen()

    table(script, size=(160, 45))


NAMED = """
    nodes:
      n0: {text: Here., choices: {on: {label: On, goto: n1}}}
      n1: {title: The Flood, text: The water is here., ending: {name: The Flood, tone: disaster}}
"""


def test_no_sheet_names_an_ending_while_what_led_there_is_read(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        assert "You go on." in t.screen()
        for key in ("m", "j", "c", "s", "e", "ctrl+p", "question_mark", "tab"):
            await t.press(key)
            assert "flood" not in t.screen().lower(), key
            if t.app.screen is not t.game:
                await t.press("escape")
        await t.press("space", "space")
        assert "T H E   F L O O D" in t.screen()
        await t.press("s")
        assert "The Flood" in t.screen()

    table(script, size=(160, 45), story=typed(NAMED.replace("On, goto", "On, outcome: You go on., goto"), "n0"))


def test_an_ending_that_is_titled_by_its_name_is_not_titled_before_its_text(typed: Callable[..., Path]) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        assert "The water is here." in t.screen()
        assert "flood" not in t.screen().lower().replace(" ", "")
        await t.press("j")
        assert "flood" not in t.screen().lower().replace(" ", "")
        await t.press("escape", "space")
        assert "T H E   F L O O D" in t.screen()

    table(script, size=(160, 45), story=typed(NAMED, "n0"))


def test_the_game_stands_in_the_middle_of_a_broad_screen() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        width = t.app.size.width
        seen = [line for line in t.lines() if line.strip()]
        left = min(len(line) - len(line.lstrip()) for line in seen)
        right = width - max(len(line) for line in seen)
        assert abs(left - right) <= 6, (left, right)

    for size in [(149, 40), (200, 60), (240, 60)]:
        table(script, size=size)
