"""Theses on odds, policies among them, by hand."""

from __future__ import annotations

import pytest
from playable.language.story import load
from playable.verify import lines, verify

from tests.verify.stories import Typed

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
    policies:
      bold: {takes: [road.hill]}
      shy: {takes: [road.wood, road.inn]}
      dry: {takes: [road.wood]}
      wry: {takes: [op_ed.agree, road.wood]}
    theses:
      bold_risk: {odds: {of: tone == 'loss', playing: bold, above: shy, by: 80%}}
      too_much: {odds: {of: tone == 'loss', playing: bold, above: shy, by: 80.1%}}
      rain: {odds: {of: tone == 'gain', given: rain, playing: dry, at_least: 60%}}
      never: {odds: {of: tone == 'gain', given: seen(inn), playing: bold, at_least: 60%}}
      hill: {odds: {of: tone == 'gain', after: road.hill, below_after: road.inn, by: 80%}}
      as_wry: {odds: {of: tone == 'loss', playing: wry, above: dry}}
      as_often: {odds: {of: tone == 'gain', after: op_ed.agree, below_after: op_ed.doubt}}
"""


def test_policies_and_weights_by_hand(typed: Typed) -> None:
    """On the hill four of five fall; a mark weighs nothing and is not called idle, a hat is."""
    report = verify(load(typed(WEIGHED, "sky")))
    assert report.policies is not None
    assert [one.tones["loss"] for one in report.policies] == pytest.approx([0.8, 0, 0.1, 0.1])
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
        "as_wry": ("fails", "playing wry no more often than playing dry"),
        "as_often": ("fails", "after op_ed.agree no less often than after op_ed.doubt"),
    }
    assert "  road    80.0 points  of loss: hill over wood" in lines(report)


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
          enough: {odds: {of: ending == 'end', at_least: 25%}}
          known: {odds: {of: ending == 'end', given: n == 0, at_least: 100%}}
          nowhere: {odds: {of: n == 0, given: n == 1, at_most: 100%}}
    """,
                "coin",
            )
        )
    )
    assert [(t.verdict, t.figure) for t in report.theses] == [
        ("holds", 0.25),
        ("holds", 0.25),
        ("holds", 1),
        ("fails", None),
    ]
