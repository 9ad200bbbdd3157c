"""Proofs against those of Storm (stormchecker.org), on our own export. `python -m benchmarks.storm [FILE …]`

Each is a process of its own; seconds are those of the processor, without starting Python and reading the story. Ours
are told without the import of numpy, and that beside it. Storm's are those of reading the model of `export --to prism`,
building it and answering all of its properties: of the chain (`--player uniform`), plain or `--reduced`, whichever is
faster; and of the decision process (`--player any`), without which it cannot say what can be forced. The ratio is ours
against the chain alone: above 1 we are slower. Needs the extra `outside`.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from playable.authoring.prism import prism
from playable.language.story import load
from playable.verify import verify

from benchmarks.shapes import SHAPES

PATIENCE = 60  # seconds of the processor for one process
T = TypeVar("T")


class Proof(NamedTuple):
    """What a proof took: seconds, megabytes at most; and how many situations there are."""

    seconds: float
    megabytes: float
    states: int


def main() -> None:
    """Print a line for each story."""
    print(f"{'story':30}{'situations':>11}{'ours':>8}{'numpy':>7}{'MB':>6}{'Storm':>8}{'any':>8}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [*_written(Path(folder))]
        for file in files:
            cold, warm = _apart(partial(ours, file, False)), _apart(partial(ours, file, True))
            chain = [_apart(partial(storm, file, "uniform", reduced)) for reduced in (False, True)]
            any_ = [_apart(partial(storm, file, "any", reduced)) for reduced in (False, True)]
            if cold is None or warm is None:
                print(f"{file.stem:30} not proved in {PATIENCE} s")
                continue
            fastest, forced = (min((one for one in some if one is not None), default=None) for some in (chain, any_))
            ratio = "" if fastest is None else f"{warm.seconds / fastest:.2f}"
            seconds = f"{warm.seconds:8.3f}{max(0, cold.seconds - warm.seconds):7.3f}{warm.megabytes:6.0f}"
            theirs = "".join("        " if one is None else f"{one:8.3f}" for one in (fastest, forced))
            print(f"{file.stem:30}{warm.states:11,}{seconds}{theirs}{ratio:>7}", flush=True)


def ours(file: Path, numpy_is_there: bool) -> Proof:
    """Our proof of a story."""
    story = load(file)
    if numpy_is_there:
        import numpy as np

        assert np
    start = time.process_time()
    states = verify(story).states
    return Proof(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, states)


def storm(file: Path, player: str, reduced: bool) -> float:
    """The seconds that Storm takes with our export of it."""
    stormpy = import_module("stormpy")
    exported = prism(load(file), "any" if player == "any" else "uniform", reduced)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.prism"
        path.write_text(exported.model, encoding="utf-8")
        start = time.process_time()
        program = stormpy.parse_prism_program(str(path))
        asked = stormpy.parse_properties(exported.properties, program)
        model = stormpy.build_model(program, properties=asked)
        for one in asked:
            stormpy.model_checking(model, one)
        return time.process_time() - start


def _apart(what: Callable[[], T]) -> T | None:
    """What comes of it in a process of its own; None where that takes too long."""
    with ProcessPoolExecutor(1, get_context("spawn"), _impatient) as pool:
        try:
            return pool.submit(what).result()
        except Exception as error:
            print(f"  {type(error).__name__}: {error}", file=sys.stderr)
            return None


def _impatient() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def _written(folder: Path) -> list[Path]:
    files = []
    for name, text in SHAPES.items():
        files.append(folder / f"{name}.yaml")
        files[-1].write_text(text(), encoding="utf-8")
    return files


if __name__ == "__main__":
    main()
