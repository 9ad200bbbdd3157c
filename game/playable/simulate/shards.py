"""A run in parts: in several processes, on several machines, or on a cluster; together they are the run as it is whole.

A shard of a shard is a shard: of every third playthrough every second is every sixth.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import Any

from playable.engine.session import Step
from playable.language.story import Story
from playable.simulate.results import KINDS, SHRUNK, WHOLE, CountedCondition, Failure, RunResults, Shard, Summary
from playable.simulate.run import randomtest

AT_ONCE = 8  # parts that each worker of a cluster is given: they are of different speeds


def in_processes(story: Story, plays: int, seed: int, playing: str | None, shard: Shard, jobs: int) -> RunResults:
    """A run, or a shard of one, in so many processes. Raises BrokenProcessPool where one of them is killed."""
    if jobs == 1:
        return randomtest(story, plays, seed, playing=playing, shard=shard)
    play = partial(_part, story, plays, seed, playing)
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_quiet) as pool:
        return _whole(list(pool.map(play, _parts_of(shard, jobs))), shard)


def on_cluster(story: Story, plays: int, seed: int, playing: str | None, shard: Shard, address: str) -> RunResults:
    """The same on the workers of a Dask cluster, whose scheduler is at an address. They need this package, not the
    story. Raises ImportError where Dask is not installed, OSError where nothing answers, RuntimeError without workers.
    """
    from distributed import Client

    with Client(address, timeout="10s", set_as_default=False) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise RuntimeError(f"the scheduler at {address} has no workers")
        shared = client.scatter(story, broadcast=True)
        parts = _parts_of(shard, min(threads * AT_ONCE, plays))
        futures = [client.submit(_part, shared, plays, seed, playing, one, pure=False) for one in parts]
        return _whole(client.gather(futures), shard)


def together(parts: Sequence[RunResults]) -> RunResults:
    """The run that some shards are the parts of. Raises ValueError where they are of several, or one is missing."""
    first = parts[0]
    for part in parts[1:]:
        for what in ("story", "digest", "plays", "seed", "playing", "without"):
            one, other = getattr(first, what), getattr(part, what)
            if one != other:
                raise ValueError(f"these are not of one run: {what} is {one} here and {other} there")
    of = first.shard[1]
    given = Counter(part.shard for part in parts)
    wanted = {(number, of) for number in range(1, of + 1)}
    missing = sorted(wanted - given.keys())
    beyond = sorted(shard for shard, times in given.items() if times > 1 or shard not in wanted)
    for what, some in (("missing", missing), ("too many", beyond)):
        if some:
            listed = ", ".join(f"{number}/{of}" for number, of in some)
            raise ValueError(f"these are not the shards of a run, each once; {what}: {listed}")
    return _whole(parts, WHOLE)


def of_json(data: Mapping[str, Any]) -> RunResults:
    """What `RunResults.as_json` gave. Raises KeyError, TypeError, ValueError or AttributeError where it is not that."""
    number, of = map(int, data["shard"])
    if not 1 <= number <= of:
        raise ValueError("a shard is one of so many, from 1")
    counts = {kind: Counter({str(ref): int(n) for ref, n in data[kind].items()}) for kind in KINDS}
    results = RunResults(
        str(data["story"]),
        str(data["digest"]),
        int(data["plays"]),
        int(data["seed"]),
        data["playing"],
        tuple(map(str, data["without"])),
        (number, of),
        {kind: tuple(met) for kind, met in counts.items()},
        [CountedCondition(**one) for one in data["conditions"]],
        counts["nodes"],
        counts["choices"],
        counts["outcomes"],
        counts["endings"],
    )
    results.decisions, results.words = (_summary(data[what], int(data["played"])) for what in ("decisions", "words"))
    results.failures = [Failure(int(one["index"]), str(one["why"]), _steps(one["steps"])) for one in data["failures"]]
    return results


def _parts_of(shard: Shard, parts: int) -> list[Shard]:
    number, of = shard
    return [(number + of * k, of * parts) for k in range(parts)]


def _part(story: Story, plays: int, seed: int, playing: str | None, shard: Shard) -> RunResults:
    return randomtest(story, plays, seed, playing=playing, shard=shard)


def _quiet() -> None:
    """Ctrl-C ends a process without a word: the one that started it tells of it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _whole(parts: Sequence[RunResults], shard: Shard) -> RunResults:
    """Parts that are all of a shard, as if it had been played at once."""
    first = parts[0]
    whole = RunResults(
        first.story, first.digest, first.plays, first.seed, first.playing, first.without, shard, first.known
    )
    for part in parts:
        for kind in KINDS:
            getattr(whole, kind).update(getattr(part, kind))
        whole.decisions.join(part.decisions)
        whole.words.join(part.words)
    for some in zip(*(part.conditions for part in parts), strict=True):
        held, failed = sum(one.held for one in some), sum(one.failed for one in some)
        whole.conditions.append(some[0]._replace(held=held, failed=failed))
    shrunk: Counter[str] = Counter()
    for failure in sorted((one for part in parts for one in part.failures), key=lambda one: one.index):
        shrunk[failure.why] += 1
        whole.failures.append(failure if shrunk[failure.why] <= SHRUNK else replace(failure, steps=None))
    return whole


def _summary(data: Mapping[str, Any], count: int) -> Summary:
    return Summary(count, int(data["total"]), int(data["min"]), int(data["max"]))


def _steps(data: Any) -> tuple[Step, ...] | None:
    return None if data is None else tuple(Step(kind, ref) for one in data for kind, ref in one.items())
