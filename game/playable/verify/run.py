"""Everything that can be proved of a story, in one call."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playable.engine.assembly import assemble
from playable.language.places import Loc
from playable.language.source_map import SourceMap, loc_of
from playable.language.story import Story
from playable.verify.limits import Limits, OnProgress, Progress
from playable.verify.odds import Odds, all_odds
from playable.verify.properties import (
    Batch,
    Query,
    QueryKind,
    ThesisVerdict,
    Verdict,
    answered,
    asked,
    asked_memory,
    briefings,
    decide,
    decided,
    decided_by_rules,
    doubted,
    findings,
    later_batches,
    nodes,
    texts,
    transitions,
)
from playable.verify.report import Report
from playable.verify.symbolic import Distances
from playable.verify.system import TransitionSystem


def verify(story: Story, limit: int | None = None, on_progress: OnProgress | None = None) -> Report:
    """Prove what can be proved of a story.

    Each exploration stops once it has counted more than `limit` states; without one, sets of states are followed to the
    end, and only what goes state by state (odds, the search for shortest playthroughs) stops at the limits of `Limits`.
    `on_progress` is handed lines of progress, many a second. A KeyboardInterrupt ends the work with what is known by
    then.
    """
    was_on = gc.isenabled()
    gc.disable()  # states are many and never in rings: looking for those would take most of the time
    try:
        return _verify(story, Limits() if limit is None else Limits(limit, limit, limit, limit), Progress(on_progress))
    finally:
        if was_on:
            gc.enable()


def _verify(story: Story, limits: Limits, progress: Progress) -> Report:
    start = time.perf_counter()
    machine = assemble(story)
    system = TransitionSystem(machine, *asked_memory(machine.scenes))
    queries = [*texts(system), *asked(system)]
    done, found = _explored(system, queries, limits, progress)
    first, answers = done[0], found.answers
    odds = Odds()
    if not progress.stopped:
        with progress.stage("Odds"):
            odds = all_odds(TransitionSystem(machine), limits)  # who plays at random hears no briefings
    theses = {one.id: one for one in odds.theses}
    for thesis_id, thesis in story.theses.items():
        if not thesis.odds:
            theses[thesis_id] = decide(
                thesis_id, thesis, answers["thesis", thesis_id], answers.get(("given", thesis_id))
            )
        elif thesis_id not in theses:
            theses[thesis_id] = ThesisVerdict(thesis_id, "unknown", "the run was stopped first")
    where, locs = SourceMap(story.path), {one.id: one.loc for one in queries if one.kind == "text"}
    verdicts = {
        "nodes": _placed(found.things.get("node", {}), where, lambda ref: (*loc_of("node", ref), "when")),
        "choices": _placed(found.things.get("choose", {}), where, lambda ref: (*loc_of("choose", ref), "when")),
        "outcomes": _placed(found.things.get("chance", {}), where, lambda ref: (*loc_of("chance", ref), "weight")),
        "briefings": _placed(found.things.get("hear", {}), where, lambda ref: loc_of("hear", ref)),
        "texts": _placed({ref: answers["text", ref] for ref in locs}, where, lambda ref: (*locs[ref], "when")),
    }
    verdicts["endings"] = [v for v in verdicts["nodes"] if story.nodes[v.id].ending]
    complete = all(one.reached.complete for one in done) and all(t.verdict != "unknown" for t in theses.values())
    return Report(
        story.head.id,
        complete and not progress.stopped,
        first.reached.states,
        time.perf_counter() - start,
        verdicts,
        odds.chances,
        odds.tones,
        odds.decisions,
        odds.weights,
        odds.policies,
        [theses[thesis_id] for thesis_id in story.theses],
        findings(system, done, odds.livelocks, odds.weights or (), limits, where),
        progress.stopped,
        story.without,
    )


def _explored(
    system: TransitionSystem, queries: list[Query], limits: Limits, progress: Progress
) -> tuple[list[Batch], _Verdicts]:
    """The batches, run, and what they decide; where it was stopped, what was not run has met nothing."""
    first = Batch(system, decided_by_rules(system, queries))
    with progress.stage("Every playthrough"):
        first.reached = first.explorer.run(limits.states, progress)
    if first.reached.complete and first.reached.states <= limits.distances:
        with progress.stage("Shortest playthroughs"):
            first.distances = Distances(first.explorer, progress=progress)
    things = [*nodes(system), *transitions(system, "choose"), *transitions(system, "chance"), *briefings(system)]
    found = _Verdicts()
    with progress.stage("Shortest playthroughs"):
        found.things = decided(system, first, things, limits.quick if progress.stopped else limits)
    found.things = found.things or decided(system, first, things, limits.quick)
    keys = {query.key for query, _ in first.queries}
    rest = [query for query in queries if query.key not in keys]
    if first.reached.complete:
        rest += doubted(system, first)
    done = [first, *later_batches(system, rest, first)]
    for n, one in enumerate(done):
        more: dict[tuple[QueryKind, str], Verdict] = {}
        with progress.stage(f"Texts and theses, {n} of {len(done) - 1}" if n else "Texts and theses"):
            if n:
                _run(one, first, limits, progress)
            more = answered(system, one, limits.quick if progress.stopped else limits)
        found.answers |= more or answered(system, one, limits.quick)
        if n:
            one.distances = None  # they are large
    first.distances = None
    return done, found


def _run(one: Batch, first: Batch, limits: Limits, progress: Progress) -> None:
    one.reached.complete = False
    if progress.stopped:
        return
    if first.distances:
        one.distances = Distances(one.explorer, first.distances, one.inside, progress, limits.states)
        one.reached = one.distances.reached
    else:
        one.reached = one.explorer.run(limits.states, progress)


def _placed(found: dict[str, Verdict], where: SourceMap, loc: Callable[[str], Loc]) -> list[Verdict]:
    """Verdicts with the file and the line of what they are of."""
    placed = []
    for ref, verdict in found.items():
        file, line = where.line(loc(ref))
        placed.append(verdict._replace(file=file, line=line))
    return placed


@dataclass
class _Verdicts:
    things: dict[str, dict[str, Verdict]] = field(default_factory=dict)  # by kind and id
    answers: dict[tuple[QueryKind, str], Verdict] = field(default_factory=dict)
