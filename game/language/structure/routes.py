"""The graph of a story's nodes, as typed: cards and their `back`, draws inside draws, rings without a choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from game.language.faults import nearest
from game.language.places import Loc
from game.language.structure.ways import Step, ways_on

GUESSES = 500  # misspelt targets that are taken for what they nearly are


class Routes:
    """Where nodes lead. `unclear`: a target is misspelt past guessing, so what leads where is not all known."""

    def __init__(self, nodes: Mapping[str, Any], decks: Mapping[str, list[str]]) -> None:
        self.nodes = {k: v for k, v in nodes.items() if isinstance(v, dict) and k != "back"}
        self.unclear = False
        self.guesses = GUESSES if decks else 0  # without cards nobody asks
        self.typed = {name: list(ways_on(name, raw)) for name, raw in self.nodes.items()}
        self.steps = {name: [self._meant(step) for step in steps] for name, steps in self.typed.items()}
        self.cards = {deck: [card for card in cards if card in self.nodes] for deck, cards in decks.items()}
        self.after_card = {deck: self.closure(cards) for deck, cards in self.cards.items()}

    def _meant(self, step: Step) -> Step:
        loc, target = step
        if target == "back" or target in self.nodes:
            return step
        self.guesses -= 1
        meant = nearest(target, self.nodes, patient=False) if self.guesses >= 0 else None
        self.unclear = self.unclear or meant is None
        return loc, meant or target

    def closure(self, starts: Iterable[str], past_draws: bool = False) -> set[str]:
        """The nodes that `starts` lead to, themselves included; past a draw only if asked."""
        seen: set[str] = set()
        todo = list(starts)
        while todo:
            if (node := todo.pop()) in self.steps and node not in seen:
                seen.add(node)
                if past_draws or "draw" not in self.nodes[node]:
                    todo += [target for _, target in self.steps[node]]
        return seen

    def stray_backs(self, start: object) -> Iterator[Loc]:
        """Each `back` that can be reached other than through a card."""
        in_cards = set().union(*self.after_card.values())
        entries = [start] if isinstance(start, str) else []
        for name, steps in self.steps.items():
            if name not in in_cards:
                entries += [target for _, target in steps]
        outside = self.closure(entries, past_draws=True) | (self.nodes.keys() - in_cards)
        for name in self.nodes:
            if name in outside:
                yield from (loc for loc, target in self.steps[name] if target == "back")

    def nested_draws(self) -> Iterator[tuple[str, str]]:
        """Each node that draws although a card leads to it, with that card's deck."""
        found: set[str] = set()
        for deck, nodes in self.after_card.items():
            for name in self.nodes:
                if name in nodes and name not in found and "draw" in self.nodes[name]:
                    found.add(name)
                    yield name, deck

    def rings(self) -> Iterator[list[str]]:
        """A ring of nodes in which no choice is made; none that shares a node with one before it."""
        homes = {deck: self.drawn_from(deck) for deck in self.cards}
        done: set[str] = set()
        told: set[str] = set()
        for first in self.nodes:
            path: dict[str, Iterator[str]] = {}  # the walk from `first`, each node with the ways it has yet to try
            if first not in done:
                path[first] = self.run_on(first, homes)
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
                        path[target] = self.run_on(target, homes)
                        break
                else:
                    done.add(node)
                    del path[node]

    def drawn_from(self, deck: str) -> list[str]:
        """Where a card of `deck` comes back to."""
        found = (raw.get("then") for raw in self.nodes.values() if raw.get("draw") == deck)
        return [then for then in found if isinstance(then, str)]

    def run_on(self, name: str, homes: Mapping[str, list[str]]) -> Iterator[str]:
        """The nodes that `name` may run on to without a choice."""
        raw = self.nodes[name]
        if "choices" in raw:
            return
        for _, target in self.typed[name]:  # not as it may be meant: a guess makes no ring
            if target != "back":
                yield from (t for t in (target,) if t in self.nodes)
            else:
                for deck, nodes in self.after_card.items():
                    if name in nodes:
                        yield from (t for t in homes[deck] if t in self.nodes)
        if isinstance(drawn := raw.get("draw"), str):
            yield from self.cards.get(drawn, ())
