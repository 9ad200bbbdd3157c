"""Single states as a Markov chain: odds, optimal play, livelocks, and the outlook from wherever the player stands.

All but these bring numpy with them, and are imported from their own modules where they are needed.
"""

from playable.verify.markov.outlook import Doors, Outlook

__all__ = ["Doors", "Outlook"]
