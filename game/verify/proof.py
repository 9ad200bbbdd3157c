"""Everything that can be proved of a story, in one call."""

from __future__ import annotations

import gc
import time

from game.engine.assembly import assemble
from game.language.story import Story
from game.verify.chain import Chain, chain
from game.verify.findings import findings
from game.verify.forced import best, decisions, worst
from game.verify.graph import Graph
from game.verify.odds import visits
from game.verify.passes import passes
from game.verify.report import Chances, Report
from game.verify.texts import asked_memory, texts
from game.verify.theses import Limits, decide
from game.verify.verdicts import Verdict, briefings, decided, decided_texts, moves, nodes


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
    done = passes(graph, list(texts(graph)))
    for one in done:
        one.reached = one.explorer.run(limits.states)
    things = [*nodes(graph), *moves(graph, "choose"), *moves(graph, "chance"), *briefings(graph)]
    found = decided(graph, done[0], things, limits)
    told = {id: verdict for one in done for id, verdict in decided_texts(graph, one, limits).items()}
    plain = Graph(machine)  # the uniform player hears no briefings
    states = chain(plain, {}, limits.single)
    theses = [decide(plain, id, thesis, limits) for id, thesis in story.theses.items()]
    endings = [found["node"][id] for id, node in story.nodes.items() if node.ending]
    verdicts: dict[str, list[Verdict]] = {
        "nodes": list(found["node"].values()),
        "choices": list(found.get("choose", {}).values()),
        "outcomes": list(found.get("chance", {}).values()),
        "briefings": list(found.get("hear", {}).values()),
        "texts": list(told.values()),
        "endings": endings,
    }
    return Report(
        story.head.id,
        all(one.reached.complete for one in done) and all(t.verdict != "unknown" for t in theses),
        done[0].reached.states,
        time.perf_counter() - start,
        verdicts,
        _chances(states, [v.id for v in endings]) if states else None,
        decisions(states) if states else None,
        theses,
        findings(graph, done, states, limits),
    )


def _chances(states: Chain, endings: list[str]) -> dict[str, Chances]:
    often = visits(states, 1.0)
    found = {}
    for id in endings:
        at = states.graph.entered[states.graph.machine.ids[id]]
        those = [i for i in states.ends if states.states[i][0] == at]
        found[id] = Chances(sum(often[i] for i in those), best(states, those), worst(states, those))
    return found
