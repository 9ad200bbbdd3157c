"""Shares of a whole in round figures that sum to it: each rounded down, what is left over to the largest remainders."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K")
NEVER = 1e-6  # a share below it is none, one as near to the whole is all


def apportioned(shares: Mapping[K, float | Fraction], parts: int) -> dict[K, int]:
    """`parts` shared out as `shares` are: of shares that sum to 1 all of them, each within one of its exact share."""
    exact = {key: share * parts for key, share in shares.items()}
    whole = {key: int(share) for key, share in exact.items()}
    left = round(sum(exact.values())) - sum(whole.values())
    for key in sorted(exact, key=lambda key: whole[key] - exact[key])[:left]:
        whole[key] += 1
    return whole


def percents(shares: Mapping[K, float | Fraction], places: int = 0) -> dict[K, str]:
    """Shares in percents that sum to 100, with so many decimal places: `41%`; none is rounded to certainty."""
    unit = 10**places
    least, most = f"under {1 / unit:.{places}f}%", f"over {100 - 1 / unit:.{places}f}%"
    rounded = apportioned(shares, 100 * unit)
    written = {}
    for key, share in shares.items():
        if share < NEVER or share > 1 - NEVER:
            written[key] = f"{round(share):.0%}"
        elif rounded[key] in (0, 100 * unit):
            written[key] = most if rounded[key] else least
        else:
            written[key] = f"{rounded[key] / unit:.{places}f}%"
    return written


def percent(share: float | Fraction) -> str:
    """One share by itself, in whole percents: `41%`, `under 1%`; it is not rounded to certainty."""
    return percents({"it": share, "the rest": 1 - share})["it"]
