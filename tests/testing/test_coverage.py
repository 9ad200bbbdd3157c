"""pytest says what of a story no playthrough file met."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

STORY = """\
    people: {ann: {name: Ann}, bob: {name: Bob}}
    nodes:
      hall:
        text: A hall.
        briefings: {ann: {text: Go.}, bob: {text: Stay.}}
        choices: {ann: {label: Ask, goto: coin}, leave: {label: Leave, goto: end}}
      coin: {chance: {heads: {weight: 1, goto: end}, tails: {weight: 1, goto: pit}}}
      pit: {text: A pit., ending: {name: Pit, tone: loss}}
      end: {text: End., ending: {name: End, tone: gain}}
"""
PLAYED = "story: ../tiny.yaml\nsteps: [{STEPS}]\n"


def test_what_no_file_met_is_listed(typed: Callable[..., Path], tmp_path: Path) -> None:
    typed(STORY, "hall")
    (tmp_path / "playthroughs").mkdir()
    for name, steps in (("heads", "{hear: hall.ann}, {choose: hall.ann}, {chance: coin.heads}"), ("start", "")):
        (tmp_path / "playthroughs" / f"{name}.yaml").write_text(PLAYED.replace("{STEPS}", steps))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    run = [*command, str(tmp_path / "playthroughs")]
    bare = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=50)
    assert "coverage" not in bare.stdout
    done = subprocess.run(
        [*run, "--story-coverage"], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=50
    )
    told = done.stdout.partition("story coverage: tiny")[2].splitlines()[1:-1]
    assert told == [
        "nodes: 3 of 4 met",
        "  never: pit",
        "choices: 1 of 2 met",
        "  never: hall.leave",
        "outcomes: 1 of 2 met",
        "  never: coin.tails",
        "briefings: 1 of 2 met",
        "  never: hall.bob",
    ]
