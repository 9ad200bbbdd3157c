"""Frontiers of what is equally far, and one step back through them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.session import Step
from playable.language.story import load
from playable.verify.limits import free_budget
from playable.verify.properties import met, nodes
from playable.verify.symbolic import AStar, Distances, Explorer, Rules, Target, a_star
from playable.verify.symbolic import distances as distances_module
from playable.verify.symbolic.listed import ListedStates
from playable.verify.system import TransitionSystem

from benchmarks.stories import written
from tests.verify.stories import Typed

STAIRS = """\
    state: {step: {range: [0, 7], start: 0}, wet: {start: false}}
    nodes:
      stairs:
        text: Stairs.
        choices:
          up: {label: Up, effects: [step += 1]}
          leap: {label: Leap, when: wet, effects: [step += 3]}
          rain: {label: Rain, once: true, effects: [wet = true]}
          door: {label: Door, when: step == 7, goto: end}
      end: {text: End., ending: {name: End, tone: gain}}
"""


@pytest.mark.parametrize("thin", [0, distances_module.THIN])
def test_one_step_back_is_a_state_of_the_frontier_before(
    typed: Typed, thin: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven single steps up are as many choices as rain and two leaps and one; four choices lead up in the rain. It is
    so whether frontiers are kept packed or not."""
    monkeypatch.setattr(distances_module, "THIN", thin)
    system = TransitionSystem(assemble(load(typed(STAIRS, "stairs"))))
    explorer = Explorer(Rules.of(system))
    distances = Distances(explorer, explorer.run(free_budget()), free_budget())
    listed = ListedStates(Rules.of(system), {})
    listed.search(free_budget())
    targets = {"end": [Target(system.entered[1])]}
    (steps,) = distances.nearest(targets).values()
    assert not distances.cut
    assert [step.kind for step in steps] == ["choose"] * 5
    assert sorted(step.ref for step in steps) == [
        *("stairs.door", "stairs.leap", "stairs.leap", "stairs.rain", "stairs.up"),
    ]
    assert steps[-1] == Step("choose", "stairs.door")
    assert len(listed.nearest(targets)["end"]) == 5


def test_thin_frontiers_take_little_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the room in which one comes to so much of a story, one comes further where thin sets are packed."""
    system, led_to = TransitionSystem(assemble(load(written(300, tmp_path)))), []
    explorer = Explorer(Rules.of(system))
    reached = explorer.run(free_budget())
    wanted = met(reached, nodes(system))
    for thin in (distances_module.THIN, 1 << 30):
        monkeypatch.setattr(distances_module, "THIN", thin)
        distances = Distances(explorer, reached, free_budget(room=60_000_000))
        led_to.append(len(distances.nearest(wanted)))
        assert distances.cut == "memory"
    assert led_to[0] > led_to[1]


@pytest.mark.parametrize("way", [Distances, AStar])
def test_a_search_that_is_cut_knows_what_is_nearest_so_far(
    typed: Typed, way: type[Distances] | type[AStar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that it says is shortest is longer than it must be; of what is further it says nothing."""
    monkeypatch.setattr(a_star, "UNCOUNTED", 1)
    system = TransitionSystem(assemble(load(typed(STAIRS, "stairs"))))
    targets = {"end": [Target(system.entered[1])], "stairs": [Target(system.entered[0])]}
    explorer = Explorer(Rules.of(system))
    search = way(explorer, explorer.run(free_budget()), free_budget(states=4))
    assert search.nearest(targets) == {"stairs": ()}
    assert search.cut == "limit"
