"""A story's machine in the language of PRISM, for model checkers that share no code with us."""

from playable.authoring.prism.model import Exported, Player, prism

__all__ = ["Exported", "Player", "prism"]
