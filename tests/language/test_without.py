"""A world without a claim is the story with the effects that lean on it deleted by hand, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.faults import StoryFaults
from playable.language.story import Story, load
from playable.language.without import changes_leaning, without
from playable.verify import verify

Typed = Callable[..., Path]

# What leans on a claim ends with the claim: a test deletes those lines by hand.
STORY = """\
story: {id: tiny, title: Tiny, version: '1', start: sky}
state:
  n: {range: [0, 9], start: 2}
  m: {range: [0, 9], start: 2}
nodes:
  sky:
    cites: [c1]
    effects:
      - n += 1    # c1
      - {do: m += 1, cites: [c2]}    # c2
      - {do: m += 1, outside: Nobody says.}
      - {do: n += 2, when: m > 3, because: So., cites: [c2, c3]}    # c2 c3
      - {do: n -= 1, because: So.}    # c1
    chance:
      fair:
        weight: n
        cites: [c3]
        effects:
          - m += 1    # c3
        goto: door
      foul:
        weight: m
        outside: Weather.
        effects:
          - n += 1
          - {do: n += 1, cites: [c1]}    # c1
        goto: door
  door:
    text: A door.
    choices:
      knock:
        label: Knock
        outside: Nobody says.
        effects:
          - {do: m -= 1, cites: [c2]}    # c2
          - n += 1
        goto: sky
      shout: {label: Shout, cites: [c4], goto: [{when: n > m, goto: hall, because: Loud., cites: [c1]}, {goto: cold}]}
      wait:
        label: Wait
        cites: [c1, c4]
        effects:
          - n -= 1    # c1 c4
        goto: [{when: n + m > 8, goto: hall}, {goto: cold}]
  hall: {text: Hall., ending: {name: Hall, tone: gain}}
  cold: {text: Cold., ending: {name: Cold, tone: loss}}
policies:
  loud: {takes: [door.shout]}
theses:
  warm: {odds: {of: tone == 'gain', playing: loud, at_least: 50%}}
  full: {can: n > 7 and m > 4}
source: {title: An essay}
claims:
  c1: {paragraph: 1, kind: causal, says: One.}
  c2: {paragraph: 1, kind: causal, says: Two.}
  c3: {paragraph: 1, kind: causal, says: Three.}
  c4: {paragraph: 1, kind: causal, says: Four.}
  c5: {paragraph: 1, kind: fact, says: Five.}
"""


@pytest.fixture
def story(typed: Typed) -> Story:
    return load(typed(STORY))


def deleted(typed: Typed, *claims: str) -> Story:
    lines = (line for line in STORY.splitlines() if not set(claims) & set(line.partition("    # ")[2].split()))
    return load(typed("\n".join(lines).replace("        effects:\n        goto", "        goto"), name="deleted.yaml"))


@pytest.mark.parametrize("claims", [["c1"], ["c2"], ["c3"], ["c4"], ["c5"], ["c1", "c2"], ["c2", "c3", "c4"]])
def test_it_is_as_if_those_effects_were_deleted(story: Story, typed: Typed, claims: list[str]) -> None:
    one, other = verify(without(story, claims)), verify(deleted(typed, *claims))
    assert (one.states, one.chances, one.policies, one.weights) == (
        other.states,
        other.chances,
        other.policies,
        other.weights,
    )
    assert [(t.id, t.verdict, t.figure) for t in one.theses] == [(t.id, t.verdict, t.figure) for t in other.theses]
    for kind, verdicts in one.verdicts.items():
        assert [(v.id, v.verdict) for v in verdicts] == [(v.id, v.verdict) for v in other.verdicts[kind]]


def test_its_world_is_another_and_is_plainly_named(story: Story) -> None:
    both = without(without(story, ["c2"]), ["c1", "c2"])
    assert (both.without, both.head.title, both.world) == (("c1", "c2"), "Tiny, without c1, c2", "tiny without c1 c2")
    assert len({story.digest, both.digest, without(story, ["c1"]).digest}) == 3
    assert both.digest == without(story, ["c1", "c2"]).digest
    assert without(story, []) is story


def test_an_unknown_claim_is_told(story: Story) -> None:
    with pytest.raises(StoryFaults, match=r"there is no claim `c55`\. Did you mean `c5`"):
        without(story, ["c1", "c55"])


def test_changes_are_counted_by_what_they_lean_on(story: Story) -> None:
    assert changes_leaning(story) == {"c1": 4, "c2": 3, "c3": 2, "c4": 1, "c5": 0}
