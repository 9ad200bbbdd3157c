"""Is what no way leads to warned of at its cause, and is nothing said where one cannot know?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.faults import Fault

from tests.language.checking import faults_of_story

LOST = {
    "a node, and what is behind it": (
        """\
nodes:
  cellar: {text: Dark., choices: {up: {label: Up, goto: hub}, on: {label: On, goto: vault}}}
# ^ unreachable
  vault: {goto: chest}
  chest: {goto: hub}
""",
        "no way leads to `cellar` and its 2 choices, nor to 2 more behind it",
    ),
    "an ending": (
        "nodes:\n  gold: {ending: {name: Gold, tone: gain}}\n# ^ unreachable\n",
        "no way leads to the ending `gold`",
    ),
    "a ring, and not what hangs on it": (
        """\
nodes:
  tail: {goto: hub}
  one: {text: One., choices: {on: {label: On, goto: two}, off: {label: Off, goto: tail}}}
# ^ unreachable
  two: {goto: one}
""",
        "no way leads to `one` and its 2 choices, nor to 2 more behind it",
    ),
    "a deck that nothing draws": (
        """\
nodes:
  rain: {text: Rain., goto: back}
  snow: {text: Snow., goto: thaw}
  thaw: {text: Thaw., goto: back}
decks:
  winter: [rain, snow]
# ^ unreachable
""",
        "no node draws from `winter`: none of its cards can come, nor to 1 more behind it",
    ),
}


@pytest.mark.parametrize(("more", "said"), LOST.values(), ids=LOST.keys())
def test_what_no_way_leads_to_is_warned_of(judge: Callable[..., list[Fault]], more: str, said: str) -> None:
    (fault,) = judge(more)
    assert (fault.message, fault.severity) == (said, "warning")


@pytest.mark.parametrize(
    "fault",
    [
        "  road: {goto: nowhere_that_is_like_anything}\n#              ^ unknown-node\n",
        "  road: {text: He said: no}\n#                     ^ prose-colon\n",
        "  road: {draw: no_deck_at_all, then: hub}\n#              ^ unknown-deck\n",
    ],
)
def test_nothing_is_said_where_one_cannot_know(judge: Callable[..., list[Fault]], fault: str) -> None:
    told = judge("nodes:\n  cellar: {goto: hub}\n" + fault)
    assert "unreachable" not in {f.code for f in told}


def test_a_long_chain_and_many_lost_nodes_cost_little(judge: Callable[..., list[Fault]]) -> None:
    chain = "".join(f"  a{i}: {{goto: a{i + 1}}}\n" for i in range(3_000)) + "  a3000: {goto: hub}\n"
    lost = "".join(f"  b{i}: {{goto: a2999}}\n# ^ unreachable\n" for i in range(99))
    told = judge("nodes:\n" + lost + chain.replace("}\n", "}\n# ^ unreachable\n", 1))
    assert [f.message for f in told if "behind it" in f.message] == [
        "no way leads to `a0`, nor to 3,000 more behind it"
    ]


def test_a_key_of_another_tool_is_read_as_ours(typed: Callable[..., Path]) -> None:
    story = typed(
        """\
        nodes:
          room: {text: A room., choices: {go: {label: Go, next: out}}}
          out: {text: Out., ending: {name: Out, tone: gain}}
        """,
        "room",
    )
    assert [(fault.code, fault.suggestion) for fault in faults_of_story(story)] == [("unknown-key", "goto")]
