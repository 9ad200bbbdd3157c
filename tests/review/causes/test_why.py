"""Why it ended so, on stories with a planted cause."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from playable.engine.machine import Machine
from playable.review.causes.causes import Cause
from playable.review.document.sections import sentences
from playable.review.review import Review, review

from tests.review.planted import ALL_A, BOUND, ENDINGS, ONE, PAIR, twelve
from tests.review.tables import played

Made = Callable[..., Machine]


def looked_back(machine: Machine, *steps: str) -> Review:
    return review(played(machine, *steps))


def causes(machine: Machine, *steps: str) -> tuple[Cause, ...]:
    return looked_back(machine, *steps).why


def moved(cause: Cause) -> list[tuple[int, int | str | bool, tuple[str, ...]]]:
    return [(move.decision, move.by, move.cites) for move in cause.moved]


def test_a_flag_that_one_decision_set(machine: Made) -> None:
    (gate,) = causes(machine(ONE), *ALL_A)
    assert (gate.condition, gate.value, gate.needed, gate.held) == ("not gate", True, (False,), False)
    assert moved(gate) == [(5, True, ())]
    assert gate.endings == {"won": 1}


def test_a_value_that_crossed_its_bound_in_steps(machine: Made) -> None:
    found = looked_back(machine(BOUND), *ALL_A)
    (kept,) = found.why
    assert (kept.condition, kept.value, kept.needed, kept.held) == ("kept >= 2", 1, (2,), False)
    assert moved(kept) == [(4, -1, ("c1",)), (6, 1, ("c2",)), (8, -2, ("c1", "c3"))]
    assert sentences(found).why(found.why) == [
        "Kept commitments stood at 1 (none) and 2 (some) were needed. It rose at 6 and fell at 4 and 8. It leans on "
        "c1 · A broken word is remembered; c2 · A kept one is too; c3 · Words are cheap. Otherwise: Won, a triumph."
    ]


def test_a_pair_shows_in_what_was_lacking(machine: Made) -> None:
    (keys,) = causes(machine(PAIR), *ALL_A)
    assert (keys.condition, keys.value, keys.needed, keys.moved) == ("keys >= 2", 0, (2,), ())


def test_conditions_say_what_the_better_ending_asked_for(machine: Made) -> None:
    """The way on is written for the worse ending, in a double negation; the road is told what it had, or lacked."""
    text = twelve(
        "trust: {range: [0, 5], start: 2}",
        "[{when: not (trust >= 4), goto: lost}, {goto: won}]",
        {"d2.b": "effects: [trust += 3]", "d7.a": "effects: [trust += 1]"},
    )
    (lacking,) = causes(machine(text), *ALL_A)
    assert (lacking.condition, lacking.value, lacking.held) == ("trust >= 4", 3, False)
    (there,) = causes(machine(text), *ALL_A[:1], "choose d2.b", *ALL_A[2:])
    assert (there.condition, there.value, there.held) == ("trust >= 4", 5, True)
    assert moved(there) == [(2, 3, ())]


def test_conjunctions_are_split_and_what_made_no_difference_is_left_out(machine: Made) -> None:
    text = twelve(
        "a: {range: [0, 3], start: 0}\n  b: {range: [0, 3], start: 2}\n  c: {range: [0, 3], start: 0}",
        "[{when: a >= 1 and b >= 1, goto: won}, {when: c >= 9 - 7, goto: lost}, {goto: lost}]",
        {"d1.b": "effects: [a += 1]", "d2.a": "effects: [{do: c += 1, when: b >= 2}]"},
    )
    (a,) = causes(machine(text), *ALL_A)
    assert (a.condition, a.together) == ("a >= 1", ())


def test_what_was_lacking_together_is_told_together(machine: Made) -> None:
    text = twelve(
        "a: {range: [0, 3], start: 0}\n  w: {one_of: [x, y], start: x}",
        "[{when: a >= 1 and w == 'y', goto: won}, {goto: lost}]",
        {"d1.b": "effects: [a += 1]", "d2.b": "effects: [w = 'y']"},
    )
    found = causes(machine(text), *ALL_A)
    assert [(one.condition, one.value, one.needed, one.together) for one in found] == [
        ("a >= 1", 0, (1,), ("w == 'y'",)),
        ("w == 'y'", "x", ("y",), ("a >= 1",)),
    ]


def test_a_slice_goes_through_what_a_value_was_made_of_and_under_what_condition(machine: Made) -> None:
    text = twelve(
        "trust: {range: [0, 5], start: 0}\n  word: {range: [0, 5], start: 3}\n  sum: {range: [0, 9], start: 7}\n"
        "  calm: {start: true}",
        "[{when: sum >= 4, goto: won}, {goto: lost}]",
        {
            "d2.a": "effects: [sum += 1]",
            "d3.a": "effects: [calm = false]",
            "d4.a": "effects: [{do: trust += 2, when: calm}]",
            "d5.a": "effects: [word -= 1]",
            "d9.a": "effects: [sum = trust + word]",
        },
    )
    sum_, calm = causes(machine(text), *ALL_A)
    assert (sum_.condition, sum_.value, sum_.needed) == ("sum >= 4", 2, (4,))
    assert [(move.decision, move.variable, move.by) for move in sum_.moved] == [(5, "word", -1), (9, "sum", -6)]
    assert (calm.kind, calm.condition, calm.turn, moved(calm)) == ("effect", "calm", 4, [(3, False, ())])


def test_a_locked_choice_says_what_was_lacking(machine: Made) -> None:
    text = twelve(
        "key: {start: false, name: The key}\n  out: {start: false}",
        "[{when: out, goto: won}, {goto: lost}]",
        {"d2.b": "effects: [key = true]", "d7.b": "when: key, locked: No key., effects: [out = true]"},
    )
    found = looked_back(machine(text), *ALL_A)
    out, key = found.why
    assert (out.kind, out.condition) == ("way", "out")
    assert (key.kind, key.at, key.condition, key.turn) == ("lock", "d7.b", "key", 6)
    assert sentences(found).why((key,)) == [
        "“B7” was not open at decision 7 (The key: no, where yes was needed). Otherwise: Won, a triumph."
    ]


def test_a_fork_without_a_condition_is_the_choice_itself(machine: Made) -> None:
    made = machine(
        """\
        nodes:
          d1: {text: One., choices: {a: {label: A, goto: d2}, b: {label: B, goto: won}}}
          d2: {text: Two., choices: {a: {label: Leave, goto: lost}, b: {label: Stay, goto: lost}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "d1",
    )
    (fork,) = causes(made, "choose d1.a", "choose d2.a")
    assert (fork.kind, fork.condition, fork.turn) == ("choice", "chose(d1.a)", 1)
    assert fork.endings == {"won": Fraction(1)}


def test_a_draw_that_decided(machine: Made) -> None:
    made = machine(
        """\
        state: {luck: {range: [0, 3], start: 1, name: Luck}}
        nodes:
          d1: {text: One., choices: {a: {label: A, effects: [luck += 1], goto: coin}}}
          coin: {title: The coin, chance: {heads: {weight: luck, goto: won}, tails: {weight: 1, goto: lost}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "d1",
    )
    found = looked_back(made, "choose d1.a", "chance coin.tails")
    (coin,) = found.why
    assert (coin.kind, coin.value, coin.needed, moved(coin)) == ("draw", "coin.tails", ("coin.heads",), [(1, 1, ())])
    assert (
        sentences(found)
        .why(found.why)[0]
        .startswith("Chance fell at “The coin”, by a chance of 33%: tails, and not heads. Luck rose at 1.")
    )


def test_what_the_start_drew_is_said_of_the_start(machine: Made) -> None:
    made = machine(
        """\
        state: {mind: {one_of: [open, shut], start: open, name: His mind}}
        nodes:
          mind:
            chance:
              open: {weight: 1, goto: d1}
              shut: {weight: 2, effects: [mind = 'shut'], goto: d1}
          d1: {text: One., choices: {a: {label: A, goto: [{when: mind == 'open', goto: won}, {goto: lost}]}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "mind",
    )
    found = looked_back(made, "chance mind.shut", "choose d1.a")
    mind = found.why[0]
    assert (mind.condition, mind.value, mind.needed) == ("mind == 'open'", "shut", ("open",))
    assert moved(mind) == [(0, "shut", ())]
    (told,) = sentences(found).why((mind,))
    assert told == "His mind was “shut”, and “open” was needed. It was set at the start. Otherwise: Won, a gain."


def test_memory_is_told_by_labels_and_titles(machine: Made) -> None:
    text = twelve("x: {start: false}", "[{when: chose(d3.b) or seen(d9) and x, goto: won}, {goto: lost}]", {})
    found = looked_back(machine(text), *ALL_A)
    assert [one.condition for one in found.why] == ["chose(d3.b)", "x"]
    assert sentences(found).why(found.why)[0] == "“B3” was not chosen. Otherwise: Won, a triumph."


@pytest.mark.parametrize("text", [ONE, PAIR, BOUND])
def test_the_reasons_name_every_decision_that_turned_the_road(machine: Made, text: str) -> None:
    found = looked_back(machine(text), *ALL_A)
    named = {move.decision for one in found.why for move in one.moved}
    assert {one.decisions[0] for one in found.turns.turns if len(one.decisions) == 1} <= named


def test_the_turn_and_what_was_settled_in_sentences(machine: Made) -> None:
    found = looked_back(machine(BOUND), *ALL_A)
    told = sentences(found)
    but_for = (
        "With “B4” in place of “A4”, and all else kept, it ends in Won, a triumph. "
        "Then Kept commitments would stand at 2 (some)."
    )
    assert told.turn(found.turns) == f"The road turned at decision 4, Day 4. {but_for}"
    assert told.turned(found.turns) == [
        f"Decision 4: {but_for}",
        "Decision 8: With “B8” in place of “A8”, and all else kept, it ends in Won, a triumph. "
        "Then Kept commitments would stand at 2 (some).",
        "From decision 9 on no single change leads to another ending: it was settled by then.",
    ]


def test_the_reason_of_the_way_that_was_taken_leads(machine: Made) -> None:
    """Of a way that was missed nothing is said: its reason was not why."""
    text = BOUND.replace(
        "[{when: kept >= 2, goto: won}, {goto: lost}]",
        "[{when: kept >= 2, goto: won, because: They took your word.}, "
        "{goto: lost, because: Nobody took your word., cites: [c3]}]",
    )
    found = looked_back(machine(text), *ALL_A)
    (told,) = sentences(found).why(found.why)
    assert told.startswith("Nobody took your word: Kept commitments stood at 1 (none) and 2 (some) were needed.")
    assert found.why[0].cites == ("c3",)
    assert "c3 · Words are cheap" in told


def test_what_a_decision_turned_comes_before_what_none_did(machine: Made) -> None:
    """Two conditions led to the worse ending. Nothing could be done about the nearer; the other was a promise."""
    text = twelve(
        "kept: {range: [0, 3], start: 2, name: Kept}\n  fate: {start: false, name: Fate}",
        "[{when: kept >= 2 and fate, goto: lost}, {when: kept >= 2, goto: won}, {goto: fate_asks}]",
        {"d4.a": "effects: [kept -= 1]"},
    ).replace(ENDINGS, "  fate_asks: {text: It is late., goto: [{when: fate, goto: won}, {goto: lost}]}\n" + ENDINGS)
    found = looked_back(machine(text), *ALL_A)
    assert [(one.at, one.condition) for one in found.why] == [("sort", "kept >= 2"), ("fate_asks", "fate")]
    assert [(by.decision, by.instead, by.value) for by in found.why[0].turned_by] == [(4, "d4.b", 2)]
    assert not found.why[1].turned_by
    assert found.turns.at == 4


def test_what_one_decision_moved_together_is_told_together(machine: Made) -> None:
    """A promise is broken, and with it two things change; nearer the end a draw could have helped."""
    text = twelve(
        "kept: {range: [0, 3], start: 2, name: Promises kept}\n  word: {one_of: [made, broken], start: made, name: It}",
        "[{when: kept >= 2 and word != 'broken', goto: won}, {goto: coin}]",
        {"d9.a": "effects: [kept -= 1, word = 'broken']"},
    ).replace(
        ENDINGS,
        "  coin: {title: The coin, chance: {heads: {weight: 1, goto: won}, tails: {weight: 1, goto: lost}}}\n"
        + ENDINGS,
    )
    found = looked_back(machine(text), *ALL_A[:-1], ALL_A[-1], "chance coin.tails")
    kept, word, coin = found.why
    assert (kept.condition, kept.together) == ("kept >= 2", ("word != 'broken'",))
    assert (word.condition, coin.kind, coin.odds) == ("word != 'broken'", "draw", Fraction(1, 2))
    assert sentences(found).why(found.why) == [
        "Promises kept stood at 1 and 2 were needed, and It was “broken”, which would not do. Promises kept fell at 9. "
        "It was set at 9. Otherwise: Won, a triumph.",
        "Chance fell at “The coin”, by a chance of 50%: tails, and not heads. Otherwise: Won, a triumph.",
    ]
    assert sentences(found).turned(found.turns)[0].endswith("Then Promises kept would stand at 2.")


def test_what_is_unlikely_to_lead_elsewhere_is_left_out_beside_what_does(machine: Made) -> None:
    text = twelve(
        "a: {start: false}\n  b: {start: false}",
        "[{when: a, goto: won}, {when: b, goto: coin}, {goto: lost}]",
        {"d1.b": "effects: [a = true]", "d2.b": "effects: [b = true]"},
    ).replace(ENDINGS, "  coin: {chance: {heads: {weight: 1, goto: won}, tails: {weight: 2, goto: lost}}}\n" + ENDINGS)
    assert [one.condition for one in causes(machine(text), *ALL_A)] == ["a"]
    assert [
        one.condition for one in causes(machine(text.replace("when: a, goto: won", "when: a, goto: lost")), *ALL_A)
    ] == ["b"]


def test_many_endings_are_counted_after_the_likeliest(machine: Made) -> None:
    found = looked_back(machine(ONE), *ALL_A)
    told = sentences(found)
    shares = {"won": Fraction(1, 2), "lost": Fraction(1, 4), "d1": Fraction(1, 8), "stuck": Fraction(1, 8)}
    assert told.ends(dict(list(shares.items())[:2])) == "Won, a triumph (50%) or Lost, a loss (25%)"
    assert told.ends(shares) == "Won, a triumph (50%), Lost, a loss (25%) or one of two others (25%)"


def test_ones_own_decision_is_told_beside_the_draw_that_followed_it(machine: Made) -> None:
    """Chance fell against a strike that need not have been sent; the earlier decision turned less surely."""
    made = machine(
        """\
        nodes:
          d1: {title: One, text: One., choices: {a: {label: Go, goto: d2}, b: {label: Wait, goto: maybe}}}
          maybe: {chance: {better: {weight: 1, goto: won}, worse: {weight: 2, goto: lost}}}
          d2: {title: Two, text: Two., choices: {a: {label: Strike, goto: coin}, b: {label: Hold, goto: won}}}
          coin: {title: The coin, chance: {heads: {weight: 1, goto: won}, tails: {weight: 2, goto: lost}}}
          won: {text: Won., ending: {name: Won, tone: gain}}
          lost: {text: Lost., ending: {name: Lost, tone: loss}}
        """,
        "d1",
    )
    found = looked_back(made, "choose d1.a", "choose d2.a", "chance coin.tails")
    assert [(one.kind, one.at) for one in found.why] == [("choice", "d2.a"), ("draw", "coin")]
    assert [(by.decision, by.instead) for by in found.why[0].turned_by] == [(2, "d2.b")]
    assert found.turns.at == 2
    assert sentences(found).why(found.why)[0] == "At decision 2, Two, you chose “Strike”. Otherwise: Won, a gain."
