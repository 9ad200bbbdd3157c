"""Playthrough files: written, read and replayed, each failure at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.engine.replay import Replay, recorded, replay
from playable.engine.session import Session
from playable.language.faults import StoryFaults
from playable.language.recording import parse_recording, written

Build = Callable[..., Machine]

STORY = """\
    state: {n: {range: [0, 5], start: 0}, word: {one_of: [yes, no], start: no}}
    people: {cook: {name: Cook}}
    nodes:
      door:
        text: A door.
        briefings: {cook: {text: Soup.}}
        choices:
          knock: {label: Knock, effects: [n += 1], goto: dice}
          break: {label: Break, when: n > 0, goto: hall}
      dice: {chance: {odd: {weight: 1, goto: door}, even: {weight: 1, goto: door}}}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""


@pytest.fixture
def door(machine: Build) -> Machine:
    return machine(STORY, "door")


def run(door: Machine, steps: str, more: str = "") -> Replay:
    return replay(parse_recording(f"story: tiny\n{more}steps:\n{steps}", "p.yaml"), door)


GOOD = """\
  - hear: door.cook
  - cannot: door.break
  - expect: here == 'door' and not chose(door.knock) and ending == 'none'
  - choose: door.knock
  - chance: dice.even
  - can: door.break
  - expect: n == 1 and word == 'no' and seen(dice) and chose(door.knock)
  - choose: door.break
  - expect: seen(hall) and ending == 'hall'
"""


def test_steps_that_hold_pass(door: Machine) -> None:
    assert run(door, GOOD, "ends: hall\n").fault is None


def test_what_is_recorded_replays_to_the_same_moment(door: Machine) -> None:
    session = Session(door, seed=3)
    session.hear("door.cook")
    for ref in ("door.knock", "door.knock", "door.break"):
        session.choose(ref)
    text = written(recorded(session, "A title: with a colon # and more"))
    again = replay(parse_recording(text, "saved"), door)
    assert again.fault is None
    assert again.session is not None
    assert (again.session.steps, again.session.state) == (session.steps, session.state)
    assert written(recorded(again.session, "A title: with a colon # and more")) == text


@pytest.mark.parametrize(
    ("steps", "line", "says"),
    [
        ("  - choose: door.break\n", 3, "not open here"),
        ("  - choose: door.nock\n", 3, "no choice `door.nock`"),
        ("  - choose: door.knock\n", 3, "add a step `chance: dice.odd`"),
        ("  - choose: door.knock\n  - chance: dice.sideways\n", 3, "none of its outcomes"),
        ("  - chance: dice.odd\n", 3, "no chance falls here"),
        ("  - hear: door.cook\n  - hear: door.cook\n", 4, "heard already"),
        ("  - hear: door.king\n", 3, "no briefing `door.king`"),
        ("  - expect: n > 2\n", 3, "n is 0"),
        ("  - expect: nn > 2\n", 3, "no variable `nn`"),
        ("  - expect: n >\n", 3, "ends here"),
        ("  - expect: word == 'maybe'\n", 3, "no word `maybe`"),
        ("  - can: door.break\n", 3, "not open here"),
        ("  - cannot: door.knock\n", 3, "can be chosen"),
        ("  - cannot: door.nope\n", 3, "no choice `door.nope`"),
    ],
)
def test_a_step_that_fails_says_where_and_why(door: Machine, steps: str, line: int, says: str) -> None:
    fault = run(door, steps).fault
    assert fault is not None
    assert (fault.file, fault.line) == ("p.yaml", line)
    assert says in fault.message


def test_another_ending_than_promised_fails(door: Machine) -> None:
    fault = run(door, "  - hear: door.cook\n", "ends: hall\n").fault
    assert fault is not None
    assert "has not ended" in fault.message
    assert fault.line == 2


def test_an_ending_that_is_none_fails_with_the_nearest(door: Machine) -> None:
    fault = run(door, GOOD, "ends: hal\n").fault
    assert fault is not None
    assert fault.suggestion == "hall"


def test_a_misspelt_choice_is_answered_with_the_nearest(door: Machine) -> None:
    fault = run(door, "  - choose: door.nock\n").fault
    assert fault is not None
    assert fault.suggestion == "door.knock"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "steps: []",
        "story: x\nsteps: 3",
        "story: x\nsteps: [{chose: a}]",
        "story: x\nsteps: [{can: a, hear: b}]",
        "story: x\nsteps: [a]",
        "story: x\nseed: -1",
        "story: x\nsead: 1",
        "story: x\nsteps: [*a]",
        "- 1",
        "story: [\n",
    ],
)
def test_a_file_that_is_no_playthrough_has_faults(text: str) -> None:
    with pytest.raises(StoryFaults) as refused:
        parse_recording(text, "p.yaml")
    assert all(f.file == "p.yaml" for f in refused.value.faults)


def test_old_ids_are_translated_and_parts_follow_their_node(typed: Callable[..., Path]) -> None:
    from playable.engine.assembly import assemble
    from playable.language.story import load

    renamed = "story: {id: tiny, title: T, version: '2', start: door,\n  renamed: {gate: door, door.hit: door.knock}}\n"
    machine = assemble(load(typed(renamed + STORY.replace("\n    ", "\n").removeprefix("    "))))
    playthrough = parse_recording(
        "story: tiny\nsteps: [{choose: gate.hit}, {chance: dice.odd}, {choose: gate.break}]", "p"
    )
    assert replay(playthrough, machine).fault is None


@pytest.mark.parametrize(
    ("lines", "line", "column", "quotes"),
    [
        ("ends:   hal  # where else?", 2, 9, "ends:   hal  # where else?"),
        ("ends: 'hall'", 2, 8, "ends: 'hall'"),
        ("steps: [{choose: door.nock}]", 2, 18, "steps: [{choose: door.nock}]"),
        ("steps:\n  - expect: \"word == 'y\\x65s' and m > 0\"", 3, 35, "  - expect: \"word == 'y\\x65s' and m > 0\""),
        ("steps:\n  - expect: >-\n      n > 0\n      or m > 0", 5, 10, "      or m > 0"),
        ("steps:\n-   expect:   n >", 3, 18, "-   expect:   n >"),
    ],
)
def test_a_fault_quotes_the_line_of_the_file_and_points_at_its_place(
    door: Machine, lines: str, line: int, column: int, quotes: str
) -> None:
    fault = replay(parse_recording(f"story: tiny\n{lines}\n", "p.yaml"), door).fault
    assert fault is not None
    assert (fault.line, fault.column, fault.excerpt) == (line, column, quotes)
