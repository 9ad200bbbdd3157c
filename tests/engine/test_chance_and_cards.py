"""Chance falls by its weights and never rerolls; cards are drawn in order, once, and come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playable.engine.chance import drawn
from playable.engine.machine import Machine, Stuck
from playable.engine.session import CannotMove, Session, Step, Unpinned

Build = Callable[..., Machine]

COIN = """\
    state: {n: {range: [0, 9], start: 0}, heavy: {range: [-5, 5], start: 1}}
    nodes:
      coin:
        chance:
          heads: {weight: heavy, effects: [n += 1], text: Heads., goto: again}
          tails: {weight: 1, text: Tails., goto: again}
      again:
        text: Again?
        choices:
          toss: {label: Toss, goto: coin}
          fix: {label: Fix, effects: [heavy = -5], goto: coin}
"""
DECK = """\
    state: {rain: {start: false}}
    decks: {days: [storm, sun]}
    nodes:
      day: {draw: days, then: evening}
      evening:
        text: Evening.
        choices:
          sleep: {label: Sleep, goto: day}
          pray: {label: Pray, effects: [rain = true], goto: day}
      storm:
        when: rain
        text: It storms.
        choices:
          hide: {label: Hide, goto: wet}
      wet: {text: Soaked., goto: back}
      sun: {text: Sun., goto: back}
"""


def test_a_seed_gives_the_same_falls_and_undo_never_rerolls(machine: Build) -> None:
    coin = machine(COIN, "coin")
    one, two = Session(coin, seed=7), Session(coin, seed=7)
    for _ in range(12):
        one.choose("again.toss")
        two.choose("again.toss")
        assert two.undo()
        two.choose("again.toss")
    assert one.steps == two.steps
    assert {s.ref for s in one.steps if s.kind == "chance"} == {"coin.heads", "coin.tails"}


def test_without_a_seed_a_draw_must_be_pinned(machine: Build) -> None:
    coin = machine(COIN, "coin")
    with pytest.raises(Unpinned, match=r"add a step `chance: coin\.heads`"):
        Session(coin)
    session = Session(coin, pins=["coin.tails"])
    assert session.steps == [Step("chance", "coin.tails")]


@pytest.mark.parametrize("pins", [["coin.edge"], ["coin.heads", "coin.heads"]])
def test_a_pin_that_cannot_fall_is_refused(machine: Build, pins: list[str]) -> None:
    with pytest.raises(CannotMove):
        Session(machine(COIN, "coin"), pins=pins)


def test_a_negative_weight_counts_as_zero(machine: Build) -> None:
    session = Session(machine(COIN, "coin"), seed=1)
    session.choose("again.fix")
    for _ in range(20):
        session.choose("again.toss")
    assert [s.ref for s in session.steps if s.kind == "chance"][1:] == ["coin.tails"] * 21


def test_all_weights_zero_is_stuck_and_changes_nothing(machine: Build) -> None:
    text = COIN.replace("weight: 1,", "weight: heavy,")
    session = Session(machine(text, "coin"), seed=1)
    before = list(session.steps)
    with pytest.raises(Stuck):
        session.choose("again.fix")
    assert session.steps == before
    session.choose("again.toss")


def test_weights_are_kept_in_the_long_run() -> None:
    falls = Counter(drawn(seed, "node", 0, [70, 10, 20]) for seed in range(4000))
    assert [round(falls[i] / 4000, 1) for i in range(3)] == [0.7, 0.1, 0.2]


def test_cards_come_in_order_when_they_may_and_once(machine: Build) -> None:
    session = Session(machine(DECK, "day"))
    assert [p.node for p in session.view.passages] == ["sun", "evening"]
    session.choose("evening.sleep")
    assert [p.node for p in session.view.passages] == ["evening"]
    session.choose("evening.pray")
    assert session.view.node == "storm"
    session.choose("storm.hide")
    assert [p.node for p in session.view.passages] == ["wet", "evening"]
    session.choose("evening.sleep")
    assert session.view.node == "evening"
