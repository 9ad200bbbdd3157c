"""Sets of states as big integers: what is reachable, and the shortest way there, over all playthroughs at once."""

from playable.verify.symbolic.bitset import Bitsets
from playable.verify.symbolic.distances import Distances
from playable.verify.symbolic.encoding import Encoding
from playable.verify.symbolic.image import Image, KeyedSets, SetsByKey, atoms
from playable.verify.symbolic.reachability import Asked, Explorer, Reached, TransitionId
from playable.verify.symbolic.shortest import CHOICE, DRAW, Target, cost, least, nearest_any, nearest_each

__all__ = [
    "CHOICE",
    "DRAW",
    "Asked",
    "Bitsets",
    "Distances",
    "Encoding",
    "Explorer",
    "Image",
    "KeyedSets",
    "Reached",
    "SetsByKey",
    "Target",
    "TransitionId",
    "atoms",
    "cost",
    "least",
    "nearest_any",
    "nearest_each",
]
