"""What each choice does to the odds of each ending, where every other open choice is as likely as any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations

import numpy as np
from playable.engine.assembly import assemble
from playable.language.library import main_story
from playable.language.story import load
from playable.verify.markov.building import chain
from playable.verify.markov.chain import Chain
from playable.verify.markov.expected import expected_values, expected_visits
from playable.verify.system import TransitionSystem

WORTH_HAVING = ("seouls_peace", "peace_with_the_bomb", "the_cap", "the_good")
MARKS = {"the_op_ed"}  # a margin, remembered for the review alone
LADDER = {
    "the_incident",
    "the_last_step",
}  # once shells have fallen, to call and to hold were paid for on the way there


def test_no_option_is_best_for_every_ending_worth_having() -> None:
    best = set()
    for _, refs in _decisions():
        rivals = {ref: [by for a, by in _compared().items() if a[0] == ref] for ref in refs}
        best |= {r for r, found in rivals.items() if found and all(by[e] >= 0 for by in found for e in WORTH_HAVING)}
    assert {ref for ref in best if ref.partition(".")[0] not in LADDER} == set()


def _decisions() -> Iterator[tuple[str, list[str]]]:
    for node_id, node in load(main_story()).nodes.items():
        if len(node.choices) > 1 and node_id not in MARKS:
            yield node_id, [f"{node_id}.{choice}" for choice in node.choices]


@cache
def _compared() -> dict[tuple[str, str], dict[str, float]]:
    """Of two options that can be open together: by how much the first has the better odds of each ending."""
    story = load(main_story())
    states = chain(TransitionSystem(assemble(story)), {})
    often = expected_visits(states).values
    hope = {
        ending: expected_values(states, _at(states, ending)).values
        for ending, node in story.nodes.items()
        if node.ending
    }
    found = {}
    for _, refs in _decisions():
        after = {ref: states.after(ref) for ref in refs}
        for one, other in permutations(refs, 2):
            both, i, j = np.intersect1d(after[one][0], after[other][0], assume_unique=True, return_indices=True)
            if len(both):
                weight, to, instead = often[both], after[one][1][i], after[other][1][j]
                found[one, other] = {
                    ending: float(weight @ (worth[to] - worth[instead]) / weight.sum())
                    for ending, worth in hope.items()
                }
    return found


def _at(states: Chain, ending: str) -> np.ndarray:
    """1 where play is at an ending, else 0."""
    location = states.system.entered[states.system.machine.ids[ending]]
    return np.where(states.location == location, 1.0, 0.0)
