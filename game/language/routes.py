"""Where nodes lead, read from the files as typed: cards and their `back`, draws inside draws, rings without a choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from game.language.names import mapping
from game.language.source import Loc

Step = tuple[Loc, str]  # where a way on is written, and its target


def ways_on(name: str, raw: Mapping[str, Any]) -> Iterator[Step]:
    """Every way out of a node that names a target, `back` among them."""
    loc: Loc = ("nodes", name)
    holders: list[tuple[Loc, Any]] = [((*loc, "goto"), raw.get("goto"))]
    for part in ("choices", "chance"):
        holders += [((*loc, part, k, "goto"), mapping(v).get("goto")) for k, v in mapping(raw.get(part)).items()]
    for place, goto in holders:
        if isinstance(goto, str):
            yield place, goto
        elif isinstance(goto, list):
            for i, way in enumerate(goto):
                if isinstance(target := mapping(way).get("goto"), str):
                    yield (*place, i, "goto"), target
    if isinstance(then := raw.get("then"), str):
        yield (*loc, "then"), then


class Routes:
    """The graph of a story's nodes; `nodes` and `decks` as they stand in the files."""

    def __init__(self, nodes: Mapping[str, Any], decks: Mapping[str, list[object]]) -> None:
        self.nodes = {k: v for k, v in nodes.items() if isinstance(v, dict)}
        self.steps = {name: list(ways_on(name, raw)) for name, raw in self.nodes.items()}
        self.cards = {deck: [c for c in cards if isinstance(c, str) and c in self.nodes] for deck, cards in decks.items()}
        self.after_card = {deck: self.closure(cards) for deck, cards in self.cards.items()}

    def closure(self, starts: Iterable[str]) -> set[str]:
        """The nodes that `starts` lead to, themselves included, by ways that are written out."""
        seen: set[str] = set()
        todo = list(starts)
        while todo:
            if (node := todo.pop()) in self.steps and node not in seen:
                seen.add(node)
                todo += [target for _, target in self.steps[node]]
        return seen

    def stray_backs(self, start: object) -> Iterator[Loc]:
        """Each `back` that can be reached other than through a card."""
        in_cards = set().union(*self.after_card.values()) if self.after_card else set()
        entries = [start] if isinstance(start, str) else []
        for name, steps in self.steps.items():
            if name not in in_cards:
                entries += [target for _, target in steps]
        outside = self.closure(entries) | (self.nodes.keys() - in_cards)
        for name in self.nodes:
            if name in outside:
                yield from (loc for loc, target in self.steps[name] if target == "back")

    def nested_draws(self) -> Iterator[tuple[str, str]]:
        """Each node that draws although a card leads to it, with that card's deck."""
        for deck, nodes in self.after_card.items():
            yield from ((name, deck) for name in self.nodes if name in nodes and "draw" in self.nodes[name])

    def rings(self) -> Iterator[list[str]]:
        """Each ring of nodes in which no choice is made, once."""
        homes = {deck: self.drawn_from(deck) for deck in self.cards}
        done: set[str] = set()
        for first in self.nodes:
            path: dict[str, Iterator[str]] = {}  # the walk from `first`, each node with the ways it has yet to try
            if first not in done:
                path[first] = self.run_on(first, homes)
            while path:
                node = next(reversed(path))
                for target in path[node]:
                    if target in path:
                        walked = list(path)
                        yield [*walked[walked.index(target) :], target]
                    elif target not in done:
                        path[target] = self.run_on(target, homes)
                        break
                else:
                    done.add(node)
                    del path[node]

    def drawn_from(self, deck: str) -> list[str]:
        """Where a card of `deck` comes back to."""
        return [raw["then"] for raw in self.nodes.values() if raw.get("draw") == deck and isinstance(raw.get("then"), str)]

    def run_on(self, name: str, homes: Mapping[str, list[str]]) -> Iterator[str]:
        """The nodes that `name` may run on to without a choice."""
        raw = self.nodes[name]
        if "choices" in raw:
            return
        for _, target in self.steps[name]:
            if target != "back":
                yield from (t for t in (target,) if t in self.nodes)
            else:
                for deck, nodes in self.after_card.items():
                    if name in nodes:
                        yield from (t for t in homes[deck] if t in self.nodes)
        if isinstance(deck := raw.get("draw"), str):
            yield from self.cards.get(deck, ())
