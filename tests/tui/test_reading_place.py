"""The reader's place: whatever becomes of the terminal, the text at the top stays there."""

from __future__ import annotations

import pytest
from playable.language.library import main_story
from playable.tui.reading_place import place_of, row_of
from playable.tui.text import flow
from textual.content import Content

from tests.tui.tables import Table, table

WORDS = Content(" ".join(f"word{n}" for n in range(400)))


@pytest.mark.parametrize("width", [20, 37, 60, 72, 200])
def test_a_place_is_found_in_lines_of_any_width(width: int) -> None:
    lines = flow(WORDS, 50)
    for row in range(len(lines)):
        first = lines[row].plain.split()[0]
        again = flow(WORDS, width)
        at = row_of(again, place_of(lines, row))
        assert at is not None
        assert first in again[at].plain.split()


def test_what_stands_there_twice_is_found_nearest_and_what_is_gone_nowhere() -> None:
    lines = [Content(line) for line in ("again and again it says", "one", "again and again it says", "two")]
    assert row_of(lines, place_of(lines, 2)) == 2
    assert row_of(lines[1:], place_of(lines, 2)) == 1
    assert row_of([Content("another text")], place_of(lines, 1)) is None
    assert row_of(lines, place_of([], 0)) is None


SIZES = [(45, 24), (80, 24), (61, 30), (120, 36), (40, 12), (160, 45), (99, 20), (80, 24)]


def test_the_text_at_the_top_stays_there_at_every_size() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        pane = t.game.page.scroll
        for row in (3, 8, 12):
            pane.scroll_to(y=row, animate=False)
            await t.pilot.pause()
            lines = t.game.page.lines.lines(t.game.page.lines.size.width)
            top = next(line.plain for line in lines[int(pane.scroll_offset.y) :] if line.plain.strip()).split()[0]
            for width, height in SIZES:
                await t.pilot.resize_terminal(width, height)
                await t.pilot.pause()
                await t.pilot.pause()
                now = t.game.page.lines.lines(t.game.page.lines.size.width)
                at = int(pane.scroll_offset.y)
                if at < pane.max_scroll_y:  # else all that follows is seen
                    seen = next(line.plain for line in now[at:] if line.plain.strip())
                    assert top in seen, (width, height, top, seen)
            assert int(pane.scroll_offset.y) == row  # back where it was

    table(script, size=(80, 24), story=main_story())


def test_another_page_begins_at_its_top_whatever_the_size_was() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("pagedown")
        await t.pilot.resize_terminal(60, 20)
        await t.pilot.pause()
        await t.press("1")
        assert t.game.page.scroll.scroll_offset.y == 0
        await t.pilot.resize_terminal(80, 24)
        await t.pilot.pause()
        assert t.game.page.scroll.scroll_offset.y == 0

    table(script, size=(80, 24), story=main_story())
