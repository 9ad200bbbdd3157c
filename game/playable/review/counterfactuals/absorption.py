"""Where a chain of states ends up, exactly: by elimination, in fractions, ring by ring (Grinstead and Snell, 11.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from playable.verify.system import strongly_connected

Shares = Mapping[str, Fraction]  # of each ending that can be come to
TransitionRow = Mapping[int, Fraction]  # where a state leads, and how likely


def absorbed(rows: Sequence[TransitionRow], known: Sequence[Shares | None], never: str) -> list[Shares]:
    """The shares of the endings from each state that state 0 leads to; `known` has those that are not asked for.

    What goes on for ever ends in `never`.
    """
    shares_of: list[Shares] = [{}] * len(rows)
    for ring in reversed(strongly_connected([list(row) for row in rows])):
        if len(ring) == 1 and (shares := known[ring[0]]) is not None:
            shares_of[ring[0]] = shares
        elif len(ring) == 1 and ring[0] not in rows[ring[0]]:
            shares_of[ring[0]] = _mixed(rows[ring[0]], shares_of)
        else:
            _eliminate(ring, rows, shares_of, never)
    return shares_of


def add(into: dict[str, Fraction], shares: Shares, through: Fraction = Fraction(1)) -> None:
    """Add shares, `through` times each."""
    for ending, share in shares.items():
        into[ending] = into.get(ending, Fraction(0)) + through * share


def _eliminate(ring: Sequence[int], rows: Sequence[TransitionRow], shares_of: list[Shares], never: str) -> None:
    """The states of a ring, all else being known: each is put into those that are left, then all are read back."""
    inside = {n: {to: share for to, share in rows[n].items() if to in ring} for n in ring}
    out = {n: _mixed({to: share for to, share in rows[n].items() if to not in ring}, shares_of) for n in ring}
    for n in ring:
        again = inside[n].pop(n, Fraction(0))
        if again == 1:
            out[n] = {never: Fraction(1)}
        elif again:
            inside[n] = {to: share / (1 - again) for to, share in inside[n].items()}
            out[n] = {ending: share / (1 - again) for ending, share in out[n].items()}
        for one in ring[ring.index(n) + 1 :]:
            if (through := inside[one].pop(n, None)) is not None:
                for to, share in inside[n].items():
                    inside[one][to] = inside[one].get(to, Fraction(0)) + through * share
                add(out[one], out[n], through)
    for n in reversed(ring):
        add(out[n], _mixed(inside[n], shares_of))
        shares_of[n] = out[n]


def _mixed(row: TransitionRow, shares_of: Sequence[Shares]) -> dict[str, Fraction]:
    if len(row) == 1 and 1 in row.values():
        return dict(shares_of[next(iter(row))])
    mixed: dict[str, Fraction] = {}
    for to, through in row.items():
        add(mixed, shares_of[to], through)
    return mixed
