"""Where a node leads; `back`, from a card and from whatever a card leads to, leads to what follows the draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from playable.language.contents import Holder, effect_holders
from playable.language.model import Choice, Node, Outcome
from playable.language.story import Story

BACK = "back"


class Exit(NamedTuple):
    """A way out of a node to another, or `back`: by a choice, an outcome of chance, or, `by` empty, running on."""

    target: str
    by: str
    kind: Literal["choice", "chance", ""]


def exits(node: Node) -> Iterator[Exit]:
    """Every way out of a node that is written there: a choice without `goto` stays, and the cards stand in a deck."""
    for loc, holder in effect_holders(node):
        match holder:
            case Choice():
                yield from (Exit(target, str(loc[-1]), "choice") for target in _named(holder))
            case Outcome():
                yield from (Exit(target, str(loc[-1]), "chance") for target in _named(holder))
            case Node():
                yield from (Exit(target, "", "") for target in _named(holder))
    if node.then:
        yield Exit(node.then, "", "")


def targets(node: Node) -> tuple[str, ...]:
    """The nodes that a node leads to, each once, `back` perhaps among them."""
    return tuple(dict.fromkeys(way.target for way in exits(node)))


def homes(story: Story) -> dict[str, list[str]]:
    """Of each node that a card is or leads to, the nodes with the draws that it can come back to."""
    origins: dict[str, list[str]] = {}
    for node_id, node in story.nodes.items():
        todo = list(story.decks[node.draw]) if node.draw else []
        met = {BACK, *todo}
        for one in todo:  # grows by what a card leads to
            origins.setdefault(one, []).append(node_id)
            ahead = [to for to in targets(story.nodes[one]) if to not in met]
            met.update(ahead)
            todo += ahead
    return origins


def _named(holder: Holder) -> list[str]:
    """The nodes that the `goto` of a holder names."""
    goto = holder.goto
    return [way.goto for way in goto] if isinstance(goto, list) else [] if goto is None else [goto]
