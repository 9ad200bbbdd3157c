"""Small stories whose answers can be worked out on paper, and the stories that ship."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.playthrough import parse_playthrough, written
from playable.language.story import load
from playable.verify import Report, lines, verify
from playable.verify.report import KINDS, playthrough

Typed = Callable[..., Path]

WALK = """\
    state: {gold: {range: [0, 10], start: 0}, spare: {range: [0, 3], start: 0}, lamp: {start: false}}
    nodes:
      town:
        text:
          - Town.
          - {when: gold >= 3, text: You are rich.}
          - {when: gold >= 5, text: You are richer than that.}
          - {when: seen(town), text: Back again.}
        choices:
          dig: {label: Dig, when: gold <= 2, effects: [gold += 1], goto: luck}
          buy: {label: Buy, when: gold >= 4, effects: [lamp = true]}
          leave: {label: Leave, goto: home}
      luck:
        chance:
          nothing: {weight: 3, goto: town}
          storm: {weight: 1, goto: lost}
          never: {weight: gold - 5, goto: lost}
      cave: {text: Dark., choices: {out: {label: Out, goto: home}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      lost: {text: Lost., ending: {name: Lost, tone: loss}}
    theses:
      lost_is_likely: {odds: {of: ending == 'lost', at_least: 50%}}
      nobody_buys: {never: lamp}
      idle: {when: gold == 9, always: gold > 0}
      digging_pays: {can: gold == 3 and ending == 'home'}
      leaving_is_safer: {odds: {of: ending == 'lost', after: town.leave, below_after: town.dig}}
      never_both: {odds: {of: ending == 'lost', after: town.leave, below_after: cave.out}}
      no_lamp: {odds: {of: ending == 'lost', given: lamp, at_most: 50%}}
      long_road: {always: gold <= 1 or ending != 'none'}
"""


@pytest.fixture
def walk(typed: Typed) -> Report:
    return verify(load(typed(WALK, "town")))


def known(report: Report, kind: str) -> dict[str, str]:
    return {verdict.id: verdict.verdict for verdict in report.verdicts[kind]}


def check_lengths(report: Report, fewest: int, mean: float, most: int | None) -> None:
    assert report.decisions is not None
    assert report.decisions.fewest == fewest
    assert report.decisions.mean == pytest.approx(mean)
    assert report.decisions.most == most


def test_what_is_impossible_says_what_blocks_it(walk: Report) -> None:
    """A verdict an author can act on: the condition as it was typed, and the values that were met."""
    because = {v.id: v.because for kind in KINDS for v in walk.verdicts[kind] if v.verdict == "impossible"}
    assert because == {
        "cave": "nothing leads here",
        "cave.out": "cave is never entered",
        "town.buy": "`gold >= 4` never holds here: gold is 0 to 3",
        "town.text[3]": "`gold >= 5` never holds here: gold is 0 to 3",
        "luck.never": "its weight `gold - 5` is never above zero here: gold is 1 to 3",
    }


def test_odds_best_worst_and_lengths(walk: Report) -> None:
    """Dig or leave with 0, 1 or 2 gold; only leave with 3: P(lost) = 1/8 · (1 + 3/8 + 9/64)."""
    assert walk.chances is not None
    lost = Fraction(1, 8) * (1 + Fraction(3, 8) + Fraction(9, 64))
    assert walk.chances["lost"].odds == pytest.approx(float(lost), abs=1e-15)
    assert walk.chances["lost"].best == pytest.approx(1 - 0.75**3)
    assert walk.chances["lost"].worst == 0
    check_lengths(walk, 1, 1 + 0.375 + 0.375**2 + 0.375**3, 4)


def test_theses(walk: Report) -> None:
    """Each kind of thesis, holding and failing; what would hold by accident fails."""
    verdicts = {t.id: t.verdict for t in walk.theses}
    assert verdicts == {
        "lost_is_likely": "fails",
        "nobody_buys": "holds",
        "idle": "fails",
        "digging_pays": "holds",
        "leaving_is_safer": "holds",
        "never_both": "fails",
        "no_lamp": "fails",
        "long_road": "fails",
    }
    witness = next(t.witness for t in walk.theses if t.id == "long_road")
    assert witness is not None
    assert [f"{s.kind} {s.ref}" for s in witness] == ["choose town.dig", "chance luck.nothing", "choose town.dig"]


def test_a_witness_is_a_playthrough_file_that_plays(typed: Typed, walk: Report) -> None:
    """What breaks a thesis opens in the player; draws that do not matter any more fall by a seed."""
    steps = next(t.witness for t in walk.theses if t.id == "long_road")
    text = written(playthrough(walk, steps or (), "It breaks long_road"))
    replayed = replay(parse_playthrough(text, "witness.yaml"), assemble(load(typed(WALK, "town"))))
    assert replayed.fault is None
    assert replayed.session is not None


def test_findings(walk: Report) -> None:
    """What makes no difference is told; a variable that is read in a thesis alone does."""
    found = {(f.code, f.message) for f in walk.findings}
    assert ("never-read", "`spare` is never read: it makes no difference") in found
    assert ("never-written", "`spare` never changes") in found
    assert not any("lamp" in message for code, message in found if code == "never-read")


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


@pytest.mark.parametrize("small", [1_000, 0])
def test_an_endless_loop_is_solved_and_not_cut_off(typed: Typed, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staying has even odds for ever, in a ring of 101 states: all of it ends, in two decisions on average.

    So it is by solving equations, and, as in large rings, by going round.
    """
    monkeypatch.setattr("playable.verify.markov.expected.SMALL", small)
    report = verify(
        load(
            typed(
                """\
        state: {n: {range: [0, 100], start: 0}}
        nodes:
          hall:
            text: Hall.
            choices:
              stay: {label: Stay, effects: [n = 0 if n == 100 else n + 1]}
              go: {label: Go, when: n != 50, goto: end}
          end: {text: End., ending: {name: End, tone: gain}}
    """,
                "hall",
            )
        )
    )
    assert report.chances is not None
    assert report.chances["end"].odds == pytest.approx(1, abs=1e-12)
    assert report.chances["end"].worst == 0
    check_lengths(report, 1, 2.0, None)


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


def test_at_the_limit_what_was_not_met_is_unknown(typed: Typed) -> None:
    """Never a guess: nothing is called impossible that was not looked for everywhere."""
    report = verify(load(typed(WALK, "town")), limit=3)
    assert not report.complete
    verdicts = {v.verdict for kind in KINDS for v in report.verdicts[kind]}
    assert verdicts == {"reachable", "unknown"}
    assert "stopped at the limit" in lines(report)[0]


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


def test_odds_without_a_given_are_out_of_all_play(typed: Typed) -> None:
    """Also of what never comes to an ending: as the odds of an ending are."""
    report = verify(
        load(
            typed(
                """\
        state: {n: {range: [0, 1], start: 0}}
        nodes:
          coin: {chance: {heads: {weight: 1, goto: end}, tails: {weight: 3, goto: pit}}}
          pit: {text: A pit., choices: {climb: {label: C, when: n == 1, goto: end}}}
          end: {text: End., ending: {name: End, tone: gain}}
        theses:
          seldom: {odds: {of: ending == 'end', at_most: 25%}}
          known: {odds: {of: ending == 'end', given: n == 0, at_least: 100%}}
          nowhere: {odds: {of: n == 0, given: n == 1, at_most: 100%}}
    """,
                "coin",
            )
        )
    )
    assert [(t.verdict, t.figure) for t in report.theses] == [("holds", 0.25), ("holds", 1), ("fails", None)]


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


def test_an_interrupt_ends_with_what_is_known(typed: Typed) -> None:
    """Ctrl-C in the midst of it: what was met stands, the rest is unknown, and it says that it was stopped."""

    told: list[str] = []
    report = verify(load(typed(WALK, "town")), on_progress=told.append, stop=lambda: len(told) >= 4)
    assert report.stopped
    assert not report.complete
    assert {v.verdict for kind in KINDS for v in report.verdicts[kind]} == {"reachable", "unknown"}
    assert report.chances is None
    assert {t.verdict for t in report.theses} == {"unknown"}
    assert "stopped, after" in lines(report)[0]


def test_the_json_form_has_what_is_promised(walk: Report) -> None:
    """The keys that scripts read, and witnesses as the steps of a playthrough file."""
    found = walk.as_json()
    assert list(found) == [
        *("complete", "states", "seconds", "parts", "without"),
        *KINDS,
        *("decisions", "bound", "tones", "policies", "short", "weights", "theses", "findings"),
    ]
    endings = found["endings"]
    assert isinstance(endings, list)
    assert list(endings[0]) == ["id", "file", "line", "verdict", "shortest", "odds", "best", "worst"]
    assert endings[1]["shortest"] == [{"choose": "town.dig"}, {"chance": "luck.storm"}]


def test_a_search_that_ends_too_soon_calls_no_playthrough_shortest_that_is_not(typed: Typed) -> None:
    """The far end is a straight road, and met first; the near one is five knocks away."""
    road = "".join(f"      r{n}: {{text: Road., choices: {{on: {{label: On, goto: r{n + 1}}}}}}}\n" for n in range(9))
    story = typed(
        f"""\
    state: {{n: {{range: [0, 9], start: 0}}}}
    nodes:
      door:
        text: A door.
        choices:
          knock: {{label: Knock, effects: [n += 1]}}
          enter: {{label: Enter, when: n == 5, goto: hall}}
          leave: {{label: Leave, goto: r0}}
{road}      r9: {{text: Far., ending: {{name: Far, tone: loss}}}}
      hall: {{text: Hall., ending: {{name: Hall, tone: gain}}}}
    theses:
      ends: {{can: ending != 'none'}}
""",
        "door",
    )
    reports = [verify(load(story), witness_limit=n) for n in range(0, 60, 3)]
    assert all(report.complete for report in reports)
    witnesses = [report.theses[0].witness for report in reports]
    assert {None if steps is None else len(steps) for steps in witnesses} == {None, 6}


WEIGHED = """\
    state: {mark: {one_of: [none_made, yes_, no_], start: none_made}, rain: {start: false}}
    nodes:
      sky: {chance: {dry: {weight: 3, goto: op_ed}, wet: {weight: 1, effects: [rain = true], goto: op_ed}}}
      op_ed:
        text: What do you say?
        choices:
          agree: {label: Yes, effects: ["mark = 'yes_'"], goto: hat}
          doubt: {label: No, effects: ["mark = 'no_'"], goto: hat}
      hat: {text: A hat?, choices: {felt: {label: Felt, goto: road}, straw: {label: Straw, goto: road}}}
      road:
        text: Which way?
        choices:
          hill: {label: The hill, goto: toss}
          wood: {label: The wood, when: not rain, goto: home}
          inn: {label: The inn, when: rain, goto: inn}
      toss: {chance: {up: {weight: 1, goto: home}, down: {weight: 4, goto: ditch}}}
      inn: {text: One choice is none., choices: {stay: {label: Stay, goto: home}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      ditch: {text: A ditch., ending: {name: Ditch, tone: loss}}
    policies: {bold: {takes: [road.hill]}, shy: {takes: [road.wood, road.inn]}, dry: {takes: [road.wood]}}
    theses:
      bold_risk: {odds: {of: tone == 'loss', playing: bold, above: shy, by: 80%}}
      too_much: {odds: {of: tone == 'loss', playing: bold, above: shy, by: 80.1%}}
      rain: {odds: {of: tone == 'gain', given: rain, playing: dry, at_least: 60%}}
      never: {odds: {of: tone == 'gain', given: seen(inn), playing: bold, at_least: 60%}}
      hill: {odds: {of: tone == 'gain', after: road.hill, below_after: road.inn, by: 80%}}
"""


def test_policies_and_weights_by_hand(typed: Typed) -> None:
    """On the hill four of five fall; a mark weighs nothing and is not called idle, a hat is."""
    report = verify(load(typed(WEIGHED, "sky")))
    assert report.policies is not None
    assert [one.tones["loss"] for one in report.policies] == pytest.approx([0.8, 0, 0.25 * 0.5 * 0.8])
    assert [one.endings["home"] for one in report.policies][1] == 1
    assert report.tones == pytest.approx({"disaster": 0, "loss": 0.4, "stalemate": 0, "gain": 0.6, "triumph": 0})
    assert [weight[:1] + weight[2:] for weight in report.weights or ()] == [
        ("op_ed", None, None, None),
        ("hat", None, None, None),
        ("road", "loss", "road.hill", "road.wood"),
    ]
    assert [weight.weight for weight in report.weights or ()] == pytest.approx([0, 0, 0.8])
    assert [f.message.split("`")[1] for f in report.findings if f.code == "idle-decision"] == ["hat"]
    theses = {t.id: (t.verdict, t.because) for t in report.theses}
    assert theses == {
        "bold_risk": ("holds", "playing bold more often than playing shy"),
        "too_much": ("fails", "playing bold more often, but by 80.00%, which is less than 80.10%, than playing shy"),
        "rain": ("holds", "playing dry as often as it says"),
        "never": ("fails", "its `given` never holds, so it says nothing when playing bold"),
        "hill": ("holds", "after road.hill less often than after road.inn"),
    }
    assert "  road    80.0 points  of loss: hill over wood" in lines(report)
