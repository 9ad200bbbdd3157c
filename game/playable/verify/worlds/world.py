"""What matters of a world in which some claims may not hold: how it ends, for whom, and which theses hold there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playable.engine.assembly import assemble
from playable.language.names import Tone
from playable.language.story import Story
from playable.verify.limits import SECONDS, Ended, Limits, Run
from playable.verify.odds import odds_of_players
from playable.verify.properties import (
    QueryId,
    answered,
    asked,
    asked_together,
    decide,
    decided_by_rules,
    later_batches,
    odds_queries,
    run_first,
    run_later,
)
from playable.verify.symbolic import Rules
from playable.verify.system import TransitionSystem

FORM = 1  # of the file that keeps one


@dataclass(frozen=True)
class World:
    """One world, proved without witnesses. Odds are None where there are too many states for them."""

    endings: list[str]  # that can be met
    tones: Mapping[Tone, float] | None  # at random
    policies: Mapping[str, Mapping[Tone, float]] | None
    theses: Mapping[str, str]  # the verdict on each

    def write(self, path: Path) -> None:
        """Keep it in a file. Raises OSError. The file is whole or is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps({"form": FORM, **asdict(self)}), encoding="utf-8")
        beside.replace(path)

    @classmethod
    def read(cls, path: Path) -> World | None:
        """What `write` wrote; None where there is no such file, or it is of another form, or broken."""
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(**kept) if kept.pop("form") == FORM else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def world(story: Story, seconds: float = SECONDS) -> World:
    """Prove a story as far as that, in so many seconds of the processor. Raises Ended where that is not enough, or the
    memory."""
    machine = assemble(story)
    system = TransitionSystem(machine)
    rules, run, limits = Rules.of(system), Run(seconds=seconds), Limits.of_machine(witness_states=0)
    queries = list(asked(system))
    by_rules = decided_by_rules(rules, queries)
    rest = [query for query in queries if query not in by_rules]
    first = run_first(rules, by_rules, run, limits, rest, asked_together(odds_queries(system).values()))
    reached, verdicts = first.result.reached, answered(system, first.result)
    if reached.cut:
        raise Ended(reached.cut)
    for batch in later_batches(rules, rest, first.explored, run):
        for result in run_later(first, batch, run, limits, "Theses"):
            verdicts |= answered(system, result)
    odds = odds_of_players(system, run, limits.single, first.explored)
    run.check()  # what had no time is not known, and may be another day
    theses = {one.id: one.verdict for one in odds.theses}
    for name, thesis in story.theses.items():
        if not thesis.odds:
            theses[name] = decide(
                name, thesis, verdicts[QueryId("thesis", name)], verdicts.get(QueryId("given", name))
            ).verdict
    return World(
        [
            scene.id
            for i, scene in enumerate(machine.scenes)
            if system.entered[i] in reached.locations and scene.node.ending
        ],
        odds.tones,
        None if odds.policies is None else {one.id: one.tones for one in odds.policies},
        theses,
    )
