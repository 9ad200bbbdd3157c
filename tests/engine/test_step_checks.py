"""Steps that ask: what is told, what a value is, why a choice is locked; and every fault of a file in one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.engine.machine import Machine
from playable.engine.replay import Replay, replay
from playable.language.recording import parse_recording, written

STORY = """\
    state:
      n: {range: [-2, 5], start: 0, name: Trust, shown: true}
      word: {one_of: [kept, broken], start: kept}
      drills: {start: false}
    people: {cook: {name: Cook}}
    nodes:
      door:
        title: The door
        text: |
          A *heavy* door, on which
          somebody wrote a name. Nobody answers.
        briefings: {cook: {text: The soup is cold.}}
        choices:
          knock: {label: Knock, effects: [n += 1], because: It was heard., outcome: You knock., goto: door}
          break: {label: Break, when: n > 0 and drills, locked: You stand too far away., goto: hall}
          hide: {label: Hide, when: n > 3, goto: hall}
      hall: {text: Hall., ending: {name: Hall, tone: gain}}
"""


@pytest.fixture
def door(machine: Callable[..., Machine]) -> Machine:
    return machine(STORY, "door")


def run(door: Machine, *steps: str, more: str = "", whole: bool = True) -> Replay:
    listed = "".join(f"  - {step}\n" for step in steps)
    return replay(parse_recording(f"story: tiny\n{more}steps:\n{listed}", "p.yaml"), door, whole)


@pytest.mark.parametrize(
    "step",
    [
        "told: A heavy door",
        "told: which somebody",
        "told: The door",
        "told: You knock.",
        "told: Trust rises by 1 to 1",
        "told: It was heard.",
        "not told: the soup",
        "not told: Hall",
        "value: {n: 1, word: kept, drills: false}",
        "value: {n: +1}",
        "locked: {door.break: too far}",
        "locked: {door.break: You stand too far away.}",
        "expect: not heard(door.cook)",
    ],
)
def test_what_is_so_holds(door: Machine, step: str) -> None:
    assert run(door, "choose: door.knock", step).faults == []


def test_what_was_heard_is_told(door: Machine) -> None:
    assert run(door, "hear: door.cook", "told: The soup is cold.", "expect: heard(door.cook)").fault is None


@pytest.mark.parametrize(
    ("step", "says", "column", "suggestion"),
    [
        ("told: Nobody answered.", "the nearest is: Nobody answers.", 11, None),
        ("not told: somebody wrote", "this is told here", 15, None),
        ("value: {n: 3}", "n should be 3, and is 0", 16, None),
        ("value: {word: broken}", "word should be broken, and is kept", 19, None),
        ("value: {drills: true}", "drills should be true, and is false", 21, None),
        ("value: {n: 7}", "a whole number from -2 to 5, never `7`", 16, None),
        ("value: {drills: maybe}", "is `true` or `false`, never `maybe`", 21, None),
        ("value: {word: kep}", "one of `kept`, `broken`, never `kep`", 19, "kept"),
        ("value: {wort: kept}", "no variable `wort`", 13, "word"),
        ("locked: {door.break: no key}", "locked because: You stand too far away.", 26, None),
        ("locked: {door.knock: no key}", "it can be chosen here", 26, None),
        ("locked: {door.hide: no key}", "not shown here", 25, None),
        ("locked: {door.brake: no key}", "no choice `door.brake`", 14, "door.break"),
        (
            "choose: door.break",
            "`n > 0 and drills` does not hold, n is 0, drills is false; open here: `door.knock`",
            13,
            None,
        ),
    ],
)
def test_what_is_not_so_says_what_is(door: Machine, step: str, says: str, column: int, suggestion: str | None) -> None:
    (fault,) = run(door, step).faults
    assert says in fault.message
    assert (fault.line, fault.column, fault.suggestion) == (3, column, suggestion)


def test_every_fault_of_a_file_is_told_at_once(door: Machine) -> None:
    answer = run(
        door,
        "expect: nn > m",  # two names that there are not
        "value: {n: 2, word: broken}",
        "choose: door.break",  # from here on play cannot follow
        "expect: n == 9 or wort == 'kept'",
        "expect: n == 5",  # may well be so, had play come here
        "hear: door.cool",
        "choose: hall.x",
        more="ends: hal\n",
    )
    assert [fault.line for fault in answer.faults] == [4, 4, 5, 5, 6, 7, 9, 10, 2]
    assert answer.made == 0
    assert [broken.actual for broken in answer.broken][:3] == [None, "0", "kept"]


def test_without_a_whole_answer_it_stops_at_the_first(door: Machine) -> None:
    answer = run(door, "choose: door.knock", "value: {n: 2}", "choose: door.knock", whole=False)
    assert (len(answer.faults), answer.made) == (1, 1)
    assert answer.session is not None
    assert len(answer.session.steps) == 1


@pytest.mark.parametrize(
    ("step", "actual"),
    [
        ("expect: n == 3 and word == 'broken'", "n == 0 and word == 'kept'"),
        ("expect: here == 'hall'", "here == 'door'"),
        ("expect: n > 3", None),
        ("expect: n == 3 or n == 4", None),
        ("can: door.break", "cannot"),
        ("cannot: door.knock", "can"),
        ("locked: {door.break: no}", "You stand too far away."),
        ("told: no", None),
    ],
)
def test_what_would_hold_instead_is_known_where_it_can_be(door: Machine, step: str, actual: str | None) -> None:
    (broken,) = run(door, step).broken
    assert broken.actual == actual


def test_a_start_that_falls_by_chance_says_so_and_looks_at_the_rest(machine: Callable[..., Machine]) -> None:
    coin = machine(
        "nodes:\n  coin: {chance: {a: {weight: 1, goto: end}, b: {weight: 1, goto: end}}}\n"
        "  end: {text: E., ending: {name: E, tone: gain}}\n",
        "coin",
    )
    told = [fault.message for fault in run(coin, "choose: end.x", "chance: coin.c").faults]
    assert ["`chance: coin.a`" in told[0], "`end.x`" in told[1], "`coin.c`" in told[2]] == [True] * 3
    assert run(coin, "chance: coin.b", "expect: seen(coin)").fault is None


def test_what_asks_is_written_as_it_is_read(door: Machine) -> None:
    steps = ["value: {n: 1, word: kept, drills: false}", "locked: {door.break: far}", "not told: x", "can: door.knock"]
    played = parse_recording(f"story: tiny\nsteps: [{', '.join('{' + step + '}' for step in steps)}]", "p")
    again = parse_recording(written(played), "p")
    assert [move._replace(loc=()) for move in again.steps] == [move._replace(loc=()) for move in played.steps]


def test_long_texts_are_not_compared_letter_by_letter(machine: Callable[..., Machine]) -> None:
    long = "a" * 49_000
    wide = machine(f"nodes:\n  end: {{text: '{long}', ending: {{name: E, tone: gain}}}}\n", "end")
    (fault,) = run(wide, f"told: '{long}b'").faults  # in no time
    assert len(fault.message) < 300
