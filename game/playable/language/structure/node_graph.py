"""The graph of a story's nodes, as typed: cards and their `back`, draws inside draws, rings without a choice."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from playable.language.nearest import nearest
from playable.language.reading.places import Loc
from playable.language.structure.raw import RawExit, raw_exits

GUESSES = 500  # misspelt targets that are taken for what they nearly are


class NestedDraw(NamedTuple):
    """A node that draws, and the deck of a card that leads there."""

    node: str
    deck: str


class NodeGraph:
    """Where nodes lead. `unclear`: a card's target is misspelt past guessing, what follows cards is not all known."""

    def __init__(self, nodes: Mapping[str, Any], decks: Mapping[str, list[str]]) -> None:
        self.nodes = {k: v for k, v in nodes.items() if isinstance(v, dict) and k != "back"}
        self.guesses = GUESSES
        self.typed = {name: list(raw_exits(name, raw)) for name, raw in self.nodes.items()}
        self.exits = {name: [self._meant(way) for way in ways] for name, ways in self.typed.items()}
        self.after_card: dict[str, str] = {}  # each node that cards lead to, with a deck of such a card
        for deck, cards in decks.items():
            for node in self.closure(cards, self.after_card):
                self.after_card[node] = deck
        self.unclear = any(t not in self.nodes and t != "back" for name in self.after_card for _, t in self.exits[name])

    def _meant(self, way: RawExit) -> RawExit:
        loc, target = way
        if target == "back" or target in self.nodes:
            return way
        self.guesses -= 1
        meant = nearest(target, self.nodes, patient=False) if self.guesses >= 0 else None
        return RawExit(loc, meant or target)

    def closure(self, starts: Iterable[str], known: Container[str] = (), past_draws: bool = False) -> set[str]:
        """The nodes that `starts` lead to, themselves included, without the known; past a draw only if asked."""
        seen: set[str] = set()
        todo = list(starts)
        while todo:
            if (node := todo.pop()) in self.exits and node not in seen and node not in known:
                seen.add(node)
                if past_draws or "draw" not in self.nodes[node]:
                    todo += [target for _, target in self.exits[node]]
        return seen

    def stray_backs(self, start: object, all_known: bool) -> Iterator[Loc]:
        """Each `back` that can be reached other than through a card; unless all is known, only from the start."""
        entries = [start] if isinstance(start, str) else []
        outside = self.closure(entries, past_draws=True)
        if all_known:
            others = [name for name in self.exits if name not in self.after_card]
            entries = [target for name in others for _, target in self.exits[name]]
            outside |= self.closure(entries, past_draws=True) | set(others)
        for name in self.nodes:
            if name in outside:
                yield from (loc for loc, target in self.exits[name] if target == "back")

    def nested_draws(self) -> Iterator[NestedDraw]:
        """Each node that draws although a card leads to it."""
        for name, raw in self.nodes.items():
            if name in self.after_card and "draw" in raw:
                yield NestedDraw(name, self.after_card[name])

    def rings(self) -> Iterator[list[str]]:
        """A ring of nodes in which no choice is made; none that shares a node with one before it."""
        done: set[str] = set()
        told: set[str] = set()
        for first in self.nodes:
            path: dict[str, Iterator[str]] = {}  # the walk from `first`, each node with the ways it has yet to try
            if first not in done:
                path[first] = self.run_on(first)
            while path:
                node = next(reversed(path))
                for target in path[node]:
                    if target in path:
                        walked = list(path)
                        ring = walked[walked.index(target) :]
                        if told.isdisjoint(ring):
                            yield [*ring, target]
                        told.update(ring)
                    elif target not in done:
                        path[target] = self.run_on(target)
                        break
                else:
                    done.add(node)
                    del path[node]

    def run_on(self, name: str) -> Iterator[str]:
        """The nodes that `name` may run on to without a choice.

        Not through cards: a draw may always go straight to its `then`, where its cards come back to. Not by guesses
        at what a misspelt target means either.
        """
        if "choices" not in self.nodes[name]:
            yield from (target for _, target in self.typed[name] if target in self.nodes)
