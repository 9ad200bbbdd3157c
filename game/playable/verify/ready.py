"""Moves made ready for sets of states: worked out once, for a move is made many times."""

from __future__ import annotations

from typing import NamedTuple

from playable.engine.machine import Op
from playable.language.expressions.tree import Tree
from playable.verify.layout import Layout
from playable.verify.liveness import Liveness
from playable.verify.moves import Move
from playable.verify.reading import positive


class Ready(NamedTuple):
    """A move made ready: only the effects that matter, and what is forgotten on each way."""

    when: tuple[Tree, ...]
    ops: tuple[Op, ...]
    ways: tuple[tuple[tuple[Tree, ...], int, int, int, tuple[int, ...]], ...]  # conditions, target, clear, set, digits


def ready(at: int, move: Move, liveness: Liveness, layout: Layout) -> Ready:
    """A move from place `at`, made ready."""
    when = move.when if move.weight is None else (positive(move.weight),)
    ops = liveness.effects(move)
    here = liveness.live[at]
    for op in ops:
        here |= 1 << op.slot
    ways = []
    for way in move.ways:
        live, put = liveness.live[way.target], 0
        clear = layout.key_mask(live)
        for slot, value in way.sets:
            if live >> slot & 1:
                clear &= ~layout.field[slot]
                put = layout.put(put, slot, value)
        dead = here & ~live
        digits = tuple(layout.digit[slot] for slot in layout.dims if dead >> slot & 1)
        ways.append((way.when, way.target, clear, put, digits))
    return Ready(when, ops, tuple(ways))
