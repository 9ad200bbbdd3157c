"""A thesis claims one thing, and odds have what they are measured by."""

from __future__ import annotations

from collections.abc import Container, Iterator
from fractions import Fraction
from typing import Any

from playable.language.faults import Trouble
from playable.language.places import Loc
from playable.language.structure.raw import PlacedTrouble, key_error

KINDS = ("always", "never", "can", "odds")
_ONE = "a thesis has exactly one of always, never, can and odds"


def in_thesis(loc: Loc, raw: dict[str, Any], unread: Container[int]) -> Iterator[PlacedTrouble]:
    """The faults in how a thesis is put together."""
    kinds = [k for k in raw if k in KINDS]
    if not kinds:
        yield key_error(loc, "no-claim", _ONE)
    for kind in kinds[1:]:
        yield key_error((*loc, kind), "two-claims", f"{_ONE}; this one has `{kinds[0]}` already")
    odds = raw.get("odds")
    if isinstance(odds, dict) and id(odds) not in unread:
        yield from _in_odds((*loc, "odds"), odds)
        if "when" in raw:
            message = "`when` narrows always, never and can; odds take `given`"
            yield key_error((*loc, "when"), "out-of-place", message)


def _in_odds(loc: Loc, odds: dict[str, Any]) -> Iterator[PlacedTrouble]:
    bounds = [k for k in odds if k in ("at_most", "at_least")]
    compared = [k for k in ("after", "below_after") if k in odds]
    if compared and (bounds or "given" in odds):
        message = f"`after` with `below_after` compares two choices; `{(*bounds, 'given')[0]}` does not go with it"
        yield key_error((*loc, compared[0]), "two-claims", message)
    elif len(compared) == 1:
        wanted = "below_after" if compared == ["after"] else "after"
        yield key_error((*loc, compared[0]), "no-bound", f"`{compared[0]}` needs `{wanted}`, to be compared with")
    elif not compared and not bounds:
        yield key_error(loc, "no-bound", "odds need `at_most`, `at_least`, or `after` with `below_after`")
    elif len(bounds) == 2 and all(isinstance(odds[k], str) for k in bounds):
        try:
            least, most = (Fraction(odds[k].rstrip("%")) for k in ("at_least", "at_most"))
        except (ValueError, ZeroDivisionError):
            return  # reported as no share
        if least > most:
            message = "`at_least` is more than `at_most`: nothing can be both"
            yield PlacedTrouble((*loc, bounds[1]), Trouble("out-of-range", message))
