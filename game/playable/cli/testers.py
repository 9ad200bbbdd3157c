"""Commands for who tests. What is heavy is imported inside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from playable.cli.common import FAILED, FINE, SHORT, STOPPED, WRONG, complain, known, loaded, say, say_json

if TYPE_CHECKING:
    from playable.language.story import Story
    from playable.simulate import RunResults
    from playable.verify import Report


def verify(arguments: argparse.Namespace) -> int:
    """The proofs. What fails for certain counts before what stayed unknown."""
    from playable.cli import ci
    from playable.cli.progress import Progress
    from playable.verify import lines
    from playable.verify import verify as proofs
    from playable.verify.limits import SECONDS

    story = loaded(arguments.story, arguments.without)
    if story is None:
        return SHORT
    with Progress() as progress:
        report = proofs(
            story, arguments.limit, progress, arguments.witness_limit, progress.stopped, arguments.seconds or SECONDS
        )
    annotated = ci.told(arguments, f"verify {arguments.story}", list(ci.of_report(report, story)))
    if arguments.json:
        say_json(report.as_json())
    elif not annotated:
        say("\n".join(lines(report)))
    if arguments.witnesses:
        _write_witnesses(report, story.path, arguments.witnesses)
    return SHORT if report.falls_short else FINE if report.complete else STOPPED


def _write_witnesses(report: Report, story: Path, folder: Path) -> None:
    from dataclasses import replace

    from playable.language.recording import story_named, written
    from playable.verify.report import playthrough

    folder.mkdir(parents=True, exist_ok=True)
    for thesis in report.theses:
        if thesis.witness is not None:
            moves = playthrough(report, thesis.witness, f"{thesis.id} {thesis.verdict}")
            path = folder / f"{thesis.id}.yaml"
            path.write_text(written(replace(moves, story=story_named(story, path))), encoding="utf-8")


def randomtest(arguments: argparse.Namespace) -> int:
    """Random playthroughs; one that gets stuck or never ends makes the story fall short."""
    from playable.cli import ci
    from playable.simulate import lines

    story = loaded(arguments.story, arguments.without)
    if story is None:
        return SHORT
    if arguments.playing and not known(story, "policy", [arguments.playing]):
        return WRONG
    try:
        results = _merged(story, arguments.merge) if arguments.merge else _played(story, arguments)
    except ValueError as error:
        complain(error)
        return WRONG
    if results is None:
        return FAILED
    playing = f" --playing {results.playing}" if results.playing else ""
    doubting = f" --without {','.join(story.without)}" if story.without else ""
    command = f"randomtest {arguments.story} --plays {results.plays} --seed {results.seed}{playing}{doubting}"
    annotated = ci.told(arguments, f"randomtest {arguments.story}", list(ci.of_results(results, story, command)))
    if arguments.json:
        say_json(results.as_json())
    elif not annotated:
        say("\n".join(lines(results, command)))
    return SHORT if results.failures else FINE


def _played(story: Story, arguments: argparse.Namespace) -> RunResults | None:
    """A run, or a shard of one, wherever it is to be played; None where that failed, which has then been told."""
    from concurrent.futures import BrokenExecutor

    from playable.simulate import in_processes, on_cluster
    from playable.simulate import randomtest as tests

    run = (story, arguments.plays, arguments.seed, arguments.playing, arguments.shard)
    if arguments.only is not None:
        return tests(story, arguments.plays, arguments.seed, arguments.only, arguments.playing)
    try:
        return on_cluster(*run, arguments.dask) if arguments.dask else in_processes(*run, arguments.jobs)
    except BrokenExecutor:
        complain("A process ended before it was through; was it killed, or was memory not enough?")
    except ModuleNotFoundError as error:
        if error.name != "distributed":
            raise
        raise ValueError("Dask is not installed: `--dask` needs the extra `cluster`") from None
    except (OSError, RuntimeError) as error:
        if not arguments.dask:
            raise
        complain(f"The cluster at {arguments.dask} did not do it: {error}")
    return None


def _merged(story: Story, paths: list[Path]) -> RunResults:
    """The run that some files hold the shards of. Raises ValueError."""
    import json

    from playable.simulate import of_json, together

    parts = []
    for path in paths:
        try:
            parts.append(of_json(json.loads(path.read_bytes())))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"{path}: this is nothing that `randomtest --json` said: {error!r}") from None
    whole = together(parts)
    if whole.digest != story.digest:
        raise ValueError(f"the shards are not of {story.path} as it is now: it was edited, or is another story")
    return whole


def coverage(arguments: argparse.Namespace) -> int:
    """Reports of several runs, such as the shards of a CI matrix, put together."""
    from playable.testing.coverage.coverage import merged
    from playable.testing.coverage.reports import falls_short, read, report_of, written

    try:
        reports = [report_of(one) for one in arguments.report or ["term"]]
        stories = list(merged(one for path in arguments.runs for one in read(path)))
    except ValueError as error:
        complain(error)
        return WRONG
    for report in reports:
        text = written(stories, report)
        if report.path:
            report.path.write_text(text, encoding="utf-8")
        else:
            say(text)
    short = "" if arguments.fail_under is None else falls_short(stories, arguments.fail_under)
    if short:
        complain(short)
    return SHORT if short else FINE


def weigh(arguments: argparse.Namespace) -> int:
    """What each claim of the ledger carries."""
    from playable.cli.progress import Progress
    from playable.engine.saves.database import default_path
    from playable.verify.limits import SECONDS, Ended
    from playable.verify.worlds import lines
    from playable.verify.worlds import weigh as weights

    story = loaded(arguments.story)
    if story is None:
        return SHORT
    progress = Progress()
    try:
        weighed = weights(story, default_path().with_name("worlds"), progress, arguments.seconds or SECONDS)
    except KeyboardInterrupt:
        progress.clear()
        complain("Stopped. What was proved is kept: run it again to go on.")
        return STOPPED
    except Ended as why:
        progress.clear()
        complain(f"The story itself is not proved: {why}. --seconds gives each proof more time.")
        return STOPPED
    progress.clear()
    if arguments.json:
        say_json(weighed.as_json())
    else:
        say("\n".join(lines(weighed)))
    return FINE if all(one.tones is not None for one in weighed.claims) else STOPPED
