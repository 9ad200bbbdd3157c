"""Decks and cards: a card stands once, `back` is reached by cards alone, and draws do not nest."""

from __future__ import annotations

from collections.abc import Iterator

from playable.language.faults import Trouble, short
from playable.language.names import Names, Sections, mapping
from playable.language.nearest import nearest
from playable.language.reading.unfinished import Unfinished
from playable.language.structure.node_graph import NodeGraph
from playable.language.structure.raw import PlacedTrouble, key_error
from playable.language.structure.reachability import unreachable


class Decks:
    """The decks of a story. A misspelt card counts as the node that it must mean, so that it is reported only once."""

    def __init__(self, sections: Sections, names: Names, unfinished: Unfinished) -> None:
        self.nodes = mapping(sections.get("nodes"))
        self.typed = {k: v for k, v in mapping(sections.get("decks")).items() if isinstance(v, list)}
        self.decks: dict[str, list[str]] = {}
        self.all_read = not (names.blind or names.hidden or names.vague or unfinished)
        self.known = not (names.blind or {"decks", "deck"} & (names.hidden | names.vague))
        for name, cards in mapping(sections.get("decks")).items():
            if isinstance(cards, list):
                self.known = self.known and all(isinstance(card, str) for card in cards)
                self.decks[name] = [meant for card in cards if (meant := self._meant(card)) is not None]
            self.known = self.known and isinstance(cards, list) and cards not in unfinished
        self.known = self.known and sections.get("decks") not in unfinished
        self.cards = {card for cards in self.decks.values() for card in cards}

    def _meant(self, card: object) -> str | None:
        if not isinstance(card, str) or card in self.nodes:
            return card if isinstance(card, str) else None
        meant = nearest(card, self.nodes, patient=False)
        self.known = self.known and meant is not None
        return meant

    def never_holds(self, node: str) -> bool:
        """Is a node's `when` never asked, because the node is no card?"""
        return self.known and node not in self.cards

    def troubles(self, start: object) -> Iterator[PlacedTrouble]:
        """The faults of the decks, and of the ways between nodes."""
        yield from self._twice()
        if isinstance(start, str) and start in self.cards:
            yield PlacedTrouble(("story", "start"), Trouble("out-of-place", "a story cannot start at a card"))
        graph = NodeGraph(self.nodes, self.decks)
        for loc in graph.stray_backs(start, all_known=self.known and not graph.unclear):
            message = "`back` leads to where a card was drawn, and this is reached another way than by a card"
            yield PlacedTrouble(loc, Trouble("stray-back", message))
        for node, deck in graph.nested_draws():
            message = f"a card of `{deck}` leads here, and what follows a card draws nothing: it comes `back` or ends"
            yield key_error(("nodes", node, "draw"), "nested-draw", message)
        for ring in graph.rings():
            way = " → ".join(ring if len(ring) <= 8 else [*ring[:4], "…", *ring[-3:]])
            message = f"a ring without a choice, which would never end: {way}"
            yield key_error(("nodes", ring[0]), "endless-ring", message)
        if self.all_read:
            yield from unreachable(graph, self.decks, start)

    def _twice(self) -> Iterator[PlacedTrouble]:
        seen: dict[str, str] = {}
        for name, cards in self.typed.items():
            for i, card in enumerate(cards):
                if not isinstance(card, str):
                    continue
                if card in seen:
                    message = f"`{short(card)}` is a card of `{seen[card]}` already; a card stands once, in one deck"
                    yield PlacedTrouble(("decks", name, i), Trouble("card-twice", message))
                seen.setdefault(card, name)
