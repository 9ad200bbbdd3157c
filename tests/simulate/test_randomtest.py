"""Random playthroughs: the same alone as among others, fair, and short where they fail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.compile import State
from playable.engine.machine import Machine, Option, Scene
from playable.engine.session import Step
from playable.language.library import main_story, shipped
from playable.language.story import load
from playable.simulate import lines, randomtest
from playable.simulate.results import Summary
from playable.verify import verify

TRAP = """\
    state: {n: {range: [0, 3], start: 0}, m: {range: [0, 9], start: 0}}
    nodes:
      hall:
        text: A hall.
        choices:
          look: {label: Look, effects: [m += 1]}
          deeper: {label: Deeper, effects: [n += 1], goto: hall}
          down: {label: Down, when: n >= 2, goto: pit}
          home: {label: Home, when: m > 2, goto: home}
          never: {label: Never, when: m > n + 9, goto: home}
      pit: {text: A pit., choices: {climb: {label: Climb, when: n > 3, goto: home}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
"""

RING = """pit: {text: A pit., choices: {fall: {label: ChanceOutcome, goto: luck}}}
      luck: {chance: {good: {weight: 1, goto: home}, bad: {weight: 1, goto: ring}}}
      ring: {text: A ring., choices: {round: {label: Round, goto: gnir}, stay: {label: Stay, outcome: You stay.}}}
      gnir: {text: The same., choices: {again: {label: Again, goto: ring}}}"""

ASKING = """\
story: {id: tiny, title: Tiny, version: '1', start: hall}
state: {n: {range: [0, 3], start: 0}, f: {start: false}}
nodes:
  hall:
    effects: [n += 1, {do: f = true, when: n == 2}]
    text: [Hall., {when: n == 0, text: Never.}]
    choices:
      go: {label: G, when: n > 0, outcome: {when: f, text: So.}, goto: luck}
      once: {label: O, once: true}
  luck:
    chance:
      twice: {weight: n - 1, text: {when: n == 3, text: Thrice.}, goto: deck}
      plain: {weight: 1, effects: [{do: f = false, when: f}], goto: road}
  road: {goto: [{when: n == 3, goto: home}, {goto: hall}]}
  deck: {draw: cards, then: road}
  moth: {text: A moth., when: f, goto: back}
  home: {text: Home., ending: {name: Home, tone: gain}}
decks: {cards: [moth]}
"""


def test_a_playthrough_is_the_same_alone_as_among_others() -> None:
    story = load(main_story())
    five, alone = randomtest(story, 5, 7), [randomtest(story, 5, 7, only=n) for n in (4, 1, 0, 3, 2)]
    assert five.words.total == sum(one.words.total for one in alone)
    assert five.words.least == min(one.words.least for one in alone)
    assert five.nodes == sum((one.nodes for one in alone), Counter())
    assert randomtest(story, 5, 8).words != five.words


def test_endings_come_as_often_as_the_exact_odds_say() -> None:
    story = load(shipped()["the_night_ferry"])
    results, chances = randomtest(story, 3000, 1), verify(story).chances
    assert chances is not None
    for ending, chance in chances.items():
        assert abs(results.endings[ending] / 3000 - chance.odds) < 0.04


def test_a_failure_is_shrunk_to_the_moves_that_matter(typed: Callable[..., Path]) -> None:
    results = randomtest(load(typed(TRAP, "hall")), 200, 3)
    failure = next(f for f in results.failures if "stuck at pit" in f.why)
    assert failure.steps == (Step("choose", "hall.deeper"), Step("choose", "hall.deeper"), Step("choose", "hall.down"))
    alone = randomtest(load(typed(TRAP, "hall")), 200, 3, only=failure.index)
    assert [(f.why, f.steps) for f in alone.failures] == [(failure.why, failure.steps)]


def test_one_that_never_ends_is_shrunk_to_the_way_into_its_ring(typed: Callable[..., Path]) -> None:
    ring = TRAP.replace("pit: {text: A pit., choices: {climb: {label: Climb, when: n > 3, goto: home}}}", RING)
    results = randomtest(load(typed(ring, "hall")), 30, 3)
    failure = results.failures[0]
    assert failure.why == "has not ended after 2,000 decisions"
    assert failure.steps is not None
    assert [step.ref for step in failure.steps] == ["hall.deeper", "hall.deeper", "hall.down", "pit.fall", "luck.bad"]


def test_a_fault_of_the_engine_is_shrunk_as_well(typed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    leave = Machine.leave

    def breaks(self: Machine, scene: Scene, option: Option, s: State) -> int | None:
        if option.ref == "hall.down":
            raise ValueError("a fault")
        return leave(self, scene, option, s)

    monkeypatch.setattr(Machine, "leave", breaks)
    story = TRAP.replace("down: {label: Down,", "down: {label: Down, outcome: So.,")
    failure = randomtest(load(typed(story, "hall")), 200, 3).failures[0]
    assert failure.why == "breaks the engine: ValueError: a fault"
    assert failure.steps is not None
    assert [step.ref for step in failure.steps] == ["hall.deeper", "hall.deeper", "hall.down"]


def test_what_was_never_met_is_listed(typed: Callable[..., Path]) -> None:
    results = randomtest(load(typed(TRAP, "hall")), 200, 3)
    assert results.never("choices") == ["hall.never", "pit.climb"]
    assert results.never("nodes") == []


def test_every_condition_is_counted_on_both_sides(typed: Callable[..., Path]) -> None:
    """Those of choices, effects, texts, ways, cards and weights, each with its line."""
    results = randomtest(load(typed(ASKING)), 300, 1)
    counted = {c.id: (c.held > 0, c.failed > 0) for c in results.conditions}
    assert counted == {
        "hall.text[2].when": (False, True),
        "hall.effects[2].when": (True, True),
        "hall.go.when": (True, False),
        "hall.go.outcome.when": (True, True),
        "hall.once.once": (True, True),
        "luck.twice.weight": (True, True),
        "luck.twice.text.when": (True, True),
        "luck.plain.effects[1].when": (True, True),
        "road.goto[1].when": (True, True),
        "moth.when": (True, True),
    }
    assert [(c.id, c.line) for c in results.one_sided()] == [
        ("hall.text[2].when", 6),
        ("hall.go.when", 8),
    ]
    (hall,) = (c for c in randomtest(load(typed(ASKING)), 1).conditions if c.id == "hall.effects[2].when")
    assert hall.held + hall.failed == 3  # one of each visit


def test_a_condition_that_is_never_asked_is_named(typed: Callable[..., Path]) -> None:
    """Of a choice that was never made, at a node that was met."""
    never = TRAP.replace("never: {label: Never,", "never: {label: Never, effects: [{do: n = 0, when: m > 1}],")
    assert never != TRAP
    results = randomtest(load(typed(never, "hall")), 50, 3)
    assert [one.id for one in results.unasked()] == ["hall.never.effects[1].when"]
    assert any("not asked: hall.never.effects[1].when, m > 1" in line for line in lines(results, ""))


def test_the_json_form(typed: Callable[..., Path]) -> None:
    results = randomtest(load(typed(TRAP, "hall")), 50, 3).as_json()
    assert set(results) == {
        *("story", "plays", "seed", "playing", "without", "nodes", "choices", "outcomes", "endings"),
        *("digest", "shard", "played", "conditions", "rare", "decisions", "words", "failures"),
    }
    json.dumps(results)


def test_a_policy_takes_its_first_choice_that_is_open(typed: Callable[..., Path]) -> None:
    """And is random elsewhere: by `down` it always falls into the pit, unless it was home before."""
    policies = "    policies: {diver: {takes: [hall.down, hall.deeper]}, homely: {takes: [hall.home, hall.look]}}\n"
    story = load(typed(policies + TRAP, "hall"))
    dived = randomtest(story, 50, playing="diver")
    assert len(dived.failures) == 50
    assert (dived.decisions, dived.choices["hall.look"], dived.choices["hall.down"]) == (Summary(50, 150, 3, 3), 0, 50)
    homely = randomtest(story, 50, playing="homely")
    assert (homely.decisions, homely.endings["home"], homely.as_json()["playing"]) == (
        Summary(50, 200, 4, 4),
        50,
        "homely",
    )


@pytest.mark.parametrize("policy", ["the_notices", "the_miser"])
def test_a_policy_fares_as_verify_says(policy: str) -> None:
    story = load(shipped()["every_construct"])
    results, report = randomtest(story, 400, playing=policy), verify(story)
    (known,) = (one.endings for one in report.policies or () if one.id == policy)
    for ending, odds in known.items():
        assert results.endings[ending] / 400 == pytest.approx(odds, abs=0.05)
