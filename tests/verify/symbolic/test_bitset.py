"""Sets of eight states as pictures of eight bits: a digit of two values, and one of four; the first state is left."""

from __future__ import annotations

import pytest
from playable.engine.assembly import assemble
from playable.language.story import load
from playable.verify.symbolic import EVERYWHERE, Bitsets, Rules
from playable.verify.symbolic.reached import EffectsMet
from playable.verify.system import TransitionSystem

from tests.verify.stories import Typed

LOW, HIGH = 0, 1  # the digits: the low one has two values, the high one four

COUNTER = """\
    state: {two: {range: [0, 1], start: 0}, four: {range: [0, 3], start: 0}, lamp: {start: false}}
    nodes:
      hall:
        text: Hall.
        choices:
          up: {label: Up, when: lamp, effects: [four += 2]}
          down: {label: Down, effects: [four -= 1, two += 1]}
          flip: {label: Flip, effects: [lamp = not lamp]}
          end: {label: End, when: four > two, goto: end}
      end: {text: End., ending: {name: End, tone: gain}}
"""


def bits(picture: str) -> int:
    return int(picture.replace(" ", "")[::-1], 2)


def picture(x: int) -> str:
    text = f"{x:08b}"[::-1]
    return " ".join(text[i : i + 2] for i in range(0, 8, 2))


@pytest.fixture
def rules(typed: Typed) -> Rules:
    return Rules.of(TransitionSystem(assemble(load(typed(COUNTER, "hall")))))


def test_where_a_digit_has_some_value() -> None:
    sets = Bitsets([2, 4])
    assert picture(sets.at_least(LOW, 1)) == "01 01 01 01"
    assert picture(sets.at_least(HIGH, 2)) == "00 00 11 11"
    assert picture(sets.span(HIGH, 1, 2)) == "00 11 11 00"
    assert sets.values(bits("00 10 00 01"), HIGH) == [1, 3]


def test_forgetting_a_digit_makes_it_lowest() -> None:
    sets = Bitsets([2, 4])
    assert picture(sets.forget(bits("01 00 01 10"), LOW)) == "10 00 10 10"
    assert picture(sets.forget(bits("01 00 01 10"), HIGH)) == "11 00 00 00"


def after(rules: Rules, choice: str, x: str, lamp: int = 0) -> list[str]:
    """The sets after the effects of a choice."""
    system, encoding = rules.system, rules.encoding
    key = encoding.put(0, system.slots.index["lamp"], lamp)
    at = system.deciding[0]
    (transition,) = (t for t in system.locations[at].transitions if t.ref == f"hall.{choice}")
    prepared = rules.image.prepared(at, transition, rules.liveness)
    groups = rules.image.apply(prepared.effects, key, [(key, bits(x))], EffectsMet(set(), set()))
    return [picture(made) for _, some in groups for _, made in some]


def test_an_addition_is_a_shift_and_the_ends_are_gathered(rules: Rules) -> None:
    """`four += 2` moves all by two, and what would pass the highest value stops there."""
    assert after(rules, "up", "10 01 00 00") == ["00 00 10 01"]
    assert after(rules, "up", "00 00 10 01") == ["00 00 00 11"]


def test_effects_see_what_those_before_them_did(rules: Rules) -> None:
    """`four -= 1` stops at 0; then `two += 1` stops at 1."""
    assert after(rules, "down", "10 00 01 10") == ["01 01 01 00"]


def test_a_condition_over_two_digits_is_a_pattern(rules: Rules) -> None:
    (guard,) = next(
        t for t in rules.system.locations[rules.system.deciding[0]].transitions if t.ref == "hall.end"
    ).guard
    assert picture(rules.image.condition(guard)(0)) == "00 10 11 11"


def test_a_condition_over_the_key_holds_everywhere_or_nowhere(rules: Rules) -> None:
    (guard,) = next(t for t in rules.system.locations[rules.system.deciding[0]].transitions if t.ref == "hall.up").guard
    lit = rules.encoding.put(0, rules.system.slots.index["lamp"], 1)
    assert [rules.image.condition(guard)(key) for key in (0, lit)] == [0, EVERYWHERE]


def test_a_state_comes_out_of_its_encoding_as_it_went_in(rules: Rules) -> None:
    live = rules.liveness.live[rules.system.deciding[0]]
    for state in ((two, four, lamp) for two in (0, 1) for four in range(4) for lamp in (0, 1)):
        key, one = rules.encoding.single(state, live)
        assert one.bit_count() == 1
        assert rules.encoding.values(key, one.bit_length() - 1, live) == state
