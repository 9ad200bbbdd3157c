"""What there is of a story to meet: its parts, and its conditions, which have two sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from playable.language.contents import alternatives, asked_at, cited, effect_holders, texts
from playable.language.expressions.algebra import positive, unparse
from playable.language.expressions.tree import Number, Tree, Truth
from playable.language.model import Choice, Effect, Node, Outcome
from playable.language.reading.places import Loc
from playable.language.source_map import id_of
from playable.language.story import Story

PartKind = Literal[
    "nodes", "endings", "choices", "outcomes", "briefings", "texts", "conditions", "claims", "policies"
]  # each part is of one kind; an ending is no node here
SIDED: tuple[PartKind, ...] = ("texts", "conditions")  # a text is told or left out, a condition holds or fails


class StoryPart(NamedTuple):
    """Something to meet. `loc`: the keys that lead to it; `says`: the condition, of what has two sides."""

    kind: PartKind
    id: str
    loc: Loc
    says: str = ""


def story_parts(story: Story) -> Iterator[StoryPart]:
    """All there is to meet, in the order of the story. Texts are those that are told only when a condition holds."""
    for name, variable in story.state.items():
        if variable.shown is not None and not isinstance(variable.shown, Truth):
            yield _condition(("state", name, "shown"), variable.shown)
    for node_id, node in story.nodes.items():
        yield StoryPart("endings" if node.ending else "nodes", node_id, ("nodes", node_id))
        yield from _conditions(node, ("nodes", node_id))
        for person in node.briefings:
            yield StoryPart("briefings", f"{node_id}.{person}", ("nodes", node_id, "briefings", person))
        for text in texts(node):
            for n, (when, _) in enumerate(alternatives(text.told)):
                if when:
                    loc = ("nodes", node_id, *text.loc, n)
                    yield StoryPart("texts", id_of(loc), (*loc, "when"), unparse(when))
    used = {claim for node in story.nodes.values() for claim in cited(node)}
    yield from (StoryPart("claims", claim, ("claims", claim)) for claim in story.claims if claim in used)
    yield from (StoryPart("policies", policy, ("policies", policy)) for policy in story.policies)


def _conditions(node: Node, at: Loc) -> Iterator[StoryPart]:
    """What a node holds that happens, with every condition in it."""
    if node.when:
        yield _condition((*at, "when"), node.when)
    for inner, holder in effect_holders(node):
        loc = (*at, *inner)
        match holder:
            case Choice(when=when, once=once):
                yield StoryPart("choices", id_of(loc), loc)
                if when or once:
                    says = " and ".join([*([unparse(when)] if when else []), *(["once"] if once else [])])
                    asked = (*loc, asked_at(holder))
                    yield StoryPart("conditions", id_of(asked), asked, says)
            case Outcome(weight=weight):
                yield StoryPart("outcomes", id_of(loc), loc)
                if not isinstance(weight, Number):
                    yield _condition((*loc, "weight"), positive(weight))
        for n, effect in enumerate(holder.effects):
            if isinstance(effect, Effect) and effect.when:
                yield _condition((*loc, "effects", n, "when"), effect.when)
        for n, way in enumerate(holder.goto if isinstance(holder.goto, list) else ()):
            if way.when:
                yield _condition((*loc, "goto", n, "when"), way.when)


def _condition(loc: Loc, tree: Tree) -> StoryPart:
    return StoryPart("conditions", id_of(loc), loc, unparse(tree))
