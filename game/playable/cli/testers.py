"""Commands for who tests. What is heavy is imported inside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from playable.cli.saying import FINE, SHORT, STOPPED, WRONG, complain, known, loaded, say, say_json

if TYPE_CHECKING:
    from playable.verify import Report


def verify(arguments: argparse.Namespace) -> int:
    """The proofs. What fails for certain counts before what stayed unknown."""
    from playable.progress import Progress
    from playable.verify import lines
    from playable.verify import verify as proofs

    story = loaded(arguments.story, arguments.without)
    if story is None:
        return SHORT
    with Progress() as progress:
        report = proofs(story, arguments.limit, progress, arguments.witness_limit, progress.stopped)
    if arguments.json:
        say_json(report.as_json())
    else:
        say("\n".join(lines(report)))
    if arguments.witnesses:
        _write_witnesses(report, story.path, arguments.witnesses)
    return SHORT if report.falls_short else FINE if report.complete else STOPPED


def _write_witnesses(report: Report, story: Path, folder: Path) -> None:
    from dataclasses import replace

    from playable.language.playthrough import story_named, written
    from playable.verify.report import playthrough

    folder.mkdir(parents=True, exist_ok=True)
    for thesis in report.theses:
        if thesis.witness is not None:
            moves = playthrough(report, thesis.witness, f"{thesis.id} {thesis.verdict}")
            path = folder / f"{thesis.id}.yaml"
            path.write_text(written(replace(moves, story=story_named(story, path))), encoding="utf-8")


def randomtest(arguments: argparse.Namespace) -> int:
    """Random playthroughs; one that gets stuck or never ends makes the story fall short."""
    from playable.simulate import lines
    from playable.simulate import randomtest as tests

    story = loaded(arguments.story, arguments.without)
    if story is None:
        return SHORT
    if arguments.playing and not known(story, "policy", [arguments.playing]):
        return WRONG
    results = tests(story, arguments.plays, arguments.seed, arguments.only, arguments.playing)
    if arguments.json:
        say_json(results.as_json())
    else:
        playing = f" --playing {arguments.playing}" if arguments.playing else ""
        doubting = f" --without {','.join(story.without)}" if story.without else ""
        command = f"randomtest {arguments.story} --plays {arguments.plays} --seed {arguments.seed}{playing}{doubting}"
        say("\n".join(lines(results, command)))
    return SHORT if results.failures else FINE


def coverage(arguments: argparse.Namespace) -> int:
    """Reports of several runs, such as the shards of a CI matrix, put together."""
    from playable.testing.coverage.reports import falls_short, merged, read, report_of, written

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
    from playable.engine.database import default_path
    from playable.progress import Progress
    from playable.verify.claim_weights import lines
    from playable.verify.claim_weights import weigh as weights

    story = loaded(arguments.story)
    if story is None:
        return SHORT
    progress = Progress()
    try:
        weighed = weights(story, default_path().with_name("worlds"), progress)
    except KeyboardInterrupt:
        progress.clear()
        complain("Stopped. What was proved is kept: run it again to go on.")
        return STOPPED
    progress.clear()
    if arguments.json:
        say_json(weighed.as_json())
    else:
        say("\n".join(lines(weighed)))
    return FINE if all(one.tones is not None for one in weighed.claims) else STOPPED
