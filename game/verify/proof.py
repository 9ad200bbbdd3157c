"""Everything that can be proved of a story, in one call."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.engine.assembly import assemble
from game.language.story import Story
from game.verify.findings import Endless, findings
from game.verify.graph import Graph
from game.verify.passes import Pass, free, further
from game.verify.report import Report
from game.verify.texts import asked_memory, texts
from game.verify.theses import Decided, Limits, decide
from game.verify.verdicts import Verdict, briefings, decided, decided_texts, moves, nodes

if TYPE_CHECKING:
    from game.verify.forced import Chances, Decisions


def verify(story: Story, limit: int | None = None) -> Report:
    """Prove what can be proved of a story.

    Each exploration stops once it has counted more than `limit` states; without one, sets of states are followed to the
    end, and only what goes state by state (odds, the search for shortest playthroughs) stops at the limits of `Limits`.
    """
    was_on = gc.isenabled()
    gc.disable()  # states are many and never in rings: looking for those would take most of the time
    try:
        return _verify(story, Limits() if limit is None else Limits(limit, limit, limit))
    finally:
        if was_on:
            gc.enable()


def _verify(story: Story, limits: Limits) -> Report:
    start = time.perf_counter()
    machine = assemble(story)
    graph = Graph(machine, *asked_memory(machine.scenes))
    told = list(texts(graph))
    first = Pass(graph, free(graph, told))
    first.reached = first.explorer.run(limits.states)
    done = [first, *further(graph, (text for text in told if text.id not in first.texts), first.reached.counts)]
    for one in done[1:]:
        one.reached = one.explorer.run(limits.states)
    things = [*nodes(graph), *moves(graph, "choose"), *moves(graph, "chance"), *briefings(graph)]
    found = decided(graph, done[0], things, limits)
    found_texts = {id: verdict for one in done for id, verdict in decided_texts(graph, one, limits).items()}
    plain = Graph(machine)  # the uniform player hears no briefings
    theses = [decide(plain, id, thesis, limits) for id, thesis in story.theses.items() if not thesis.odds]
    endings = [found["node"][id] for id, node in story.nodes.items() if node.ending]
    verdicts: dict[str, list[Verdict]] = {
        "nodes": list(found["node"].values()),
        "choices": list(found.get("choose", {}).values()),
        "outcomes": list(found.get("chance", {}).values()),
        "briefings": list(found.get("hear", {}).values()),
        "texts": [found_texts[text.id] for text in told if text.id in found_texts],
        "endings": endings,
    }
    odds = _odds(plain, [v.id for v in endings], limits)
    theses = sorted([*theses, *odds.theses], key=lambda one: list(story.theses).index(one.id))
    return Report(
        story.head.id,
        all(one.reached.complete for one in done) and all(t.verdict != "unknown" for t in theses),
        done[0].reached.states,
        time.perf_counter() - start,
        verdicts,
        odds.chances,
        odds.decisions,
        theses,
        findings(graph, done, odds.stays, limits),
    )


class _Odds(NamedTuple):
    theses: list[Decided]
    chances: dict[str, Chances] | None = None
    decisions: Decisions | None = None
    stays: Sequence[Endless] = ()


def _odds(graph: Graph, endings: list[str], limits: Limits) -> _Odds:
    """What is worked out on single states: nothing but this needs numpy."""
    from game.verify.chain import TooMany, chain
    from game.verify.endless import endless
    from game.verify.forced import chances, decisions
    from game.verify.likely import likely
    from game.verify.odds import visits

    theses = [likely(graph, id, t.odds, limits) for id, t in graph.machine.story.theses.items() if t.odds]
    try:
        states = chain(graph, {}, limits.single)
    except TooMany:
        return _Odds(theses)
    often = visits(states)
    return _Odds(theses, chances(states, endings, often), decisions(states, often), endless(states))
