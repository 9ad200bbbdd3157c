"""The values of variables and memory as they would be told."""

from __future__ import annotations

from collections.abc import Iterable

from playable.engine.compile import Slots
from playable.language.names import OneOf, Range


def told(name: str, values: Iterable[int], slots: Slots) -> str:
    """What a variable or memory is: `trust is 0 to 2`."""
    return f"{name} is {worded(name, values, slots)}"


def worded(name: str, values: Iterable[int], slots: Slots) -> str:
    """Values of a variable or memory as they are written: `0 to 2`, `'thin' or 'full'`."""
    domain, found = slots.domain(name), sorted(values)
    if isinstance(domain, Range):
        whole = len(found) > 2 and found[-1] - found[0] == len(found) - 1
        return f"{found[0]} to {found[-1]}" if whole else _either(map(str, found))
    words = [f"'{domain.words[v]}'" if isinstance(domain, OneOf) else ("false", "true")[v] for v in found]
    return _either(words)


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
