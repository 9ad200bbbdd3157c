"""Everything that can be proved of a story, in one call."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playable.engine.assembly import assemble
from playable.language.places import Loc
from playable.language.story import Story
from playable.verify.findings import Endless, findings
from playable.verify.graph import Graph
from playable.verify.limits import Limits
from playable.verify.passes import Pass, free, further
from playable.verify.question import Kind, Question
from playable.verify.report import Report
from playable.verify.texts import asked_memory, texts
from playable.verify.theses import Decided, asked, decide
from playable.verify.values import doubted
from playable.verify.verdicts import Verdict, answered, briefings, decided, moves, nodes
from playable.verify.watch import Tell, Watch
from playable.verify.waves import Waves
from playable.verify.where import Where, loc_of

if TYPE_CHECKING:
    from playable.verify.forced import Chances, Decisions


def verify(story: Story, limit: int | None = None, tell: Tell | None = None) -> Report:
    """Prove what can be proved of a story.

    Each exploration stops once it has counted more than `limit` states; without one, sets of states are followed to the
    end, and only what goes state by state (odds, the search for shortest playthroughs) stops at the limits of `Limits`.
    `tell` is handed lines of progress, many a second. A KeyboardInterrupt ends the work with what is known by then.
    """
    was_on = gc.isenabled()
    gc.disable()  # states are many and never in rings: looking for those would take most of the time
    try:
        return _verify(story, Limits() if limit is None else Limits(limit, limit, limit, limit), Watch(tell))
    finally:
        if was_on:
            gc.enable()


def _verify(story: Story, limits: Limits, watch: Watch) -> Report:
    start = time.perf_counter()
    machine = assemble(story)
    graph = Graph(machine, *asked_memory(machine.scenes))
    questions = [*texts(graph), *asked(graph)]
    done, found = _explored(graph, questions, limits, watch)
    first, answers = done[0], found.answers
    odds = _Odds()
    if not watch.stopped:
        with watch.stage("Odds"):
            odds = _odds(Graph(machine), limits)  # the uniform player hears no briefings
    theses = {one.id: one for one in odds.theses}
    for thesis_id, thesis in story.theses.items():
        if not thesis.odds:
            theses[thesis_id] = decide(
                thesis_id, thesis, answers["thesis", thesis_id], answers.get(("given", thesis_id))
            )
        elif thesis_id not in theses:
            theses[thesis_id] = Decided(thesis_id, "unknown", "the run was stopped first")
    where, locs = Where(story.path), {one.id: one.loc for one in questions if one.kind == "text"}
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
        complete and not watch.stopped,
        first.reached.states,
        time.perf_counter() - start,
        verdicts,
        odds.chances,
        odds.decisions,
        [theses[thesis_id] for thesis_id in story.theses],
        findings(graph, done, odds.stays, limits, where),
        watch.stopped,
    )


def _explored(graph: Graph, questions: list[Question], limits: Limits, watch: Watch) -> tuple[list[Pass], _Verdicts]:
    """The passes, run, and what they decide; where it was stopped, what was not run has met nothing."""
    first = Pass(graph, free(graph, questions))
    with watch.stage("Every playthrough"):
        first.reached = first.explorer.run(limits.states, watch)
    if first.reached.complete and first.reached.states <= limits.waves:
        with watch.stage("Shortest playthroughs"):
            first.waves = Waves(first.explorer, watch=watch)
    things = [*nodes(graph), *moves(graph, "choose"), *moves(graph, "chance"), *briefings(graph)]
    found = _Verdicts()
    with watch.stage("Shortest playthroughs"):
        found.things = decided(graph, first, things, limits.quick if watch.stopped else limits)
    found.things = found.things or decided(graph, first, things, limits.quick)
    keys = {question.key for question, _ in first.questions}
    rest = [question for question in questions if question.key not in keys]
    if first.reached.complete:
        rest += doubted(graph, first)
    done = [first, *further(graph, rest, first)]
    for n, one in enumerate(done):
        more: dict[tuple[Kind, str], Verdict] = {}
        with watch.stage(f"Texts and theses, {n} of {len(done) - 1}" if n else "Texts and theses"):
            if n:
                _run(one, first, limits, watch)
            more = answered(graph, one, limits.quick if watch.stopped else limits)
        found.answers |= more or answered(graph, one, limits.quick)
        if n:
            one.waves = None  # they are large
    first.waves = None
    return done, found


def _run(one: Pass, first: Pass, limits: Limits, watch: Watch) -> None:
    one.reached.complete = False
    if watch.stopped:
        return
    if first.waves:
        one.waves = Waves(one.explorer, first.waves, one.inside, watch, limits.states)
        one.reached = one.waves.reached
    else:
        one.reached = one.explorer.run(limits.states, watch)


def _placed(found: dict[str, Verdict], where: Where, loc: Callable[[str], Loc]) -> list[Verdict]:
    """Verdicts with the file and the line of what they are of."""
    placed = []
    for ref, verdict in found.items():
        file, line = where.line(loc(ref))
        placed.append(verdict._replace(file=file, line=line))
    return placed


@dataclass
class _Verdicts:
    things: dict[str, dict[str, Verdict]] = field(default_factory=dict)  # by kind and id
    answers: dict[tuple[Kind, str], Verdict] = field(default_factory=dict)


@dataclass
class _Odds:
    theses: list[Decided] = field(default_factory=list)
    chances: dict[str, Chances] | None = None
    decisions: Decisions | None = None
    stays: Sequence[Endless] = ()


def _odds(graph: Graph, limits: Limits) -> _Odds:
    """What is worked out on single states: nothing but this needs numpy."""
    from playable.verify.chain import TooMany
    from playable.verify.endless import endless
    from playable.verify.forced import chances, decisions
    from playable.verify.likely import chains, likely, share
    from playable.verify.odds import visits

    story, found = graph.machine.story, _Odds()
    theses = {
        thesis_id: (thesis.odds, share(graph, thesis.odds)) for thesis_id, thesis in story.theses.items() if thesis.odds
    }
    shares = {thesis_id: asked for thesis_id, (_, asked) in theses.items()}
    for n, (ids, states) in enumerate(chains(graph, shares, limits.single)):
        if isinstance(states, TooMany):
            found.theses += [Decided(thesis_id, "unknown", f"{states}: too many for exact odds") for thesis_id in ids]
            continue
        often = visits(states)
        found.theses += [likely(thesis_id, *theses[thesis_id], states, often) for thesis_id in ids]
        if not n:
            endings = [node_id for node_id, node in story.nodes.items() if node.ending]
            found.chances, found.decisions = chances(states, endings, often), decisions(states, often)
            found.stays = endless(states)
    return found
