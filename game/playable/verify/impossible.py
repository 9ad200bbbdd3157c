"""What of a story no playthrough can meet: parts that are never come to, and sides that a condition never shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playable.engine.assembly import assemble, card_when
from playable.engine.machine import BACK, Goto
from playable.language.contents import Holder, asked_at, effect_holders
from playable.language.expressions.algebra import all_of, negated
from playable.language.expressions.tree import Memory, Tree
from playable.language.model import Choice, Effect, Node
from playable.language.reading.places import Loc
from playable.language.source_map import id_of, loc_of
from playable.language.story import Story
from playable.verify.limits import SECONDS, Limits, Run
from playable.verify.properties import (
    Query,
    Result,
    asked_memory,
    decided_by_rules,
    later_batches,
    run_first,
    run_later,
    texts,
    told_after,
)
from playable.verify.symbolic import EdgeId, Reached, Rules, TransitionId
from playable.verify.system import TransitionSystem

HELD, FAILED = "held", "failed"  # the sides of conditions, and of texts: told and left out


class Fact(NamedTuple):
    """Something of a kind, and whether it can be met one way; what can be met by none is impossible."""

    kind: str
    id: str
    met: bool


def impossible(story: Story, limit: int | None = None, seconds: float = SECONDS) -> dict[str, set[str]] | None:
    """By kind, the ids of what is proved to be impossible: nodes, endings, choices, outcomes, briefings, claims; and of
    conditions and texts those that never hold (HELD) and those that never fail (FAILED).

    None where the proof met its `limit` of situations first, or so many `seconds` of the processor were up. Of a text
    whose own proof did, of an effect that makes no difference, and of what is shown on the board, nothing is said.
    """
    machine = assemble(story)
    system = TransitionSystem(machine, *asked_memory(machine.scenes))
    rules, run, limits = Rules.of(system), Run(seconds=seconds), Limits.of_machine(limit, witness_states=0)
    queries = [*texts(system), *_failing_texts(system), *_passed_over(system)]
    by_rules = decided_by_rules(rules, queries)
    keys = {query.key for query in by_rules}
    rest = [query for query in queries if query.key not in keys]
    first = run_first(rules, by_rules, run, limits, rest)
    results = [first.result]
    if not first.result.reached.complete:
        return None
    for batch in later_batches(rules, rest, first.explored, run):
        results += run_later(first, batch, run, limits, "Texts")
    met = dict[tuple[str, str], bool]()
    for kind, ref, one in _facts(system, results):
        met[kind, ref] = one or met.get((kind, ref), False)
    never: dict[str, set[str]] = {}
    for (kind, ref), one in (*met.items(), *_claims(story, met).items()):
        if not one:
            never.setdefault(kind, set()).add(ref)
    return never


def _facts(system: TransitionSystem, results: list[Result]) -> Iterator[Fact]:
    reached = results[0].reached
    for i, scene in enumerate(system.machine.scenes):
        yield Fact("endings" if scene.node.ending else "nodes", scene.id, system.entered[i] in reached.locations)
        for person in scene.node.briefings:
            heard = system.deciding[i] in reached.locations and scene.node.hear != 0
            yield Fact("briefings", f"{scene.id}.{person}", heard)
        for k, card in enumerate(scene.cards):
            drawn = EdgeId(TransitionId(system.deciding[i], 0), k) in reached.edges
            yield Fact(HELD, id_of(("nodes", system.machine.scenes[card.node].id, "when")), drawn)
    yield from _happening(system, reached)
    for result in results:
        for query in result.queries:
            answers, unknown = result.answers[query.key], not result.reached.complete
            held = unknown or any(answer in result.reached.held for answer in answers)
            if query.kind == "failed":
                yield Fact(FAILED, query.id, held)
                continue
            yield Fact(HELD, query.id, held)
            if "debrief" not in query.loc:
                failed = unknown or any(answer in result.reached.failed for answer in answers)
                yield Fact(FAILED, query.id, failed)


class _Owner(NamedTuple):
    """A node, a choice or an outcome; the transitions that do its effects, and those that take its ways on."""

    loc: Loc
    holder: Holder
    goto: Goto
    does: list[TransitionId]
    leaves: list[TransitionId]


def _owners(system: TransitionSystem) -> Iterator[_Owner]:
    by_ref: dict[str, list[TransitionId]] = {}
    for i, location in enumerate(system.locations):
        for n, transition in enumerate(location.transitions):
            if transition.ref:
                by_ref.setdefault(transition.ref, []).append(TransitionId(i, n))

    def leaving(ref: str) -> list[TransitionId]:
        return [TransitionId(at, 0) for at in system.told[ref]] if ref in system.told else by_ref[ref]

    for i, scene in enumerate(system.machine.scenes):
        does = [TransitionId(system.arriving[i], 0)] if scene.ops else []
        yield _Owner(("nodes", scene.id), scene.node, scene.goto, does, [TransitionId(system.deciding[i], 0)])
        for option in scene.options:
            ref = option.ref
            yield _Owner(loc_of("choose", ref), option.choice, option.goto, by_ref[ref], leaving(ref))
        for drawn in scene.outcomes:
            ref = drawn.ref
            yield _Owner(loc_of("chance", ref), drawn.outcome, drawn.goto, by_ref[ref], leaving(ref))


def _happening(system: TransitionSystem, reached: Reached) -> Iterator[Fact]:
    """Choices and outcomes, whether they are open; everybody's effects and ways on."""
    for loc, holder, goto, does, leaves in _owners(system):
        if not isinstance(holder, Node):
            made = any(one in reached.transitions for one in does)
            kind, key = ("choices", asked_at(holder)) if isinstance(holder, Choice) else ("outcomes", "weight")
            asked = id_of((*loc, key))
            yield from (Fact(kind, id_of(loc), made), Fact(HELD, asked, made))
            yield Fact(FAILED, asked, any(one in reached.refused for one in does))
        for n, effect in enumerate(holder.effects):
            if isinstance(effect, Effect) and effect.when:
                asked = id_of((*loc, "effects", n, "when"))
                met = [reached.effects[one] for one in does if one in reached.transitions]
                silent = any(n not in one.held and n not in one.failed for one in met)  # what makes no difference
                yield Fact(HELD, asked, silent or any(n in one.held for one in met))
                yield Fact(FAILED, asked, silent or any(n in one.failed for one in met))
        if isinstance(goto, tuple):
            homes = len(system.machine.homes.get(str(loc[1]), ()))
            taken = {k for one in leaves for k in range(len(goto) * (homes + 1)) if EdgeId(one, k) in reached.edges}
            edge = 0
            for n, (_, target) in enumerate(goto):
                after = edge + (homes if target == BACK else 1)
                asked, now = id_of((*loc, "goto", n, "when")), any(edge <= k < after for k in taken)
                yield from (Fact("ways", id_of((*loc, "goto", n)), now), Fact(HELD, asked, now))
                yield Fact(FAILED, asked, any(k >= after for k in taken))
                edge = after


def _passed_over(system: TransitionSystem) -> Iterator[Query]:
    """Of each card with a condition: is it looked at, not drawn as yet, and may not be now?"""
    asked: dict[str, list[tuple[int, Tree]]] = {}
    for i, scene in enumerate(system.machine.scenes):
        before: list[Tree] = []
        for card in scene.cards:
            card_id = system.machine.scenes[card.node].id
            node = system.machine.scenes[card.node].node
            if node.when:
                undrawn = negated(Memory("drawn", card_id))
                tree = all_of([*before, undrawn, negated(node.when)])
                asked.setdefault(card_id, []).append((system.deciding[i], tree))
            before.append(negated(card_when(card_id, node)))
    for card_id, at in asked.items():
        yield Query("failed", id_of(("nodes", card_id, "when")), tuple(at))


def _failing_texts(system: TransitionSystem) -> Iterator[Query]:
    """Of each debrief with a condition: is it left out at an end after its node?"""
    for query in texts(system):
        if "debrief" in query.loc and query.written:
            node, failing = system.machine.ids[str(query.loc[1])], negated(query.written)
            at = tuple((end, told_after(system, node, end, failing)) for end, _ in query.at)
            yield query._replace(kind="failed", at=at)


def _claims(story: Story, met: Mapping[tuple[str, str], bool]) -> dict[tuple[str, str], bool]:
    """The claims that are cited, each by whether anything that cites it can happen."""
    happening: dict[tuple[str, str], bool] = {}

    def cited(claims: list[str], kind: str, ref: str) -> None:
        for claim in claims:
            happening["claims", claim] = happening.get(("claims", claim), False) or met.get((kind, ref), True)

    for node_id, node in story.nodes.items():
        for inner, holder in effect_holders(node):
            loc = ("nodes", node_id, *inner)
            kind = "choices" if isinstance(holder, Choice) else "outcomes"
            kind = ("endings" if node.ending else "nodes") if isinstance(holder, Node) else kind
            cited(holder.cites, kind, id_of(loc))
            for n, effect in enumerate(holder.effects):
                if isinstance(effect, Effect):
                    when = (HELD, id_of((*loc, "effects", n, "when"))) if effect.when else (kind, id_of(loc))
                    cited(effect.cites, *when)
            for n, way in enumerate(holder.goto if isinstance(holder.goto, list) else ()):
                cited(way.cites, "ways", id_of((*loc, "goto", n)))
        if node.debrief:
            cited(node.debrief.cites, "endings" if node.ending else "nodes", node_id)
    return happening
