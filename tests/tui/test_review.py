"""The review on the screen: what it shows at three sizes, how one goes about in it, and the odds that come later."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.session import Session
from playable.language.story import load
from playable.review.document.parts import ChartColumn, OddsRow, OddsTable, ReviewDocument
from playable.review.odds.background import Background
from playable.review.odds.decisions import BeforeAfter
from playable.tui.screens.review import ReviewScreen
from playable.tui.theme import THEMES
from playable.tui.widgets.odds import table as odds_table
from playable.tui.widgets.picture import figures, picture
from playable.verify.markov import Doors, Outlook
from rich.cells import cell_len
from textual.style import Style

from tests.review.tables import played
from tests.tui.tables import Table, golden, table

WHOLE = Path(__file__).parents[1] / "review" / "whole.yaml"
SIZES = [(80, 24), (120, 36), (40, 12)]
KNOCKED = ("chance urn.red", "hear room.ann", "choose room.knock", "choose room.mark", "choose room.open")


class Waiting(Background):
    """Odds that are there when the test says so."""

    def __init__(self, session: Session, ready: bool = True) -> None:
        super().__init__(session.machine, Path("nowhere/saves.db"))
        self.ready = ready

    def start(self) -> None:
        self.state = "working"

    def outlook(self) -> Outlook | None:
        if self.ready:
            self.state = "there"
        return Outlook.of(self.machine) if self.ready else None


async def opened(t: Table, *steps: str, ready: bool = True) -> Waiting:
    """The review over the title, its odds filled in if they are ready."""
    await t.opened()
    session = played(assemble(load(WHOLE)), *steps or KNOCKED)
    background = Waiting(session, ready)
    t.app.push_screen(ReviewScreen(session, background, lambda _: None))
    await t.pilot.pause()
    if ready:
        await t.app.workers.wait_for_complete()
        await t.pilot.pause()
    return background


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_whole_screens(size: tuple[int, int]) -> None:
    async def script(t: Table) -> None:
        await opened(t)
        golden(f"review-{size[0]}x{size[1]}", t.screen())
        await t.press("3")
        golden(f"review-decision-{size[0]}x{size[1]}", t.screen())

    table(script, size=size)


def test_it_opens_before_the_odds_are_there_and_fills_them_in() -> None:
    async def script(t: Table) -> None:
        background = await opened(t, ready=False)
        assert "The odds are still being worked out." in t.screen()
        assert "red as a cherry" in t.screen()
        background.ready = True
        await t.app.workers.wait_for_complete()
        await t.pilot.pause()
        assert "The road turned at decision 3" in t.screen()
        assert "▲3" in t.screen()

    table(script, size=(120, 36))


def test_decisions_are_gone_through_by_arrows_digits_and_clicks() -> None:
    knocks = ["choose room.knock"] * 11

    async def script(t: Table) -> None:
        await opened(t, "chance urn.red", *knocks, "choose room.open")
        for keys, heading in (
            (["right"], "1. THE ROOM [1]"), (["right"], "2. THE ROOM"), (["left", "left", "left"], "BUT FOR WHAT"),
            (["1", "2"], "12. THE ROOM"), (["right"], "THE END: GOOD"), (["right"], "THE END: GOOD"),
            (["4"], "4. THE ROOM"), (["9"], "9. THE ROOM"), (["home"], "BUT FOR WHAT"),
            (["end"], "THE END"), (["0"], "BUT FOR WHAT"),
        ):  # fmt: skip
            await t.press(*keys)
            assert heading in t.screen(), keys
        await t.click_on(" 7 ")
        assert "7. THE ROOM" in t.screen()

    table(script, size=(120, 36))


def test_space_reads_on_through_everything_to_the_ending() -> None:
    async def script(t: Table) -> None:
        await opened(t)
        seen = ""
        for _ in range(60):
            seen += t.screen()
            await t.press("space")
        for said in (
            "DRAWN, AND NOT",
            "WHAT YOU MARKED",
            "1. THE ROOM",
            "3. THE ROOM",
            "THE END: GOOD",
            "The lid & all.",
        ):
            assert said in seen, said

    table(script, size=(40, 12))


def test_the_review_is_written_as_markdown_and_as_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def script(t: Table) -> None:
        await opened(t)
        await t.press(*("m", "enter"), *("h", "enter") * 2)
        assert sorted(path.name for path in tmp_path.glob("*review*")) == [
            "whole-review-2.html", "whole-review.html", "whole-review.md",
        ]  # fmt: skip
        assert "Written: " in t.notices()[0]

    table(script)
    assert "<svg" in (tmp_path / "whole-review.html").read_text()


def test_it_is_reached_from_an_ending_and_left_to_it() -> None:
    """The road of a player, the odds worked out aside."""

    async def script(t: Table) -> None:
        await t.begin()
        assert not t.game.check_action("review", ())
        await t.press("3", "space")
        assert "The review: where the road turned" in t.screen()
        await t.press("r")
        assert t.app.screen.query("#chart")
        await t.app.workers.wait_for_complete()
        await t.pilot.pause()
        assert "The road turned at decision 1" in t.screen()
        assert "▲1" in t.screen()
        await t.press("escape")
        assert not t.app.screen.query("#chart")
        assert "2  New game" in t.screen()

    table(script, size=(120, 36), story=WHOLE)


def test_it_is_reached_from_a_save_that_has_ended() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("3", "space", "s")
        await t.press("v")
        assert t.app.screen.query("#chart")
        assert "WHY IT ENDED SO" in t.screen()
        await t.press("escape", "escape")
        assert "2  New game" in t.screen()

    table(script, size=(120, 36), story=WHOLE)


def test_one_key_goes_to_a_decision_and_plays_on() -> None:
    """The line that was left is kept; on the first page there is no decision to go to."""

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "space", "3", "space", "r")
        await t.press("b")
        assert t.app.screen.query("#chart")
        await t.press("2", "b")
        assert not t.app.screen.query("#chart")
        assert t.app.saved.session.road == ("room.knock",)
        assert "The road you left is among the saves" in t.notices()[-1]

    table(script, size=(120, 36), story=WHOLE)


def test_a_claim_is_doubted_and_played_on_without() -> None:
    """What the road comes to is said; the world without it is marked, and kept apart from the other saves."""

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "space", "3", "space", "r", "d")
        await t.press(*"c9", "enter")
        assert "c9" in t.notices()[-1]
        await t.press("d", *"c2", "enter")
        assert "Without c2 · Knocking | helps" in t.screen()
        await t.press("2", "b")
        saved = t.app.saved
        assert (saved.machine.story.without, saved.session.road) == (("c2",), ("room.knock",))
        assert saved.view.snapshot.s[saved.machine.slots.index["noise"]] == 0
        assert "without c2" in saved.machine.story.head.title
        await t.press("2", "escape")
        assert t.app.saved.machine.story.without == ()
        assert [save.ending for save in t.app.saved.saves()] != []

    table(script, size=(120, 36), story=WHOLE)


def test_it_survives_resizing_and_any_theme() -> None:
    async def script(t: Table) -> None:
        await opened(t)
        for width, height in ((40, 12), (120, 36), (80, 24), (44, 60), (200, 13)):
            await t.pilot.resize_terminal(width, height)
            await t.pilot.pause()
            assert all(len(line) <= width for line in t.lines())
        for theme in THEMES:
            t.app.theme = theme.name
            await t.pilot.pause()
        assert t.app.is_running

    table(script)


def column(best: float, random: float, before: float | None = None) -> ChartColumn:
    doors = Doors(("good", "bad"), {"loss": 1.0, "gain": best}, {"loss": 1.0, "gain": 0.0})
    odds = [{"loss": 1 - share, "gain": share} for share in (random if before is None else before, random)]
    return ChartColumn(BeforeAfter(odds[0], odds[1]), BeforeAfter(doors, doors))


def drawn(*columns: ChartColumn | None, turned: int | None = None) -> ReviewDocument:
    titles = tuple(f"Title {n}" for n in range(1, len(columns) + 1))
    return ReviewDocument("Title", "", "Good, a gain", "", turned, "", (), titles, columns)


def lines_of(review: ReviewDocument, at: int, width: int, height: int) -> list[str]:
    return [line.plain for line in picture(review, at, width, height, lambda lower, upper: Style())]


@pytest.mark.parametrize("columns", [1, 5, 14, 40, 300])
@pytest.mark.parametrize("width", [20, 38, 76, 132])
def test_the_picture_keeps_to_its_width_and_shows_what_is_looked_at(columns: int, width: int) -> None:
    review = drawn(*(column(0.9, 0.6, 0.5),) * (columns - 1), column(0, 0, 0.6), turned=columns)
    for at in (0, 1, columns):
        lines = lines_of(review, at, width, 6)
        assert all(cell_len(line) <= width for line in lines)
        assert any(f"▲{columns}" in line if at != 1 else line.split()[:1] in (["1"], ["▲1"]) for line in lines)


def test_areas_have_no_gaps_and_rise_by_half_cells_from_the_worst() -> None:
    *areas, numbers, legend = lines_of(drawn(column(1, 0.5), column(1, 0.75), column(1, 1), None), 0, 30, 2)
    assert areas == ["░" * 18 + "??????", "▓▓▓▓▓▓▄▄▄▄▄▄░░░░░░??????"]
    assert numbers == "1     2     3     4"
    assert legend == "▓ loss  ░ gain"


def test_a_door_is_open_as_long_as_its_line_and_what_mattered_is_named() -> None:
    review = drawn(column(1, 0.5), column(0.5, 0.1, 0.5), column(0, 0), turned=2)
    door, *_, titles, _ = lines_of(review, 0, 70, 4)
    assert door == "     gain ━━━━━━━━━━━━┫ shut from 3 on"
    assert titles == "                └ 2 Title 2"


def test_where_there_is_no_room_to_draw_the_odds_are_told_in_numbers_that_sum_to_100() -> None:
    thirds = {"disaster": 0.0, "loss": 1 / 3, "stalemate": 1 / 3, "gain": 1 / 3, "triumph": 0.0}
    doors = Doors((), thirds, thirds)
    before, after = figures(drawn(ChartColumn(BeforeAfter(thirds, thirds), BeforeAfter(doors, doors)), turned=1), 0, 38)
    assert before.plain == "before ▲1  D 0 L 34 S 33 G 33 T 0 %"
    assert after.plain == "after ▲1   D 0 L 34 S 33 G 33 T 0 %"


@pytest.mark.parametrize("width", [30, 36, 60])
def test_no_figure_of_a_table_is_cut(width: int) -> None:
    odds = {"disaster": 0.12, "loss": 0.38, "stalemate": 0.22, "gain": 0.25, "triumph": 0.03}
    shown = "\n".join(line.plain for line in odds_table(OddsTable((OddsRow("Before", odds),)), width))
    for figure in ("12%", "38%", "22%", "25%", "3%"):
        assert figure in shown
    assert all(len(line) <= width for line in shown.split("\n"))


def test_bars_of_a_table_are_as_long_as_one_another() -> None:
    before, after = {"loss": 0.05, "gain": 0.95}, {"loss": 1.0, "gain": 0.0}
    rows = (OddsRow("Before", before), OddsRow("After", after, taken="your choice"))
    for width in (36, 60, 84):
        lines = [line.plain for line in odds_table(OddsTable(rows), width)]
        assert all(len(line) <= width for line in lines)
        ends = [max(line.rfind("▓"), line.rfind("░")) for line in lines if "▓" in line or "░" in line]
        assert len(ends) == 2
        assert ends[0] == ends[1]
