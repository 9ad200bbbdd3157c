"""Everything that can be proved of a story, in one call."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from playable.engine.assembly import assemble
from playable.engine.session import Step
from playable.language.reading.places import Loc
from playable.language.source_map import SourceMap, loc_of
from playable.language.story import Story
from playable.verify.limits import CUT, SECONDS, Cut, Limits, OnProgress, Run, let_go
from playable.verify.odds import StoryOdds, all_odds
from playable.verify.properties import (
    Query,
    QueryId,
    Result,
    StuckNode,
    ThesisVerdict,
    Verdict,
    answered,
    asked,
    asked_memory,
    asked_together,
    briefings,
    changing,
    decide,
    decided,
    decided_by_rules,
    doubted,
    findings,
    later_batches,
    met,
    nodes,
    odds_queries,
    run_first,
    run_later,
    shown,
    stuck_at,
    texts,
    transitions,
)
from playable.verify.report import Report
from playable.verify.symbolic import Explored, Rules, Target, Witnesses
from playable.verify.symbolic.reached import K
from playable.verify.system import TransitionSystem


def verify(
    story: Story,
    limit: int | None = None,
    on_progress: OnProgress | None = None,
    witness_limit: int | None = None,
    stop: Callable[[], bool] | None = None,
    seconds: float = SECONDS,
) -> Report:
    """Prove what can be proved of a story.

    Each exploration stops once it has counted more than `limit` states, and the search for shortest playthroughs at
    more than `witness_limit`, by itself the same. Without a limit states are followed to the end, as far as the memory
    of the machine allows, and only odds, which go state by state, stop at 20 million. The whole takes so many `seconds`
    of the processor at most. Whatever stops leaves its own answers unknown, and no others. `on_progress` is handed
    lines of progress, many a second; when `stop` says so, the run ends with what is known by then.
    """
    was_on = gc.isenabled()
    gc.disable()  # states are many and never in rings: looking for those would take most of the time
    try:
        return _verify(story, Limits.of_machine(limit, witness_limit), Run(on_progress, stop, seconds))
    finally:
        if was_on:
            gc.enable()


def _verify(story: Story, limits: Limits, run: Run) -> Report:
    start = time.perf_counter()
    machine = assemble(story)
    system = TransitionSystem(machine, *asked_memory(machine.scenes))
    queries = [*texts(system), *asked(system)]
    explored = _explored(system, queries, limits, run)
    let_go(explored.results[0].reached.states)
    run.tell("Odds")
    if system.heard:  # who plays at random hears no briefings, and comes to fewer states
        odds = all_odds(TransitionSystem(machine), run, limits.single, explored.first._replace(whole=False))
    elif (cut := explored.first.reached.cut) in ("limit", "memory"):
        odds = StoryOdds(cut=cut)  # they would go over the same states
    else:
        odds = all_odds(system, run, limits.single, explored.first)
    weights = (not odds.bound and odds.weights) or ()  # that one is small cannot be said of what is not known well
    theses = _theses(story, explored.answers, odds.theses, odds.cut)
    verdicts = _placed(story, queries, explored)
    first, *later = explored.results
    asking = explored.results if explored.first.whole else later  # those that answer texts and theses
    complete = not any(one.reached.cut for one in explored.results)
    return Report(
        story.head.id,
        complete and all(thesis.verdict != "unknown" for thesis in theses),
        first.reached.states,
        time.perf_counter() - start,
        verdicts,
        odds.chances,
        odds.tones,
        odds.decisions,
        odds.weights,
        odds.policies,
        theses,
        findings(system, explored.results, explored.stuck, odds.livelocks, weights, SourceMap(story.path)),
        odds.bound,
        story.without,
        {
            "playthroughs": first.reached.cut,
            "shortest": explored.shortest,
            "texts and theses": next((one.reached.cut for one in asking if one.reached.cut), ""),
            "odds": odds.cut,
        },
        odds.short,
    )


class _Explored(NamedTuple):
    """What was asked of all reachable states, and what came of it: verdicts by kind and id, and answers."""

    results: list[Result]
    things: dict[str, dict[str, Verdict]]
    answers: dict[QueryId, Verdict]
    stuck: list[StuckNode]
    shortest: Cut  # why not all shortest playthroughs were looked for
    first: Explored


def _explored(system: TransitionSystem, queries: Sequence[Query], limits: Limits, run: Run) -> _Explored:
    rules = Rules.of(system)
    by_rules = decided_by_rules(rules, queries)
    keys = {query.key for query in by_rules}
    rest = [query for query in queries if query.key not in keys]
    odds = asked_together(odds_queries(system).values())
    first = run_first(rules, by_rules, run, limits, [*rest, *changing(rules)], odds)
    things = [*nodes(system), *transitions(system, "choose"), *transitions(system, "chance"), *briefings(system)]
    reached = first.result.reached
    if reached.complete:
        rest += doubted(rules, reached)
    apart = ([query for query in rest if (query.kind == "text") is text] for text in (False, True))
    batches = [batch for some in apart for batch in later_batches(rules, some, first.explored, run)]
    witnesses = first.result.witnesses
    results, answers = [first.result._replace(witnesses=None)], dict[QueryId, Verdict]()
    for n, batch in enumerate(batches, 1):
        for result in run_later(first, batch, run, limits, f"Texts and theses, {n} of {len(batches)}"):
            answers |= answered(system, result, _nearest(result.witnesses, shown(result)))
            result = result._replace(witnesses=None)  # they are large, and have shown what they can
            results.append(result)
    first = first._replace(base=None)  # it is large
    stuck = stuck_at(system, reached)
    wanted = {**met(reached, things), **shown(first.result), **{("stuck", node): at for node, at in stuck.items()}}
    shortest = _nearest(witnesses, wanted)
    answers |= answered(system, first.result, shortest)
    return _Explored(
        results,
        decided(system, reached, things, shortest),
        answers,
        [StuckNode(node, shortest.get(("stuck", node))) for node in stuck],
        witnesses.cut if witnesses else run.ended,
        first.explored,
    )


def _nearest(witnesses: Witnesses | None, wanted: Mapping[K, Sequence[Target]]) -> dict[K, tuple[Step, ...]]:
    """The shortest playthroughs that witnesses know, if there are any: none, where memory runs out over it."""
    try:
        return witnesses.nearest(wanted) if witnesses else {}
    except MemoryError:
        assert witnesses
        witnesses.cut = "memory"
        return {}


def _theses(
    story: Story, answers: dict[QueryId, Verdict], odds: Sequence[ThesisVerdict], cut: Cut
) -> list[ThesisVerdict]:
    by_odds = {one.id: one for one in odds}
    return [
        by_odds.get(thesis_id) or ThesisVerdict(thesis_id, "unknown", CUT[cut])
        if thesis.odds
        else decide(thesis_id, thesis, answers[QueryId("thesis", thesis_id)], answers.get(QueryId("given", thesis_id)))
        for thesis_id, thesis in story.theses.items()
    ]


def _placed(story: Story, queries: Sequence[Query], explored: _Explored) -> dict[str, list[Verdict]]:
    """The verdicts by kind, with the file and the line of what they are of."""
    source_map = SourceMap(story.path)

    def placed(some: dict[str, Verdict], loc: Callable[[str], Loc]) -> list[Verdict]:
        at = ((verdict, *source_map.line(loc(ref))) for ref, verdict in some.items())
        return [verdict._replace(file=file, line=line) for verdict, file, line in at]

    locs = {query.id: query.loc for query in queries if query.kind == "text"}
    told = {text_id: explored.answers[QueryId("text", text_id)] for text_id in locs}
    things = explored.things
    verdicts = {
        "nodes": placed(things.get("node", {}), lambda ref: (*loc_of("node", ref), "when")),
        "choices": placed(things.get("choose", {}), lambda ref: (*loc_of("choose", ref), "when")),
        "outcomes": placed(things.get("chance", {}), lambda ref: (*loc_of("chance", ref), "weight")),
        "briefings": placed(things.get("hear", {}), lambda ref: loc_of("hear", ref)),
        "texts": placed(told, lambda ref: (*locs[ref], "when")),
    }
    return verdicts | {"endings": [v for v in verdicts["nodes"] if story.nodes[v.id].ending]}
