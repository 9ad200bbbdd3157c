"""What a writer should look at, though the story plays: dead ends, endless rings, and what makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from playable.engine.assembly import RETURN
from playable.engine.session import Step
from playable.language.contents import effect_holders
from playable.language.expressions.algebra import all_of, names_in, negated, positive, unparse
from playable.language.expressions.tree import Tree
from playable.language.faults import Fault, Severity
from playable.language.model import Effect, Node
from playable.language.places import Loc
from playable.language.source_map import SourceMap, loc_of
from playable.verify.limits import Limits
from playable.verify.properties.batches import Batch
from playable.verify.properties.uses import unread, unwritten
from playable.verify.properties.values import never
from playable.verify.properties.wording import worded
from playable.verify.symbolic import Target, TransitionId, nearest_any
from playable.verify.system import Liveness, SuccessorFunction, TransitionSystem

if TYPE_CHECKING:
    from playable.verify.markov.decision_weights import DecisionWeight
    from playable.verify.markov.livelock import Livelock

POINT, ROUNDING = 0.01, 1e-12  # a decision that weighs less is idle; how far floats may stray


def findings(
    system: TransitionSystem,
    done: list[Batch],
    livelocks: Iterable[Livelock],
    weights: Iterable[DecisionWeight],
    limits: Limits,
    where: SourceMap,
) -> list[Fault]:
    """Everything worth a look. What was not reached within a limit is not spoken of."""
    first = done[0]
    found = [*_stuck(system, first, limits), *_endless(system, livelocks)]
    if all(one.reached.complete for one in done):
        found += _always(system, first)
        found += (finding for one in done for finding in _always_told(one))
        found += _never_taken(system, first)
        found += (
            Finding("value-never-met", f"`{name}` is never {worded(name, some, system.slots)}", ("state", name), "note")
            for name, some in never(system, first).items()
        )
    found += _idle(system, weights)
    story = system.machine.story
    found += (
        Finding("never-read", f"`{name}` is never read: it makes no difference", ("state", name))
        for name in unread(story)
    )
    found += (Finding("never-written", f"`{name}` never changes", ("state", name)) for name in unwritten(story))
    if (
        story.without
    ):  # what makes no difference there is for no author to mend, and effects stand elsewhere in the file
        found = [one for one in found if one.severity == "error"]
    return [where.fault(one.code, one.message, one.loc, one.severity) for one in found]


class Finding(NamedTuple):
    """Something worth a look, by the keys that lead to it."""

    code: str
    message: str
    loc: Loc
    severity: Severity = "warning"


def _stuck(system: TransitionSystem, first: Batch, limits: Limits) -> Iterator[Finding]:
    for i in sorted(first.reached.stuck):
        location = system.locations[i]
        if location.transitions and location.transitions[0].kind == "hear":
            continue
        # no transition is open: of each choice some condition fails, no outcome has a weight
        shut: list[Tree] = []
        for transition in location.transitions:
            trees = transition.guard if transition.weight is None else (positive(transition.weight),)
            shut += [negated(all_of(list(trees)))] if trees else []
        successors = SuccessorFunction(system, first.explorer.liveness, shut)
        steps = nearest_any(successors, [Target(i, tuple(shut))], limits.search)
        chooses = bool(location.transitions) and location.transitions[0].kind == "choose"
        what = "no choice is open" if chooses else "all weights are zero"
        scene = system.machine.scenes[location.scene].id
        loc = ("nodes", scene, "choices" if chooses else "chance")
        yield Finding("stuck", f"the story is stuck at `{scene}`: {what}{after(steps)}", loc, "error")


def _endless(system: TransitionSystem, livelocks: Iterable[Livelock]) -> Iterator[Finding]:
    for scene, steps in livelocks:
        name = system.machine.scenes[scene].id
        said = f"from `{name}` play can go round for ever and never end{after(steps)}"
        yield Finding("no-way-to-an-ending", said, ("nodes", name), "error")


def _idle(system: TransitionSystem, weights: Iterable[DecisionWeight]) -> Iterator[Finding]:
    """Decisions that weigh less than a point, but for marks."""
    rules = Liveness(system, {})
    for one in weights:
        if one.weight < POINT - ROUNDING and not _marks(system, rules, one.node):
            most = f": {one.weight * 100:.2g} points, of {one.tone}, is the most" if one.weight else " at all"
            message = f"what is chosen at `{one.node}` moves the odds of no tone by a point{most}"
            yield Finding("idle-decision", message, ("nodes", one.node, "choices"), "note")


def _marks(system: TransitionSystem, rules: Liveness, node: str) -> bool:
    """Do the choices of a node all lead the same way, and change something, but nothing that any rule reads?"""
    transitions = system.locations[system.deciding[system.machine.ids[node]]].transitions
    choices = [transition for transition in transitions if transition.kind == "choose"]
    ways = [[(edge.guard, edge.target) for edge in choice.edges] for choice in choices]
    changed = any(choice.ops for choice in choices)
    return changed and ways.count(ways[0]) == len(ways) and not any(map(rules.effects, choices))


def _always(system: TransitionSystem, first: Batch) -> Iterator[Finding]:
    """Conditions of choices that never fail, and of effects that never fail, or never hold."""
    sets = first.explorer.image
    for loc, effect in _conditional(system.machine.story.nodes):
        held, failed = id(effect) in sets.held, id(effect) in sets.failed
        if held != failed and effect.when:
            code, said = ("always-true", "always holds") if held else ("never-true", "never holds")
            name = ".".join(str(key) for key in loc[1:-2] if key not in ("choices", "chance"))
            yield Finding(code, f"`when` of an effect of `{name}` {said}: {unparse(effect.when)}", (*loc, "when"))
    for transition_id in sorted(first.reached.transitions - first.reached.refused):
        transition = system.locations[transition_id.location].transitions[transition_id.transition]
        if (
            transition.kind == "choose"
            and transition.guard
            and system.deciding[system.locations[transition_id.location].scene] == transition_id.location
        ):
            said = " and ".join(unparse(tree) for tree in transition.guard)
            loc = (*loc_of("choose", transition.ref), "when")
            yield Finding("always-true", f"`when` of `{transition.ref}` always holds: {said}", loc)


def _conditional(nodes: Mapping[str, Node]) -> Iterator[tuple[Loc, Effect]]:
    """The effects that have a condition."""
    for node_id, node in nodes.items():
        for loc, holder in effect_holders(node):
            for n, effect in enumerate(holder.effects):
                if isinstance(effect, Effect) and effect.when:
                    yield ("nodes", node_id, *loc, "effects", n), effect


def _always_told(one: Batch) -> Iterator[Finding]:
    for query, spots in one.queries:
        met = [(location, n) for location, n in spots if location in one.reached.locations]
        if query.kind == "text" and met and not any(at in one.reached.failed for at in met):
            said = " and ".join(unparse(tree) for tree in one.explorer.asked[met[0][0]][met[0][1]])
            yield Finding("always-true", f"`when` of `{query.id}` always holds: {said}", (*query.loc, "when"))


def _never_taken(system: TransitionSystem, first: Batch) -> Iterator[Finding]:
    """Ways that are never the first to hold, and decks that run dry."""
    told = {location: ref for ref, locations in system.told.items() for location in locations}
    for i, location in enumerate(system.locations):
        scene = system.machine.scenes[location.scene]
        for n, transition in enumerate(location.transitions):
            transition_id = TransitionId(i, n)
            if transition_id not in first.reached.transitions or len(transition.edges) < 2:
                continue
            if scene.draw:
                if (transition_id, len(transition.edges) - 1) in first.reached.edges:
                    message = f"`{scene.id}` can find no card to draw: every card was drawn, or may not be drawn then"
                    yield Finding("deck-runs-dry", message, ("nodes", scene.id, "draw"), "note")
                continue
            for k, edge in enumerate(transition.edges):
                if (transition_id, k) not in first.reached.edges and not _returns(edge.guard):
                    said = (
                        f"where {' and '.join(map(unparse, edge.guard))}"
                        if edge.guard
                        else "where none before it holds"
                    )
                    owner = transition.ref or told.get(i, scene.id)
                    target = system.machine.scenes[system.locations[edge.target].scene].id
                    loc = (*loc_of("choose" if scene.options else "chance", owner), "goto", k)
                    yield Finding("way-never-taken", f"`{owner}` never goes to `{target}` {said}", loc)


def _returns(trees: Iterable[Tree]) -> bool:
    return RETURN in names_in(trees)


def after(steps: Iterable[Step] | None) -> str:
    """Steps as the end of a sentence."""
    said = ", ".join(f"{step.kind} {step.ref}" for step in steps or ())
    return f", after: {said}" if said else ""
