"""The chain of a story: from the sets of states that were found, or, where they are few, from every single one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from playable.language.expressions.tree import Tree
from playable.verify.limits import Ended, Limits, Run
from playable.verify.markov.chain import Chain, in_order, segment_of
from playable.verify.markov.columns import Columns, Ints, ListedRows
from playable.verify.markov.packed import TooWide, packed_chain
from playable.verify.markov.topological import Segment
from playable.verify.symbolic import Asked, Keep, Kept, ListedStates, Rules, explore
from playable.verify.system import TransitionSystem

OF_A_STATE = 120  # bytes that a state takes while its odds are worked out, and what leads on from it


class NoChain(Ended):
    """The chain was not built: there are too many states, or the run ended first."""


def chain(
    system: TransitionSystem, asked: Asked, limit: int | None = None, run: Run | None = None, how: Kept | None = None
) -> Chain:
    """All the states of a story, as far as transitions and what is asked keep them apart, but for more than `limit`, by
    itself what the machine can hold; `how` states are to be kept, where that is known. Raises NoChain.

    They are found as sets first, which is fast, so that a story with too many takes no time.
    """
    run, limits = run or Run(), Limits.of_machine(limit)
    most, room = limits.single, limits.room
    rules, trees = Rules.of(system), [tree for some in asked.values() for trees in some for tree in trees]
    explored = explore(rules, asked, run.meter("Odds", most, room), how, Keep(system.rank))
    if explored.reached.cut:
        too_many = f"more than {most:,} situations" if explored.reached.cut == "limit" else ""
        raise NoChain(explored.reached.cut, too_many)
    try:
        if explored.listed:
            return listed_chain(explored.listed, trees, run)
        explorer = explored.explorer
        return packed_chain(system, explorer.liveness, explorer.encoding, explored.reached.sets, trees, run)
    except TooWide:
        _, listed = ListedStates.search(rules, asked, run.meter("Odds", most, room))
        return listed_chain(listed, trees, run)
    except MemoryError:
        raise NoChain("memory") from None
    except Ended as why:
        raise NoChain(why.cut) from None


def listed_chain(listed: ListedStates, asked: Iterable[Tree], run: Run | None = None) -> Chain:
    """The chain of listed states."""
    system = listed.system
    met = [i for i in system.rank if i in listed.at]
    number = np.empty(len(listed.states), np.int32)
    first, none = dict[int, int](), 0
    for i in met:
        first[i] = none
        number[listed.at[i]] = np.arange(none, none + len(listed.at[i]))
        none += len(listed.at[i])
    segments = {i: _segment(listed, i, first[i], number, none) for i in met}
    run = run or Run()
    order = in_order(system, segments, run)
    location = np.repeat(np.array(met, np.int32), [len(listed.at[i]) for i in met])[order.old]
    before = np.concatenate([np.array(listed.at[i]) for i in met])[order.old]  # the numbers that they are listed by
    columns = Columns(system, asked)
    values: dict[int, dict[int, Ints]] = {}
    for i in met:
        rows = [listed.states[n][1] for n in before[location == i].tolist()]
        slots = listed.slots(i)
        taken = np.array(rows, np.int64).reshape(len(rows), len(slots)).T
        values[i] = {slot: column - columns.lows[slot] for slot, column in zip(slots, taken, strict=True)}
    start = int(np.flatnonzero(before == 0)[0])
    return Chain(
        system, columns, ListedRows(values, {i: len(listed.at[i]) for i in met}), location, order.blocks, start, run
    )


def _segment(listed: ListedStates, i: int, start: int, number: np.ndarray, none: int) -> Segment:
    """Where the transitions of a location lead from each of its states, and with what weight."""
    transitions = listed.system.locations[i].transitions
    to = np.full((len(transitions), len(listed.at[i])), none, np.int32)
    weight = np.zeros(to.shape) if any(t.weight is not None for t in transitions) else None
    hops = [(n, row, heavy, there) for row, at in enumerate(listed.at[i]) for n, heavy, there in listed.onward[at]]
    if hops:
        n, row, heavy, there = np.array(hops, np.int64).T
        to[n, row] = number[there]
        if weight is not None:
            weight[n, row] = heavy
    return segment_of(listed.system, i, start, to, weight, none)
