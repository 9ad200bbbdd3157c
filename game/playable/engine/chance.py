"""Draws that depend on the seed, the node and how often it was drawn there: undo never rerolls."""

from __future__ import annotations

import hashlib
import secrets


def new_seed() -> int:
    """A seed for a new game, short enough to be told to a friend."""
    return secrets.randbelow(1_000_000)


def drawn(seed: int, node: str, times_before: int, weights: list[int]) -> int:
    """Which of `weights` falls, as an index; at least one of them is above zero, none below."""
    digest = hashlib.sha256(f"{seed}/{node}/{times_before}".encode()).digest()
    return fallen(weights, int.from_bytes(digest, "big") % sum(weights))  # 256 bits: no bias worth a name


def fallen(weights: list[int], point: int) -> int:
    """The index of the weight in which a point falls, where they lie one after another; from 0, below their sum."""
    for i, weight in enumerate(weights):
        if point < weight:
            return i
        point -= weight
    raise AssertionError("unreachable: the point lies below the sum")
