"""States of a ring of locations, peeled: what nothing leads to comes first, what leads to nothing last."""

from __future__ import annotations

import numpy as np
from playable.verify.limits import Run
from playable.verify.markov.topological import Segment, topological_layers

NONE = 8  # the number of no state


def test_peeling_leaves_the_true_ring() -> None:
    """0 → 1 → 2 ⇄ 3 → 4 → 5, and 6 → 5, and 7 alone: only 2 and 3 go round."""
    to = np.full((2, NONE), NONE, np.int32)
    to[0, :5], to[0, 6] = [1, 2, 3, 2, 5], 5
    to[1, 3] = 4
    segment = Segment(0, 0, True, to, None, np.maximum((to < NONE).sum(axis=0, dtype=np.int32), 1))
    layers = [(layer.tolist(), turns) for layer, turns in topological_layers([segment], Run())]
    assert layers == [([0, 6, 7], False), ([1], False), ([2, 3], True), ([4], False), ([5], False)]
