"""Small stories with draws that are not told, and a playthrough of them in one line."""

from __future__ import annotations

from fractions import Fraction

from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.engine.session import Session
from playable.language.recording import parse_recording
from playable.review.road.moments import Moment, retraced

URN = """\
state:
  colour: {one_of: [red, blue], start: blue, name: The ball}
nodes:
  urn:
    chance:
      red: {weight: 3, effects: [colour = 'red'], goto: room}
      blue: {weight: 1, effects: [colour = 'blue'], goto: room}
  room:
    title: The room
    text: TEXT
    choices:
      open:
        label: Open the box
        goto: [{when: colour == 'red', goto: good}, {goto: bad}]
      toss: {label: Toss a coin, goto: coin}
      MORE
  coin: {chance: {heads: {weight: 1, goto: good}, tails: {weight: 1, goto: bad}}}
  good: {text: Good., ending: {name: Good, tone: gain}}
  bad: {text: Bad., ending: {name: Bad, tone: loss}}
"""
KNOCKING = """\
state:
  colour: {one_of: [red, blue], start: blue, name: The ball}
nodes:
  urn:
    chance:
      red: {weight: 3, effects: [colour = 'red'], goto: room}
      blue: {weight: 1, effects: [colour = 'blue'], goto: room}
  room:
    text: A door.
    choices:
      knock: {label: Knock, goto: [{when: colour == 'red', goto: answer}, {goto: silence}]}
      open: {label: Open it, goto: [{when: colour == 'red', goto: good}, {goto: bad}]}
  answer: {chance: {voice: {weight: 1, text: Come in., goto: good}, hush: {weight: 1, goto: silence}}}
  silence: {text: Nothing., goto: room}
  good: {text: Good., ending: {name: Good, tone: gain}}
  bad: {text: Bad., ending: {name: Bad, tone: loss}}
"""


def urn(text: str = "A box.", more: str = "") -> str:
    """The story of the urn, with another text in the room, or one more choice."""
    return URN.replace("TEXT", text).replace("      MORE\n", f"      {more}\n" if more else "")


def played(machine: Machine, *steps: str, seed: int | None = None) -> Session:
    """A playthrough from steps as `choose room.open`."""
    lines = "".join(f"  - {step.replace(' ', ': ', 1)}\n" for step in steps)
    found = replay(parse_recording(f"story: tiny\nsteps:\n{lines}", "typed"), machine)
    assert found.session is not None
    assert found.fault is None, found.stopped_at
    found.session.seed = seed
    return found.session


def beliefs(machine: Machine, *steps: str) -> list[dict[str, Fraction]]:
    """At each moment, how likely each colour is from what the player was shown."""
    return [_colours(moment) for moment in retraced(played(machine, *steps))]


def _colours(moment: Moment) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    assert moment.belief is not None
    for one in moment.belief:
        colour = ["red", "blue"][one.snapshot.s[0]]
        found[colour] = found.get(colour, Fraction(0)) + one.share
    return found
