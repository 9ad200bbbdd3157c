"""Are conditions told as they were written, and values as stretches?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.compile import Slots
from playable.language.names import Range
from playable.language.story import load
from playable.verify import verify
from playable.verify.properties.wording import worded


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1], "1"),
        ([1, 2], "1 or 2"),
        ([0, 1, 2, 3, 4, 7], "0 to 4 or 7"),
        ([0, 1, 3, 4, 5, 8, 9], "0, 1, 3 to 5, 8 or 9"),
        (list(range(1000)), "0 to 999"),
    ],
)
def test_numbers_in_a_row_are_one_stretch(values: list[int], said: str) -> None:
    slots = Slots()
    slots.add("n", Range(0, 999))
    assert worded("n", values, slots) == said


def test_once_is_called_once(typed: Callable[..., Path]) -> None:
    story = """\
    state: {n: {range: [0, 3], start: 0}}
    nodes:
      door:
        text: A door.
        effects: [n += 1]
        choices:
          go: {label: Go, once: true, goto: hall}
          run: {label: Run, once: true, when: n > 0, goto: hall}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""
    said = [f.message for f in verify(load(typed(story, "door"))).findings]
    assert "`once` of `door.go` changes nothing: nobody could choose it a second time" in said
    assert "`when` of `door.run` always holds: n > 0 and once" in said
    assert not any("chose(" in message for message in said)
