"""The values of variables and memory as they would be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playable.engine.compile import Slots
from playable.language.expressions.algebra import negated, unparse
from playable.language.expressions.tree import Memory, Tree
from playable.language.names import OneOf, Range


def told(name: str, values: Iterable[int], slots: Slots) -> str:
    """What a variable or memory is: `trust is 0 to 2`."""
    return f"{name} is {worded(name, values, slots)}"


def worded(name: str, values: Iterable[int], slots: Slots) -> str:
    """Values of a variable or memory as they are written: `0 to 2`, `'thin' or 'full'`."""
    domain, ordered = slots.domain(name), sorted(values)
    if isinstance(domain, Range):
        return _either(_stretches(ordered))
    words = [f"'{domain.words[v]}'" if isinstance(domain, OneOf) else ("false", "true")[v] for v in ordered]
    return _either(words)


def as_written(conditions: Sequence[Tree], choice: str = "") -> str:
    """Conditions that must all hold, as the author wrote them: `once` of the choice is no condition of its own."""
    once, tight = negated(Memory("chose", choice)), 2 if len(conditions) > 1 else 0
    return " and ".join("once" if tree == once else unparse(tree, tight) for tree in conditions)


def _stretches(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in order, three or more in a row as one: `0 to 4`, `7`."""
    begin = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or numbers[n] != numbers[n - 1] + 1:
            row = numbers[begin:n]
            yield from [f"{row[0]} to {row[-1]}"] if len(row) > 2 else map(str, row)
            begin = n


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
