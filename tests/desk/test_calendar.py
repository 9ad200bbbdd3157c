"""What a player measures time by: months, and about how many decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.desk.calendar import measure, month
from playable.engine.assembly import assemble
from playable.language.story import load


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("24 August 2018", 2018 * 12 + 7),
        ("August 2018", 2018 * 12 + 7),
        ("1 January 1", None),  # a year has four figures
        ("24th August 2018", None),
        ("11.40 p.m.", None),
        ("", None),
    ],
)
def test_a_date_has_a_month(date: str, expected: int | None) -> None:
    assert month(date) == expected


ROAD = """
    nodes:
      n0: {date: 5 May 1990, text: One., choices: {on: {label: On, goto: n1}}}
      n1: {text: Two., choices: {on: {label: On, goto: n2}}}
      n2: {date: Midsummer, text: Three., choices: {on: {label: On, goto: n3}}}
      n3: {date: 2 February 1991, text: Four., choices: {on: {label: On, goto: n4}}}
      n4: {text: Five., choices: {on: {label: On, goto: n5}}}
      n5: {date: 1 January 2000, text: Done., ending: {name: Done, tone: gain}}
"""


def test_the_months_are_those_in_which_something_is_decided(typed: Callable[..., Path]) -> None:
    measured = measure(assemble(load(typed(ROAD, "n0"))))
    assert measured.months == range(1990 * 12 + 4, 1991 * 12 + 2)
    assert measured.decisions == 5


def test_of_a_story_that_is_short_or_never_ends_nothing_is_counted_ahead(typed: Callable[..., Path]) -> None:
    short = "nodes: {n0: {text: A., choices: {on: {label: On, goto: n1}}}, n1: {ending: {name: End, tone: gain}}}"
    assert measure(assemble(load(typed(short, "n0")))).decisions == 0
    endless = "nodes: {n0: {text: Here., choices: {stay: {label: Stay, outcome: Still here.}}}}"
    assert measure(assemble(load(typed(endless, "n0")))).decisions == 0
