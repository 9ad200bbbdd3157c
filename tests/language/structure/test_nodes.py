"""Are faults of nodes, decks and ways found, each once and in its place?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

BROKEN = {
    "no way on": """\
nodes:
  lost: {text: Nowhere.}
# ^ no-way-on
""",
    "a way on that was forgotten": """\
nodes:
  room:
    text: A room.
    choices:
      out: {label: Out}
#     ^ no-way-on
      idle: {label: Idle, effects: []}
#     ^ no-way-on
      ask: {label: Ask, when: trust > 1, locked: No., because: So it is.}
#     ^ no-way-on
      stay: {label: Stay, outcome: You stay.}
      look: {label: Look, once: true}
      wait: {label: Wait, effects: [trust += 1]}
      leave: {label: Leave, goto: hub}
""",
    "keys of other tools": """\
variables: {}
^ unknown-key state
nodes:
  room:
    text: A room.
    on_enter: [trust += 1]
#   ^ unknown-key effects
    speaker: yoo
#   ^ unknown-key briefings
    choices:
      go: {label: Go, if: trust > 1, next: hub, outcome: So.}
#                     ^ unknown-key when
#                                    ^ unknown-key goto
""",
    "two ways on": """\
nodes:
  fork:
    goto: hub
    ending: {name: Fork, tone: loss}
#   ^ two-ways-on
""",
    "a stray back beside a way that leads who knows where": """\
nodes:
  room:
    text: A room.
    choices:
      out: {label: Out, goto: zzzzzz}
#                             ^ unknown-node
      by: {label: By, goto: back}
#                           ^ stray-back
""",
    "an unknown target": """\
nodes:
  road: {goto: hubb}
#              ^ unknown-node hub
""",
    "targets in a list": """\
nodes:
  road:
    goto:
      - {when: trust > 1, goto: hub}
      - goto: sumer
#             ^ unknown-node summer
""",
    "a misspelt key, and all that it holds": """\
nodes:
  room:
    text: A room.
    choises:
#   ^ unknown-key choices
      go: {label: Go, gotto: hub}
#                     ^ unknown-key goto
theses:
  went: {can: chose(room.go)}
""",
    "several faults in one node": """\
nodes:
  room:
    titel: A room
#   ^ unknown-key title
    text: "[[regmie]] and {trsut}"
#            ^ unknown-term regime
#                          ^ unknown-variable trust
    choices:
      go:
        label: Go
        when: promise == 'silense'
#                        ^ unknown-word silence
        goto: hubb
#             ^ unknown-node hub
""",
    "choices without a text": """\
nodes:
  mute:
# ^ no-text
    choices: {go: {label: Go, goto: hub}}
""",
    "a choice without a label": """\
nodes:
  room:
    text: A room.
    choices:
      go: {goto: hub}
#     ^ missing-key
""",
    "documents": """\
nodes:
  room:
    text:
      - {as: cabel, text: All well.}
#            ^ unknown-value cable
      - {az: cable, text: All well.}
#        ^ unknown-key
      - {text: All well.}
#       ^ missing-key
      - {as: cable}
#       ^ missing-key
      - {when: drills, as: page, text: All well.}
    choices:
      go: {label: Go, outcome: {text: Gone.}, goto: hub}
#                              ^ missing-key
""",
    "ways after the last": """\
nodes:
  road:
    goto:
      - goto: hub
#       ^ ways-out-of-order
      - {when: drills, goto: summer}
#        ^ ways-out-of-order
""",
    "back outside a card": """\
nodes:
  road: {goto: back}
#              ^ stray-back
""",
    "back in what a card leads to, reached another way": """\
nodes:
  card: {goto: after}
  after: {goto: back}
#               ^ stray-back
  road: {goto: after}
decks:
  more: [card]
""",
    "a card that draws": """\
nodes:
  card: {draw: strikes, then: the_cap}
#        ^ nested-draw
decks:
  more: [card]
""",
    "a misspelt card is no further fault": """\
nodes:
  card_one: {when: trust > 1, goto: back}
decks:
  more: [card_on]
#        ^ unknown-node card_one
""",
    "a card twice": """\
nodes:
  card: {goto: back}
decks:
  more: [card, card]
#              ^ card-twice
  most: [leak]
#        ^ card-twice
""",
    "an empty deck": """\
decks:
  more: []
#       ^ wrong-length
""",
    "an unknown deck": """\
nodes:
  week: {draw: strike, then: hub}
#              ^ unknown-deck strikes
""",
    "a draw without then": """\
nodes:
  week: {draw: strikes}
#        ^ missing-key
""",
    "then without a draw": """\
nodes:
  week: {goto: hub, then: hub}
#                   ^ out-of-place
""",
    "when on a node that is no card": """\
nodes:
  week: {when: drills, goto: hub}
#        ^ out-of-place
""",
    "a ring without a choice": """\
nodes:
  one: {goto: two}
# ^ endless-ring
  two: {goto: three}
  three: {goto: [{when: drills, goto: hub}, {goto: one}]}
""",
    "a draw that comes back to itself": """\
nodes:
  week: {draw: strikes, then: week}
# ^ endless-ring
""",
    "an unknown person, named once": """\
nodes:
  room:
    text: "{'x' if heard(room.yoo) else 'y'}"
    briefings:
      yooo: {text: Hm.}
#     ^ unknown-person yoo
    choices: {go: {label: Go, goto: hub}}
""",
    "chance without goto and weight": """\
nodes:
  dice:
    chance:
      one: {weight: 1}
#     ^ missing-key
      two: {goto: hub}
#     ^ missing-key
""",
    "a weight that is no number": """\
nodes:
  dice:
    chance:
      one: {weight: drills, goto: hub}
#                   ^ wrong-type
""",
    "weights that may be too large": """\
state:
  n: {range: [-900, 90], start: 1}
nodes:
  luck:
    chance:
      one: {weight: n * n * 1000, goto: hub}
      two: {weight: n * n * 1300, goto: hub}
#                   ^ too-large
      three: {weight: "min(n * n * n * n, 5) - -n + (9 if drills else 3)", goto: hub}
      four: {weight: 3 - n * 999999999, goto: hub}
#                    ^ too-large
      five: {weight: 999999999, goto: hub}
""",
    "weights that are all zero": """\
nodes:
  dice:
    chance:
#   ^ never-falls
      one: {weight: 0, goto: hub}
""",
    "an ending's tone": """\
nodes:
  done: {ending: {name: Done, tone: triumf}}
#                                   ^ unknown-value triumph
""",
    "hear nothing": """\
nodes:
  room:
    text: A room.
    hear: 0
#         ^ out-of-range
    briefings: {yoo: {text: Hm.}}
    choices: {go: {label: Go, goto: hub}}
""",
    "what can never be heard or locked": """\
nodes:
  room:
    hear: 1
#   ^ never-heard
    text: A room.
    choices: {go: {label: Go, locked: No., goto: hub}}
#                             ^ never-locked
""",
    "nothing after a key": """\
nodes:
  room:
    text:
#   ^ empty
    goto:
#   ^ empty
""",
    "wrong types": """\
nodes:
  room:
    text: {when: drills}
#   ^ missing-key
    effects: trust += 1
#            ^ wrong-type [trust += 1]
    goto: {goto: hub}
#         ^ wrong-type
""",
    "reserved and ill-formed ids": """\
nodes:
  back: {goto: hub}
# ^ bad-id
  none: {goto: hub}
# ^ bad-id
  here: {goto: hub}
# ^ bad-id
  Big-Room: {goto: hub}
# ^ bad-id big_room
  2nd: {goto: hub}
# ^ bad-id
  room: {text: x, choices: {true: {label: Go, goto: hub}, back: {label: Back, goto: hub}}}
#                           ^ bad-id
""",
    "citing what is not there": """\
nodes:
  room: {cites: [c1, c2], goto: hub}
#                    ^ unknown-claim
""",
}


@pytest.mark.parametrize("story", BROKEN.values(), ids=BROKEN.keys())
def test_each_fault_has_its_place(judge: Callable[..., object], story: str) -> None:
    judge(story)
