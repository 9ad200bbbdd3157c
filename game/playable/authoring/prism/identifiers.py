"""What everything of a story is called in PRISM: identifiers, none twice and none that means something there."""

from __future__ import annotations

import re

# the keywords of PRISM and of Storm, and what an expression may call
_KEYWORDS = """
A C E F G I P Pmax Pmin R Rmax Rmin S U W X bool ceil clock const ctmc ctmdp double dtmc endinit endinvariant endmodule
endobservables endplayer endrewards endsystem false filter floor formula func global init int invariant label log ma max
mdp min mod module nondeterministic observable observables of player pomdp popta pow prob probabilistic pta rate rewards
round smg stochastic system true
"""


class Identifiers:
    """Hands out identifiers."""

    def __init__(self) -> None:
        self._taken = set(_KEYWORDS.split())

    def new(self, *parts: str) -> str:
        """An identifier that says `parts`, with lines below at its end where it would be one that is taken."""
        name = "_".join(re.sub(r"[^A-Za-z0-9]+", "_", part).strip("_") for part in parts)
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name


def comment(text: str) -> str:
    """A text as one line that PRISM passes over."""
    return f"// {' '.join(text.split())}"
