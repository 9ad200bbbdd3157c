"""Is a fault inside an expression or prose shown at its very column, however the scalar is written?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.faults import StoryFaults
from playable.language.story import load

COLUMNS = {
    "an apostrophe in a phrase": """\
nodes:
  room:
    goto: hub
    effects:
      - do: promise = 'it's silence'
#                        ^ bad-expression
    text: |
      So {'it's' if drills else 'no'}.
#            ^ bad-expression
      And {"it's" if drills else 'no'}, and { alone.
#                                           ^ open-brace
""",
    "plain": """\
nodes:
  card: {when: trust > 1 and trsut < 3, goto: back}
#                            ^ unknown-variable trust
decks: {more: [card]}
""",
    "double quotes, with escapes before": """\
nodes:
  room: {goto: hub, text: "A \\u00e9 \\"quote\\" and {trsut}"}
#                                                  ^ unknown-variable trust
""",
    "single quotes, doubled before": """\
nodes:
  room: {goto: hub, text: 'It''s {trsut}'}
#                                 ^ unknown-variable trust
""",
    "Korean and an astral character before": """\
nodes:
  room: {goto: hub, text: "한국어 🕯 {trsut}"}
#                                 ^ unknown-variable trust
""",
    "literal": """\
nodes:
  room:
    goto: hub
    text: |
      One.

        Two {trust} and {trsut}.
#                        ^ unknown-variable trust
      [[regim]] {promise == 'silnce'}
#       ^ unknown-term regime
#                           ^ unknown-word silence
""",
    "folded, with a comment after the sign": """\
nodes:
  room:
    goto: hub
    text: >- # a comment
      One
      two {trust}
      three {trsut}.
#            ^ unknown-variable trust
""",
    "plain over several lines": """\
nodes:
  room:
    goto: hub
    text: One
      two {trust}
      three {trsut}.
#            ^ unknown-variable trust
""",
    "quoted over several lines": """\
nodes:
  room:
    goto: hub
    text: "One
      two {trust} \\
      three {trsut}."
#            ^ unknown-variable trust
""",
    "in a list and a flow mapping": """\
nodes:
  room:
    goto: hub
    text: [{when: drils, text: "{trsut}"}, "{prmise}"]
#         ^ prose-start
#                 ^ unknown-variable drills
#                                ^ unknown-variable trust
#                                            ^ unknown-variable promise
""",
}

TYPES = {
    "trust > drills": (8, "wrong-type", None),
    "drills > 1": (0, "wrong-type", None),
    "promise < 'silence'": (0, "wrong-type", None),
    "trust": (0, "wrong-type", None),
    "not trust": (4, "wrong-type", None),
    "promise == silence": (11, "unknown-variable", "'silence'"),
    "drills == True": (10, "unknown-variable", "true"),
    "promise in ('silence', 'silense')": (23, "unknown-word", "silence"),
    "promise == ('silence' if drills else 'silense')": (37, "unknown-word", "silence"),
    "('silense' if drills else 'silence') == promise": (1, "unknown-word", "silence"),
    "('silense' if drills else 'declared') == 'silence'": (41, "unknown-word", "silense"),
    "promise in ('silence', 1)": (23, "wrong-type", None),
    "promise in ('silence',)": (22, "bad-expression", None),
    "trust in ()": (10, "bad-expression", None),
    "trust = 1": (6, "bad-expression", None),
    "trust == 1.5": (9, "bad-expression", None),
    "trust / 2 == 1": (6, "bad-expression", None),
    "trust && drills": (6, "bad-expression", None),
    "trust AND drills": (6, "bad-expression", None),
    "seen(hubb)": (5, "unknown-node", "hub"),
    "seen(hub": (8, "bad-expression", None),
    "chose(hub.styay)": (6, "unknown-choice", "hub.stay"),
    "chose(stay)": (6, "unknown-choice", "hub.stay"),
    "promise == hub": (11, "unknown-variable", "'hub'"),
    "heard(hub.yoo)": (0, "out-of-place", None),
    "here == 'hub'": (0, "out-of-place", None),
    "trust.band == 'none'": (0, "bad-expression", None),
    "().__class__": (2, "bad-expression", None),
    "trust[0] > 1": (5, "bad-expression", None),
    "__import__('os')": (0, "bad-expression", None),
    "open('x') == 1": (0, "bad-expression", None),
    "trust ** 2 > 1": (7, "bad-expression", None),
    "(1 if drills else 'a') == 1": (18, "wrong-type", None),
    "trust > (": (9, "bad-expression", None),
    "1_000 > trust": (0, "bad-expression", None),
    "1234567890 > trust": (0, "bad-expression", None),
    "٣ > trust": (0, "bad-expression", None),
    "lambda: 1": (6, "bad-expression", None),
    "seen(hub) > 1": (0, "wrong-type", None),
}

EFFECTS = {
    "trust += 9**9**9": (11, "bad-expression", None),
    "trust == 2": (6, "bad-effect", None),
    "trsut += 1": (0, "unknown-variable", "trust"),
    "drills += 1": (0, "wrong-type", None),
    "promise = 'silense'": (10, "unknown-word", "silence"),
    "promise = 'silence' if drills else 'none'": (35, "unknown-word", "none_made"),
    "promise = 1": (10, "wrong-type", None),
    "drills = yes": (9, "unknown-variable", "true"),
    "trust =+ 1": (6, "bad-effect", None),
    "trust =-1": (6, "bad-effect", None),
    "trust.x = 1": (0, "bad-effect", None),
    "true = 1": (0, "bad-effect", None),
    "trust++": (5, "bad-effect", None),
    "trust": (5, "bad-effect", None),
    "trust += 1; drills = true": (10, "bad-expression", None),
    "trust -= -": (10, "bad-expression", None),
}


@pytest.mark.parametrize("story", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_fault_has_its_column_in_every_scalar(judge: Callable[..., object], story: str) -> None:
    judge(story)


@pytest.mark.parametrize(("text", "fault"), TYPES.items(), ids=TYPES.keys())
def test_a_condition_is_parsed_and_typed(judge: Callable[..., object], text: str, fault: tuple[int, str, str]) -> None:
    at, code, suggestion = fault
    mark = " " * (at + 13) + f"^ {code}" + (f" {suggestion}" if suggestion else "")
    judge(f'nodes:\n  card:\n    goto: back\n    when:   "{text}"\n{mark}\ndecks: {{more: [card]}}\n')


@pytest.mark.parametrize(("text", "fault"), EFFECTS.items(), ids=EFFECTS.keys())
def test_an_effect_is_one_assignment(judge: Callable[..., object], text: str, fault: tuple[int, str, str]) -> None:
    at, code, suggestion = fault
    mark = " " * (at + 9) + f"^ {code}" + (f" {suggestion}" if suggestion else "")
    judge(f'nodes:\n  room:\n    goto: hub\n    effects:\n      - "{text}"\n{mark}\n')


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["calm", "war"], "there is no word `pease`; there are `calm`, `war`"),
        ([f"w{n}" for n in range(300)], "`w0`, `w1`, `w2`, `w3`, `w4`, `w5`, `w6`, `w7` and 292 more"),
        (["long" * 500, "war"], "…`, `war`"),
    ],
)
@pytest.mark.parametrize("rule", ["when: \"mood == 'pease'\"", "effects: [\"mood = 'pease'\"]"])
def test_a_word_that_there_is_not_is_answered_with_those_there_are(
    typed: Callable[..., Path], words: list[str], told: str, rule: str
) -> None:
    text = f"""
        state: {{mood: {{one_of: {json.dumps(words)}, start: {words[-1]}}}}}
        nodes:
          hall: {{text: Hall., choices: {{go: {{label: Go, {rule}, goto: end}}}}}}
          end: {{text: End., ending: {{name: End, tone: gain}}}}
    """
    with pytest.raises(StoryFaults) as raised:
        load(typed(text, "hall"))
    (message,) = [fault.message for fault in raised.value.faults if fault.code == "unknown-word"]
    assert message.endswith(told)
    assert len(message) < 300


def test_a_variable_of_other_words_is_answered_with_those_it_may_have(typed: Callable[..., Path]) -> None:
    text = """
        state: {mood: {one_of: [calm, war], start: war}, other: {one_of: [calm, odd], start: odd}}
        nodes:
          hall: {text: Hall., choices: {go: {label: Go, effects: [mood = other], goto: end}}}
          end: {text: End., ending: {name: End, tone: gain}}
    """
    with pytest.raises(StoryFaults) as raised:
        load(typed(text, "hall"))
    assert "`other` can be `odd`, which `mood` cannot: it is one of `calm`, `war`" in str(raised.value)
