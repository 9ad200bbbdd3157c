"""What random playthroughs met, as counts; as JSON; and in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from playable.engine.session import Step
from playable.engine.shares import percents
from playable.simulate.condition_coverage import Condition

TOLD = 10  # failures told one by one


@dataclass(frozen=True)
class Failure:
    """A playthrough that failed, and the fewest of its moves that still do so; None after some of the same kind."""

    index: int
    why: str
    steps: tuple[Step, ...] | None


@dataclass
class Results:
    """What random playthroughs met, as counts of playthroughs; `plays` in all, drawn by `seed`, of the policy `playing`
    if there is one, in the world `without` some claims."""

    story: str
    plays: int
    seed: int
    playing: str | None
    without: tuple[str, ...]
    known: dict[str, tuple[str, ...]]  # everything there is to meet: nodes, choices, outcomes, endings
    conditions: list[Condition]
    lines: dict[str, tuple[str, int]]  # of each condition by id, the file and the line
    nodes: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    decisions: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)  # told in each
    failures: list[Failure] = field(default_factory=list)

    def never(self, kind: str) -> list[str]:
        """What of a kind no playthrough met."""
        return [ref for ref in self.known[kind] if not getattr(self, kind)[ref]]

    def rare(self, kind: str) -> list[str]:
        """What of a kind was met by fewer than one playthrough in a hundred, but by some."""
        return [ref for ref in self.known[kind] if 0 < getattr(self, kind)[ref] * 100 < len(self.decisions)]

    def one_sided(self) -> list[Condition]:
        """The conditions that were asked and came out the same every time."""
        return [c for c in self.conditions if (c.counts[0] == 0) != (c.counts[1] == 0)]

    def unasked(self) -> list[Condition]:
        """The conditions that were never asked, though their node was met."""
        return [c for c in self.conditions if not any(c.counts) and self.nodes[str(c.loc[0])]]

    def as_json(self) -> dict[str, object]:
        """The form that `randomtest --json` promises."""
        counts = {kind: {ref: getattr(self, kind)[ref] for ref in ids} for kind, ids in self.known.items()}
        return {
            "story": self.story,
            "plays": self.plays,
            "seed": self.seed,
            "playing": self.playing,
            "without": list(self.without),
            **counts,
            "conditions": [
                {
                    "id": c.id,
                    "file": self.lines[c.id][0],
                    "line": self.lines[c.id][1],
                    "condition": c.says,
                    "held": c.counts[1],
                    "failed": c.counts[0],
                }
                for c in self.conditions
            ],
            "rare": {kind: self.rare(kind) for kind in self.known},
            "decisions": _spread(self.decisions),
            "words": _spread(self.words),
            "failures": [
                {"index": f.index, "why": f.why, "steps": f.steps and [{s.kind: s.ref} for s in f.steps]}
                for f in self.failures
            ],
        }


def lines(results: Results, command: str) -> Iterator[str]:
    """The result in plain words; `command` is how the run was started, to repeat a failure alone."""
    decisions, words = _spread(results.decisions), _spread(results.words)
    player = f" playing {results.playing}" if results.playing else ""
    world = f" without {', '.join(results.without)}" if results.without else ""
    yield f"{results.story}{world}: {results.plays:,} random playthroughs{player} by seed {results.seed}."
    yield f"  decisions: {decisions['min']} to {decisions['max']}, {decisions['mean']:.1f} on average"
    yield f"  words told: {words['min']:,} to {words['max']:,}, {words['mean']:,.0f} on average"
    shares = percents(
        {end: results.endings[end] / len(results.decisions) for end in results.known["endings"]}, places=1
    )
    yield from (f"  {ending}: {share}" for ending, share in shares.items())
    for kind in ("nodes", "choices", "outcomes"):
        if results.known[kind]:
            never = results.never(kind)
            yield f"  {kind}: {len(results.known[kind]) - len(never)} of {len(results.known[kind])} met"
            yield from (f"    never: {ref}" for ref in never)
            yield from (f"    rarely: {ref}" for ref in results.rare(kind))
    if results.conditions:
        both = sum(all(c.counts) for c in results.conditions)
        yield f"  conditions: {both} of {len(results.conditions)} came out both ways"
    for c in (*results.one_sided(), *results.unasked()):
        came = "always" if c.counts[1] else "never" if c.counts[0] else "not asked"
        file, line = results.lines[c.id]
        yield f"    {came}: {c.id}, {c.says} ({file}:{line})"
    for failure in results.failures[:TOLD]:
        yield f"Playthrough {failure.index} {failure.why}. Alone: {command} --only {failure.index}"
        if failure.steps is not None:
            yield from (f"    {step.kind}: {step.ref}" for step in failure.steps)
    if len(results.failures) > TOLD:
        yield f"… and {len(results.failures) - TOLD:,} more."


def _spread(numbers: list[int]) -> dict[str, float]:
    return {"min": min(numbers), "mean": sum(numbers) / len(numbers), "max": max(numbers)}
