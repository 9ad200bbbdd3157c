"""Which known name was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

LONGEST = 80  # characters; past that nobody misspelt an id
ENOUGH = 0.6  # likeness, from 0 to 1
MANY = 200  # names; past that one slip is looked for first, which costs the same however many there are
_LETTERS = "abcdefghijklmnopqrstuvwxyz_0123456789."


def nearest(name: str, known: Iterable[str], enough: float = ENOUGH, patient: bool = True) -> str | None:
    """The known name most like `name`, or None where none is near.

    Every one of them is looked at only if `patient`; else one slip of the pen must be all there is between them.
    """
    if not name or len(name) > LONGEST:
        return None
    names = known if isinstance(known, set | frozenset | dict | list | tuple) else list(known)
    if not names:
        return None
    plain = name.lower().replace("-", "_").replace(" ", "_")
    if plain != name and plain in names:
        return plain
    if patient and (owned := min((known for known in names if known.endswith(f".{plain}")), default=None)):
        return owned  # a choice without its node
    if (len(names) > MANY or not patient) and (slip := one_slip(plain, names)):
        return slip
    return _likest(plain, names, enough) if patient else None


def likeness(name: str, other: str | None) -> float:
    """How like two names are, from 0 to 1."""
    return difflib.SequenceMatcher(None, other, name.lower(), autojunk=False).ratio() if other else 0.0


def _likest(name: str, names: Iterable[str], enough: float) -> str | None:
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(name)
    best, closest = enough, None
    length, letters = len(name), set(name)
    for known in names:
        both = length + len(known)
        if 2 * min(length, len(known)) < best * both or not letters.intersection(known):
            continue
        matcher.set_seq1(known.lower())
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best and (ratio > best or closest is None):
            best, closest = ratio, known
    return closest


def one_slip(name: str, names: Collection[str]) -> str | None:
    """The name that is one letter dropped, added, changed or swapped away."""
    known = names if isinstance(names, set | frozenset | dict) else set(names)
    for i in range(len(name) + 1):
        head, tail = name[:i], name[i:]
        tries = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]] if tail else []
        tries += [head + c + tail for c in _LETTERS] + [head + c + tail[1:] for c in _LETTERS]
        for tried in tries:
            if tried in known and tried != name:
                return tried
    return None
