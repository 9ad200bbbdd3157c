"""Are the traps of YAML recognised, and does a syntax error hide no more than the rest of its file?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

TRAPS = {
    "a colon in prose": """\
people:
  kim: {name: Kim}
  lee:
    name: Lee
    about: He said: no
#                 ^ prose-colon
""",
    "a colon in a list of texts": """\
nodes:
  room:
    goto: hub
    text:
      - He said: no
#              ^ prose-colon
      - when: drills
        text: Quiet.
""",
    "a colon below the key": """\
nodes:
  room:
    goto: hub
    text:
      Ministers agreed: nothing
#                     ^ prose-colon
""",
    "a line that is one space too far to the left": """\
people:
  lee:
   name: Lee
    about: A man.
#   ^ yaml-indent
""",
    "a colon in braces": """\
people:
  lee: {name: Lee, about: He said: no}
#                                ^ prose-colon
""",
    "a comma in braces": """\
nodes:
  room: {goto: hub, text: Well, no}
#                               ^ prose-comma
""",
    "an expression with a comma in braces": """\
nodes:
  room: {goto: hub, effects: [{do: trust += 1, when: trust in (1, 2)}]}
#                                                                 ^ prose-comma
""",
    "an expression with a comma in brackets": """\
nodes:
  room: {goto: hub, effects: [trust += min(1, 2)]}
#                                           ^ prose-comma
""",
    "a comma in brackets, and a fault behind it": """\
nodes:
  room: {goto: hub, effects: [trust += min(1, 2), truss += 1]}
#                                           ^ prose-comma
#                                                 ^ unknown-variable trust
""",
    "quoted words with a comma in braces": """\
nodes:
  room: {goto: hub, effects: [{do: trust += 1, when: promise in ('silence', 'declaration')}]}
#                                                                         ^ prose-comma
""",
    "a comma in bands": """\
state:
  mood: {range: [0, 3], start: 0, bands: {0: low, 1: so, so}}
#                                                        ^ prose-comma
""",
    "a quotation first": """\
nodes:
  room:
    goto: hub
    text: "Stop," he said.
#         ^ prose-start
""",
    "an apostrophe first": """\
nodes:
  room:
    goto: hub
    text: 'Tis the season
#         ^ prose-start
  other: {text: Don't., goto: hub}
""",
    "an apostrophe first, and no other": """\
nodes:
  room: {goto: hub}
  other:
    text: 'Tis the season
#         ^ prose-start
    goto: hub
""",
    "emphasis first": """\
nodes:
  room:
    goto: hub
    text: *Nobody* has told the crew.
#         ^ prose-start
""",
    "emphasis first in a list": """\
nodes:
  room:
    goto: hub
    text:
      - *Nobody has told the crew.
#       ^ prose-start
""",
    "brackets first": """\
nodes:
  room:
    goto: hub
    text: [sic] he wrote
#         ^ prose-start
""",
    "nothing but a link": """\
people:
  lee:
    name: [[regime]]
#         ^ prose-start
""",
    "a value first": """\
nodes:
  room:
    goto: hub
    text: {trust} is low
#         ^ prose-start
""",
    "nothing but a value": """\
nodes:
  room:
    goto: hub
    text: {trust}
#         ^ prose-start
""",
    "signs that may not come first": """\
people:
  lee:
    name: @lee
#         ^ prose-start
""",
    "a percent sign first": """\
people:
  lee:
    name: %lee
#         ^ prose-start
""",
    "a dash first": """\
people:
  lee:
    name: - Lee
#         ^ prose-start
""",
    "more than first": """\
people:
  lee:
    name: > 5 people
#         ^ prose-start
""",
    "a comment in prose": """\
people:
  lee:
    name: Lee
    about: Take #3
#               ^ prose-comment
""",
    "nothing but a comment": """\
people:
  lee:
    name: Lee
    about: # 3
#          ^ prose-comment
""",
    "a comment inside folded prose": """\
people:
  lee:
    name: Lee
    about: We are #1 in
#                 ^ prose-comment
      the world.
""",
    "a tab": """\
people:
\tlee: {name: Lee}
^ yaml-tab
""",
    "indentation": """\
people:
  lee:
    name: Lee
   role: None
#  ^ yaml-syntax
""",
    "no blank after a colon": """\
people:
  lee:
    name:Lee
#       ^ yaml-syntax
    role: None
""",
    "a brace that is not closed": """\
people:
  lee: {name: Lee
#      ^ open-bracket
  kim: {name: Kim}
""",
    "an anchor and a tag on what is plain text": """\
people:
  lee: {name: &lee Lee}
#             ^ yaml-anchor
  kim: {name: !str Kim}
#             ^ yaml-tag
""",
    "an alias, an anchor, a tag and a merge key": """\
people:
  lee: &lee
#      ^ yaml-anchor
    name: !!python/object/apply:os.system [ls]
#         ^ yaml-tag
  kim:
    <<: *lee
#   ^ yaml-merge
    role: None
  park:
    name: *lee
#         ^ yaml-alias
""",
    "a second document": """\
people:
  lee: {name: Lee}
---
^ second-document
glossary: {}
""",
    "keys given twice": """\
people:
  lee:
    name: Lee
    role: Aide
    name: Kim
#   ^ duplicate-key
  lee: {name: Lee}
# ^ duplicate-key
""",
    "a key that is none": """\
people:
  ? [a, b]
#   ^ bad-key
  : c
""",
    "an escape that is none": """\
people:
  lee:
    name: "L\\qe"
#           ^ bad-escape
""",
    "a control character": """\
people:
  lee: {name: Lee\x1b31m}
#                ^ bad-character
  kim: {nam: Kim}
#       ^ unknown-key name
""",
    "faults before a syntax error, and none made up after": """\
people:
  lee: {nam: Lee}
#       ^ unknown-key name
nodes:
  room: {goto: later, text: "{later_var}"}
  road: {goto: laterr}
#              ^ unknown-node later
  open:
    text: He said: no
#                ^ prose-colon
    goto: hub
  later: {goto: hub}
state:
  later_var: {start: false}
""",
}


@pytest.mark.parametrize("story", TRAPS.values(), ids=TRAPS.keys())
def test_each_trap_is_recognised(judge: Callable[..., object], story: str) -> None:
    judge(story)
