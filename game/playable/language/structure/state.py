"""A variable of the state: its values, where it starts, its bands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playable.language.faults import Trouble, short, some
from playable.language.names import MOST_VALUES, WHOLE, OneOf, Range, domain, mapping
from playable.language.nearest import nearest
from playable.language.reading.places import Loc
from playable.language.reading.unfinished import Unfinished
from playable.language.structure.raw import PlacedTrouble, key_error, key_warning


def in_variable(loc: Loc, raw: dict[str, Any], unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    """The faults in a declaration."""
    bands = {k: v for k, v in mapping(raw.get("bands")).items() if v != ""}
    if "range" in raw and "one_of" in raw:
        yield key_error((*loc, "one_of"), "two-kinds", "a variable has a `range` or a `one_of`, not both")
        return
    if "good" in raw and "range" not in raw:
        message = "`good` says which end of a `range` is welcome; here it does nothing"
        yield key_warning((*loc, "good"), "out-of-place", message)
    if any(raw.get(key) in unfinished for key in ("range", "one_of")):
        return
    match domain(raw):
        case Range(low, high):
            yield from _in_range(loc, raw.get("start"), bands, low, high)
        case OneOf(words):
            yield from _in_words(loc, raw.get("start"), bands, words)
        case _:
            yield from _in_flag(loc, raw, bands)
            bounds = raw.get("range")
            whole = isinstance(bounds, list) and all(isinstance(b, str) and WHOLE.fullmatch(b) for b in bounds)
            if whole and len(raw["range"]) == 2:
                message = f"a range goes from its lowest to its highest value, {MOST_VALUES:,} values at most"
                yield PlacedTrouble((*loc, "range"), Trouble("bad-range", message))


def _in_range(loc: Loc, start: object, bands: dict[str, Any], low: int, high: int) -> Iterator[PlacedTrouble]:
    if isinstance(start, str) and start and not _between(start, low, high):
        yield PlacedTrouble((*loc, "start"), Trouble("out-of-range", f"`start` is a whole number from {low} to {high}"))
    begins: set[int] = set()
    for key in bands:
        if not _between(key, low, high):
            message = f"a band begins at a whole number from {low} to {high}"
            yield key_error((*loc, "bands", key), "out-of-range", message)
        elif int(key) in begins:
            yield key_error((*loc, "bands", key), "duplicate-key", f"a band begins at {int(key)} already")
        else:
            begins.add(int(key))
    if begins and min(begins) > low and len(begins) == len(bands):
        yield key_warning((*loc, "bands"), "band-gap", f"no band for {low}: the first begins at {min(begins)}")


def _in_words(loc: Loc, start: object, bands: dict[str, Any], words: tuple[str, ...]) -> Iterator[PlacedTrouble]:
    if isinstance(start, str) and start and start not in words:
        message = f"`start` is none of {some(words)}"
        yield PlacedTrouble((*loc, "start"), Trouble("unknown-word", message, 0, nearest(start, words)))
    if len(words) > MOST_VALUES:
        yield key_error((*loc, "one_of"), "bad-range", f"{len(words):,} words; {MOST_VALUES:,} at most")
    before: set[str] = set()
    for i, word in enumerate(words):
        if word in before:
            yield PlacedTrouble((*loc, "one_of", i), Trouble("duplicate-word", f"`{short(word)}` is listed twice"))
        if "'" in word or '"' in word or "\n" in word:
            yield PlacedTrouble((*loc, "one_of", i), Trouble("bad-word", "a word has no quotes and no line ends in it"))
        before.add(word)
    for key in bands:
        if key not in before:
            trouble = Trouble("unknown-word", f"`{short(key)}` is none of {some(words)}", 0, nearest(key, words))
            yield PlacedTrouble((*loc, "bands", key), trouble, of_key=True)


def _in_flag(loc: Loc, raw: dict[str, Any], bands: dict[str, Any]) -> Iterator[PlacedTrouble]:
    if "range" in raw or "one_of" in raw:
        return
    start = raw.get("start")
    if isinstance(start, str) and start not in ("true", "false", ""):
        message = "a variable without `range` or `one_of` is a flag and starts as `true` or `false`"
        yield PlacedTrouble((*loc, "start"), Trouble("wrong-type", message, 0, nearest(start, ("true", "false"))))
        return
    for key in bands:
        if key not in ("true", "false"):
            yield key_error((*loc, "bands", key), "unknown-word", "a flag has bands for `true` and `false`")


def _between(text: str, low: int, high: int) -> bool:
    return bool(WHOLE.fullmatch(text)) and low <= int(text) <= high
