"""Are all faults of a file told in one run, whatever YAML stumbles over, and is nothing hidden called unknown?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from playable.language.reading.recovery import recovered
from playable.language.reading.source import Source

PLANTED = {
    "a colon in prose": ("    about: He said: no\n", "prose-colon"),
    "a tab": ("\trole: Aide\n", "yaml-tab"),
    "an unclosed quote": ('    about: "Stop, he said.\n', "prose-start"),
    "a key cut off": ("    rol\n", "yaml-syntax"),
    "a brace": ("    about: {trust\n", "open-bracket"),
    "a quotation": ('    about: "Stop," he said.\n', "prose-start"),
    "a misspelt key": ("    rolle: Aide\n", "unknown-key"),
    "a link to nobody": ("    about: The [[regine]].\n", "unknown-term"),
}


@pytest.mark.parametrize("kinds", [k for five in combinations(PLANTED, 5) for k in (five, five[::-1])], ids=str)
def test_five_faults_of_five_kinds_take_one_round(kinds: tuple[str, ...]) -> None:
    text = "people:\n" + "".join(f"  p{n}:\n    name: P\n{PLANTED[kind][0]}" for n, kind in enumerate(kinds))
    told = {f.line: f.code for f in Source("x", text).faults}
    syntax = {3 * n + 4: code for n, kind in enumerate(kinds) if (code := PLANTED[kind][1])[:7] not in ("unknown",)}
    assert told == syntax


def test_one_run_tells_all_of_a_story(judge: Callable[..., object]) -> None:
    judge("""\
people:
  lee:
    name: Lee
    about: He said: no
#                 ^ prose-colon
  kim: {nam: Kim}
#       ^ unknown-key name
nodes:
  room:
    text: "Stop, he said.
#         ^ prose-start
    choices:
      go:
        label: Go
        outcome:
          - *Nobody* moves.
#           ^ prose-start
          - when: trust > 2
            text: Well then: go.
#                          ^ prose-colon
          - when: trsut > 2
#                 ^ unknown-variable trust
            text: Go.
        goto: hubb
#             ^ unknown-node hub
      wait
#     ^ yaml-syntax
      stay: {label: Stay, effects: [trust += 1, goto: hub}
#                                  ^ open-bracket
      ask: {label: Ask, goto: hub}
\tother: {label: Other, goto: hub}
^ yaml-tab
  road:
    effects:
    - trust += 1
    - trust: += 1
#     ^ unknown-key
    goto: room
   stray: what
#  ^ yaml-syntax
theses:
  never_there: {can: chose(room.stay) and chose(room.wait) and chose(room.other) and seen(road)}
  lost: {can: seen(lost_node)}
#                  ^ unknown-node
""")


def test_what_is_hidden_is_unknown_nowhere(judge: Callable[..., object]) -> None:
    judge(
        """\
nodes:
  room: {text: Room., choices: {go: {label: He said: no, goto: hub}}}
#                                                  ^ prose-colon
  hal
# ^ yaml-syntax
    goto: hub
  end_of:
    ending: "The End
#           ^ prose-start
state:
  cold:
    one_of: [a, 'b]
#               ^ prose-start
    start: b
decks:
  cards: [room, 'x]
#               ^ prose-start
""",
        other="""\
nodes:
  road: {goto: hall}
  card: {when: trust > 1, goto: hub}
  lost: {goto: hallway_of_mirrors, effects: [cold = 'zzz']}
  gone: {goto: nothing_like_it}
#              ^ unknown-node
theses:
  all: {can: chose(room.go) and seen(hallway) and ending == 'end_of'}
""",
    )


def test_a_playthrough_file_is_read_on_too() -> None:
    source = Source("p.yaml", "story: x\nsteps:\n  - choose: a: b\n  - hear: a.b\n  - can: 'a.b\nends: end\n")
    assert [(f.code, f.line) for f in source.faults] == [("prose-colon", 3), ("prose-start", 5)]
    assert source.data["ends"] == "end"
    assert source.data["steps"][1] == {"hear": "a.b"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a: 1\nb: x: y\nc: 3\n", {"a", "b", "c"}),
        ("a: 1\nb\nc: 3\n", {"a", "c"}),
        ("---\na: 1\nb: 'x\nc: 3\n...\n", {"a", "b", "c"}),
        ("a: |\n  He said: no\n  'tis\nb: x: y\n", {"a", "b"}),
        ("a: {\n  b: 1,\n}\nc: x: y\n", {"a", "c"}),
        ("a:\n- x: y: z\n- b\nc: 3\n", {"a", "c"}),
    ],
)
def test_only_the_faulty_piece_is_hidden(typed: str, kept: set[str]) -> None:
    source = Source("x", typed)
    assert source.data.keys() == kept
    assert len(source.faults) == 1


def test_the_text_keeps_its_length() -> None:
    text = "a:\n  b: x: y\n  c: 'z\n\td: e\nf: g\r\nh: i: j\r\n"
    read = recovered(text)
    assert len(read.text) == len(text)
    assert [i for i, c in enumerate(read.text) if c in "\r\n"] == [i for i, c in enumerate(text) if c in "\r\n"]
    assert len(read.told) == 4
