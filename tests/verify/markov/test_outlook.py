"""The odds of each ending from where the player stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.session import Session
from playable.language.story import load
from playable.verify import verify
from playable.verify.markov import Outlook
from playable.verify.symbolic import Explorer

from benchmarks.large_stories import fiscal
from tests.verify import plain_explorer as plain
from tests.verify.random_stories import story as random_story

Typed = Callable[..., Path]

DICE = """\
    state: {luck: {one_of: [none, good, bad], start: none}, n: {range: [-1, 2], start: -1}}
    nodes:
      toss:
        chance:
          good: {weight: 3, effects: ["luck = 'good'"], goto: hall}
          bad: {weight: 1, effects: ["luck = 'bad'"], goto: hall}
      hall:
        text: Hall.
        choices:
          risk: {label: Risk, goto: fall}
          wait: {label: Wait, when: n < 0, effects: [n += 1]}
          sure: {label: Sure, when: luck == 'bad', goto: low}
      fall: {goto: [{when: luck == 'good', goto: coin}, {goto: low}]}
      coin: {chance: {heads: {weight: 1, goto: high}, tails: {weight: 1, goto: low}}}
      high: {text: High., ending: {name: High, tone: gain}}
      low: {text: Low., ending: {name: Low, tone: loss}}
"""


@pytest.fixture
def machine(typed: Typed) -> Machine:
    return assemble(load(typed(DICE, "toss")))


def test_odds_before_and_after_each_choice(machine: Machine) -> None:
    """Of one state exactly, through what runs on without a choice; of several that look alike, by their weights."""
    outlook = Outlook.of(machine)
    assert outlook is not None
    good = Session(machine, seed=1, pins=["toss.good"]).state
    bad = Session(machine, seed=1, pins=["toss.bad"]).state
    assert outlook.at("hall", [(good, 1)]) == {"high": 0.5, "low": 0.5}
    assert outlook.at("hall", [(good, 3), (bad, 1)])["high"] == pytest.approx(0.375)
    after = outlook.after("hall", [(good, 3), (bad, 1)])
    assert {ref: odds["high"] for ref, odds in after.items()} == {
        "hall.risk": pytest.approx(0.375),
        "hall.wait": pytest.approx(0.375),
        "hall.sure": 0.0,
    }
    assert outlook.at("low", [(bad, 1)]) == {"high": 0, "low": 1}
    with pytest.raises(KeyError):
        outlook.at("hall", [(machine.initial, 1)])


def test_odds_before_anything_is_drawn(machine: Machine) -> None:
    outlook = Outlook.of(machine)
    assert outlook is not None
    assert outlook.start() == {"high": pytest.approx(0.375), "low": pytest.approx(0.625)}


def test_it_is_kept_in_a_file_of_its_story(machine: Machine, typed: Typed, tmp_path: Path) -> None:
    """Read again it says the same; of another story, or broken, it counts as not there."""
    outlook = Outlook.of(machine)
    assert outlook is not None
    kept = tmp_path / "kept.npz"
    outlook.write(kept)
    state = Session(machine, seed=1).state
    again = Outlook.read(kept, machine)
    assert again is not None
    assert again.after("hall", [(state, 1)]) == outlook.after("hall", [(state, 1)])
    assert list(tmp_path.glob("kept*")) == [kept]
    assert Outlook.read(kept, assemble(load(typed(DICE.replace("weight: 3", "weight: 2"), "toss")))) is None
    kept.write_bytes(kept.read_bytes()[:-40])
    assert Outlook.read(kept, machine) is None
    assert Outlook.read(tmp_path / "none.npz", machine) is None


def test_wide_ranges_fill_several_words(tmp_path: Path) -> None:
    """Eighteen ranges of hundreds of values, few states: no number holds what differs between them, and yet all
    is known from the start to the end, of a kept file as well."""
    path = tmp_path / "fiscal.yaml"
    path.write_text(fiscal(years=3), encoding="utf-8")
    machine = assemble(load(path))
    outlook = Outlook.of(machine)
    assert outlook is not None
    outlook.write(tmp_path / "fiscal.npz")
    again = Outlook.read(tmp_path / "fiscal.npz", machine)
    assert again is not None
    chances = verify(load(path)).chances
    assert chances is not None
    session = Session(machine, seed=1)
    while not session.ended:
        at = [(list(session.state), 1.0)]
        for one in (outlook, again):
            after = one.after(session.view.node, at)
            mean = sum(odds["end"] for odds in after.values()) / len(after)
            assert one.at(session.view.node, at)["end"] == pytest.approx(mean, abs=1e-6)
            assert set(one.doors(session.view.node, at).open) <= {"end", "lost"}
        session.choose(session.open_choices[0])
    assert outlook.start() == pytest.approx({ending: one.odds for ending, one in chances.items()}, abs=1e-6)
    with pytest.raises(KeyError):
        outlook.at("year", [(machine.initial, 1), ([value + 1 for value in machine.initial], 1)])


def test_too_many_states_are_said_to_be(machine: Machine) -> None:
    """There is no outlook on part of a story."""
    assert Outlook.of(machine, limit=3) is None


@pytest.fixture(params=["as sets", "one by one"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """States are kept as sets, or listed as where ranges are wide and they are few."""
    if request.param == "one by one":
        monkeypatch.setattr(Explorer, "run_if_dense", lambda *_: None)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_it_agrees_with_playing_on_from_everywhere(kept: None, tmp_path: Path, seed: int) -> None:
    """From each state where play can stand, with rings: what is likely after the choices averages to before."""
    path = tmp_path / "random.yaml"
    path.write_text(random_story(Random(seed)), encoding="utf-8")
    machine = assemble(load(path))
    outlook = Outlook.of(machine)
    assert outlook is not None
    slow = plain.explore(machine)
    for (at, state), moves in slow.onward.items():
        node_id = machine.scenes[at].id
        now, after = outlook.at(node_id, [(list(state), 1)]), outlook.after(node_id, [(list(state), 1)])
        assert list(after) == [ref for ref, _ in moves]
        for ending in outlook.endings if moves else ():
            mean = sum(odds[ending] for odds in after.values()) / len(after)
            assert now[ending] == pytest.approx(mean, abs=1e-6)
    first = dict.fromkeys(outlook.endings, 0.0)
    for page in slow.first:
        if page.stop:
            for ending, p in outlook.at(machine.scenes[page.stop[0]].id, [(list(page.stop[1]), 1)]).items():
                first[ending] += p * float(page.share)
    assert first == pytest.approx({ending: float(p) for ending, p in plain.odds(slow).items()}, abs=1e-6)


def test_what_is_still_to_be_had(machine: Machine) -> None:
    """Of a gain any player makes a coin's half with good luck, and nothing without: waiting changes nothing."""
    outlook = Outlook.of(machine)
    assert outlook is not None
    good = Session(machine, seed=1, pins=["toss.good"]).state
    bad = Session(machine, seed=1, pins=["toss.bad"]).state
    both, half, some = ("high", "low"), {"loss": 1, "gain": 0.5}, {"loss": 1, "gain": 0.375}
    assert outlook.doors("hall", [(good, 1)]) == (both, half, half)
    assert outlook.doors("hall", [(bad, 1)]) == (("low",), {"loss": 1, "gain": 0}, {"loss": 1, "gain": 0})
    assert outlook.doors("hall", [(good, 3), (bad, 1)]) == (both, some, some)
    assert outlook.doors_after("hall", [(good, 1)])["hall.risk"] == (both, half, half)
    assert outlook.doors("high", [(good, 1)]) == (("high",), {"loss": 1, "gain": 1}, {"loss": 1, "gain": 1})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_doors_are_what_all_playing_on_can_come_to(kept: None, tmp_path: Path, seed: int) -> None:
    """Reached and forced from everywhere, by rounds over all states; one ending is a gain, the other a loss."""
    path = tmp_path / "random.yaml"
    path.write_text(random_story(Random(seed)), encoding="utf-8")
    machine = assemble(load(path))
    outlook = Outlook.of(machine)
    assert outlook is not None
    slow = plain.explore(machine)
    ids = {stop: machine.scenes[stop[0]].id for stop in slow.onward}
    open_ = {stop: {node_id} & set(outlook.endings) for stop, node_id in ids.items()}
    grown = True
    while grown:
        grown = False
        for stop, moves in slow.onward.items():
            new = open_[stop].union(*(open_[page.stop] for _, pages in moves for page in pages if page.stop))
            grown, open_[stop] = grown or new != open_[stop], new
    for stop, found in open_.items():
        assert set(outlook.doors(ids[stop], [(list(stop[1]), 1)]).open) == found
    for best, bound in ((True, "best"), (False, "worst")):
        values = plain.forced_from(slow, "e0", best)
        for stop, value in values.items():
            doors = outlook.doors(ids[stop], [(list(stop[1]), 1)])
            assert getattr(doors, bound)["gain"] == pytest.approx(value, abs=1e-6)
