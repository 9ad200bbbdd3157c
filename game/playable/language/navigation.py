"""Where a node leads; `back`, from a card and from whatever a card leads to, leads to what follows the draw."""

from __future__ import annotations

from playable.language.model import Choice, Node, Outcome
from playable.language.story import Story

BACK = "back"
Holder = Node | Choice | Outcome


def holders(node: Node) -> tuple[Holder, ...]:
    """A node and its choices and outcomes of chance: whatever may have effects and lead on."""
    return (node, *node.choices.values(), *node.chance.values())


def targets(holder: Holder) -> list[str]:
    """Every node that the `goto` of a holder names, `back` among them."""
    goto = holder.goto
    return [way.goto for way in goto] if isinstance(goto, list) else [] if goto is None else [goto]


def homes(story: Story) -> dict[str, list[str]]:
    """Of each node that a card is or leads to, the nodes with the draws that it can come back to."""
    found: dict[str, list[str]] = {}
    for node_id, node in story.nodes.items():
        todo = list(story.decks[node.draw]) if node.draw else []
        for one in todo:  # grows by what a card leads to
            found.setdefault(one, []).append(node_id)
            for holder in holders(story.nodes[one]):
                todo += [to for to in dict.fromkeys(targets(holder)) if to != BACK and to not in todo]
    return found
