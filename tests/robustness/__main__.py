"""Everything that is tried on the house itself. `python -m tests.robustness [TRIAL …] [--much N] [--seed N]`

Each trial holds, or the run falls short; the page docs/robustness.md says what is promised.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable

from tests.robustness import fuzzing, violence
from tests.robustness.mutating import tried

OFTEN: dict[Callable[[int, int], None], int] = {
    fuzzing.stories: 500,
    fuzzing.expressions: 3000,
    fuzzing.texts: 1000,
    fuzzing.playthroughs: 1000,
    fuzzing.saves: 300,
    violence.kills: 20,
    violence.writers: 3,
    violence.disks: 1,
    violence.terminals: 20,
    violence.keys: 500,
}
TESTS = ["tests/language", "tests/engine", "tests/desk", "tests/testing/test_coverage_by_hand.py"]
PARTS = ["language", "engine"]
BOUND = 0.85  # of the mutants that the tests notice


def main() -> int:
    """Try; the exit code is 1 where something did not hold."""
    known = ", ".join([*(trial.__name__ for trial in OFTEN), "mutants"])
    parser = argparse.ArgumentParser(prog="python -m tests.robustness", description=__doc__)
    parser.add_argument(
        "trials", nargs="*", metavar="TRIAL", help=f"of {', '.join(t.__name__ for t in OFTEN)}; mutants"
    )
    parser.add_argument("--much", type=int, default=1, help="so many times as often")
    parser.add_argument("--seed", type=int, default=1, help="what all is drawn by")
    parser.add_argument("--mutants", type=int, default=100, help="how many mutants are tried")
    arguments = parser.parse_args()
    names = arguments.trials or known.split(", ")
    fine = True
    for trial, often in OFTEN.items():
        if trial.__name__ in names:
            fine &= _tried(trial, often * arguments.much, arguments.seed)
    if "mutants" in names:
        found = tried(TESTS, PARTS, arguments.mutants, arguments.seed, _say)
        _say(f"mutants: {found.killed} of {found.number} noticed ({found.killed / found.number:.0%})")
        fine &= found.killed >= BOUND * found.number
    return 0 if fine else 1


def _tried(trial: Callable[[int, int], None], often: int, seed: int) -> bool:
    began, holds = time.monotonic(), True
    try:
        trial(often, seed)
    except Exception:  # whatever it is: that is what is looked for
        holds = False
        _say(traceback.format_exc())
    _say(f"{trial.__name__:14} {often:6} times  {'holds' if holds else 'FAILS'}  {time.monotonic() - began:6.1f} s")
    return holds


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
