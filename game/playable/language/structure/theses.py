"""A thesis claims one thing, and odds have what they are measured by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from playable.language.faults import Trouble
from playable.language.reading.places import Loc
from playable.language.reading.unfinished import Unfinished
from playable.language.structure.raw import PlacedTrouble, key_error

KINDS = ("always", "never", "can", "odds")
BOUNDS, CHOICES, POLICIES = ("at_most", "at_least"), ("after", "below_after"), ("above", "below")
_MEASURES = "`at_most`, `at_least`, `after` with `below_after`, or `playing` with `above` or `below`"
_ONE = "a thesis has exactly one of always, never, can and odds"


def in_thesis(loc: Loc, raw: dict[str, Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """The faults in how a thesis is put together."""
    kinds = [k for k in raw if k in KINDS]
    if not kinds:
        yield key_error(loc, "no-claim", _ONE)
    for kind in kinds[1:]:
        yield key_error((*loc, kind), "two-claims", f"{_ONE}; this one has `{kinds[0]}` already")
    odds = raw.get("odds")
    if isinstance(odds, dict) and odds not in unfinished:
        yield from _in_odds((*loc, "odds"), odds)
        if "when" in raw:
            message = "`when` narrows always, never and can; odds take `given`"
            yield key_error((*loc, "when"), "out-of-place", message)


def _in_odds(loc: Loc, odds: dict[str, Any]) -> Iterator[PlacedTrouble]:
    bounds = [k for k in odds if k in BOUNDS]
    choices = [k for k in odds if k in CHOICES]
    policies = [k for k in odds if k in POLICIES]
    measures = [measure for measure in (choices, policies[:1], policies[1:], bounds) if measure]
    if len(measures) > 1:
        message = f"odds are measured by one thing alone: {_MEASURES}"
        yield key_error((*loc, measures[0][0]), "two-claims", message)
    elif choices and (other := next((k for k in ("given", "playing") if k in odds), None)):
        message = f"`after` with `below_after` compares two choices; `{other}` does not go with it"
        yield key_error((*loc, choices[0]), "two-claims", message)
    elif len(choices) == 1:
        wanted = "below_after" if choices == ["after"] else "after"
        yield key_error((*loc, choices[0]), "no-bound", f"`{choices[0]}` needs `{wanted}`, to be compared with")
    elif policies and "playing" not in odds:
        message = f"`{policies[0]}` needs `playing`: which policy is compared with this one"
        yield key_error((*loc, policies[0]), "no-bound", message)
    elif policies and odds[policies[0]] == odds["playing"]:
        yield PlacedTrouble(
            (*loc, policies[0]), Trouble("same-twice", "a policy is compared with itself: it is never above or below")
        )
    elif not (choices or policies or bounds):
        yield key_error(loc, "no-bound", f"odds need something to be measured by: {_MEASURES}")
    elif "by" in odds and bounds:
        message = "`by` is how much two that are compared differ at least; a bound has its own figure"
        yield key_error((*loc, "by"), "out-of-place", message)
    elif len(bounds) == 2 and all(isinstance(odds[k], str) for k in bounds):
        try:
            least, most = (Fraction(odds[k].rstrip("%")) for k in ("at_least", "at_most"))
        except (ValueError, ZeroDivisionError):
            return  # reported as no share
        if least > most:
            message = "`at_least` is more than `at_most`: nothing can be both"
            yield PlacedTrouble((*loc, bounds[1]), Trouble("out-of-range", message))
