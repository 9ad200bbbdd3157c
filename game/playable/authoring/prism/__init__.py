"""A story's machine in the language of PRISM, for model checkers that share no code with us."""

from playable.authoring.prism.model import Exported, PlayerKind, prism

__all__ = ["Exported", "PlayerKind", "prism"]
