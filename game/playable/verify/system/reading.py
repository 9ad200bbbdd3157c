"""A condition as it is read at one node: `here`, `ending` and `tone` are known, and what is known is worked out."""

from __future__ import annotations

from collections.abc import Mapping

from playable.engine.machine import Scene
from playable.language.expressions.algebra import rewritten, simplified
from playable.language.expressions.tree import Memory, Name, Tree, Truth, Word
from playable.language.names import Domain


def read_at(tree: Tree, scene: Scene, domains: Mapping[str, Domain]) -> Tree:
    """The condition on entering a node: the present visit counts as seen. `domains` are those of the variables."""

    def read(part: Tree) -> Tree:
        match part:
            case Name("here"):
                return Word(scene.id)
            case Name("ending"):
                return Word(scene.id if scene.node.ending else "none")
            case Name("tone"):
                return Word(scene.node.ending.tone if scene.node.ending else "none")
            case Memory("seen", ref) if ref == scene.id:
                return Truth(True)
            case _:
                return simplified(part, domains)

    return rewritten(tree, read)
