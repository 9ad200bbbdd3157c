"""What is wrong with a playthrough file is told at its place."""

from __future__ import annotations

import pytest
from playable.language.faults import StoryFaults
from playable.language.recording import parse_recording


@pytest.mark.parametrize(
    ("step", "line"),
    [("{choose: a.b, hear: a.c}", 4), ("{}", 4), ("{choose: a.b}\n  - {hear: a.c, can: a.b}", 5)],
)
def test_a_step_is_one_thing(step: str, line: int) -> None:
    with pytest.raises(StoryFaults) as raised:
        parse_recording(f"story: x\nsteps:\n  - choose: a.b\n  - {step}\n", "p.yaml")
    (fault,) = raised.value.faults
    assert (fault.code, fault.line) == ("wrong-length", line)
    assert "a step is exactly one of choose" in fault.message


def test_steps_that_are_no_list_are_one_fault() -> None:
    with pytest.raises(StoryFaults) as raised:
        parse_recording("story: x\nsteps: {choose: a.b}\n", "p.yaml")
    assert [(fault.code, fault.line) for fault in raised.value.faults] == [("wrong-type", 2)]
