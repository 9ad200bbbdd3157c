"""Which reports of coverage are asked for, and where each goes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playable.testing.coverage.coverage import FORM, Coverage
from playable.testing.coverage.lcov_and_cobertura import cobertura, lcov
from playable.testing.coverage.table import lines, total

FILES = {"json": "story-coverage.json", "lcov": "story-coverage.lcov", "cobertura": "story-coverage.xml"}
TERMINAL = ("term", "term-missing")
LARGEST = 256 * 1024 * 1024  # bytes of a report that is read again


class ReportRequest(NamedTuple):
    """A report that is asked for; `path` is where it goes, None for the terminal."""

    kind: str
    path: Path | None


def report_of(asked: str) -> ReportRequest:
    """`term`, `term-missing`, or `json`, `lcov` and `cobertura`, which may name their file: `lcov:here.lcov`. Raises
    ValueError."""
    kind, _, path = asked.partition(":")
    if kind in TERMINAL and not path:
        return ReportRequest(kind, None)
    if kind in FILES:
        return ReportRequest(kind, Path(path or FILES[kind]))
    raise ValueError(f"no report is called `{asked}`: there are {', '.join((*TERMINAL, *FILES))}, the last with :FILE")


def written(stories: Sequence[Coverage], report: ReportRequest) -> str:
    """The text of a report."""
    if report.kind == "json":
        return json.dumps({"form": FORM, "stories": [one.as_json() for one in stories]}, indent=1) + "\n"
    if report.kind in FILES:
        return lcov(stories) if report.kind == "lcov" else cobertura(stories)
    return "\n".join(lines(stories, report.kind == "term-missing"))


def read(path: Path) -> list[Coverage]:
    """The stories of a JSON report. Raises ValueError where it is none, OSError where it cannot be read."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    try:
        if len(raw) > LARGEST:
            raise ValueError("too large")
        data: dict[str, Any] = json.loads(raw)
        if data["form"] != FORM:
            raise ValueError("of another form")
        return [Coverage.of_json(one) for one in data["stories"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{path}: this is no report that `--story-cov-report=json` wrote: {error}") from None


def falls_short(stories: Sequence[Coverage], bound: float) -> str:
    """What is to be said where all stories together are under a bound in percent; empty where they are not."""
    tally = total(stories)
    if tally.share >= bound:
        return ""
    return f"FAIL Required story coverage of {bound:g}% not reached. Total coverage: {tally.share:.2f}%"
