"""What other tools call a thing is answered with our key for it, and read as that for the rest of the check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.language.checking import faults_of_story

STORY = """\
state: {gold: {range: [0, 3], start: 1, name: Gold}}
people: {ann: {name: Ann, role: aide}}
nodes:
  hall:
    text: Hall.
    choices:
      go: {label: Go, when: gold > 0, effects: [gold += 1], outcome: You go., goto: out, once: true}
      roll: {label: Roll, goto: dice}
  dice:
    chance:
      one: {weight: 1, goto: out}
      two: {weight: 2, goto: out}
  out: {text: Out., ending: {name: Out, tone: gain}}
"""

KEYS = {  # ours, with words of ink, Twine, ChoiceScript, Yarn, Ren'Py and plain English
    "state:": "variables vars stats",
    "people:": "characters cast actors",
    "nodes:": "passages scenes knots",
    "choices:": "options links menu replies",
    "label:": "text caption prompt",
    "when:": "if condition requires selectable_if",
    "effects:": "set actions on_enter",
    "outcome:": "result response",
    "goto:": "next target divert jump link",
    "once:": "once_only hide_reuse",
    "chance:": "random roll shuffle",
    "weight:": "probability odds",
    "start:": "default initial value",
    "text: Hall": "body content",
    "ending:": "end finish",
    "tone:": "mood kind",
}


@pytest.mark.parametrize(("key", "word"), [(key, word) for key, words in KEYS.items() for word in words.split()])
def test_it_is_answered_with_ours_and_nothing_follows_from_it(typed: Callable[..., Path], key: str, word: str) -> None:
    assert faults_of_story(typed(STORY, "hall")) == []
    own, _, rest = key.partition(":")
    faults = faults_of_story(typed(STORY.replace(key, f"{word}:{rest}"), "hall"))
    assert faults
    assert {(fault.code, fault.suggestion) for fault in faults} == {("unknown-key", own)}


def test_what_is_of_another_shape_is_answered_and_not_read(typed: Callable[..., Path]) -> None:
    faults = faults_of_story(typed("nodes: {hall: {text: x, speaker: ann, ending: {name: x, tone: gain}}}", "hall"))
    assert [(fault.code, fault.suggestion) for fault in faults] == [("unknown-key", "briefings")]


def test_a_word_of_theirs_comes_before_one_that_is_merely_like_it(typed: Callable[..., Path]) -> None:
    faults = faults_of_story(typed("characters: {}\nnodes: {hall: {text: x, ending: {name: x, tone: gain}}}", "hall"))
    assert [fault.suggestion for fault in faults] == ["people"]
