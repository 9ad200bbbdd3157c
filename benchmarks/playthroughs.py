"""Random playthroughs a second of processor time. `python -m benchmarks.playthroughs [FILE …]`

By the simulator, through sessions and through the API of tests, against a yardstick of the same run: a bare loop that
makes as many random picks, list changes and dictionary look-ups as a playthrough has turns, and nothing else. The ratio
counts, not the rate.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.session import Session
from playable.language.story import load
from playable.simulate.choosers import AtRandom
from playable.simulate.simulator import Simulator, texts
from playable.testing import PlayableStory

from benchmarks.stories import written

ROUNDS = 5
SECONDS = 0.6
TURNS = 45


def main() -> None:
    """Print, a story and a manner of playing, the median rate and its ratio to the yardstick's."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [written(n, Path(folder)) for n in (120, 2_000)]
        for file in files:
            machine = assemble(load(file))
            simulator, player = Simulator(machine, texts(machine)), AtRandom(1)
            gc.collect()
            gc.freeze()
            ways: dict[str, Callable[[], object]] = {
                "every text told": partial(simulator.play, player, _hear),
                "no text": partial(simulator.play, player),
                "through sessions and views": partial(_session, machine, True),
                "through sessions, without a text": partial(_session, machine, False),
                "through the API of tests, without a text": partial(_api, PlayableStory(machine)),
                "through the API of tests, `random`": partial(_random_api, PlayableStory(machine)),
            }
            for name, play in ways.items():
                pairs = [(_rate(play), _rate(_yardstick)) for _ in range(ROUNDS)]
                rate = statistics.median(a for a, _ in pairs)
                ratio = statistics.median(a / b for a, b in pairs)
                print(f"{file.name}: {name}: {rate:,.0f} a second, {ratio:.3f} of the yardstick")


_random = random.Random(1).random


def _pick(n: int) -> int:
    return int(_random() * n)


_hear: Callable[[object], object] = type  # the cheapest that takes a text


def _session(machine: Machine, texts: bool) -> None:
    session = Session(machine, seed=1)
    while not session.ended:
        if texts:
            assert session.view.passages
            offers = tuple(offer.id for offer in session.view.offers if not offer.locked)
        else:
            offers = session.open_choices
        session.choose(offers[_pick(len(offers))])


def _api(story: PlayableStory) -> None:
    play = story.play()
    while not play.ended:
        choices = play.open
        play.choose(choices[_pick(len(choices))])


def _random_api(story: PlayableStory) -> None:
    assert story.play().random(_pick(1_000_000)).ended


def _yardstick() -> None:
    state, table = [5] * 6, {i: min(10, i + 1) for i in range(11)}
    for _ in range(TURNS):
        for _ in range(6):
            state[_pick(6)] = table[state[_pick(6)]]


def _rate(play: Callable[[], object]) -> float:
    start, plays = time.process_time(), 0
    while time.process_time() - start < SECONDS:
        play()
        plays += 1
    return plays / (time.process_time() - start)


if __name__ == "__main__":
    main()
