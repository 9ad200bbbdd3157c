"""How a set of states is kept: which ranges are digits of its bits, and where all else stands in its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.engine.compile import values
from playable.language.names import Range
from playable.verify.symbolic.bitset import Bitsets
from playable.verify.system import Liveness, SlotSet, TransitionSystem, assign_of, slots_in

MOST_BITS = 1 << 21  # of one set: 256 kB, which a processor's cache still holds
MOST_PATTERNS = 1 << 26  # bytes of the patterns of single values, all together

Key = int  # the values of all that is no digit, each in a field of bits


class Encoding:
    """The slots as digits (`digit`: slot to its place among them) or as fields of the key (`shift` and `field` of each
    slot)."""

    def __init__(self, system: TransitionSystem, liveness: Liveness, most_bits: int = MOST_BITS) -> None:
        domains = [values(domain) for domain in system.slots.domains]
        self.lows = [domain[0] for domain in domains]
        self.sizes = [len(domain) for domain in domains]
        self.dims = list(_dims(system, liveness, self.sizes, most_bits))
        self.digit = {slot: j for j, slot in enumerate(self.dims)}
        self.bitsets = Bitsets([self.sizes[slot] for slot in self.dims])
        self.shift, self.field, at = [0] * len(domains), [0] * len(domains), 0
        for slot, size in enumerate(self.sizes):
            if slot not in self.digit:
                width = max(1, (size - 1).bit_length())
                self.shift[slot], self.field[slot] = at, ((1 << width) - 1) << at
                at += width

    def key_mask(self, slots: SlotSet) -> Key:
        """The bits of the key that belong to some slots."""
        mask = 0
        for slot in slots_in(slots):
            mask |= self.field[slot]
        return mask

    def put(self, key: Key, slot: int, value: int) -> Key:
        """The key with a slot's value set."""
        return key & ~self.field[slot] | (value - self.lows[slot]) << self.shift[slot]

    def get(self, key: Key, slot: int) -> int:
        """The value of a slot in a key."""
        return ((key & self.field[slot]) >> self.shift[slot]) + self.lows[slot]

    def values(self, key: int, bit: int, live: int) -> tuple[int, ...]:
        """The values of the slots that matter, in their order, of the member `bit` of a set."""
        bitsets = self.bitsets
        return tuple(
            self.get(key, slot)
            if (j := self.digit.get(slot)) is None
            else bit // bitsets.strides[j] % bitsets.sizes[j] + self.lows[slot]
            for slot in range(live.bit_length())
            if live >> slot & 1
        )

    def single(self, state: Sequence[int], live: int) -> tuple[int, int]:
        """One state as a key and a set of one."""
        key = bit = 0
        for slot, value in enumerate(state):
            if live >> slot & 1:
                if slot in self.digit:
                    bit += (value - self.lows[slot]) * self.bitsets.strides[self.digit[slot]]
                else:
                    key = self.put(key, slot, value)
        return key, 1 << bit


def _dims(system: TransitionSystem, liveness: Liveness, sizes: list[int], most_bits: int) -> Iterator[int]:
    """Ranges that matter at many locations and are added to; the rest has few values at a time, and suits a key
    better."""
    moved = {
        op.slot
        for location in system.locations
        for transition in location.transitions
        for op in transition.ops
        if system.reads(assign_of(op).value) >> op.slot & 1
    }
    ranges = [slot for slot, domain in enumerate(system.slots.domains) if isinstance(domain, Range) and slot in moved]
    extent = {slot: sum(live >> slot & 1 for live in liveness.live) for slot in ranges}
    bits, sum_of_sizes = 1, 0
    for slot in sorted(ranges, key=lambda slot: -extent[slot]):
        more, size = bits * sizes[slot], sum_of_sizes + sizes[slot]
        wide = more > most_bits or more // 8 * size > MOST_PATTERNS
        if extent[slot] * 4 >= max(extent.values()) and extent[slot] and not wide:
            bits, sum_of_sizes = more, size
            yield slot
