"""What random playthroughs met, as counts; as JSON; and in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from playable.engine.session import Step
from playable.engine.shares import percents

TOLD = 10  # failures told one by one
SHRUNK = 3  # failures of one kind that are shrunk: more would come to much the same
KINDS = ("nodes", "choices", "outcomes", "endings")
Shard = tuple[int, int]  # which of how many parts of a run, from 1: every so many-th playthrough
WHOLE: Shard = (1, 1)


@dataclass(frozen=True)
class Failure:
    """A playthrough that failed, and the fewest of its moves that still do so; None after some of the same kind."""

    index: int
    why: str
    steps: tuple[Step, ...] | None


class CountedCondition(NamedTuple):
    """A condition by its `id`, how it reads, where it stands, and how often it held and failed."""

    id: str
    condition: str
    file: str
    line: int
    held: int
    failed: int

    @property
    def node(self) -> str:
        """The node that it stands in."""
        return self.id.partition(".")[0]


@dataclass
class Summary:
    """Numbers, one of each playthrough, as far as they are told of."""

    count: int = 0
    total: int = 0
    least: int = 0
    most: int = 0

    def add(self, number: int) -> None:
        """One more."""
        self.join(Summary(1, number, number, number))

    def join(self, other: Summary) -> None:
        """Those of some more playthroughs."""
        if other.count:
            self.least = min(self.least, other.least) if self.count else other.least
            self.most = max(self.most, other.most)
        self.count, self.total = self.count + other.count, self.total + other.total

    @property
    def mean(self) -> float:
        """On average; 0 of none."""
        return self.total / self.count if self.count else 0.0

    def as_json(self) -> dict[str, float]:
        """As `randomtest --json` has it."""
        return {"min": self.least, "mean": self.mean, "max": self.most, "total": self.total}


@dataclass
class RunResults:
    """What random playthroughs met, as counts of playthroughs; `plays` in all, of which the `shard` was played, drawn
    by `seed`, of the policy `playing` if there is one, in the world `without` some claims."""

    story: str
    digest: str  # of the files of the story
    plays: int
    seed: int
    playing: str | None
    without: tuple[str, ...]
    shard: Shard
    known: dict[str, tuple[str, ...]]  # everything there is to meet, by KINDS
    conditions: list[CountedCondition] = field(default_factory=list)
    nodes: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    decisions: Summary = field(default_factory=Summary)
    words: Summary = field(default_factory=Summary)  # told in each
    failures: list[Failure] = field(default_factory=list)

    @property
    def played(self) -> int:
        """How many playthroughs there were."""
        return self.decisions.count

    def never(self, kind: str) -> list[str]:
        """What of a kind no playthrough met."""
        return [ref for ref in self.known[kind] if not getattr(self, kind)[ref]]

    def rare(self, kind: str) -> list[str]:
        """What of a kind was met by fewer than one playthrough in a hundred, but by some."""
        return [ref for ref in self.known[kind] if 0 < getattr(self, kind)[ref] * 100 < self.played]

    def one_sided(self) -> list[CountedCondition]:
        """The conditions that were asked and came out the same every time."""
        return [c for c in self.conditions if (c.held == 0) != (c.failed == 0)]

    def unasked(self) -> list[CountedCondition]:
        """The conditions that were never asked, though their node was met."""
        return [c for c in self.conditions if not (c.held or c.failed) and self.nodes[c.node]]

    def as_json(self) -> dict[str, object]:
        """The form that `randomtest --json` promises."""
        counts = {kind: {ref: getattr(self, kind)[ref] for ref in ids} for kind, ids in self.known.items()}
        return {
            "story": self.story,
            "digest": self.digest,
            "plays": self.plays,
            "seed": self.seed,
            "playing": self.playing,
            "without": list(self.without),
            "shard": list(self.shard),
            "played": self.played,
            **counts,
            "conditions": [one._asdict() for one in self.conditions],
            "rare": {kind: self.rare(kind) for kind in self.known},
            "decisions": self.decisions.as_json(),
            "words": self.words.as_json(),
            "failures": [
                {"index": f.index, "why": f.why, "steps": f.steps and [{s.kind: s.ref} for s in f.steps]}
                for f in self.failures
            ],
        }


def lines(results: RunResults, command: str) -> Iterator[str]:
    """The result in plain words; `command` is how the run was started, to repeat a failure alone."""
    decisions, words = results.decisions, results.words
    player = f" playing {results.playing}" if results.playing else ""
    world = f" without {', '.join(results.without)}" if results.without else ""
    part = f" (shard {results.shard[0]} of {results.shard[1]}: {results.played:,})" if results.shard != WHOLE else ""
    yield f"{results.story}{world}: {results.plays:,} random playthroughs{player} by seed {results.seed}{part}."
    if not results.played:
        return
    yield f"  decisions: {decisions.least} to {decisions.most}, {decisions.mean:.1f} on average"
    yield f"  words told: {words.least:,} to {words.most:,}, {words.mean:,.0f} on average"
    shares = percents({end: results.endings[end] / results.played for end in results.known["endings"]}, places=1)
    yield from (f"  {ending}: {share}" for ending, share in shares.items())
    for kind in ("nodes", "choices", "outcomes"):
        if results.known[kind]:
            never = results.never(kind)
            yield f"  {kind}: {len(results.known[kind]) - len(never)} of {len(results.known[kind])} met"
            yield from (f"    never: {ref}" for ref in never)
            yield from (f"    rarely: {ref}" for ref in results.rare(kind))
    if results.conditions:
        both = sum(bool(c.held and c.failed) for c in results.conditions)
        yield f"  conditions: {both} of {len(results.conditions)} came out both ways"
    for c in (*results.one_sided(), *results.unasked()):
        came = "always" if c.held else "never" if c.failed else "not asked"
        yield f"    {came}: {c.id}, {c.condition} ({c.file}:{c.line})"
    for failure in results.failures[:TOLD]:
        yield f"Playthrough {failure.index} {failure.why}. Alone: {command} --only {failure.index}"
        if failure.steps is not None:
            yield from (f"    {step.kind}: {step.ref}" for step in failure.steps)
    if len(results.failures) > TOLD:
        yield f"… and {len(results.failures) - TOLD:,} more."
