"""How many decisions a playthrough of a story usually takes."""

from __future__ import annotations

import statistics

from playable.engine.machine import Machine
from playable.simulate.choosers import AtRandom
from playable.simulate.simulator import Simulator, silence

PLAYS = 21  # random playthroughs: enough for a number that is called "about"


def usual_length(machine: Machine) -> int:
    """The median of some random ones, always the same; 0 where none ends."""
    simulator = Simulator(machine, silence)
    played = [simulator.play(AtRandom(f"length/{n}")) for n in range(PLAYS)]
    lengths = [one.decisions for one in played if not one.why]
    return int(statistics.median(lengths or [0]))
