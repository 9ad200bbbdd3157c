"""States of one location packed in one number each, and taken apart into a column for each slot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playable.verify.symbolic.columns import Ints, Rows

WIDEST = 1 << 62  # combinations of values at one location that a packed state can tell apart
MOST = 1 << 18  # states in a box that things are looked up over


class Packing:
    """How the states of a location are packed: of each slot its least value there, how many there are, and its stride.

    Of a small box of states, columns are looked up: locations alike share the tables.
    """

    def __init__(self, low: dict[int, int], size: dict[int, int]) -> None:
        self.low, self.size = low, size
        self.stride: dict[int, int] = {}
        self.box = 1
        for slot, count in size.items():
            self.stride[slot] = self.box
            self.box *= count
        self._columns: dict[int, Ints] = {}

    def column(self, codes: Ints, slot: int) -> Ints:
        """The values of a slot, counted from the lowest that it has anywhere; zeros where it does not matter."""
        if slot not in self.stride:
            return np.zeros(len(codes), np.int64)
        if self.box > MOST:
            return self._digit(codes, slot)
        table = self._columns.get(slot)
        if table is None:
            table = self._columns[slot] = self._digit(np.arange(self.box), slot)
        return table.take(codes)

    def rows(self, codes: Ints) -> Rows:
        """Packed states as rows."""
        return Rows(len(codes), lambda slot: self.column(codes, slot))

    def forget(self) -> None:
        """Let go of the tables that columns were looked up in."""
        self._columns.clear()

    def packed(self, codes: Ints, other: Packing) -> Ints:
        """States of another packing packed as here; what they lack counts as lowest of all."""
        if other is self:
            return codes
        packed = np.full(len(codes), -sum(self.low[slot] * stride for slot, stride in self.stride.items()), np.int64)
        for run in self._runs(other):
            first, size = run[0], prod(other.size[slot] for slot in run)
            digits = _digits(codes, other.stride[first], size, other.box)
            packed += digits * self.stride[first] if self.stride[first] > 1 else digits
            packed += sum(other.low[slot] * self.stride[slot] for slot in run)
        return packed

    def _runs(self, other: Packing) -> Iterator[list[int]]:
        """The slots that both have, those together that stand in both alike."""
        run: list[int] = []
        for slot in (slot for slot in self.stride if slot in other.stride):
            if run:
                last = run[-1]
                here = self.stride[last] * other.size[last] == self.stride[slot]
                if here and other.stride[last] * other.size[last] == other.stride[slot]:
                    run.append(slot)
                    continue
                yield run
            run = [slot]
        if run:
            yield run

    def _digit(self, codes: Ints, slot: int) -> Ints:
        value = _digits(codes, self.stride[slot], self.size[slot], self.box)
        return value + self.low[slot] if self.low[slot] else value


def _digits(codes: Ints, stride: int, size: int, box: int) -> Ints:
    """What stands in packed states from `stride` on, of `size` values."""
    quotient = codes if stride == 1 else codes // stride
    return quotient if stride * size == box else quotient - quotient // size * size  # several times faster than %


def packings(
    live: Sequence[int], sizes: Sequence[int], value_sets: Callable[[], list[dict[int, int]]]
) -> list[Packing]:
    """How each location's states are packed: over all values of the slots that matter there, or, if those are too many
    for tables, over the stretches that `value_sets` gives: of each slot of a location the values that it may have, as
    bits."""
    known: dict[tuple[tuple[int, int, int], ...], Packing] = {}
    narrow: list[dict[int, int]] | None = None
    made = []
    for i, slots in enumerate(live):
        spans = [(slot, 0, size) for slot, size in enumerate(sizes) if slots >> slot & 1]
        if prod(size for _, _, size in spans) > MOST:
            narrow = value_sets() if narrow is None else narrow
            spans = [(slot, low := (x & -x).bit_length() - 1, x.bit_length() - low) for slot, x in narrow[i].items()]
        key = tuple(spans)
        if key not in known:
            known[key] = Packing({s: low for s, low, _ in spans}, {s: size for s, _, size in spans})
        made.append(known[key])
    return made


class PackedStates:
    """The states of a chain by number, packed: the location of each, and the code of what differs there."""

    def __init__(self, packings: Sequence[Packing], location: NDArray[Any], code: NDArray[Any]) -> None:
        self.packings, self._location, self._code = packings, location, code

    def codes(self, location: int) -> Ints:
        """The states at a location, in the order of their numbers."""
        codes: Ints = self._code[self._location == location].astype(np.int64)
        return codes

    def rows(self, location: int) -> Rows:
        """The same as rows."""
        return self.packings[location].rows(self.codes(location))


class ListedRows:
    """The states of a chain, listed: by location, as rows in the order of their numbers."""

    def __init__(self, rows: Mapping[int, Rows]) -> None:
        self._rows = rows

    def rows(self, location: int) -> Rows:
        """The states at a location as rows, in the order of their numbers."""
        return self._rows.get(location) or Rows(0, lambda _: np.empty(0, np.int64))
