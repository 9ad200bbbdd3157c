"""Nodes that no way leads to, by plain search of the graph as typed: whatever the conditions, nobody comes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from playable.language.names import mapping
from playable.language.structure.node_graph import NodeGraph
from playable.language.structure.raw import PlacedTrouble, key_warning

Successors = Mapping[str, Iterable[str]]  # of each node, those that it leads to


def unreachable(graph: NodeGraph, decks: Mapping[str, list[str]], start: object) -> Iterator[PlacedTrouble]:
    """A warning at each cause: a deck that nothing draws, a node that nothing leads to; what is behind it is counted.

    Nothing is said where a target is misspelt past guessing: it may be any of them.
    """
    ahead = {name: [target for _, target in exits if target != "back"] for name, exits in graph.exits.items()}
    drawn = {name: deck for name, raw in graph.nodes.items() if isinstance(deck := raw.get("draw"), str)}
    unclear = any(target not in ahead for targets in ahead.values() for target in targets)
    if not isinstance(start, str) or start not in ahead or unclear or not decks.keys() >= set(drawn.values()):
        return
    for name, deck in drawn.items():
        ahead[name] += [card for card in decks[deck] if card in ahead]
    left = dict.fromkeys(ahead)
    _taken(ahead, [start], left)
    for deck, cards in decks.items():
        if deck not in drawn.values() and (unmet := [card for card in cards if card in left]):
            behind = len(_taken(ahead, unmet, left)) - len(unmet)
            message = f"no node draws from `{deck}`: none of its cards can come{_and_behind(behind)}"
            yield key_warning(("decks", deck), "unreachable", message)
    for name, others in causes(ahead, left):
        choices = len(mapping(graph.nodes[name].get("choices")))
        what = "the ending " if "ending" in graph.nodes[name] else ""
        its = f" and its {choices} choices" if choices > 1 else ""
        message = f"no way leads to {what}`{name}`{its}{_and_behind(len(others))}"
        yield key_warning(("nodes", name), "unreachable", message)


def causes(ahead: Successors, left: dict[str, None]) -> Iterator[tuple[str, list[str]]]:
    """Nodes of those left that none of the others leads to, or one of a ring of such, each with those behind it."""
    for name in _sources_first(ahead, left):
        if name in left:
            yield name, _taken(ahead, [name], left)[1:]


def _taken(ahead: Successors, starts: Iterable[str], left: dict[str, None]) -> list[str]:
    """What the starts lead to of what is left, themselves included; it is no longer left then."""
    taken = [start for start in starts if _took(left, start)]
    for node in taken:  # grows
        taken += [target for target in ahead[node] if _took(left, target)]
    return taken


def _took(left: dict[str, None], name: str) -> bool:
    return name in left and left.pop(name) is None


def _sources_first(ahead: Successors, among: Iterable[str]) -> list[str]:
    """Nodes so that of any two, the one that leads to the other and is not led to by it comes first."""
    finished: dict[str, None] = {}
    for first in (inner := dict.fromkeys(among)):
        walk = {} if first in finished else {first: iter(ahead[first])}
        while walk:
            node = next(reversed(walk))
            for target in walk[node]:
                if target in inner and target not in walk and target not in finished:
                    walk[target] = iter(ahead[target])
                    break
            else:
                finished[node] = None
                del walk[node]
    return list(reversed(finished))


def _and_behind(count: int) -> str:
    return f", nor to {count:,} more behind it" if count else ""
