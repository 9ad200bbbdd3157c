"""What can and cannot be met, and where it stands; what hearing and the present place are to conditions."""

from __future__ import annotations

import pytest
from playable.language.story import load
from playable.verify import lines, verify
from playable.verify.report import KINDS
from playable.verify.symbolic import Explorer

from tests.verify.stories import Typed, check_lengths, known

FLAWED = """\
    state: {gold: {range: [0, 3], start: 0}, lamp: {start: false}}
    nodes:
      town:
        text:
          - Town.
          - {when: gold == 3, text: Rich.}
        choices:
          light:
            label: Light
            when: gold < 3
            goto: lit
          dig:
            label: Dig
            once: true
            effects:
              - gold += 1
              - {do: lamp = true, when: gold == 2}
          buy:
            label: Buy
            when: gold > 2
            goto: lit
          leave:
            label: Leave
            goto:
              - {when: gold > 1, goto: lit}
              - {when: lamp, goto: lit}
              - {goto: dark}
      lit: {text: Lit., ending: {name: Lit, tone: gain}}
      dark: {text: Dark., ending: {name: Dark, tone: loss}}
"""


def test_verdicts_and_findings_say_where(typed: Typed) -> None:
    """An author is led to the line: of a choice to its condition, of an effect, of a way on."""
    path = typed(FLAWED, "town")
    report = verify(load(path))
    rows = path.read_text(encoding="utf-8").splitlines()
    at = {v.id: rows[v.line - 1].strip() for kind in KINDS for v in report.verdicts[kind] if v.verdict == "impossible"}
    assert at == {"town.buy": "when: gold > 2", "town.text[2]": "- {when: gold == 3, text: Rich.}"}
    found = {(f.code, rows[f.line - 1].strip()) for f in report.findings}
    assert found == {
        ("never-true", "- {do: lamp = true, when: gold == 2}"),
        ("always-true", "when: gold < 3"),
        ("way-never-taken", "- {when: gold > 1, goto: lit}"),
        ("way-never-taken", "- {when: lamp, goto: lit}"),
        ("value-never-met", "state: {gold: {range: [0, 3], start: 0}, lamp: {start: false}}"),
    }
    assert {"`gold` is never 2 or 3", "`lamp` is never true"} <= {f.message for f in report.findings}
    assert f"choice town.buy ({path}:" in "\n".join(lines(report))


def test_what_was_heard_is_a_move_where_a_text_asks_for_it(typed: Typed) -> None:
    """With one briefing a visit, both are heard only by coming twice; and hearing is no step of the uniform player."""
    report = verify(
        load(
            typed(
                """\
        people: {ann: {name: Ann}, bob: {name: Bob}}
        nodes:
          hall:
            text: [Hall., {when: heard(hall.ann) and heard(hall.bob), text: You heard both.}]
            hear: 1
            briefings: {ann: {text: Hm.}, bob: {text: [Hm., {when: heard(hall.bob), text: Again.}]}}
            choices: {again: {label: A, goto: hall}, go: {label: G, goto: end}}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
                "hall",
            )
        )
    )
    both = next(v for v in report.verdicts["texts"] if v.id == "hall.text[2]")
    assert [f"{s.kind} {s.ref}" for s in both.shortest or ()] in (
        ["hear hall.ann", "choose hall.again", "hear hall.bob", "choose hall.again"],
        ["hear hall.bob", "choose hall.again", "hear hall.ann", "choose hall.again"],
    )
    assert set(known(report, "texts").values()) == {"reachable"}
    check_lengths(report, 1, 2.0, None)


def test_a_word_may_be_compared_with_the_place(typed: Typed) -> None:
    """`here` has words that a variable has not: the comparison is false there, and no error."""
    report = verify(
        load(
            typed(
                """\
        state: {goal: {one_of: [nowhere, end], start: end}}
        nodes:
          hall: {text: Hall., choices: {go: {label: G, goto: end}, stay: {label: S, effects: [goal = 'nowhere']}}}
          end: {text: End., ending: {name: End, tone: gain}}
        theses:
          there: {can: goal == here}
          not_yet: {never: here == goal and ending == 'none'}
    """,
                "hall",
            )
        )
    )
    assert [t.verdict for t in report.theses] == ["holds", "holds"]


@pytest.mark.parametrize("listed", [False, True])
def test_values_before_an_effect_are_not_told_of_a_condition_after_it(
    typed: Typed, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ways read what the effects of their choice have made of a variable; before them it may not even matter."""
    if listed:
        monkeypatch.setattr(Explorer, "run_if_dense", lambda *_: None)
    report = verify(
        load(
            typed(
                """\
        state: {a: {range: [0, 9], start: 0}, b: {range: [0, 9], start: 4}, c: {range: [0, 9], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices:
              set: {label: Set, effects: [a = 5], goto: [{when: a == 3, goto: one}, {goto: end}]}
              add: {label: Add, effects: [b += 2], goto: [{when: b == 1 and c == 2, goto: two}, {goto: end}]}
              stay: {label: Stay, when: c == 0, effects: [c = 1], goto: hall}
          one: {text: One., goto: end}
          two: {text: Two., goto: end}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
                "hall",
            )
        )
    )
    because = {v.id: v.because for v in report.verdicts["nodes"] if v.verdict == "impossible"}
    assert because == {
        "one": "no way here is ever taken: from hall.set where `a == 3`",
        "two": "no way here is ever taken: from hall.add where `b == 1 and c == 2`: c is 0 or 1",
    }
