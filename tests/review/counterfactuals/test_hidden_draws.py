"""Hidden draws, and the same moves under the others."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from playable.engine.machine import Machine
from playable.review.counterfactuals.hidden_draws import HiddenDraw, hidden
from playable.review.road.moments import retraced

from tests.review.tables import KNOCKING, played, urn

Made = Callable[..., Machine]


def drawn(machine: Machine, *steps: str, seed: int | None = None) -> tuple[HiddenDraw, ...]:
    session = played(machine, *steps, seed=seed)
    return hidden(session, retraced(session))


def test_a_draw_is_told_by_what_it_set_and_what_the_others_would_have_come_to(machine: Made) -> None:
    (draw,) = drawn(machine(urn(), "urn"), "chance urn.red", "choose room.open")
    assert (draw.name, draw.fell.word, draw.fell.odds, draw.turn, draw.told) == (
        "The ball", "red", Fraction(3, 4), 0, 1,
    )  # fmt: skip
    (other,) = draw.others
    assert (other.outcome.word, other.outcome.odds, other.held, other.stopped) == ("blue", Fraction(1, 4), 1, "")
    assert other.ending is not None
    assert other.ending.name == "Bad"


def test_a_draw_that_is_never_told(machine: Made) -> None:
    (draw,) = drawn(machine(urn(), "urn"), "chance urn.red", "choose room.toss", "chance coin.tails")
    assert draw.told is None
    assert draw.others[0].ending is not None
    assert draw.others[0].ending.name == "Bad"


def test_a_draw_that_is_told_at_once_is_not_hidden(machine: Made) -> None:
    made = machine(urn("[A box., {when: colour == 'red', text: It is warm.}]"), "urn")
    assert drawn(made, "chance urn.red", "choose room.open") == ()


@pytest.mark.parametrize(
    ("locked", "why"),
    [("", "“Feel it” is not offered there"), ("locked: It is cold.,", "“Feel it” is locked there: It is cold.")],
)
def test_where_the_same_moves_stop_holding(machine: Made, locked: str, why: str) -> None:
    """The other draw looks the same until the coffee is had, then one of the same moves is not open."""
    made = machine(
        f"""\
        state: {{colour: {{one_of: [red, blue], start: blue}}}}
        nodes:
          urn:
            chance:
              red: {{weight: 1, effects: [colour = 'red'], goto: hall}}
              blue: {{weight: 1, goto: hall}}
          hall: {{text: A hall., choices: {{on: {{label: Go on, goto: room}}}}}}
          room:
            text: A box.
            choices:
              wait: {{label: Wait, goto: end}}
              feel: {{label: Feel it, when: colour == 'red', {locked} goto: end}}
          end: {{text: The end., ending: {{name: End, tone: gain}}}}
        """,
        "urn",
    )
    (draw,) = drawn(made, "chance urn.red", "choose hall.on", "choose room.feel")
    (other,) = draw.others
    assert (draw.name, other.outcome.word) == ("Urn", "blue")
    assert (other.held, other.stopped, other.ending, other.parted) == (1, why, None, 1)


def test_what_never_fell_falls_by_the_seed_or_not_at_all(machine: Made) -> None:
    """Under the other draw a knock is answered or not, which was never drawn."""
    knock = ["chance urn.blue", "choose room.knock", "choose room.open"]
    (without,) = drawn(machine(KNOCKING, "urn"), *knock)
    assert without.others[0].stopped == "chance falls there, and nothing says how"
    assert without.others[0].held == 0
    (seeded,) = drawn(machine(KNOCKING, "urn"), *knock, seed=1)
    assert seeded.others[0].ending is not None
    assert seeded.others[0].ending.name == "Good"
