"""Single states, many at once or one by one: the same states, as near, with the same ways on."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from playable.engine.assembly import assemble
from playable.language.story import load
from playable.verify.limits import free_budget
from playable.verify.symbolic import Rules, Target, TransitionId, listed
from playable.verify.symbolic.listed import ListedStates
from playable.verify.system import TransitionSystem

from benchmarks.large_stories import fiscal, gamebook
from benchmarks.shapes import clock, inventory, wide
from tests.verify.random_stories import story as random_story
from tests.verify.stories import Typed

STORIES = [fiscal(4), gamebook(30, 3, 4), clock(60), inventory(4, 2), wide(3, 4)]
STORIES += [random_story(Random(seed)) for seed in range(40)]


@pytest.mark.parametrize("text", STORIES)
def test_one_by_one_and_at_once(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As columns alone, by functions of single states alone, and a piece of three states at a time."""
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    system = TransitionSystem(assemble(load(path)))
    results = []
    for narrow, piece in ((0, 1 << 14), (1 << 30, 1 << 14), (0, 3)):
        monkeypatch.setattr(listed, "NARROW", narrow)
        monkeypatch.setattr(listed, "OFTEN", 0)
        monkeypatch.setattr(listed, "PIECE", piece)
        states = ListedStates(Rules.of(system), {})
        assert states.search(free_budget()) == ""
        hops = {one: len(some.sources) for one, some in states.hops.items()}
        weights = {one: sorted(some.weights) for one, some in states.hops.items()}
        led_to = states.nearest({i: [Target(i)] for i in states.at})
        far = {i: sorted(step.kind for step in steps if step.kind != "hear") for i, steps in led_to.items()}
        results.append((states.reached(), hops, weights, far))
    assert results[0] == results[1] == results[2]


def test_a_search_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(fiscal(5), encoding="utf-8")
    rules = Rules.of(TransitionSystem(assemble(load(path))))
    at_once, in_parts = ListedStates(rules, {}), ListedStates(rules, {})
    at_once.search(free_budget())
    most = 0
    while in_parts.search(free_budget(most)) == "limit":
        most += 100
    assert most > 1_000
    assert in_parts.reached() == at_once.reached()
    assert in_parts.at == at_once.at


def test_ranges_and_weights_as_large_as_they_may_be(typed: Typed) -> None:
    """What 64 bits do not hold is reckoned with all the same."""
    path = typed(
        """\
    state:
      far: {range: [999999000, 999999999], start: 999999500}
      near: {range: [-999999999, -999999990], start: -999999995}
    nodes:
      hall:
        chance:
          much: {weight: 999999999, effects: [far += 1], goto: desk}
          shut: {weight: far * near * far * far, goto: lost}
          little: {weight: 1, effects: ['far = far * far * far - far * far * far + 999999499'], goto: desk}
      desk:
        text: A desk.
        choices:
          up: {label: Up, when: far * far * far * near < 0 - far * far, effects: [near += 1], goto: end}
          down: {label: Down, when: far * far * far * far < near, goto: lost}
      end: {text: End., ending: {name: End, tone: gain}}
      lost: {text: Lost., ending: {name: Lost, tone: loss}}
""",
        "hall",
    )
    system = TransitionSystem(assemble(load(path)))
    states = ListedStates(Rules.of(system), {})
    states.search(free_budget())
    reached, ids = states.reached(), system.machine.ids
    assert system.entered[ids["end"]] in reached.locations
    assert system.entered[ids["lost"]] not in reached.locations
    assert list(states.hops[TransitionId(system.deciding[ids["hall"]], 0)].weights) == [999999999.0]
    assert TransitionId(system.deciding[ids["hall"]], 1) in reached.refused
