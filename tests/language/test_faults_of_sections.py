"""Are faults of the head, the state, people, the glossary and theses found, each once and in its place?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.language.faults import Fault

BROKEN = {
    "kinds and starts": """\
state:
  a: {range: [0, 6], start: 7}
#                           ^ out-of-range
  b: {range: [6, 0], start: 1}
#            ^ bad-range
  c: {range: [0, 1000], start: 1}
#            ^ bad-range
  d: {range: [0, 1, 2], start: 1}
#            ^ wrong-length
  e: {range: [0, 1.5], start: 1}
#                ^ wrong-type
  f: {range: [0, 1]}
# ^ missing-key
  g: {one_of: [up, down], start: upp}
#                                ^ unknown-word up
  h: {one_of: [up, up], start: up}
#                  ^ duplicate-word
  i: {start: 0}
#            ^ wrong-type
  j: {range: [0, 1], one_of: [up], start: 0}
#                    ^ two-kinds
  k: {one_of: [], start: up}
#             ^ wrong-length
  l: {start: yes}
#            ^ wrong-type
  m: {range: 0-6, start: 0}
#            ^ wrong-type [0, 6]
""",
    "bands": """\
state:
  a: {range: [0, 6], start: 1, bands: {0: low, 7: high}}
#                                              ^ out-of-range
  b: {range: [0, 6], start: 1, bands: {1: low}}
#                              ^ band-gap
  c: {one_of: [up, down], start: up, bands: {dwon: Down}}
#                                            ^ unknown-word down
  d: {start: true, bands: {yes: Yes}}
#                          ^ unknown-word
  e: {range: [0, 6], start: 1, bands: {0: low, 00: none}}
#                                              ^ duplicate-key
""",
    "good and shown": """\
state:
  a: {range: [0, 6], start: 1, good: hi, shown: heard(hub.yo)}
#                                    ^ unknown-value high
#                                                     ^ unknown-briefing hub.yoo
  b: {start: false, good: high, shown: maybe}
#                   ^ out-of-place
#                                      ^ unknown-variable
""",
    "a misspelt variable kind is one fault": """\
state:
  a: {rnage: [0, 6], start: 1}
#     ^ unknown-key range
nodes:
  room: {goto: hub, effects: [a += 1]}
""",
    "a faulty declaration is one fault": """\
state:
  a: {range: [0, x], start: 1}
#                ^ wrong-type
nodes:
  room: {goto: hub, effects: [a += 1], text: "{a}"}
""",
    "a misspelt section is one fault": """\
stat:
^ unknown-key state
  mood: {start: false}
nodes:
  room: {goto: hub, effects: [mood = true]}
""",
    "a section of the wrong type is one fault": """\
glossary: [loom]
#         ^ wrong-type
nodes:
  room: {goto: hub, text: "A [[loom]]."}
""",
    "an empty section": """\
theses:
^ empty
""",
    "links of people and terms": """\
people:
  lee: {name: Lee, about: "Of the [[regim]]."}
#                                   ^ unknown-term regime
glossary:
  a: {name: A, text: "See [[yooo]] and [[Peace regime|it]]."}
#                           ^ unknown-term yoo
#                                        ^ unknown-term regime
  b: {name: B, txet: C}
#              ^ unknown-key text
""",
    "theses": """\
theses:
  a: {says: Nothing.}
# ^ no-claim
  b: {always: trust > 1, never: trust > 1}
#                        ^ two-claims
  c: {odds: {of: ending == 'the_cup', at_most: 3%}}
#                          ^ unknown-ending the_cap
  d: {odds: {of: ending == 'none'}}
#     ^ no-bound
  e: {odds: {of: ending == 'none', at_most: 0.03}}
#                                           ^ wrong-type
  f: {odds: {of: ending == 'none', at_most: 101%}}
#                                           ^ wrong-type
  g: {odds: {of: ending == 'none', after: hub.stay}}
#                                  ^ no-bound
  h: {odds: {of: ending == 'none', after: hub.stay, below_after: hub.leav}}
#                                                                ^ unknown-choice hub.leave
  i: {odds: {of: ending == 'none', at_most: 1%, after: hub.stay, below_after: hub.leave}}
#                                               ^ two-claims
  j: {when: here == 'hubb', can: heard(hub.yoo)}
#                   ^ unknown-node hub
#                                ^ out-of-place
  k: {odds: {of: ending == 'none', at_most: 1%, at_least: 2%}}
#                                                         ^ out-of-range
  l: {when: drills, odds: {of: ending == 'none', at_most: 1%}}
#     ^ out-of-place
  m: {odds: {at_most: 1%}}
#     ^ missing-key
  n: {cites: [c1], can: trust}
#                       ^ wrong-type
  o: {odds: {of: tone == 'gian', at_most: 1%}}
#                        ^ unknown-word gain
  p: {always: "tone in ('gain', 'none') or ending == 'none'"}
""",
    "policies": """\
policies:
  calm:
    says: Stay.
    cites: [c1, c9]
#               ^ unknown-claim
    takes: [hub.stay, hub.leav, hub.stay]
#                     ^ unknown-choice hub.leave
#                               ^ listed-twice
  none:
# ^ bad-id
    takes: [hub.stay]
  brisk: {takes: []}
#                ^ wrong-length
  idle: {says: Nothing.}
# ^ missing-key
""",
    "odds of policies": """\
policies:
  calm: {takes: [hub.stay]}
  brisk: {takes: [hub.leave]}
theses:
  a: {odds: {of: tone == 'gain', playing: clam, at_most: 3%}}
#                                         ^ unknown-policy calm
  b: {odds: {of: tone == 'gain', playing: calm, above: brsk, by: 10%}}
#                                                      ^ unknown-policy brisk
  c: {odds: {of: tone == 'gain', playing: calm}}
#     ^ no-bound
  d: {odds: {of: tone == 'gain', above: calm}}
#                                ^ no-bound
  e: {odds: {of: tone == 'gain', playing: calm, above: brisk, below: brisk}}
#                                               ^ two-claims
  f: {odds: {of: tone == 'gain', playing: calm, above: calm}}
#                                                      ^ same-twice
  g: {odds: {of: tone == 'gain', playing: calm, at_most: 3%, by: 1%}}
#                                                            ^ out-of-place
  h: {odds: {of: tone == 'gain', playing: calm, below: brisk, at_most: 3%}}
#                                               ^ two-claims
  i: {odds: {of: tone == 'gain', playing: calm, after: hub.stay, below_after: hub.leave}}
#                                               ^ two-claims
  j: {odds: {of: tone == 'gain', given: drills, playing: calm, below: brisk, by: 0.5%}}
  k: {odds: {of: tone == 'gain', after: hub.stay, below_after: hub.leave, by: 5%}}
""",
    "tone stands in theses alone": """\
state:
  tone: {start: false}
# ^ bad-id
nodes:
  room: {text: "{tone}", goto: [{when: tone == 'gain', goto: hub}, {goto: hub}]}
#                ^ out-of-place
#                                      ^ out-of-place
""",
    "reasons of ways": """\
nodes:
  room:
    goto:
      - when: drills
        goto: hub
        because: They "did".
        cites: [c2]
#               ^ unknown-claim
      - {goto: hub, because: "{drils}", outside: Silent.}
#                              ^ unknown-variable drills
""",
}

HEADS = {
    "head": """\
story:
^ missing-key
  id: Bad Id
#     ^ bad-id bad_id
  title: T
  start: nowhere
#        ^ unknown-node
  strict: yes
#         ^ wrong-type
nodes:
  end: {ending: {name: E, tone: loss}}
""",
    "renamed": """\
story:
  id: s
  title: T
  version: 1
  start: end
  renamed: {a: b, b: end, c: d, d: c, end: x, x: zzz, y: end.z, h.a: h.b}
#                            ^ renamed-in-a-ring
#                                  ^ renamed-in-a-ring
#                                     ^ still-there
#                                                ^ unknown-node
#                                                        ^ wrong-type
#                                                                    ^ unknown-node
nodes:
  end: {ending: {name: E, tone: loss}}
""",
    "a short game": """\
story:
  id: s
  title: T
  version: 1
  start: end
  short: {asks: [here_, go, gone, go], plays: calmm}
#                ^ unknown-node
#                           ^ no-choices
#                                 ^ listed-twice
#                                             ^ unknown-policy calm
policies:
  calm: {takes: [go.on]}
nodes:
  go: {text: Go?, choices: {on: {label: On, goto: end}}}
  gone: {goto: end}
  end: {ending: {name: E, tone: loss}}
""",
    "no ledger is said once": """\
story: {id: s, title: T, version: 1, start: end}
nodes:
  end: {ending: {name: E, tone: loss}, cites: [c1, c2]}
#                                              ^ no-ledger
""",
    "a ledger that is not there": """\
story: {id: s, title: T, version: 1, start: end, claims: nowhere.yaml}
#                                                        ^ unreadable
nodes:
  end: {ending: {name: E, tone: loss}, cites: [c1, c2]}
""",
    "a strict story": """\
story: {id: s, title: T, version: 1, start: go, strict: true}
state: {x: {start: false}}
nodes:
  go:
    effects:
      - x = true
#       ^ uncited
      - {do: x = false, outside: Silent.}
    goto:
      - {when: x, goto: end, because: It must.}
#                            ^ uncited
      - {goto: end, because: It may., outside: Silent.}
  end: {ending: {name: E, tone: loss}}
""",
}


@pytest.mark.parametrize("story", BROKEN.values(), ids=BROKEN.keys())
def test_each_fault_has_its_place(judge: Callable[..., object], story: str) -> None:
    judge(story)


@pytest.mark.parametrize("story", HEADS.values(), ids=HEADS.keys())
def test_the_head_is_looked_at(judge: Callable[..., object], story: str) -> None:
    judge(story=story)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            "nodes:\n  out: {text: Out., ending: The End}\n#                           ^ wrong-type\n",
            "expected a mapping with keys of its own: name, teaser, tone, found text",
        ),
        (
            "nodes:\n  out:\n    text: Out.\n    choices:\n      - label: Go\n#     ^ wrong-type\n",
            "expected a mapping: for each a name of your own and `:`, in place of `-`, found a list",
        ),
        (
            "theses:\n  a: {never: \"ending == 'The End'\"}\n#                       ^ unknown-ending\n",
            "there is no ending `The End`; an ending is called by its node: `the_cap`",
        ),
    ],
)
def test_a_fault_says_what_there_is(judge: Callable[..., list[Fault]], more: str, told: str) -> None:
    (fault,) = judge(more)
    assert fault.message == told
