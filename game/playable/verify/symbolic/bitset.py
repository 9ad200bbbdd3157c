"""A set of states as one big int: a bit for each valuation of some ranges, which are the digits of its place.

Digit `j` has `sizes[j]` values and weighs `strides[j]`. Where a digit has some value is a periodic pattern of bits,
built by doubling and kept; to add to a digit is to shift.
"""

from __future__ import annotations

Bits = int  # a set: a bit for each member
EVERYWHERE: Bits = -1  # the pattern of all valuations, whatever the digits are
MOST_SPANS = 1 << 12  # patterns kept


class Bitsets:
    """The patterns of digits of the given sizes."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes, self.strides = sizes, []
        bits = 1
        for size in sizes:
            self.strides.append(bits)
            bits *= size
        self.bits = bits
        self.all = (1 << bits) - 1
        self._from: dict[tuple[int, int], int] = {}
        self._spans: dict[tuple[int, int, int], int] = {}

    def at_least(self, j: int, value: int) -> int:
        """Where digit `j` is `value` or more."""
        if value <= 0:
            return self.all
        if value >= self.sizes[j]:
            return 0
        pattern = self._from.get((j, value))
        if pattern is None:
            stride = self.strides[j]
            block = stride * self.sizes[j]
            pattern, have, want = ((1 << stride * (self.sizes[j] - value)) - 1) << stride * value, 1, self.bits // block
            while have < want:
                take = min(have, want - have)
                pattern |= (pattern & ((1 << take * block) - 1)) << have * block
                have += take
            self._from[j, value] = pattern
        return pattern

    def span(self, j: int, first: int, last: int) -> int:
        """Where digit `j` is between `first` and `last`, both counted."""
        if last >= self.sizes[j] - 1:
            return self.at_least(j, first)
        pattern = self._spans.get((j, first, last))
        if pattern is None:
            if len(self._spans) >= MOST_SPANS:
                self._spans.clear()
            pattern = self._spans[j, first, last] = self.at_least(j, first) ^ self.at_least(j, last + 1)
        return pattern

    def forget(self, x: int, j: int) -> int:
        """The set with digit `j` made 0 in each member."""
        stride, size, moved = self.strides[j], self.sizes[j], 1
        while moved < size:  # all that is so many values higher, or fewer, comes down to each place
            more = min(moved, size - moved)
            x |= x >> stride * more
            moved += more
        return x & self.span(j, 0, 0)

    def values(self, x: int, j: int) -> list[int]:
        """The values that digit `j` has in the set."""
        stride, size = self.strides[j], self.sizes[j]
        blocks = self.bits // (stride * size)
        while blocks > 1:  # higher digits make no difference: halves are laid upon each other
            blocks = (blocks + 1) // 2
            half = blocks * stride * size
            x = x >> half | x & (1 << half) - 1
        lower, values = (1 << stride) - 1, []
        for value in range(size):
            if x & lower:
                values.append(value)
            x >>= stride
        return values
