"""How a player fares on a chain: the uniform one, or one with a policy, which has the same states and fewer moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from playable.language.names import TONES, Tone
from playable.verify.markov.chain import Chain
from playable.verify.markov.expected import expected_visits
from playable.verify.markov.rings import Bounded
from playable.verify.markov.topological import Floats
from playable.verify.symbolic.columns import Ints

MOST, LEAST = float(np.nextafter(1, 0)), float(np.nextafter(0, 1))  # what is neither certain nor impossible


class Figure(NamedTuple):
    """A probability, and how far at most it may be off, but for rounding."""

    share: float
    bound: float


@dataclass(frozen=True)
class PolicyOdds:
    """How often each ending comes of a policy, and each tone."""

    id: str
    endings: dict[str, float]
    tones: dict[Tone, float]


def playing(chain: Chain, takes: Sequence[str]) -> Chain:
    """The same states under a policy: it takes the first of some choices that is open; elsewhere every one alike."""
    rows: dict[int, list[int]] = {}
    for ref in dict.fromkeys(takes):
        location = chain.system.deciding[chain.system.machine.ids[ref.partition(".")[0]]]
        refs = [transition.ref for transition in chain.system.locations[location].transitions]
        rows.setdefault(location, []).append(refs.index(ref))
    blocks = []
    for block in chain.blocks:
        taking = (s.taking(rows[s.location], len(chain)) if s.location in rows else s for s in block.segments)
        blocks.append(block._replace(segments=tuple(taking)))
    return replace(chain, blocks=blocks)


@dataclass(frozen=True)
class Play:
    """A chain as a player goes along it."""

    chain: Chain

    @property
    def often(self) -> Floats:
        """The `expected_visits`."""
        return self._visits.values

    @property
    def bound(self) -> float:
        """How far odds may be off, but for rounding."""
        return self._visits.bound

    @cached_property
    def _visits(self) -> Bounded:
        return expected_visits(self.chain)

    def figure(self, met: Ints, known: Ints | None = None) -> Figure | None:
        """The `share`, with what it may be off by."""
        share = self.share(met, known)
        if share is None:
            return None
        of = 1.0 if known is None else float(self.often[known].sum())
        return Figure(share, 2 * self.bound / of if self.bound else 0.0)

    def share(self, met: Ints, known: Ints | None = None) -> float | None:
        """How likely an ending is to be one that is `met`, of those that are `known`; of all playthroughs, if left out.
        Exactly 1 or 0 where nothing else can be. None: what is known never comes."""
        chain = self.chain
        some = met[chain.met[met]]
        within = np.flatnonzero(chain.met & chain.ends) if known is None else known[chain.met[known]]
        if known is not None and not len(within):
            return None
        if not len(some):
            return 0.0
        if len(some) == len(within) and (known is not None or not self._lost):
            return 1.0
        of = 1.0 if known is None else float(self.often[within].sum())
        return min(MOST, max(LEAST, float(self.often[some].sum()) / of))

    @cached_property
    def _lost(self) -> bool:
        """Can it come to where no ending can be reached any more?"""
        return bool((self.chain.met & ~self.chain.open).any())

    def endings(self) -> dict[str, float]:
        """How likely each ending is."""
        chain, odds = self.chain, dict[str, float]()
        for i, scene in enumerate(chain.system.machine.scenes):
            if scene.node.ending:
                odds[scene.id] = self.share(chain.at(chain.system.entered[i])) or 0.0
        return odds

    def tones(self) -> dict[Tone, float]:
        """How likely each tone of ending is."""
        odds = {tone: self.share(those) or 0.0 for tone, those in self.endings_by_tone().items()}
        return {tone: odds.get(tone, 0.0) for tone in TONES}

    def endings_by_tone(self) -> dict[Tone, Ints]:
        """The states at endings of each tone that the story has."""
        chain, locations = self.chain, dict[Tone, list[int]]()
        for i, scene in enumerate(chain.system.machine.scenes):
            if scene.node.ending:
                locations.setdefault(scene.node.ending.tone, []).append(chain.system.entered[i])
        return {tone: np.flatnonzero(np.isin(chain.location, locations[tone])) for tone in TONES if tone in locations}
