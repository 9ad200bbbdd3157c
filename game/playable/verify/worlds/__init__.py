"""A story without some of its claims: what is different in that world, and so what each claim carries."""

from playable.verify.worlds.claim_weights import ClaimWeight, kept, lines, weigh
from playable.verify.worlds.world import World, world

__all__ = ["ClaimWeight", "World", "kept", "lines", "weigh", "world"]
