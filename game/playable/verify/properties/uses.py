"""Which variables a story reads and writes anywhere, in rules, texts and theses."""

from __future__ import annotations

from collections.abc import Iterator

from playable.language.contents import assignments, expressions
from playable.language.expressions.tree import Assign, Band, Name, Tree, leaves
from playable.language.model import Part
from playable.language.story import Story


def unread(story: Story) -> list[str]:
    """Variables that nothing but their own changes reads; one that is shown to the player is read."""
    read = {name for part in _parts(story) for tree in expressions(part) for name in _names(tree)}
    read |= {name for one in _assignments(story) for name in _names(one.value) if name != one.name}
    return [name for name, variable in story.state.items() if name not in read and not variable.shown]


def unwritten(story: Story) -> list[str]:
    """Variables that no effect assigns."""
    written = {one.name for one in _assignments(story)}
    return [name for name in story.state if name not in written]


def _names(tree: Tree) -> Iterator[str]:
    return (leaf.name for leaf in leaves(tree) if isinstance(leaf, Name | Band))


def _parts(story: Story) -> Iterator[Part]:
    yield from (*story.nodes.values(), *story.theses.values(), *story.state.values())


def _assignments(story: Story) -> Iterator[Assign]:
    return (one for part in _parts(story) for one in assignments(part))
