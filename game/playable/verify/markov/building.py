"""The chain of a story: from the sets of states that were found, or, where they are few, from every single one."""

from __future__ import annotations

import numpy as np

from playable.verify.limits import Ended, Limits, Run
from playable.verify.markov.chain import Chain, in_order, segment_of
from playable.verify.markov.packed import TooWide, packed_chain
from playable.verify.markov.packing import ListedRows
from playable.verify.markov.topological import Segment
from playable.verify.symbolic import Asked, Keep, Kept, Rules, TransitionId, explore
from playable.verify.symbolic.listed import ListedStates
from playable.verify.system import TransitionSystem


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
    rules = Rules.of(system)
    explored = explore(rules, asked, run.budget("Odds", most, room), how, Keep(system.rank))
    if explored.reached.cut:
        too_many = f"more than {most:,} situations" if explored.reached.cut == "limit" else ""
        raise NoChain(explored.reached.cut, too_many)
    try:
        if explored.listed:
            return listed_chain(explored.listed, run)
        explorer = explored.explorer
        return packed_chain(system, explorer.liveness, explorer.encoding, explored.reached.sets, run)
    except TooWide:
        listed = ListedStates(rules, asked)
        if cut := listed.search(run.budget("Odds", most, room)):
            raise NoChain(cut) from None
        return listed_chain(listed, run)
    except MemoryError:
        raise NoChain("memory") from None
    except Ended as why:
        raise NoChain(why.cut) from None


def listed_chain(listed: ListedStates, run: Run | None = None) -> Chain:
    """The chain of listed states."""
    system, run = listed.system, run or Run()
    met = [i for i in system.rank if i in listed.at]
    number = np.empty(len(listed), np.int32)
    first, none = dict[int, int](), 0
    for i in met:
        first[i] = none
        number[listed.at[i]] = np.arange(none, none + len(listed.at[i]))
        none += len(listed.at[i])
    segments = {i: _segment(listed, i, first[i], number, none) for i in met}
    order = in_order(system, segments, run)
    location = np.repeat(np.array(met, np.int32), [len(listed.at[i]) for i in met])[order.old]
    listed_as = np.concatenate([np.array(listed.at[i], np.int32) for i in met])[order.old]
    rows = {i: listed.rows(i, listed_as[location == i].tolist()) for i in met}
    start = int(np.flatnonzero(listed_as == 0)[0])
    return Chain(system, listed.columns, ListedRows(rows), location, order.blocks, start, run)


def _segment(listed: ListedStates, i: int, start: int, number: np.ndarray, none: int) -> Segment:
    """Where the transitions of a location lead from each of its states, and with what weight."""
    transitions = listed.system.locations[i].transitions
    to = np.full((len(transitions), len(listed.at[i])), none, np.int32)
    weight = np.zeros(to.shape) if any(t.weight is not None for t in transitions) else None
    for n in range(len(transitions)):
        hops = listed.hops.get(TransitionId(i, n))
        if hops:
            at = number[hops.sources] - start
            to[n, at] = number[hops.targets]
            if weight is not None:
                weight[n, at] = hops.weights
    return segment_of(listed.system, i, start, to, weight, none)
