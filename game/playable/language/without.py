"""A story in a world where some claims of its ledger do not hold: what the story makes lean on them does not happen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from playable.language.contents import effect_holders, leans_on
from playable.language.faults import Fault, StoryFaults
from playable.language.model import Choice, Node, Outcome
from playable.language.story import Story

H = TypeVar("H", Node, Choice, Outcome)


def without(story: Story, claims: Iterable[str]) -> Story:
    """The story as if every effect that leans on one of some claims were deleted from its files; all else stays.

    An effect that leans on several goes if any of them does. The title says what is doubted, the digest is another.
    Raises StoryFaults where the ledger has no such claim.
    """
    doubted = set(claims) | set(story.without)
    troubles = [trouble for claim in sorted(doubted) for trouble in story.names.missing("claim", claim)]
    if troubles:
        path = str(story.path)
        raise StoryFaults([Fault(t.code, t.message, path, suggestion=t.suggestion) for t in troubles])
    if doubted == set(story.without):
        return story
    story = story.as_written or story
    named = tuple(claim for claim in story.claims if claim in doubted)
    listed = ", ".join(named)
    return replace(
        story,
        as_written=story,
        head=story.head.model_copy(update={"title": f"{story.head.title}, without {listed}"}),
        nodes={name: _node(node, doubted) for name, node in story.nodes.items()},
        without=named,
        digest=hashlib.sha256(f"{story.digest} without {listed}".encode()).hexdigest(),
    )


def changes_leaning(story: Story) -> dict[str, int]:
    """Of each claim of the ledger, how many effects lean on it."""
    counts = dict.fromkeys(story.claims, 0)
    for node in story.nodes.values():
        for _, holder in effect_holders(node):
            for effect in holder.effects:
                for claim in set(leans_on(effect, holder)):
                    counts[claim] += 1
    return counts


def _node(node: Node, doubted: set[str]) -> Node:
    choices = {key: _struck(choice, doubted) for key, choice in node.choices.items()}
    chance = {key: _struck(outcome, doubted) for key, outcome in node.chance.items()}
    return _struck(node, doubted).model_copy(update={"choices": choices, "chance": chance})


def _struck(holder: H, doubted: set[str]) -> H:
    """A holder without the effects that lean on what is doubted."""
    kept = [effect for effect in holder.effects if doubted.isdisjoint(leans_on(effect, holder))]
    return holder if len(kept) == len(holder.effects) else holder.model_copy(update={"effects": kept})
