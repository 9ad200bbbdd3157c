"""What a player can know, worked out on paper."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from playable.engine.machine import Machine
from playable.review.road import belief
from playable.review.road.moments import retraced

from tests.review.tables import KNOCKING, beliefs, played, urn

Made = Callable[..., Machine]
UNTOLD = {"red": Fraction(3, 4), "blue": Fraction(1, 4)}
RED = {"red": Fraction(1)}


def test_a_draw_that_nothing_tells_stays_open(machine: Made) -> None:
    assert beliefs(machine(urn(), "urn"), "chance urn.blue")[0] == UNTOLD


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("[A box., {when: colour == 'red', text: It is warm.}]", ""),
        ("A box., which is {colour}.", ""),
        ("A box.", "feel: {label: Feel it, when: colour == 'red', goto: good}"),
        ("A box.", "feel: {label: Feel it, when: colour == 'red', locked: It is hot., goto: good}"),
    ],
    ids=["a text", "a value in a text", "a missing choice", "a locked choice"],
)
def test_what_is_shown_tells(machine: Made, text: str, more: str) -> None:
    made = machine(urn(f'"{text}"' if "{colour}" in text else text, more), "urn")
    assert beliefs(made, "chance urn.red") == [RED]
    assert beliefs(made, "chance urn.blue") == [{"blue": Fraction(1)}]


def test_a_choice_locked_for_the_same_reason_tells_nothing(machine: Made) -> None:
    more = "feel: {label: Feel it, when: colour == 'red' and seen(coin), locked: It is dark., goto: good}"
    assert beliefs(machine(urn(more=more), "urn"), "chance urn.red")[0] == UNTOLD


def test_what_follows_tells_only_then(machine: Made) -> None:
    steps = ["chance urn.red", "choose room.open"]
    assert beliefs(machine(urn(), "urn"), *steps) == [UNTOLD, RED]


def test_a_coin_that_both_could_toss_tells_nothing_of_the_ball(machine: Made) -> None:
    steps = ["chance urn.red", "choose room.toss", "chance coin.heads"]
    assert beliefs(machine(urn(), "urn"), *steps) == [UNTOLD, UNTOLD]


def test_silence_speaks_round_by_round(machine: Made) -> None:
    """A red ball answers every other knock: 3/4 · 1/2 against 1/4, then 3/4 · 1/4 against 1/4."""
    red = ["choose room.knock", "chance answer.hush"]
    found = beliefs(machine(KNOCKING, "urn"), "chance urn.red", *red, *red)
    assert [one["red"] for one in found] == [Fraction(3, 4), Fraction(3, 5), Fraction(3, 7)]
    blue = ["choose room.knock"]
    assert beliefs(machine(KNOCKING, "urn"), "chance urn.blue", *blue, *blue) == found


def test_rooms_that_look_alike_are_one_to_the_player(machine: Made) -> None:
    """Ids are shown to nobody; a choice means the one at the same place."""
    made = machine(
        """\
        state: {left: {start: false}}
        nodes:
          hall: {chance: {left: {weight: 1, goto: one}, right: {weight: 2, goto: two}}}
          one: {text: A room., choices: {door: {label: The door, goto: end}, bed: {label: The bed, goto: end}}}
          two: {text: A room., choices: {gate: {label: The door, goto: end}, bed: {label: The bed, goto: lost}}}
          end: {text: Out., ending: {name: Out, tone: gain}}
          lost: {text: Asleep., ending: {name: Asleep, tone: loss}}
        """,
        "hall",
    )
    start, end = retraced(played(made, "chance hall.left", "choose one.door"))
    assert [(one.view.node, one.share) for one in start.belief or ()] == [
        ("one", Fraction(1, 3)),
        ("two", Fraction(2, 3)),
    ]
    assert {one.view.node for one in end.belief or ()} == {"end"}
    bed = retraced(played(made, "chance hall.left", "choose one.bed"))[1].belief
    assert bed is not None
    assert [one.view.node for one in bed] == ["end"]


HEARING = """\
state:
  colour: {one_of: [red, blue], start: blue, shown: heard(room.ann)}
people: {ann: {name: Ann}, bob: {name: Bob}}
nodes:
  urn: {chance: {red: {weight: 3, effects: [colour = 'red'], goto: room}, blue: {weight: 1, goto: room}}}
  room:
    text: A box.
    briefings: {ann: {text: Look.}, bob: {text: ["Well.", {when: colour == 'red', text: Hot.}]}}
    choices: {open: {label: Open, goto: end}}
  end: {text: The end., ending: {name: End, tone: gain}}
"""


@pytest.mark.parametrize("person", ["ann", "bob"])
def test_a_briefing_tells_by_its_words_or_by_the_meter_it_uncovers(machine: Made, person: str) -> None:
    made = machine(HEARING, "urn")
    assert beliefs(made, "chance urn.red", "choose room.open")[0] == UNTOLD
    assert beliefs(made, "chance urn.red", f"hear room.{person}", "choose room.open") == [RED, RED]


def test_a_meter_that_moves_tells_though_its_value_was_known(machine: Made) -> None:
    """Red pays one and takes one back: the board is the same, what followed is not."""
    made = machine(
        """\
        state:
          colour: {one_of: [red, blue], start: blue}
          coins: {range: [0, 2], start: 0, name: Coins, shown: true}
        nodes:
          urn: {chance: {red: {weight: 3, effects: [colour = 'red'], goto: room}, blue: {weight: 1, goto: room}}}
          room:
            text: A box.
            choices:
              pay:
                label: Pay
                effects: [{do: coins += 1, when: colour == 'red'}, {do: coins -= 1, when: colour == 'red'}]
                goto: end
          end: {text: The end., ending: {name: End, tone: gain}}
        """,
        "urn",
    )
    assert beliefs(made, "chance urn.red", "choose room.pay") == [UNTOLD, RED]


def test_more_moments_than_are_followed_are_no_belief(machine: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belief, "MOST", 3)
    made = machine(urn(), "urn")
    found = retraced(played(made, "chance urn.red", "choose room.toss", "chance coin.heads"))
    assert [moment.belief is None for moment in found] == [False, True]
