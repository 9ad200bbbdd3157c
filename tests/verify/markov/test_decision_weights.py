"""What decisions weigh, where tones weigh alike."""

from __future__ import annotations

from pathlib import Path

from playable.language.story import load
from playable.verify import verify

from benchmarks.large_stories import gamebook
from tests.verify.stories import Typed


def test_of_two_tones_that_weigh_alike_the_first_is_told(tmp_path: Path) -> None:
    """What one of two tones gains the other loses: which of them is named does not hang on rounding."""
    path = tmp_path / "gamebook.yaml"
    path.write_text(gamebook(sections=60, ranges=4, flags=6), encoding="utf-8")
    weights = verify(load(path)).weights
    assert weights
    assert {one.tone for one in weights if one.weight} == {"loss"}


def test_where_nothing_ends_any_more_a_decision_weighs_nothing(typed: Typed) -> None:
    """Half of all come to the fork doomed; for the others it decides everything, and that is its weight."""
    story = """\
    state: {doomed: {start: false}}
    nodes:
      sky: {chance: {dry: {weight: 1, goto: fork}, wet: {weight: 1, effects: [doomed = true], goto: fork}}}
      fork:
        text: A fork.
        choices:
          left: {label: Left, goto: [{when: doomed, goto: pit}, {goto: home}]}
          right: {label: Right, goto: [{when: doomed, goto: pit}, {goto: ditch}]}
      pit: {text: A pit., choices: {stay: {label: Stay, goto: pit}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      ditch: {text: A ditch., ending: {name: Ditch, tone: loss}}
    """
    weights = verify(load(typed(story, "sky"))).weights
    assert [(one.node, one.weight) for one in weights or ()] == [("fork", 1)]
