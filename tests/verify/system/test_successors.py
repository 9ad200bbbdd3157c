"""What can happen next in one state, as a function that is written for each location."""

from __future__ import annotations

from playable.language.story import load
from playable.verify import verify

from tests.verify.stories import Typed

MANY = 130  # ways and cards: more than Python lets blocks stand in one another


def test_ways_and_decks_of_any_length(typed: Typed) -> None:
    """Where ranges are wide, so that states are listed one by one."""
    ways = ", ".join(f"{{when: a == {n}, goto: over}}" for n in range(MANY))
    cards = "".join(f"  c{n}: {{text: Card., when: a == {n}, goto: back}}\n" for n in range(MANY))
    state = ", ".join(f"{name}: {{range: [0, 999], start: {n}}}" for n, name in enumerate("abc"))
    story = f"""\
state: {{{state}}}
nodes:
  hall:
    text: Hall.
    choices:
      up: {{label: Up, when: a < {MANY + 2}, effects: [a += 3, b += a, c += b], goto: hands}}
      on: {{label: On, when: b + c > 0, goto: parting}}
  hands: {{draw: deck, then: hall}}
  parting: {{goto: [{ways}, {{goto: out}}]}}
  over: {{text: Over., ending: {{name: Over, tone: gain}}}}
  out: {{text: Out., ending: {{name: Out, tone: loss}}}}
{cards}decks: {{deck: [{", ".join(f"c{n}" for n in range(MANY))}]}}
"""
    report = verify(load(typed(story, "hall")))
    assert report.complete
    met = {v.id for v in report.verdicts["nodes"] if v.verdict == "reachable"}
    assert {node for node in met if node[0] == "c"} == {f"c{n}" for n in range(3, MANY, 3)}
    assert {"over", "out"} <= met
