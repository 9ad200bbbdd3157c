"""The nearest road to an ending that was not found: the fewest changes, and the game goes where it says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playable.engine import short_road
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.engine.session import Session
from playable.language.story import load
from playable.review.counterfactuals import nearest_road
from playable.review.counterfactuals.nearest_road import NearestRoad, Search
from playable.review.phrasing import phrases

from tests.review.planted import ALL_A, ONE, PAIR, twelve

Made = Callable[..., Machine]
LUCK = """\
story: {id: luck, title: Luck, version: '1', start: d1}
state: {bold: {range: [0, 3], start: 0}}
nodes:
  d1: {title: One, text: One., choices: {stay: {label: Stay, goto: home}, go: {label: Go, goto: sea}}}
  home: {text: Home., ending: {name: Home, tone: stalemate}}
  sea: {chance: {calm: {weight: 2, goto: d2}, rough: {weight: 1, goto: d3}}}
  d2: {title: Calm, text: Calm., choices: {fish: {label: Fish, goto: rich}, turn: {label: Turn back, goto: d1}}}
  d3: {title: Rough, text: Rough., choices: {dare: {label: Dare, goto: lost}, turn: {label: Turn back, goto: d1}}}
  rich: {text: Rich., ending: {name: Rich, tone: gain}}
  lost: {text: Lost., ending: {name: Lost, tone: loss}}
"""


def gone(machine: Machine, *refs: str, seed: int = 1, is_short: bool = False) -> Session:
    session = Session(machine, seed)
    session.is_short = is_short
    for ref in refs:
        session.choose(ref)
    return session


def looked(road: Session, *wanted: str) -> Search:
    search = Search(road, wanted)
    for _ in search.look():
        pass
    return search


def followed(road: Session, nearest: NearestRoad) -> str:
    """Where the game goes by it: back to the first change, then as is said, else as was chosen at each visit."""
    again = replay(nearest_road.there(road, nearest), road.machine).session
    assert again is not None
    changes = {change.decision: change.choose for change in nearest.changes}
    while not again.ended:
        if again.is_short and short_road.go_on(again, short_road.short_of(road.machine.story)):
            continue
        node = again.view.node
        made = [ref for ref in road.road if ref.partition(".")[0] == node]
        visit = sum(ref.partition(".")[0] == node for ref in again.road)
        again.choose(changes.get(len(again.road) + 1) or made[visit])
    return again.view.node


def test_one_change_and_two(machine: Made) -> None:
    for text, wanted in ((ONE, [(5, "d5.b", "d5.a")]), (PAIR, [(3, "d3.b", "d3.a"), (9, "d9.b", "d9.a")])):
        road = gone(machine(text), *(step.removeprefix("choose ") for step in ALL_A))
        search = looked(road, "won")
        assert list(search.found["won"].changes) == wanted
        assert followed(road, search.found["won"]) == "won"
    assert phrases.nearest(road, search.found["won"]) == (
        "Two decisions away from your road to Lost: at 3, Day 3, “B3” in place of “A3”; "
        "at 9, Day 9, “B9” in place of “A9”."
    )


@settings(max_examples=15, deadline=None)
@given(
    by=st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2)), min_size=7, max_size=7), needed=st.integers(-2, 14)
)
def test_no_road_with_fewer_changes_comes_there(
    tmp_path_factory: pytest.TempPathFactory, by: list[tuple[int, int]], needed: int
) -> None:
    """Every road of the story is walked by hand."""
    effects = {
        f"d{n}.{key}": f"effects: [x += {step}]"
        for n, pair in enumerate(by, 1)
        for key, step in zip("ab", pair, strict=True)
    }
    story = twelve("x: {range: [-12, 24], start: 0}", f"[{{when: x == {needed}, goto: won}}, {{goto: lost}}]", effects)
    path = Path(tmp_path_factory.mktemp("walked")) / "story.yaml"
    path.write_text(story, encoding="utf-8")
    road = gone(assemble(load(path)), *(step.removeprefix("choose ") for step in ALL_A))
    if road.view.node == "won":
        return
    roads = product((0, 1), repeat=7)
    reach = [sum(keys) for keys in roads if sum(pair[k] for pair, k in zip(by, keys, strict=True)) == needed]
    search = looked(road, "won")
    if not reach:
        assert not search.found
        return
    assert len(search.found["won"].changes) == min(reach)
    assert followed(road, search.found["won"]) == "won"


@pytest.mark.parametrize("seed", range(8))
def test_draws_fall_as_they_will_in_the_game(machine: Made, seed: int) -> None:
    """One can put to sea again and again: each time it falls by the seed, and the way says how often to."""
    road = gone(machine(LUCK), "d1.stay", seed=seed)
    search = looked(road, "rich", "lost")
    assert {followed(road, nearest) for nearest in search.found.values()} == {"rich", "lost"}
    calm, rough = (len(search.found[ending].changes) for ending in ("rich", "lost"))
    assert {calm, rough} & {2}
    assert calm != rough
    assert calm % 2 == rough % 2 == 0


def test_a_short_game_is_changed_only_where_it_asks(machine: Made) -> None:
    text = twelve(
        "keys: {range: [0, 9], start: 0}",
        "[{when: keys >= 2, goto: won}, {goto: lost}]",
        {"d3.b": "effects: [keys += 1]", "d5.b": "effects: [keys += 2]", "d9.b": "effects: [keys += 1]"},
    )
    clerk = ", ".join(f"d{n}.a" for n in range(1, 12))
    head = f"start: d1, short: {{asks: [d3, d9], plays: clerk}}}}\npolicies: {{clerk: {{takes: [{clerk}]}}}}"
    made = machine(text.replace("start: d1}", head))
    road, short = gone(made, is_short=True), short_road.short_of(made.story)
    for ref in ("d3.a", "d9.a"):
        short_road.go_on(road, short)
        road.choose(ref)
    short_road.go_on(road, short)
    nearest = looked(road, "won").found["won"]
    assert [change.decision for change in nearest.changes] == [3, 9]
    assert followed(road, nearest) == "won"


def test_what_no_road_comes_to_is_said_to_be_beyond(machine: Made) -> None:
    text = twelve("x: {range: [0, 9], start: 0}", "[{when: x >= 3, goto: won}, {goto: lost}]", {})
    road = gone(machine(text), *(step.removeprefix("choose ") for step in ALL_A))
    search = looked(road, "won")
    assert not search.found
    assert phrases.beyond(road, search.within).startswith("No way there was found from your road to Lost: none within")


def test_looking_has_a_bound(machine: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_road, "MOST", 5)
    search = Search(gone(machine(PAIR), *(step.removeprefix("choose ") for step in ALL_A)), ["won"])
    assert list(search.look())[-1] == 5
    assert not search.found


def test_the_last_road_is_the_one_that_is_played_else_the_last_that_ended(machine: Made, tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "s.db") as store:
        saved = SavedSession(machine(LUCK), store, seed=1)
        assert nearest_road.last_road(saved) is None
        saved.choose("d1.stay")
        assert nearest_road.last_road(saved) is saved.session
        saved.new(2)
        saved.choose("d1.go")
        found = nearest_road.last_road(saved)
        assert found is not None
        assert (found.road, found.seed) == (("d1.stay",), 1)
