"""Decisions changed by themselves, held against an interpreter that shares nothing with the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from random import Random

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine, Stuck
from playable.engine.session import Session
from playable.language.library import shipped
from playable.language.story import load
from playable.review.counterfactuals.course import Course
from playable.review.counterfactuals.turns import ButFor, changes, pairs, turns, with_pairs

from tests.review.by_hand import LEFT, ByHand
from tests.review.planted import ALL_A, BOUND, ONE, PAIR, twelve
from tests.review.tables import KNOCKING, played
from tests.verify import random_stories

Made = Callable[..., Machine]


def singles(session: Session) -> list[ButFor]:
    return list(changes(Course(session)))


def elsewhere(found: Iterable[ButFor], ending: str) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    return [(one.decisions, one.instead) for one in found if set(one.endings or ()) - {ending}]


def test_the_one_decision_of_twelve_that_decided_is_found(machine: Made) -> None:
    session = played(machine(ONE), *ALL_A)
    found = turns(Course(session))
    assert session.view.node == "lost"
    assert [one.decisions for one in found.changes] == [(n,) for n in range(1, 13)]
    assert found.turns == (ButFor((5,), ("d5.b",), {"won": Fraction(1)}),)
    assert (found.at, found.settled) == (5, 6)


def test_a_pair_is_found_where_no_single_one_decides(machine: Made) -> None:
    session = played(machine(PAIR), *ALL_A)
    course = Course(session)
    *_, found = with_pairs(course, turns(course))
    assert elsewhere(found.changes, "lost") == []
    assert found.turns == (ButFor((3, 9), ("d3.b", "d9.b"), {"won": Fraction(1)}),)
    assert (found.at, found.settled) == (None, 1)


def test_a_value_that_crossed_its_bound_in_steps_turned_at_each_that_was_needed(machine: Made) -> None:
    session = played(machine(BOUND), *ALL_A)
    found = turns(Course(session))
    assert [one.decisions for one in found.turns] == [(4,), (8,)]
    assert found.settled == 9


def test_those_that_lead_elsewhere_most_surely_come_first(machine: Made) -> None:
    made = machine(
        """\
        nodes:
          d1: {text: One., choices: {a: {label: A, goto: d2}, b: {label: B, goto: coin}}}
          d2: {text: Two., choices: {a: {label: A, goto: lost}, b: {label: B, goto: won}, c: {label: C, goto: fell}}}
          coin: {chance: {heads: {weight: 1, goto: won}, tails: {weight: 2, goto: lost}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
          fell: {text: Fell., ending: {name: Fell, tone: loss}}
        """,
        "d1",
    )
    session = played(made, "choose d1.a", "choose d2.a")
    found = turns(Course(session))
    assert [one.instead for one in found.turns] == [("d2.b",), ("d1.b",)]
    assert found.settled is None


def test_where_even_the_last_decision_leads_elsewhere_nothing_is_settled(machine: Made) -> None:
    last = twelve("x: {start: false}", "[{when: x, goto: lost}, {goto: won}]", {"d12.a": "effects: [x = true]"})
    session = played(machine(last), *ALL_A)
    assert turns(Course(session)).settled is None


def test_a_pair_may_open_a_choice_that_was_not_open(machine: Made) -> None:
    text = twelve(
        "key: {start: false}\n  through: {start: false}",
        "[{when: through, goto: won}, {goto: lost}]",
        {"d2.b": "effects: [key = true]", "d7.b": "when: key, effects: [through = true]"},
    )
    session = played(machine(text), *ALL_A)
    course = Course(session)
    assert elsewhere(list(changes(course)), "lost") == []
    assert elsewhere(list(pairs(course)), "lost") == [((2, 7), ("d2.b", "d7.b"))]


def test_where_a_later_move_is_not_open_every_open_one_is_followed_alike(machine: Made) -> None:
    made = machine(
        """\
        state: {x: {start: false}}
        nodes:
          d1: {text: One., choices: {a: {label: A, effects: [x = true], goto: d2}, b: {label: B, goto: d2}}}
          d2:
            text: Two.
            choices:
              a: {label: A, when: x, goto: won}
              b: {label: B, goto: won}
              c: {label: C, goto: lost}
              d: {label: D, goto: d3}
          d3: {text: Three., choices: {a: {label: A, when: x, goto: won}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "d1",
    )
    found = singles(played(made, "choose d1.a", "choose d2.a"))
    third = Fraction(1, 3)
    assert found[0] == ButFor((1,), ("d1.b",), {"won": third, "lost": third, "stuck": third})


def test_a_draw_falls_as_it_fell_where_it_can(machine: Made) -> None:
    made = machine(
        """\
        state: {x: {range: [0, 3], start: 1}}
        nodes:
          d1: {text: One., choices: {a: {label: A, goto: coin}, b: {label: B, effects: [x = 3], goto: coin},
            c: {label: C, effects: [x = 0], goto: coin}}}
          coin: {chance: {heads: {weight: x, goto: won}, tails: {weight: 1, goto: lost}, edge: {weight: 2, goto: d1}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "d1",
    )
    found = singles(played(made, "choose d1.a", "chance coin.heads"))
    assert found[0].endings == {"won": Fraction(1)}
    # without heads it is tails once, else round again: any of the three, with x at 0, at 3, or as it is
    assert found[1].endings is not None
    assert sum(found[1].endings.values()) == 1
    assert 0 < found[1].endings["won"] < 1


def test_what_goes_on_for_ever_is_stuck(machine: Made) -> None:
    made = machine(
        """\
        nodes:
          d1: {text: One., choices: {a: {label: A, goto: won}, b: {label: B, goto: d2}}}
          d2: {text: Two., choices: {a: {label: A, goto: d2}, b: {label: B, goto: d3}}}
          d3: {text: Three., choices: {a: {label: A, goto: d2}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
        """,
        "d1",
    )
    assert singles(played(made, "choose d1.a")) == [ButFor((1,), ("d1.b",), {"stuck": Fraction(1)})]


def test_a_ring_is_left_in_its_exact_shares(machine: Made) -> None:
    """Knocking is answered or not, and then every move is open again; the ball was blue."""
    session = played(machine(KNOCKING, "urn"), "chance urn.red", "choose room.open")
    (found,) = singles(session)
    assert found.endings is not None
    assert found.endings["good"] == 1


def test_more_than_is_followed_is_not_counted(machine: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playable.review.counterfactuals.course.MOST", 3)
    session = played(machine(ONE), *ALL_A)
    found = turns(Course(session))
    assert [one.endings is None for one in found.changes] == [True] * 10 + [False, False]
    assert (found.turns, found.settled) == ((), 11)


@pytest.mark.parametrize("text", [ONE, PAIR, BOUND])
def test_planted_stories_are_as_by_hand(machine: Made, text: str) -> None:
    session = played(machine(text), *ALL_A)
    by_hand = ByHand(text, session.road)
    course = Course(session)
    for found, expected in (
        (changes(course), [((n,), (ref,), ends) for n, ref, ends in by_hand.changes()]),
        (pairs(course), list(by_hand.pairs())),
    ):
        assert [(one.decisions, one.instead, one.endings) for one in found] == expected


@pytest.mark.parametrize("seed", range(60))
def test_random_stories_are_as_by_hand(machine: Made, seed: int) -> None:
    """Rings, cards, memory and draws among them; what a walk by hand leaves open bounds the difference."""
    r = Random(seed)
    text = random_stories.story(r)
    made = machine(text)
    session = roamed(made, r)
    if session is None:
        return
    steps = [step.ref for step in session.steps]
    by_hand = {(n, ref): ends for n, ref, ends in ByHand(text, steps).changes()}
    found = {(one.decisions[0], one.instead[0]): one.endings for one in singles(session)}
    assert found.keys() == by_hand.keys()
    for key, endings in found.items():
        assert endings is not None
        alike(endings, by_hand[key])


def roamed(machine: Machine, r: Random) -> Session | None:
    """A short random playthrough that ends; None where none did."""
    for _ in range(20):
        try:
            session = Session(machine, r.randrange(1000))
            while not session.ended and len(session.road) < 6:
                session.choose(r.choice([offer.id for offer in session.view.offers if not offer.locked]))
        except (Stuck, IndexError):
            continue
        if session.ended and session.road:
            return session
    return None


def alike(found: Mapping[str, Fraction], by_hand: Mapping[str, Fraction]) -> None:
    left = by_hand.get(LEFT, Fraction(0))
    assert sum(found.values()) == 1
    for ending in (found.keys() | by_hand.keys()) - {LEFT}:
        assert by_hand.get(ending, 0) <= found.get(ending, 0) <= by_hand.get(ending, 0) + left, ending


def test_from_every_decision_of_a_shipped_road_the_same_course_comes_to_its_ending() -> None:
    made = assemble(load(shipped()["the_night_ferry"]))
    session = roamed(made, Random(3))
    assert session is not None
    course = Course(session)
    assert [course.shares(spot) for spot in course.spots] == [{session.view.node: Fraction(1)}] * len(session.road)
