"""The road beside policies and other playthroughs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from playable.engine.machine import Machine
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.other_roads import playthroughs, policies
from playable.review.document.parts import Grid, Listed
from playable.review.document.sections import document
from playable.review.review import review, whole

from tests.review.planted import ALL_A, BOUND
from tests.review.tables import played

Made = Callable[..., Machine]
POLICIES = """\
policies:
  keeper: {says: Keep what was promised, takes: [d8.b, d9.a]}
  same: {takes: [d1.a]}
"""


def test_a_policy_takes_what_it_lists_and_is_as_the_road_elsewhere(machine: Made) -> None:
    session = played(machine(BOUND + POLICIES), *ALL_A)
    keeper, same = policies(Course(session), session)
    assert (keeper.name, keeper.parted, keeper.endings) == ("Keeper", 8, {"won": Fraction(1)})
    assert keeper.choices == (*[None] * 7, "d8.b", "d9.a", None, None, None)
    assert (same.name, same.parted, same.endings) == ("Same", None, {"lost": Fraction(1)})


def test_a_playthrough_stands_beside_by_its_nodes_and_visits(machine: Made) -> None:
    made = machine(BOUND)
    own, other = played(made, *ALL_A), played(made, *ALL_A[:3], "choose d4.b", *ALL_A[4:])
    (found,) = playthroughs(Course(own), {"Kim": other})
    assert (found.name, found.parted, found.endings) == ("Kim", 4, {"won": Fraction(1)})
    assert found.choices[3] == "d4.b"


def test_one_table_of_decisions_and_endings(machine: Made) -> None:
    session = played(machine(BOUND + POLICIES), *ALL_A)
    *_, found = whole(review(session), session)
    section = next(s for s in document(found, None).sections if s.heading == "Beside others")
    told, table = section.parts[:2]
    assert isinstance(told, Listed)
    assert told.items[0] == ("Keeper. It parts from you at decision 8, Day 8: “B8”. It ends in Won, a triumph.")
    assert told.items[1] == "Same. It never parts from you. It ends in Lost, a loss."
    assert isinstance(table, Grid)
    assert table.names == ("", "you", "Keeper", "Same")
    assert table.rows[7] == ("8. Day 8", "“A8”", "“B8”", "")
    assert table.rows[-1] == ("It ends in", "Lost, a loss", "Won, a triumph", "Lost, a loss")
