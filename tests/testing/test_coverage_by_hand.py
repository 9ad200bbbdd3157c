"""Coverage agrees, line by line, with a count by an independent interpreter."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.session import Session, Stuck
from playable.language.library import shipped
from playable.language.merge import read_all
from playable.language.story import load
from playable.testing.coverage.coverage import coverage_of
from playable.testing.coverage.lcov_and_cobertura import lcov
from playable.testing.coverage.met import met

from tests.testing.counted_by_hand import Counted
from tests.verify.random_stories import story as random_story

LONGEST = 60  # decisions of a road


def road(machine: Machine, r: Random) -> Session:
    """A playthrough at random, with briefings, to its end or not."""
    session = Session(machine, r.randint(0, 10**6))
    for _ in range(r.choice((2, LONGEST))):
        for hearing in session.view.hearings:
            if r.random() < 0.4 and not hearing.heard and session.view.hear_left > 0:
                session.hear(hearing.id)
        if not session.open_choices:
            break
        session.choose(r.choice(session.open_choices))
    return session


def counts(report: str) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], list[tuple[int, int]]]]:
    """What a report in the form of LCOV says of each line, and of each condition on it."""
    hits: dict[tuple[str, int], int] = {}
    sides: dict[tuple[str, int], dict[int, list[int]]] = {}
    file = ""
    for line in report.splitlines():
        kind, _, rest = line.partition(":")
        if kind == "SF":
            file = rest
        elif kind == "DA":
            number, times = map(int, rest.split(","))
            hits[file, number] = times
        elif kind == "BRDA":
            at, block, _, taken = rest.split(",")
            sides.setdefault((file, int(at)), {}).setdefault(int(block), []).append(int(taken.replace("-", "0")))
    return hits, {at: [(held, failed) for held, failed in some.values()] for at, some in sides.items()}


def check(path: Path, roads: int, r: Random, root: Path) -> None:
    machine = assemble(load(path))
    files = [Path(source.name) for source in read_all(path).sources]
    by_hand, runs = Counted(files), []
    for _ in range(roads):
        try:
            session = road(machine, r)
        except Stuck:
            continue
        by_hand.play(session.steps)
        runs.append(met(session))
    hits, sides = counts(lcov([coverage_of(machine.story, runs, None, root)]))
    wanted, wanted_sides = by_hand.expected()

    def named(at: tuple[str, int]) -> tuple[str, int]:
        file = Path(at[0]).resolve()
        return (file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file), at[1])

    assert hits == {named(at): times for at, times in wanted.items()}
    assert {at: sorted(some) for at, some in sides.items()} == {
        named(at): sorted(some) for at, some in wanted_sides.items()
    }


@pytest.mark.parametrize("name", ["the_night_ferry", "every_construct", "enemy_of_the_good"])
def test_on_shipped_stories(name: str) -> None:
    check(shipped()[name], 12, Random(name), Path.cwd())


@pytest.mark.parametrize("seed", range(40))
def test_on_random_stories(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "random.yaml"
    path.write_text(random_story(Random(seed)), encoding="utf-8")
    check(path, 12, Random(seed), tmp_path.resolve())
