"""The linear equations of a ring, solved without a subtraction, so that a slow way out costs no digits.

The elimination of Grassmann, Taksar and Heyman (*Regenerative analysis and steady state distributions for Markov
chains*, 1985): what is left of one on the diagonal is summed up from the ways out. Larger rings are left to LAPACK,
which is fast, and loses as many digits as an exit is unlikely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playable.verify.markov.topological import ChainBlock, Floats, Segment
from playable.verify.symbolic.columns import Bools, Ints

SMALL = 1_000  # states of a ring that is solved by elimination
CAREFUL = 300  # the same, without a subtraction
ROUNDING = 4e-16  # of one operation
TOLD = 1e-12  # how far values may be off and need not be told to be


@dataclass(frozen=True)
class Equations:
    """Each state of a ring is worth what comes next, by its shares, and what comes from outside; factored.

    `within` holds the multipliers below its diagonal and the shares above it, `out` what is left of one. In a ring
    that is large `within` is the matrix itself, and `out` empty.
    """

    within: Floats
    out: Floats
    bound: float  # how far solutions up to 1 may be off

    @classmethod
    def of(cls, block: ChainBlock, live: Bools, none: int, picks: dict[int, Ints] | None = None) -> Equations:
        """Those of a block. What is not live is worth nothing, as what comes of it."""
        first, size = block.start, block.stop - block.start
        inside, out = np.zeros((size, size)), np.where(live, 0.0, 1.0)
        for segment in block.segments:
            row = np.arange(segment.start, segment.stop) - first
            for to, share in shares(segment, none, picks):
                inner = (to >= first) & (to < block.stop)
                stays = inner & live[row] & live[np.where(inner, to - first, 0)]
                np.add.at(inside, (row[stays], to[stays] - first), share[stays])
                out[row] += np.where(stays | ~live[row], 0.0, share)
        return _factored(inside, out) if size <= CAREFUL else _plain(inside, out)

    def values(self, outside: Floats) -> Floats:
        """What each state is worth, by what comes from outside; none of that is below 0."""
        if not len(self.out):
            return np.asarray(np.linalg.solve(self.within, outside))
        solution = outside.copy()
        for k in range(len(solution)):
            solution[k + 1 :] += self.within[k + 1 :, k] * solution[k]
        for k in reversed(range(len(solution))):
            solution[k] = (solution[k] + self.within[k, k + 1 :] @ solution[k + 1 :]) / self.out[k]
        return solution

    def visits(self, come: Floats) -> Floats:
        """How often each state is come to, by how much comes to it from outside."""
        if not len(self.out):
            return np.asarray(np.linalg.solve(self.within.T, come))
        visits = come.copy()
        for k in range(len(visits)):
            visits[k] /= self.out[k]
            visits[k + 1 :] += self.within[k, k + 1 :] * visits[k]
        for k in reversed(range(len(visits))):
            visits[k] += self.within[k + 1 :, k] @ visits[k + 1 :]
        return visits


def shares(segment: Segment, none: int, picks: dict[int, Ints] | None = None) -> list[tuple[Ints, Floats]]:
    """Where each transition leads, and how likely it is; the one that is picked alone, where one is."""
    if picks is not None and segment.start in picks:
        to = np.take_along_axis(segment.to, picks[segment.start][None], axis=0)[0]
        return [(to, (to < none).astype(float))]
    weights = np.where(segment.to < none, 1.0, 0.0) if segment.weight is None else segment.weight
    return [(to, weight / segment.total) for to, weight in zip(segment.to, weights, strict=True)]


def _factored(inside: Floats, out: Floats) -> Equations:
    left = out.copy()
    for k in range(len(out)):
        out[k] = left[k] + inside[k, k + 1 :].sum()
        inside[k + 1 :, k] /= out[k]
        inside[k + 1 :, k + 1 :] += np.outer(inside[k + 1 :, k], inside[k, k + 1 :])
        left[k + 1 :] += inside[k + 1 :, k] * left[k]
    return Equations(inside, out, 0.0)


def _plain(inside: Floats, out: Floats) -> Equations:
    matrix = np.eye(len(out)) - inside
    steps = float(np.linalg.solve(matrix, np.ones(len(out))).max())
    bound = ROUNDING * len(out) * steps
    return Equations(matrix, out[:0], bound if bound > TOLD else 0.0)
