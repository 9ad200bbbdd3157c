"""Every state one by one, with what leads on from it: what odds and lengths are worked out on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from game.verify.explore import Asked, Explorer
from game.verify.graph import Graph
from game.verify.order import components
from game.verify.walk import Valued, Walker


@dataclass(frozen=True)
class Chain:
    """States by number, 0 the start; of each, its moves as (which, weight, to). Rings stand in order."""

    walker: Walker
    states: list[tuple[int, Valued]]
    onward: list[list[tuple[int, int, int]]]
    rings: list[list[int]]  # strongly connected components, each before what it leads to
    ends: frozenset[int]  # states at an ending
    open: frozenset[int]  # states from which an ending can be reached

    @property
    def graph(self) -> Graph:
        """Of which these are the states."""
        return self.walker.graph

    def decides(self, state: int) -> bool:
        """Does the player choose here?"""
        return self.walker.kinds[self.states[state][0]] == "choose"

    def turns(self, ring: list[int]) -> bool:
        """Can one go round in it?"""
        return len(ring) > 1 or any(to == ring[0] for _, _, to in self.onward[ring[0]])

    def having(self, wanted: Callable[[int, Valued], bool], among: Iterable[int] | None = None) -> list[int]:
        """The states, of all or of some, for which something is so."""
        return [i for i in (range(len(self.states)) if among is None else among) if wanted(*self.states[i])]


def chain(graph: Graph, asked: Asked, limit: int) -> Chain | None:
    """All the states of a story, as far as moves and what is asked keep them apart; None where they are over `limit`.

    They are counted as sets first, which is fast, so that a story with too many takes no time.
    """
    explorer = Explorer(graph, asked)
    if not explorer.run(limit).complete:
        return None
    walker = Walker(graph, explorer.liveness, [tree for some in asked.values() for trees in some for tree in trees])
    states = [walker.start]
    index = {walker.start: 0}
    onward: list[list[tuple[int, int, int]]] = []
    for place, state in states:  # grows as it goes
        moves = []
        for move, weight, to, after in walker.onward(place, state):
            there = (to, after)
            number = index.get(there)
            if number is None:
                number = index[there] = len(states)
                states.append(there)
            moves.append((move, weight, number))
        onward.append(moves)
    ends = frozenset(i for i, (place, _) in enumerate(states) if walker.graph.places[place].ends)
    rings = components([[to for _, _, to in moves] for moves in onward])
    return Chain(walker, states, onward, rings, ends, _leading_to(ends, onward))


def _leading_to(ends: Iterable[int], onward: list[list[tuple[int, int, int]]]) -> frozenset[int]:
    before: list[list[int]] = [[] for _ in onward]
    for i, moves in enumerate(onward):
        for _, _, to in moves:
            before[to].append(i)
    todo, found = list(ends), set(ends)
    while todo:
        for i in before[todo.pop()]:
            if i not in found:
                found.add(i)
                todo.append(i)
    return frozenset(found)
