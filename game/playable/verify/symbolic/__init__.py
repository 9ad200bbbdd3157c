"""What can be reached, over all playthroughs at once, and the shortest way there: sets of states as big integers."""

from playable.verify.symbolic.a_star import AStar
from playable.verify.symbolic.bitset import EVERYWHERE, Bitsets
from playable.verify.symbolic.distances import Distances
from playable.verify.symbolic.encoding import Encoding
from playable.verify.symbolic.image import Image, KeyedSets, SetsByKey, atoms
from playable.verify.symbolic.reachability import Base, Explorer, Keep, Rules
from playable.verify.symbolic.reached import (
    CHOICE,
    DRAW,
    Answer,
    Asked,
    EdgeId,
    Reached,
    Target,
    TransitionId,
    Witnesses,
    cost,
)
from playable.verify.symbolic.representation import Explored, Kept, explore

__all__ = [
    "CHOICE",
    "DRAW",
    "EVERYWHERE",
    "AStar",
    "Answer",
    "Asked",
    "Base",
    "Bitsets",
    "Distances",
    "EdgeId",
    "Encoding",
    "Explored",
    "Explorer",
    "Image",
    "Keep",
    "Kept",
    "KeyedSets",
    "Reached",
    "Rules",
    "SetsByKey",
    "Target",
    "TransitionId",
    "Witnesses",
    "atoms",
    "cost",
    "explore",
]
