"""A run in parts is the run as it is whole: in processes, as shards of a matrix, on a cluster."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest
from playable.cli import main
from playable.language.library import shipped
from playable.language.story import load
from playable.simulate import in_processes, of_json, on_cluster, randomtest, together
from playable.simulate.results import WHOLE

from tests.simulate.test_randomtest import TRAP

POLICY = "    policies: {diver: {takes: [hall.deeper]}}\n"


@pytest.mark.parametrize(("jobs", "playing"), [(2, None), (3, "diver")])
def test_in_processes(typed: Callable[..., Path], jobs: int, playing: str | None) -> None:
    """However many there are; with failures, of which the first of a kind are shrunk."""
    story = load(typed(POLICY + TRAP, "hall"))
    whole = randomtest(story, 101, 3, playing=playing)
    assert len(whole.failures) > 5
    assert in_processes(story, 101, 3, playing, WHOLE, jobs).as_json() == whole.as_json()


def test_shards_of_shards(typed: Callable[..., Path]) -> None:
    """In any order, through JSON, more of them than playthroughs."""
    story = load(typed(TRAP, "hall"))
    whole = randomtest(story, 10, 3)
    for of in (1, 3, 12):
        parts = [randomtest(story, 10, 3, shard=(number, of)).as_json() for number in range(of, 0, -1)]
        assert sum(part["played"] for part in parts) == 10  # type: ignore[misc]
        assert together([of_json(json.loads(json.dumps(part))) for part in parts]).as_json() == whole.as_json()


def test_a_matrix(typed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it is typed: each job writes its shard, and one after them puts them together, with the same exit code."""
    path = str(typed(TRAP, "hall"))
    run = ["randomtest", path, "--plays", "90", "--seed", "3"]
    files = []
    for number in range(1, 4):
        assert main([*run, "--shard", f"{number}/3", "--json"]) == 1
        files.append(str(tmp_path / f"{number}.json"))
        Path(files[-1]).write_text(capsys.readouterr().out)
    assert main([*run, "--json"]) == 1
    whole = capsys.readouterr().out
    assert main(["randomtest", path, "--json", "--merge", *files]) == 1
    assert capsys.readouterr().out == whole
    assert main(["randomtest", path, "--merge", *files]) == 1
    assert f"Alone: randomtest {path} --plays 90 --seed 3 --only" in capsys.readouterr().out
    for some, said in (
        (files[:2], "missing: 3/3"),
        ([*files, files[0]], "too many: 1/3"),
        ([path], "this is nothing that `randomtest --json` said"),
    ):
        assert main(["randomtest", path, "--merge", *some]) == 2
        assert said in capsys.readouterr().err
    typed(TRAP.replace("A hall", "The hall"), "hall")
    assert main(["randomtest", path, "--merge", *files]) == 2
    assert "it was edited" in capsys.readouterr().err


def test_runs_that_differ_are_not_put_together(typed: Callable[..., Path]) -> None:
    story = load(typed(TRAP, "hall"))
    with pytest.raises(ValueError, match="seed is 3 here and 4 there"):
        together([randomtest(story, 10, seed, shard=(number, 2)) for number, seed in ((1, 3), (2, 4))])


@pytest.mark.parametrize(
    "change", [{"shard": [0, 2]}, {"shard": "1/2"}, {"nodes": []}, {"conditions": [{"id": 3}]}, {"words": {}}]
)
def test_what_is_no_result_is_told(
    typed: Callable[..., Path], tmp_path: Path, change: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    path = typed(TRAP, "hall")
    (tmp_path / "x.json").write_text(json.dumps(randomtest(load(path), 5, 3).as_json() | change))
    assert main(["randomtest", str(path), "--merge", str(tmp_path / "x.json")]) == 2
    assert "this is nothing that `randomtest --json` said" in capsys.readouterr().err


def test_a_process_that_is_killed_is_told(
    typed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("playable.simulate.shards._part", _killed)
    with pytest.raises(BrokenExecutor):
        in_processes(load(typed(TRAP, "hall")), 10, 3, None, WHOLE, 2)
    assert main(["randomtest", str(typed(TRAP, "hall")), "--jobs", "2"]) == 4
    assert "A process ended before it was through" in capsys.readouterr().err


def _killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_without_dask_that_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert main(["randomtest", "the_night_ferry", "--dask", "tcp://127.0.0.1:1"]) == 2
    assert "`--dask` needs the extra `cluster`" in capsys.readouterr().err


def test_on_a_cluster() -> None:
    """A scheduler and two workers of Dask, on this machine."""
    distributed = pytest.importorskip("distributed")
    story = load(shipped()["every_construct"])
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        found = on_cluster(story, 50, 3, None, WHOLE, cluster.scheduler_address)
    assert found.as_json() == randomtest(story, 50, 3).as_json()
