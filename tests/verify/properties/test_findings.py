"""What is said of a story, in small stories with one flaw each."""

from __future__ import annotations

import pytest
from playable.authoring.prism import prism
from playable.language.story import load
from playable.verify import Report, verify
from playable.verify.report import KINDS, lines

from tests.verify.stories import Typed


def proved(typed: Typed, text: str) -> Report:
    return verify(load(typed(text, "hall")))


def because(report: Report) -> dict[str, str]:
    return {v.id: v.because for kind in KINDS for v in report.verdicts[kind] if v.verdict == "impossible"}


def errors(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.severity == "error"]


def test_what_is_known_at_a_node_is_known_inside_a_number(typed: Typed) -> None:
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 3], start: 0}}
        nodes:
          hall: {text: Hall., choices: {go: {label: Go, effects: [n += 1], goto: over}}}
          over: {text: Over., ending: {name: Over, tone: gain}}
        theses:
          at_node: {can: "1 + (1 if here == 'over' else 0) == 2"}
          was_seen: {never: "1 + (1 if seen(over) else 0) == 2"}
          at_end: {can: "max(n, 2 if ending == 'over' else 0) > 1"}
          not_here: {always: "(n if here == 'over' else 1) == 1"}
    """,
    )
    assert {t.id: t.verdict for t in report.theses} == {
        "at_node": "holds",
        "was_seen": "fails",
        "at_end": "holds",
        "not_here": "holds",
    }


def test_a_debrief_of_an_ending_reads_the_final_state(typed: Typed) -> None:
    """Also its own ending's, which was not left."""
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 3], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices: {go: {label: Go, effects: [n += 1], goto: over}, up: {label: U, effects: [n = 3], goto: over}}
          over:
            text: Over.
            ending: {name: Over, tone: gain}
            debrief:
              essay: ["Said.", {when: n == 1, text: One.}, {when: n == 0, text: None.}]
    """,
    )
    verdicts = {v.id: v.verdict for v in report.verdicts["texts"]}
    assert verdicts == {"over.debrief.essay[2]": "reachable", "over.debrief.essay[3]": "impossible"}


def test_a_debrief_reads_the_ending_as_seen(typed: Typed) -> None:
    """It tells the endings apart by that, at its own node, at another, and at the ending itself."""
    report = proved(
        typed,
        """\
        nodes:
          hall:
            text: Hall.
            choices: {a: {label: A, goto: over}, b: {label: B, goto: out}}
            debrief: {essay: [{when: seen(over), text: Over.}, {when: not (seen(over) or seen(out)), text: Nowhere.}]}
          over:
            text: [Over., {when: seen(over), text: Again.}]
            ending: {name: Over, tone: gain}
            debrief: {essay: [{when: seen(over), text: Here.}, {when: seen(out), text: There.}]}
          out: {text: Out., ending: {name: Out, tone: loss}}
    """,
    )
    assert {v.id for v in report.verdicts["texts"] if v.verdict == "reachable"} == {
        "hall.debrief.essay[1]",
        "over.debrief.essay[1]",
    }
    assert because(report) == {
        "hall.debrief.essay[2]": "`not (seen(over) or seen(out))` never holds at an end after `hall`",
        "over.text[2]": "`seen(over)` never holds here: seen(over) is false",
        "over.debrief.essay[2]": "`seen(out)` never holds here: seen(out) is false",
    }


CARDS = """\
    state: {n: {range: [0, 3], start: 0}, f: {start: false}}
    nodes:
      hall:
        text: Hall.
        choices: {go: {label: Go, goto: two}, set: {label: S, effects: [f = true, n += 1], goto: two}}
      two: {draw: live, then: over}
      over: {text: Over., ending: {name: Over, tone: gain}}
      lost: {text: Lost., choices: {again: {label: A, goto: back}}}
      gone: {text: Gone., goto: back}
      cold: {text: Cold., when: n > 2 and f, goto: back}
      warm: {text: Warm., when: n < 2 and f, goto: back}
    decks: {dead: [lost, gone], live: [cold, warm]}
"""


def test_a_deck_that_nothing_draws_leaves_all_else_decided(typed: Typed) -> None:
    report = proved(typed, CARDS)
    assert report.complete
    reasons = because(report)
    assert reasons["lost"] == reasons["gone"] == "nothing leads here"
    assert report.chances is not None
    assert report.chances["over"].odds == 1
    assert "module" in prism(load(typed(CARDS, "hall"))).model


def test_a_story_that_draws_nothing_at_all_may_have_a_deck(typed: Typed) -> None:
    """Whose cards, and what they lead to, go `back` by any kind of way."""
    nothing_draws = """\
        nodes:
          hall: {text: Hall., goto: over}
          over: {text: Over., ending: {name: Over, tone: gain}}
          lost: {text: Lost., choices: {again: {label: A, goto: [{when: seen(hall), goto: back}, {goto: over}]}}}
          gone: {text: Gone., goto: back}
          dice: {chance: {one: {weight: 1, goto: back}, two: {weight: 1, goto: gone}}}
        decks: {dead: [lost, dice]}
    """
    report = proved(typed, nothing_draws)
    assert report.complete
    assert {v.id for v in report.verdicts["nodes"] if v.verdict == "impossible"} == {"lost", "gone", "dice"}
    assert report.chances is not None
    assert report.chances["over"].odds == 1
    assert "module" in prism(load(typed(nothing_draws, "hall"))).model


def test_a_card_that_never_comes_tells_the_values_that_were_met(typed: Typed) -> None:
    reasons = because(proved(typed, CARDS))
    assert reasons["cold"] == (
        "no way here is ever taken: from two where `n > 2 and f`: n is 0 or 1, f is false or true"
    )


def test_a_deck_that_runs_dry_is_named(typed: Typed) -> None:
    (dry,) = (finding for finding in proved(typed, CARDS).findings if finding.code == "deck-runs-dry")
    assert dry.message.startswith("`live` can run dry at `two`")


def test_one_stuck_node_is_one_error_however_much_can_be_heard_there(typed: Typed) -> None:
    """With the shortest playthrough that leads there: no briefing that opens nothing is heard on the way."""
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 1], start: 0}}
        people: {ann: {name: Ann}, bob: {name: Bob}}
        nodes:
          hall: {text: Hall., choices: {on: {label: On, goto: pit}, set: {label: S, effects: [n = 1], goto: end}}}
          pit:
            text: ["Pit.", {when: heard(pit.ann) and heard(pit.bob), text: Both.}]
            briefings: {ann: {text: ["A", {when: heard(pit.bob), text: B}]}, bob: {text: B}}
            choices: {up: {label: Up, when: n == 1, goto: end}}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
    )
    assert errors(report) == ["the story is stuck at `pit`: no choice is open, after: choose hall.on"]


def test_a_way_that_is_never_taken_is_told_once_however_much_can_be_heard(typed: Typed) -> None:
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 3], start: 0}}
        people: {ann: {name: Ann}, bob: {name: Bob}}
        nodes:
          hall:
            text: ["Hall.", {when: heard(hall.ann) and heard(hall.bob), text: Both.}]
            briefings: {ann: {text: A}, bob: {text: B}}
            choices:
              go: {label: Go, effects: [n += 1], goto: [{when: n == 2, goto: pit}, {goto: over}]}
              on: {label: On, outcome: [{when: n == 0, text: On.}], goto: [{when: n == 2, goto: pit}, {goto: over}]}
              again: {label: Again, once: true, goto: hall}
          pit: {text: Pit., goto: over}
          over: {text: Over., ending: {name: Over, tone: gain}}
    """,
    )
    assert [f.message for f in report.findings if f.code == "way-never-taken"] == [
        "`hall.go` never goes to `pit` where n == 2",
        "`hall.on` never goes to `pit` where n == 2",
    ]


def test_a_dead_end_at_the_end_of_a_road_is_no_ring(typed: Typed) -> None:
    """And a ring without a way out is not stuck."""
    road = """\
        state: {n: {range: [0, 1], start: 0}}
        nodes:
          hall: {text: Hall., choices: {on: {label: On, goto: road}, set: {label: S, effects: [n = 1], goto: end}}}
          road: {text: Road., choices: {on: {label: On, goto: pit}}}
          pit: {text: Pit., choices: {up: {label: Up, when: n == 1, goto: end}%s}}
          end: {text: End., ending: {name: End, tone: gain}}
    """
    dead = errors(proved(typed, road % ""))
    assert dead == ["the story is stuck at `pit`: no choice is open, after: choose hall.on, choose road.on"]
    ring = errors(proved(typed, road % ", back_: {label: B, goto: road}"))
    assert ring == ["from `road` play can go round for ever and never end, after: choose hall.on"]


def test_what_choices_lead_to_counts_where_nothing_ends_any_more(typed: Typed) -> None:
    """Half of those who are offered both have lost already: the figures are of all of them."""
    report = proved(
        typed,
        """\
        state: {lost: {start: false}}
        nodes:
          hall: {chance: {luck: {weight: 1, goto: fork}, no_luck: {weight: 1, effects: [lost = true], goto: fork}}}
          fork: {text: Fork., choices: {left: {label: L, goto: gate}, right: {label: R, goto: coin}}}
          coin: {chance: {heads: {weight: 1, goto: gate}, tails: {weight: 1, goto: bad}}}
          gate: {text: Gate., choices: {in_: {label: In, when: not lost, goto: good}}}
          bad: {text: Bad., choices: {in_: {label: In, when: not lost, goto: poor}}}
          good: {text: Good., ending: {name: Good, tone: gain}}
          poor: {text: Poor., ending: {name: Poor, tone: loss}}
        theses:
          right: {odds: {of: ending == 'good', after: fork.right, below_after: fork.left}}
    """,
    )
    (thesis,) = report.theses
    assert (thesis.figure, thesis.other) == (0.25, 0.5)


def test_a_mean_is_told_as_far_as_it_is_known(typed: Typed) -> None:
    """Not 1.9999999999999998."""
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 100], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices: {stay: {label: Stay, effects: [n = 0 if n == 100 else n + 1]}, go: {label: Go, goto: end}}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
    )
    assert report.decisions is not None
    assert report.decisions.mean == 2.0


def test_what_is_never_met_is_told_by_its_causes(typed: Typed) -> None:
    """A ring behind one cause counts with it; a ring that nothing leads to is told by one of its nodes."""
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 3], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices:
              go: {label: Go, effects: [n += 1], goto: over}
              odd: {label: Odd, goto: [{when: n > 2, goto: attic}, {goto: over}]}
          attic: {text: A., choices: {a: {label: A, goto: roof}}}
          roof: {text: R., choices: {a: {label: A, goto: ledge}, b: {label: B, goto: attic}}}
          ledge: {text: L., choices: {a: {label: A, goto: roof}, b: {label: B, goto: over}}}
          cave: {text: C., choices: {a: {label: A, goto: pit}, b: {label: B, goto: over}}}
          pit: {text: P., goto: cave}
          over: {text: Over., ending: {name: Over, tone: gain}}
    """,
    )
    assert len([v for v in report.verdicts["nodes"] if v.verdict == "impossible"]) == 5
    said = list(lines(report))
    told = said[said.index("Never met, whatever one does") + 1 :]
    nodes = [line.split()[1] for line in told if line.startswith("  node ")]
    assert nodes in (["attic", "cave"], ["attic", "pit"])
    assert sum("where `n > 2`" in line and line.endswith("; and 2 more behind it") for line in told) == 1
    assert sum(line.endswith("; and 1 more behind it") for line in told) == 1


def test_of_a_debrief_only_what_somebody_wrote_is_shown(typed: Typed) -> None:
    report = proved(
        typed,
        """\
        state: {n: {range: [0, 3], start: 0}}
        nodes:
          hall:
            text: Hall.
            debrief: {essay: [{when: n == 1, text: One.}, {when: n == 0, text: None.}]}
            choices: {go: {label: Go, effects: [n += 1], goto: over}}
          over: {text: Over., ending: {name: Over, tone: gain}}
    """,
    )
    assert because(report) == {"hall.debrief.essay[2]": "`n == 0` never holds at an end after `hall`"}
    messages = [finding.message for finding in report.findings]
    assert "`when` of `hall.debrief.essay[1]` always holds: n == 1" in messages
    assert not any("seen(" in line for line in lines(report))


def test_a_ring_without_a_way_out_and_a_dead_end(typed: Typed) -> None:
    """Both are errors of the story, with the moves that lead there; they take no odds from the endings."""
    report = verify(
        load(
            typed(
                """\
        state: {n: {range: [0, 1], start: 0}}
        nodes:
          fork:
            text: Fork.
            choices: {round: {label: R, goto: ring}, stop: {label: S, goto: dead}, end: {label: E, goto: end}}
          ring: {text: Ring., choices: {on: {label: On, goto: ring}}}
          dead: {text: Dead., choices: {no: {label: No, when: n == 1, goto: end}}}
          end: {text: End., ending: {name: End, tone: gain}}
          other: {text: Set., choices: {set: {label: Set, effects: [n = 1], goto: end}}}
    """,
                "fork",
            )
        )
    )
    errors = {f.code: f.message for f in report.findings if f.severity == "error"}
    assert errors == {
        "stuck": "the story is stuck at `dead`: no choice is open, after: choose fork.stop",
        "no-way-to-an-ending": "from `ring` play can go round for ever and never end, after: choose fork.round",
    }
    assert report.chances is not None
    assert report.chances["end"].odds == pytest.approx(1 / 3)
    assert not report.holds
