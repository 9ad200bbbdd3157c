"""Random playthroughs: the same alone as among others, fair, and short where they fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.engine.session import Step
from game.language.library import main_story
from game.language.story import load
from game.verify import verify
from game.verify.randomtest import randomtest

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


def test_a_playthrough_is_the_same_alone_as_among_others() -> None:
    story = load(main_story())
    ten, alone = randomtest(story, 10, 7), randomtest(story, 10, 7, only=4)
    assert (alone.decisions, alone.words) == ([ten.decisions[4]], [ten.words[4]])
    assert randomtest(story, 10, 8).words != ten.words


def test_endings_come_as_often_as_the_exact_odds_say() -> None:
    story = load(main_story())
    found, chances = randomtest(story, 3000, 1), verify(story).chances
    assert chances is not None
    for id, chance in chances.items():
        assert abs(found.endings[id] / 3000 - chance.odds) < 0.04


def test_a_failure_is_shrunk_to_the_moves_that_matter(typed: Callable[..., Path]) -> None:
    found = randomtest(load(typed(TRAP, "hall")), 200, 3)
    failure = next(f for f in found.failures if "stuck at pit" in f.why)
    assert failure.steps == (Step("choose", "hall.deeper"), Step("choose", "hall.deeper"), Step("choose", "hall.down"))


def test_what_was_never_met_and_what_never_opens_is_listed(typed: Callable[..., Path]) -> None:
    found = randomtest(load(typed(TRAP, "hall")), 200, 3)
    assert found.never("choices") == ["hall.never", "pit.climb"]
    assert "hall.never is never open" in found.one_sided()
    assert "hall.down is never open" not in found.one_sided()
    assert set(found.as_json()) >= {
        "nodes",
        "choices",
        "endings",
        "decisions",
        "words",
        "failures",
        "one_sided",
        "rare",
    }
