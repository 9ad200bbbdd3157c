"""Rings: slow exits, what is certain, what a player can stay out of; exactly, or with a bound that is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.story import load
from playable.verify import Report, lines, verify
from playable.verify.markov import equations, expected, iteration

from tests.verify.stories import check_lengths

Typed = Callable[..., Path]

SLOW = """\
    nodes:
      lane: {text: A lane., choices: {on: {label: On, goto: fork}, off: {label: Off, goto: moor}}}
      moor: {text: A moor., choices: {on: {label: On, goto: fork}, stay: {label: Stay, goto: lane}}}
      fork: {chance: {out: {weight: 1, goto: gate}, lost: {weight: MANY, goto: lane}}}
      gate: {chance: {home: {weight: 3, goto: home}, ditch: {weight: 1, goto: ditch}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      ditch: {text: A ditch., ending: {name: Ditch, tone: loss}}
    theses:
      mostly: {odds: {of: tone == 'gain', at_least: 75%}}
"""


def looked_at(typed: Typed, text: str) -> Report:
    return verify(load(typed(text, "lane")))


@pytest.mark.parametrize("many", [9_999, 999_999, 99_999_999])
def test_a_slow_exit_takes_no_time(typed: Typed, many: int) -> None:
    """Who never gives up comes out; who may stay in the ring never has to."""
    report = looked_at(typed, SLOW.replace("MANY", str(many)))
    assert report.chances is not None
    home = report.chances["home"]
    assert (home.odds, home.best) == pytest.approx((0.75, 0.75), abs=1e-12)
    assert (home.worst, home.bound, report.bound) == (0, 0, 0)


CERTAIN = """\
    nodes:
      lane: {chance: {a: {weight: 1, goto: hill}, b: {weight: 2, goto: wood}, c: {weight: 7, goto: town}}}
      hill: {chance: {a: {weight: 3, goto: wood}, b: {weight: 4, goto: town}}}
      wood: {text: A wood., choices: {on: {label: On, goto: hill}, over: {label: Over, goto: town}}}
      town: {text: A town., choices: {out: {label: Out, goto: home}, round: {label: Round, goto: lane}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      hell: {text: Hell., ending: {name: Hell, tone: loss}}
    policies: {walker: {takes: [town.out]}, loiterer: {takes: [town.round, wood.on]}}
    theses: {comes_home: {odds: {of: ending == 'home', at_least: 100%}}}
"""


def test_what_is_certain_has_the_odds_one_and_what_cannot_be_zero(typed: Typed) -> None:
    report = looked_at(typed, CERTAIN)
    assert report.chances is not None
    home, hell = report.chances["home"], report.chances["hell"]
    assert (home.odds, home.best, home.worst) == (1, 1, 0)
    assert (hell.odds, hell.best, hell.worst) == (0, 0, 0)
    assert report.tones == {"disaster": 0, "loss": 0, "stalemate": 0, "gain": 1, "triumph": 0}
    assert [one.tones["gain"] for one in report.policies or ()] == [1, 0]
    assert any(line.split() == ["home", "100%", "100%", "0%"] for line in lines(report))
    assert [t.figure for t in report.theses] == [1]


def test_a_mean_has_no_rounding_in_it(typed: Typed) -> None:
    steps = "".join(f"      n{i}: {{text: N., choices: {{on: {{label: On, goto: n{i + 1}}}}}}}\n" for i in range(7))
    chance = "      lane: {chance: {a: {weight: 1, goto: n0}, b: {weight: 2, goto: n0}, c: {weight: 4, goto: n0}}}\n"
    report = looked_at(typed, f"    nodes:\n{chance}{steps}      n7: {{ending: {{name: N, tone: gain}}}}\n")
    assert report.decisions == (7, 7, 7)


def test_weights_up_to_a_thousand_million_add_up(typed: Typed) -> None:
    many = "".join(f"o{i}: {{weight: n * 250000, goto: home}}, " for i in range(30))
    report = looked_at(
        typed,
        f"""\
    state: {{n: {{range: [0, 999], start: 999}}}}
    nodes:
      lane: {{chance: {{{many}down: {{weight: n * 250000, goto: ditch}}}}}}
      home: {{ending: {{name: Home, tone: gain}}}}
      ditch: {{ending: {{name: Ditch, tone: loss}}}}
""",
    )
    assert report.tones is not None
    assert (report.tones["gain"], report.tones["loss"]) == pytest.approx((30 / 31, 1 / 31), abs=1e-15)


def test_where_a_ring_is_large_how_far_odds_may_be_off_is_told(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said to hold that may not."""
    for module in (expected, iteration):
        monkeypatch.setattr(module, "SMALL", 1)
        monkeypatch.setattr(module, "CAREFUL", 1)
    monkeypatch.setattr(iteration, "WORK", 2_000)
    report = looked_at(typed, SLOW.replace("MANY", "99999"))
    assert report.chances is not None
    assert 0.75 - report.bound <= report.chances["home"].odds <= 0.75
    assert 0.75 - report.chances["home"].bound <= report.chances["home"].best <= 0.75
    assert report.bound > 0.01
    assert [t.verdict for t in report.theses] == ["unknown"]
    assert not report.complete
    assert any(line.startswith("  These odds, and all below, are within") for line in lines(report))
    assert report.decisions is not None
    assert report.decisions.mean is None
    assert not any(word in line for line in lines(report) for word in ("never end", "on average"))
    assert not any(finding.code == "idle-decision" for finding in report.findings)


@pytest.mark.parametrize(("many", "careful"), [(3, 1), (99_999, 1), (99_999, 300)])
def test_a_ring_is_solved_alike_by_any_way(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, many: int, careful: int
) -> None:
    """Gone round in, solved after all by LAPACK, or without a subtraction."""
    for module in (expected, iteration, equations):
        monkeypatch.setattr(module, "CAREFUL", careful)
    report = looked_at(typed, SLOW.replace("MANY", str(many)))
    assert report.chances is not None
    assert (report.chances["home"].odds, report.chances["home"].best) == pytest.approx((0.75, 0.75), abs=1e-9)
    assert report.bound <= 1e-9


def test_where_a_large_ring_is_left_soon_the_bound_is_small(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (expected, iteration):
        monkeypatch.setattr(module, "SMALL", 1)
        monkeypatch.setattr(module, "CAREFUL", 1)
    report = looked_at(typed, SLOW.replace("MANY", "3"))
    assert report.chances is not None
    assert (report.chances["home"].odds, report.chances["home"].best) == pytest.approx((0.75, 0.75), abs=1e-9)
    assert report.bound <= 1e-8


ROUND_AND_ROUND = """\
    state: {n: {range: [0, 3], start: 0}}
    nodes:
      lane:
        text: A lane.
        choices:
          on: {label: On, effects: [n += 1], goto: hill}
          out: {label: Out, when: n == 3, goto: home}
      hill:
        text: A hill.
        choices:
          back: {label: Back, goto: lane}
          again: {label: Again, effects: [n = 0], goto: lane}
      home: {text: Home., ending: {name: Home, tone: gain}}
      hell: {text: Hell., ending: {name: Hell, tone: loss}}
"""


def test_where_nothing_falls_by_chance_one_comes_there_for_certain_or_never(typed: Typed) -> None:
    """The way out is found after three rounds; nobody has to take it; and nowhere does one have to go to hell."""
    report = looked_at(typed, ROUND_AND_ROUND)
    assert report.chances is not None
    home, hell = report.chances["home"], report.chances["hell"]
    assert (home.odds, home.best, home.worst) == (1, 1, 0)
    assert (hell.odds, hell.best, hell.worst) == (0, 0, 0)
    straight = ROUND_AND_ROUND.replace("          again: {label: Again, effects: [n = 0], goto: lane}\n", "")
    straight = straight.replace("out: {label: Out, when: n == 3", "out: {label: Out, when: n >= 0")
    straight = straight.replace("on: {label: On", "on: {label: On, when: n < 3")
    report = looked_at(typed, straight)
    assert report.chances is not None
    assert report.chances["home"].worst == 1


@pytest.mark.parametrize("small", [1_000, 0])
def test_an_endless_loop_is_solved_and_not_cut_off(typed: Typed, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staying has even odds for ever, in a ring of 101 states: all of it ends, in two decisions on average.

    So it is by solving equations, and, as in large rings, by going round.
    """
    monkeypatch.setattr("playable.verify.markov.expected.SMALL", small)
    report = verify(
        load(
            typed(
                """\
        state: {n: {range: [0, 100], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices:
              stay: {label: Stay, effects: [n = 0 if n == 100 else n + 1]}
              go: {label: Go, when: n != 50, goto: end}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
                "hall",
            )
        )
    )
    assert report.chances is not None
    assert report.chances["end"].odds == pytest.approx(1, abs=1e-12)
    assert report.chances["end"].worst == 0
    check_lengths(report, 1, 2.0, None)
