"""A node has exactly one way on, what hangs on it can happen, and in a strict story every change is reasoned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playable.language.faults import Trouble
from playable.language.names import WHOLE, mapping
from playable.language.reading.places import Loc
from playable.language.reading.unfinished import Unfinished
from playable.language.structure.raw import PlacedTrouble, key_error, key_warning, raw_holders

WAYS = ("choices", "chance", "goto", "draw", "ending")
_ONE = "exactly one of choices, chance, goto, draw and ending"


def in_node(name: str, raw: dict[str, Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """The faults in how a node is put together."""
    loc: Loc = ("nodes", name)
    for place, holder in raw_holders(name, raw):
        ways = holder.get("goto")
        if isinstance(ways, list):
            yield from _ways_in_order((*place, "goto"), ways, unfinished)
    if raw in unfinished:
        return
    ways_on = [way for way in raw if way in WAYS and raw[way] != {}]
    if not ways_on:
        yield key_error(loc, "no-way-on", f"`{name}` has no way on: give it {_ONE}")
    for way in ways_on[1:]:
        message = f"`{name}` has two ways on, `{ways_on[0]}` and `{way}`; it may have {_ONE}"
        yield key_error((*loc, way), "two-ways-on", message)
    if ways_on == ["choices"] and "text" not in raw:
        yield key_error(loc, "no-text", f"`{name}` has choices but no `text`: only nodes without choices may lack it")
    if "draw" in raw and "then" not in raw:
        yield key_error((*loc, "draw"), "missing-key", "`draw` needs `then`: where to go on after the card")
    if "then" in raw and "draw" not in raw:
        yield key_error((*loc, "then"), "out-of-place", "`then` belongs to `draw`; to go on, write `goto`")
    yield from _forgotten(loc, raw, unfinished)
    yield from _hearing(loc, raw, ways_on)
    yield from _locks(loc, raw)
    yield from _weights(loc, raw)


def uncited(name: str, raw: dict[str, Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """Each effect of a node that neither cites nor is outside, and stands on nothing that does; each such `because` of
    a way."""
    for loc, holder in raw_holders(name, raw):
        ways = holder.get("goto")
        for i, way in enumerate(ways if isinstance(ways, list) else ()):
            if "because" in mapping(way) and not _covered(way, unfinished):
                message = "this reason cites no claim; give it `cites`, or say what is assumed as `outside`"
                yield key_error((*loc, "goto", i, "because"), "uncited", message)
        effects = holder.get("effects")
        if not isinstance(effects, list) or _covered(holder, unfinished):
            continue
        for i, effect in enumerate(effects):
            torn = isinstance(effect, str) and effect.count(")") > effect.count("(")  # by a comma, which is told
            if not torn and not _covered(mapping(effect), unfinished):
                message = "this change cites no claim; give it `cites`, or say what is assumed as `outside`"
                yield PlacedTrouble((*loc, "effects", i), Trouble("uncited", message))


def _hearing(loc: Loc, raw: dict[str, Any], ways_on: list[str]) -> Iterator[PlacedTrouble]:
    hear = raw.get("hear")
    if isinstance(hear, str) and WHOLE.fullmatch(hear) and int(hear) < 1:
        yield PlacedTrouble(
            (*loc, "hear"), Trouble("out-of-range", "`hear` is a number from 1: how many briefings a visit")
        )
    for key in ("briefings", "hear"):
        if key in raw and ways_on and "choices" not in ways_on:
            message = f"`{key}` needs `choices`: only where one chooses can one ask"
            yield key_warning((*loc, key), "never-heard", message)
    if hear is not None and "briefings" not in raw and "choices" in ways_on:
        yield key_warning((*loc, "hear"), "never-heard", "`hear` does nothing without `briefings`")


def _forgotten(loc: Loc, raw: dict[str, Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """Choices that do nothing at all: most likely a way on that was forgotten."""
    for choice, inner in mapping(raw.get("choices")).items():
        parts = mapping(inner)
        does = "goto" in parts or "outcome" in parts or parts.get("effects") or parts.get("once") == "true"
        if parts and not does and inner not in unfinished:
            message = f"`{choice}` does nothing: give it a `goto`, or, if one stays, `outcome`, `effects` or `once`"
            yield key_error((*loc, "choices", choice), "no-way-on", message)


def _locks(loc: Loc, raw: dict[str, Any]) -> Iterator[PlacedTrouble]:
    for choice, inner in mapping(raw.get("choices")).items():
        parts = mapping(inner)
        if "locked" in parts and "when" not in parts and parts.get("once") != "true":
            message = "`locked` does nothing without `when` or `once: true`: nothing ever locks this choice"
            yield key_warning((*loc, "choices", choice, "locked"), "never-locked", message)


def _weights(loc: Loc, raw: dict[str, Any]) -> Iterator[PlacedTrouble]:
    outcomes = mapping(raw.get("chance"))
    weights = [mapping(outcome).get("weight") for outcome in outcomes.values()]
    if weights and all(isinstance(w, str) and WHOLE.fullmatch(w) and int(w) <= 0 for w in weights):
        yield key_warning((*loc, "chance"), "never-falls", "all weights are zero: the story is stuck here")


def _ways_in_order(loc: Loc, ways: list[Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """In a list of ways, only the last has no `when`."""
    for i, way in enumerate(ways):
        last = i == len(ways) - 1
        if not isinstance(way, dict) or way in unfinished or (last and ways in unfinished):
            continue
        if last and "when" in way:
            message = "the last way has a `when`: if it does not hold there is no way on"
            yield key_error((*loc, i, "when"), "ways-out-of-order", message)
        elif not last and "when" not in way:
            message = "a way without `when` comes before others, which are never taken then"
            yield PlacedTrouble((*loc, i), Trouble("ways-out-of-order", message))


def _covered(holder: dict[str, Any], unfinished: Unfinished) -> bool:
    return bool(holder.get("cites") or holder.get("outside") or holder in unfinished)
