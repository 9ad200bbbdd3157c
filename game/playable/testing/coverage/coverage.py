"""What of a story some playthroughs met, and what none of them did; over several runs together; as JSON and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from playable.language.source_map import SourceMap
from playable.language.story import Story
from playable.testing.coverage.met import MetCounts
from playable.testing.coverage.parts import SIDED, PartKind, StoryPart, story_parts

FORM = 1  # of the JSON
KINDS: tuple[PartKind, ...] = PartKind.__args__  # type: ignore[attr-defined]


class PartCoverage(NamedTuple):
    """A part, where it stands, and how often it was met; of what has two sides how often it held, and failed. None:
    that is proved to be impossible."""

    kind: PartKind
    id: str
    file: str
    line: int
    says: str
    counts: tuple[int | None, ...]

    @property
    def whole(self) -> int:
        """How much of it there is to meet: one, or a side each; less what is impossible."""
        return sum(count is not None for count in self.counts)

    @property
    def met(self) -> int:
        """How much of that was met."""
        return sum(bool(count) for count in self.counts)


class Tally(NamedTuple):
    """How much was met of how much."""

    met: int
    whole: int

    @classmethod
    def of(cls, parts: Iterable[PartCoverage]) -> Tally:
        """Of some parts together."""
        listed = list(parts)
        return cls(sum(one.met for one in listed), sum(one.whole for one in listed))

    @property
    def share(self) -> float:
        """In percent, from 0 to 100; of nothing all was met."""
        return 100 * self.met / self.whole if self.whole else 100.0

    def __str__(self) -> str:
        """The share without decimals, never rounded to nothing or to all."""
        rounded = round(self.share)
        if 0 < self.met < self.whole:
            rounded = min(99, max(1, rounded))
        return f"{rounded}%"


@dataclass(frozen=True)
class Coverage:
    """A story as so many `tests` met it. `proved`: what is impossible was looked for, and found."""

    story: str
    digest: str
    tests: int
    proved: bool
    parts: tuple[PartCoverage, ...]

    @property
    def tally(self) -> Tally:
        """All kinds together."""
        return Tally.of(self.parts)

    def of_kind(self, kind: PartKind) -> Tally:
        """One kind."""
        return Tally.of(one for one in self.parts if one.kind == kind)

    @property
    def files(self) -> dict[str, list[PartCoverage]]:
        """The parts by the file that they stand in."""
        by_file: dict[str, list[PartCoverage]] = {}
        for one in sorted(self.parts, key=lambda one: (one.file, one.line)):
            by_file.setdefault(one.file, []).append(one)
        return by_file

    @property
    def left_out(self) -> int:
        """How many parts, and sides, are not counted, for they are impossible."""
        return sum(count is None for one in self.parts for count in one.counts)

    def with_more(self, other: Coverage) -> Coverage:
        """Two runs together. Raises ValueError where the story was edited between them."""
        if other.digest != self.digest:
            raise ValueError(f"the runs are of different states of `{self.story}`: it was edited between them")
        sure = self if self.proved or not other.proved else other
        more = {(one.kind, one.id): one.counts for one in (other if sure is self else self).parts}
        return replace(
            sure,
            tests=self.tests + other.tests,
            parts=tuple(
                one._replace(counts=tuple(map(_together, one.counts, more[one.kind, one.id]))) for one in sure.parts
            ),
        )

    def as_json(self) -> dict[str, object]:
        """As a report has it, and `of_json` reads."""
        return {
            "story": self.story,
            "digest": self.digest,
            "tests": self.tests,
            "proved": self.proved,
            "met": self.tally.met,
            "whole": self.tally.whole,
            "percent": round(self.tally.share, 2),
            "parts": [
                {**one._asdict(), "counts": list(one.counts)} for one in sorted(self.parts, key=lambda one: one[2:4])
            ],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Coverage:
        """What `as_json` gave. Raises KeyError, TypeError or ValueError where it is something else."""
        parts = tuple(PartCoverage(**{**one, "counts": tuple(one["counts"])}) for one in data["parts"])
        if not all(one.kind in KINDS and len(one.counts) == 1 + (one.kind in SIDED) for one in parts):
            raise ValueError("a part is of no known kind")
        return cls(str(data["story"]), str(data["digest"]), int(data["tests"]), bool(data["proved"]), parts)


def coverage_of(story: Story, runs: Iterable[MetCounts], never: Mapping[str, set[str]] | None, root: Path) -> Coverage:
    """What some playthroughs of a story met; `never` is what is impossible, as `verify.impossible` has it, None where
    that is not known. Files are named from `root`."""
    counts: dict[str, Counter[str]] = {}
    tests = 0
    for run in runs:
        tests += 1
        for kind, ids in run.items():
            counts.setdefault(kind, Counter()).update(ids)
    where, impossible = SourceMap(story.path), never or {}

    def count(kind: str, ref: str) -> int | None:
        number = counts.get(kind, Counter())[ref]
        return None if not number and ref in impossible.get(kind, ()) else number

    def measured(part: StoryPart) -> PartCoverage:
        file, line = where.line(part.loc)
        kinds = ("held", "failed") if part.kind in SIDED else (part.kind,)
        sides = tuple(count(kind, part.id) for kind in kinds)
        return PartCoverage(part.kind, part.id, _from(root, file), line, part.says, sides)

    every = tuple(map(measured, story_parts(story)))
    return Coverage(story.head.id, story.digest, tests, never is not None, every)


def merged(some: Iterable[Coverage]) -> Iterator[Coverage]:
    """Each story once, whatever runs it was in: one id in the same files. Raises ValueError as `with_more` does."""
    together: dict[tuple[str, ...], Coverage] = {}
    for one in some:
        key = (one.story, *one.files)
        together[key] = together[key].with_more(one) if key in together else one
    yield from together.values()


def _together(one: int | None, other: int | None) -> int | None:
    """What is known to be impossible stays so, unless it was met."""
    total = (one or 0) + (other or 0)
    return None if one is None and not total else total


def _from(root: Path, file: str) -> str:
    path = Path(file).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
