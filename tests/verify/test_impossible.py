"""What is proved to be impossible is exactly what no playthrough of all there are meets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playable.engine import snapshots
from playable.engine.assembly import assemble
from playable.engine.compile import State
from playable.engine.machine import Machine, Scene, Stuck
from playable.engine.session import Session
from playable.engine.snapshots import Snapshot
from playable.language.library import shipped
from playable.language.story import load
from playable.testing.coverage import met
from playable.testing.coverage.met import Counting
from playable.testing.coverage.parts import SIDED, story_parts
from playable.verify.impossible import impossible

from tests.verify.random_stories import story as random_story


class _More(Exception):
    """A draw without a pin."""

    def __init__(self, ways: list[int]) -> None:
        self.ways = ways


def everything(machine: Machine) -> tuple[dict[str, set[str]], bool]:
    """By kind, all that is met anywhere, by trying every move in every state that there is; and does chance get stuck
    anywhere? Then what was come through up to there is met by no playthrough, for the move is not made."""
    found, seen, stuck = Counting(machine), set[tuple[int, tuple[int, ...]]](), False
    todo: list[Snapshot] = []

    def led(before: Snapshot | None, n: int = 0) -> None:
        nonlocal stuck
        waiting: list[list[int]] = [[]]
        while waiting:
            pins = waiting.pop()
            left = iter(pins)

            def draw(scene: Scene, s: State, left: Iterator[int] = left) -> int:
                weights = machine.weights(scene, s)
                fell = next(left, None)
                if fell is None:
                    raise _More([way for way, weight in enumerate(weights) if weight])
                return fell

            try:
                if before is None:
                    snapshot = snapshots.begun(machine, draw)
                else:
                    option = machine.scenes[before.at].options[n]
                    snapshot = snapshots.chosen(machine, before, option, draw)
            except _More as more:
                waiting += [[*pins, way] for way in more.ways]
                continue
            except Stuck:
                stuck = True
                continue
            found.moment(before, snapshot)
            if (snapshot.at, tuple(snapshot.s)) not in seen:
                seen.add((snapshot.at, tuple(snapshot.s)))
                todo.append(snapshot)

    led(None)
    while todo:
        at = todo.pop()
        for n, option in enumerate(machine.scenes[at.at].options):
            if option.when is None or option.when(at.s):
                led(at, n)
    return {kind: set(ids) for kind, ids in found.counts.items()}, stuck


def unmet(machine: Machine, found: dict[str, set[str]]) -> set[tuple[str, str]]:
    """What there is besides; but for policies, which are proved of nothing."""
    whole = [part for part in story_parts(machine.story) if part.kind != "policies"]
    kinds = {part: ("held", "failed") if part.kind in SIDED else (part.kind,) for part in whole}
    return {(kind, part.id) for part in whole for kind in kinds[part] if part.id not in found.get(kind, ())}


@pytest.mark.parametrize("seed", range(60))
def test_on_random_stories(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "random.yaml"
    path.write_text(random_story(Random(seed)), encoding="utf-8")
    story = load(path)
    machine, never = assemble(story), impossible(story)
    assert never is not None
    found, stuck = everything(machine)
    proved = {(kind, ref) for kind, refs in never.items() for ref in refs} & unmet(machine, {})
    missing = unmet(machine, found)
    assert proved <= missing
    silent = {ref for kind, ref in missing - proved}
    assert stuck or all("effects[" in ref for ref in silent), silent  # of those without a difference nothing is said


@pytest.mark.parametrize("name", ["the_night_ferry", "every_construct"])
def test_on_shipped_stories(name: str) -> None:
    """With briefings and debriefs, by enough playthroughs at random to meet all that can be met."""
    machine = assemble(load(shipped()[name]))
    found: dict[str, set[str]] = {}
    r = Random(name)
    for seed in range(400):
        session = Session(machine, seed)
        while session.open_choices:
            for hearing in session.view.hearings:
                if r.random() < 0.5 and not hearing.heard and session.view.hear_left > 0:
                    session.hear(hearing.id)
            session.choose(r.choice(session.open_choices))
        for kind, ids in met.met(session).items():
            found.setdefault(kind, set()).update(ids)
    never = impossible(machine.story)
    assert never is not None
    everything_there_is = unmet(machine, {})
    proved = {(kind, ref) for kind, refs in never.items() for ref in refs} & everything_there_is
    assert unmet(machine, found) == proved


def test_past_its_limit_nothing_is_said() -> None:
    assert impossible(load(shipped()["every_construct"]), 3) is None
