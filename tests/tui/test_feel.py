"""How it feels: pages that come in, keys that are held down, the search by a few letters."""

from __future__ import annotations

import pytest
from playable.desk.settings import Settings, keep
from playable.tui.key_repeat import LATEST, KeyRepeat
from playable.tui.screens.palette import closest
from playable.tui.widgets.coming import MOVE, REST, REVEAL, Coming
from playable.tui.widgets.page import Page

from tests.tui.tables import Table, table


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def held(*waits: float, key: str = "1") -> list[str]:
    """What comes of a key that turns the page, and of more of it, each after so many seconds."""
    repeat, at = KeyRepeat(), 0.0
    repeat.judge(key, at)
    repeat.turned()
    judged: list[str] = []
    for wait in waits:
        at += wait
        judged.append(repeat.judge(key, at))
        if judged[-1] == "pressed":
            repeat.turned()
    return judged


@pytest.mark.parametrize("rhythm", [(0.25, 0.02), (0.5, 0.03), (0.375, 0.09), (0.9, 0.11)])
def test_a_key_held_down_is_one_press(rhythm: tuple[float, float]) -> None:
    lead, repeat = rhythm
    assert held(lead, *[repeat] * 20) == ["unsure", *["held"] * 20]


def test_a_burst_of_what_was_held_back_on_its_way_is_one_press() -> None:
    assert held(0, 0.001, 0.03, 0) == ["held"] * 4


@pytest.mark.parametrize("between", [0.06, 0.1, 0.15])
def test_quick_presses_count(between: float) -> None:
    assert held(*[between] * 5) == ["pressed"] * 5


def test_a_key_pressed_anew_counts() -> None:
    assert held(LATEST + 0.1) == ["pressed"]
    assert held(0.5, 0.03, LATEST) == ["unsure", "held", "pressed"]


def test_another_key_is_never_held_back_and_escape_only_leads_out() -> None:
    repeat = KeyRepeat()
    repeat.judge("1", 0)
    repeat.turned()
    assert [repeat.judge(key, 0) for key in ("2", "1", "1")] == ["pressed"] * 3
    assert held(0, 0.03, 0.5, 0.03, key="escape") == ["pressed"] * 4


@pytest.fixture
def slow_to_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may be held down is taken for pressed after so long, and not before the next key, however slow all is."""
    monkeypatch.setattr("playable.tui.app.REPEAT", 30.0)


@pytest.mark.usefixtures("slow_to_settle")
def test_a_held_digit_makes_one_choice() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2")
        t.clock.waits = [0.4, 0.03, 0.03]
        await t.press("2", "2", "2")
        assert t.game.saved.session.road == ("desk.wait",)

    table(script)


def test_undo_pressed_quickly_thrice_undoes_thrice() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        coffee = str(1 + [offer.id for offer in t.game.view.offers if not offer.locked].index("desk.pour"))
        await t.press(coffee, "enter", "2", "1")
        assert len(t.game.saved.session.road) == 3
        await t.press("u")
        t.clock.waits = [0.1, 0.1]
        await t.press("u", "u")
        assert not t.game.saved.session.road

    table(script, size=(120, 50))


@pytest.mark.usefixtures("slow_to_settle")
@pytest.mark.parametrize(
    ("size", "keys"), [((80, 24), "c m j g s e comma question_mark ctrl+p tab"), ((40, 12), "c m j g s e tab")]
)
def test_the_key_that_opens_a_sheet_closes_it_and_held_down_only_opens_it(size: tuple[int, int], keys: str) -> None:
    async def script(t: Table) -> None:
        await t.begin()
        for key in keys.split():
            await t.press(key)
            t.clock.waits = [0.4, 0.03, 0.03]
            await t.press(key, key, key)
            assert t.app.screen is not t.game, key
            t.clock.waits = [1.5]
            await t.press(key)
            assert t.app.screen is t.game, key

    table(script, size=size)


def test_a_letter_that_opens_no_sheet_is_looked_up_in_the_glossary() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("g", "s", "g")
        assert "Slug" not in t.screen()  # `sg` is looked up
        assert "Nothing of that name." in t.screen()

    table(script)


def test_a_digit_pressed_twice_makes_two_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(t: Table) -> None:
        monkeypatch.setattr("playable.tui.app.REPEAT", 1.0)
        await t.begin()
        await t.press("2")
        t.clock.waits = [0.4]
        await t.press("2")
        assert t.game.saved.session.road == ("desk.wait",)  # it may be held down: what comes next tells
        while len(t.game.saved.session.road) == 1:
            await t.pilot.pause(0.02)

    table(script)


@pytest.mark.usefixtures("slow_to_settle")
def test_keys_typed_ahead_keep_their_order() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2")
        t.clock.waits = [0.4]
        await t.press("2", "u")
        assert t.game.saved.session.road == ("desk.wait",)
        assert t.notices() == ["Taken back: Walk out on to it"]

    table(script)


def test_a_page_comes_in_line_by_line_then_its_bars_move() -> None:
    coming = Coming(began=10, seen=20, bars=True, reveals=True)
    assert [coming.line(10 + REVEAL * share) for share in (0.01, 0.51, 1.01)] == [0, 10, None]
    rest = 10 + REVEAL + REST
    assert coming.moved(rest) == pytest.approx(0)
    assert 0.5 < coming.moved(rest + MOVE / 2) < 1
    assert coming.over(rest + MOVE + 0.01)
    assert not coming.over(rest)


@pytest.mark.parametrize("keys", [["left_square_bracket"], ["question_mark", "escape"]])
def test_any_key_lets_the_whole_page_be_there(keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(Page, "now", clock)

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1")
        assert "WHAT FOLLOWED" not in t.screen()
        clock.seconds += REVEAL / 3
        while "WHAT FOLLOWED" not in t.screen():
            await t.pilot.pause(0.01)
        assert "The phones stop." not in t.screen()
        await t.press(*keys)
        assert "The phones stop." in t.screen()
        assert "Calm in the room █████▁  ▲2 rises from thin to fair" in t.screen()

    table(script, size=(120, 40), motion="full")


def test_a_choice_typed_while_the_page_comes_in_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Page, "now", Clock())

    async def script(t: Table) -> None:
        await t.begin()
        await t.press("1", "enter", "2")
        assert t.game.saved.session.road == ("desk.run", "bridge.walk")

    table(script, size=(120, 40), motion="full")


def test_a_few_letters_find_the_closest() -> None:
    assert closest("set", "Settings") is not None
    assert closest("sx", "Settings") is None
    assert closest("", "Settings") == (0, ())
    hit, worse = closest("wr", "Write this playthrough"), closest("wr", "How it went, or")
    assert hit is not None
    assert worse is not None
    assert hit.score > worse.score
    assert hit.at == (0, 1)


def test_the_palette_does_what_it_finds() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        await t.press("2", "ctrl+p", *"takeback")
        assert "Take back the last choice" in t.screen()
        await t.press("enter")
        assert not t.game.saved.session.road

    table(script)


def test_the_palette_closed_while_it_opens_is_no_trouble() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        for _ in range(3):
            t.app.simulate_key("ctrl+p")
            t.app.simulate_key("escape")
        await t.press("2")
        assert t.game.saved.session.road == ("desk.wait",)

    table(script)


def test_settings_are_seen_at_once_and_kept() -> None:
    async def first(t: Table) -> None:
        await t.press("comma", "right", "down", "enter")
        assert t.app.theme == "light"
        assert t.app.animation_level == "none"

    async def second(t: Table) -> None:
        assert t.app.theme == "light"
        assert not t.app.settings.motion

    table(first)
    table(second)


def test_an_action_can_be_put_on_another_key() -> None:
    keep(Settings(keys={"journal": "x", "no_such_action": "y"}))

    async def script(t: Table) -> None:
        await t.begin()
        assert "x journal" in t.screen()
        await t.press("x")
        assert "JOURNAL" in t.screen()

    table(script, size=(120, 36))
