"""Which variables a story reads and writes anywhere, in rules, texts and theses."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from playable.language.expressions.tree import Assign, Band, Name, Tree, leaves
from playable.language.prose import Prose
from playable.language.story import Story


def unread(story: Story) -> list[str]:
    """Variables that nothing but their own changes reads; one that is shown to the player is read."""
    read = {name for tree in _trees(story) if not isinstance(tree, Assign) for name in _names(tree)}
    read |= {
        name for tree in _trees(story) if isinstance(tree, Assign) for name in _names(tree.value) if name != tree.name
    }
    return [name for name, variable in story.state.items() if name not in read and not variable.shown]


def unwritten(story: Story) -> list[str]:
    """Variables that no effect assigns."""
    written = {tree.name for tree in _trees(story) if isinstance(tree, Assign)}
    return [name for name in story.state if name not in written]


def _names(tree: Tree) -> Iterator[str]:
    return (leaf.name for leaf in leaves(tree) if isinstance(leaf, Name | Band))


def _trees(story: Story) -> Iterator[Tree | Assign]:
    for part in (*story.nodes.values(), *story.theses.values(), *story.state.values()):
        yield from _below(part)


def _below(value: object) -> Iterator[Tree | Assign]:
    """Every expression in a part of the format."""
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from _below(getattr(value, name))
        case dict():
            for inner in value.values():
                yield from _below(inner)
        case list():
            for inner in value:
                yield from _below(inner)
        case Prose():
            yield from (piece for piece in value.pieces if not isinstance(piece, str))
        case _:
            if isinstance(value, Assign | Tree):
                yield value
