"""What a writer should look at, though the story plays: dead ends, endless rings, and what makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from playable.engine.assembly import RETURN
from playable.engine.session import Step
from playable.language.contents import assignments, effect_holders, expressions
from playable.language.expressions.algebra import all_of, names_in, negated, positive, unparse
from playable.language.expressions.tree import Assign, Band, Name, Tree, leaves
from playable.language.faults import Fault, Severity
from playable.language.model import Effect, Node, Part
from playable.language.reading.places import Loc
from playable.language.source_map import SourceMap, id_of, loc_of
from playable.language.story import Story
from playable.verify.properties.batches import Result
from playable.verify.properties.values import never_met
from playable.verify.properties.wording import as_written, worded
from playable.verify.symbolic import EdgeId, Reached, Target, TransitionId
from playable.verify.system import Liveness, TransitionSystem

if TYPE_CHECKING:
    from playable.verify.markov.decision_weights import DecisionWeight
    from playable.verify.markov.livelock import Livelock

POINT, ROUNDING = 0.01, 1e-12  # a decision that weighs less is idle; how far floats may stray


class StuckNode(NamedTuple):
    """A node where play can get stuck, with a shortest playthrough to that, if one is known."""

    node: str
    steps: tuple[Step, ...] | None


def findings(
    system: TransitionSystem,
    results: Sequence[Result],
    stuck: Iterable[StuckNode],
    livelocks: Iterable[Livelock],
    weights: Iterable[DecisionWeight],
    source_map: SourceMap,
) -> list[Fault]:
    """Everything worth a look. What was not reached within a limit is not spoken of."""
    first, story = results[0], system.machine.story
    told = [*_stuck(system, stuck), *_endless(system, livelocks)]
    if all(one.reached.complete for one in results):
        told += _always(system, first.reached)
        told += (finding for one in results for finding in _always_told(one))
        told += _never_taken(system, first.reached)
        told += (
            Finding("value-never-met", f"`{name}` is never {worded(name, some, system.slots)}", ("state", name), "note")
            for name, some in never_met(system, [one.reached for one in results]).items()
        )
    told += _idle(system, weights)
    told += (
        Finding("never-read", f"`{name}` is never read: it makes no difference", ("state", name))
        for name in unread(story)
    )
    told += (Finding("never-written", f"`{name}` never changes", ("state", name)) for name in unwritten(story))
    if story.without:  # what makes no difference there is for no author to mend, and effects stand elsewhere
        told = [one for one in told if one.severity == "error"]
    return [source_map.fault(one.code, one.message, one.loc, one.severity) for one in told]


class Finding(NamedTuple):
    """Something worth a look, by the keys that lead to it."""

    code: str
    message: str
    loc: Loc
    severity: Severity = "warning"


def stuck_at(system: TransitionSystem, reached: Reached) -> dict[str, list[Target]]:
    """Each node where play can get stuck, and where; briefings are heard on the way there only if a choice could ask
    for them."""
    by_node: dict[str, list[Target]] = {}
    heard = sum(1 << slot for name, slot in system.slots.index.items() if name.startswith("heard("))
    for i in sorted(reached.stuck):
        shut = []  # no transition is open: of each choice some condition fails, no outcome has a weight
        for transition in system.locations[i].transitions:
            guard = transition.guard if transition.weight is None else (positive(transition.weight),)
            shut.append(negated(all_of(guard)))
        at = i if system.reads_all(shut) & heard else system.deciding[system.locations[i].scene]
        by_node.setdefault(system.scene_of(i).id, []).append(Target(at, tuple(shut)))
    return by_node


def _stuck(system: TransitionSystem, stuck: Iterable[StuckNode]) -> Iterator[Finding]:
    for node, steps in stuck:
        chooses = bool(system.machine.story.nodes[node].choices)
        what = "no choice is open" if chooses else "all weights are zero"
        loc = ("nodes", node, "choices" if chooses else "chance")
        yield Finding("stuck", f"the story is stuck at `{node}`: {what}{after(steps)}", loc, "error")


def _endless(system: TransitionSystem, livelocks: Iterable[Livelock]) -> Iterator[Finding]:
    for scene, steps in livelocks:
        name = system.machine.scenes[scene].id
        said = f"from `{name}` play can go round for ever and never end{after(steps)}"
        yield Finding("no-way-to-an-ending", said, ("nodes", name), "error")


def _idle(system: TransitionSystem, weights: Iterable[DecisionWeight]) -> Iterator[Finding]:
    """Decisions that weigh less than a point, but for marks."""
    rules = Liveness(system)
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


def _always(system: TransitionSystem, reached: Reached) -> Iterator[Finding]:
    """Conditions of choices that never fail, and of effects that never fail, or never hold."""
    held, failed = set[tuple[str, int]](), set[tuple[str, int]]()
    for one, met in reached.effects.items():
        owner = system.locations[one.location].transitions[one.transition].ref or system.scene_of(one.location).id
        held |= {(owner, number) for number in met.held}
        failed |= {(owner, number) for number in met.failed}
    for loc, effect in _conditional(system.machine.story.nodes):
        owner = id_of(loc[:-2])
        effect_id = (owner, int(loc[-1]))
        if effect.when and (effect_id in held) != (effect_id in failed):
            code, said = ("always-true", "always holds") if effect_id in held else ("never-true", "never holds")
            yield Finding(code, f"`when` of an effect of `{owner}` {said}: {unparse(effect.when)}", (*loc, "when"))
    for one in sorted(reached.transitions - reached.refused):
        transition = system.locations[one.location].transitions[one.transition]
        decides = system.deciding[system.locations[one.location].scene] == one.location
        if transition.kind == "choose" and transition.guard and decides:
            said, loc = as_written(transition.guard, transition.ref), loc_of("choose", transition.ref)
            if said == "once":
                message = f"`once` of `{transition.ref}` changes nothing: nobody could choose it a second time"
                yield Finding("always-true", message, (*loc, "once"))
            else:
                yield Finding("always-true", f"`when` of `{transition.ref}` always holds: {said}", (*loc, "when"))


def _conditional(nodes: Mapping[str, Node]) -> Iterator[tuple[Loc, Effect]]:
    """The effects that have a condition."""
    for node_id, node in nodes.items():
        for loc, holder in effect_holders(node):
            for n, effect in enumerate(holder.effects):
                if isinstance(effect, Effect) and effect.when:
                    yield ("nodes", node_id, *loc, "effects", n), effect


def _always_told(one: Result) -> Iterator[Finding]:
    for query in one.queries:
        met = [answer for answer in one.answers[query.key] if answer.location in one.reached.locations]
        if query.kind == "text" and met and not any(answer in one.reached.failed for answer in met):
            said = f": {unparse(query.written)}" if query.written else ""
            yield Finding("always-true", f"`when` of `{query.id}` always holds{said}", (*query.loc, "when"))


def _never_taken(system: TransitionSystem, reached: Reached) -> Iterator[Finding]:
    """Ways that are never the first to hold, and decks that run dry."""
    told = {locations[0]: ref for ref, locations in system.told.items()}
    for i, location in enumerate(system.locations):
        scene = system.scene_of(i)
        if i not in told and i != system.deciding[location.scene]:
            continue  # the same choices, with more heard
        for n, transition in enumerate(location.transitions):
            one = TransitionId(i, n)
            if one not in reached.transitions or len(transition.edges) < 2:
                continue
            if scene.draw:
                if EdgeId(one, len(transition.edges) - 1) in reached.edges:
                    said = f"`{scene.node.draw}` can run dry at `{scene.id}`: every card was drawn, or may not be then"
                    yield Finding("deck-runs-dry", said, ("nodes", scene.id, "draw"), "note")
                continue
            for k, edge in enumerate(transition.edges):
                if EdgeId(one, k) not in reached.edges and not _returns(edge.guard):
                    where = " and ".join(map(unparse, edge.guard))
                    said = f"where {where}" if where else "where none before it holds"
                    owner, target = transition.ref or told.get(i, scene.id), system.scene_of(edge.target).id
                    loc = (*loc_of("choose" if scene.options else "chance", owner), "goto", k)
                    yield Finding("way-never-taken", f"`{owner}` never goes to `{target}` {said}", loc)


def _returns(trees: Iterable[Tree]) -> bool:
    return RETURN in names_in(trees)


def after(steps: Iterable[Step] | None) -> str:
    """Steps as the end of a sentence."""
    said = ", ".join(f"{step.kind} {step.ref}" for step in steps or ())
    return f", after: {said}" if said else ""


def unread(story: Story) -> list[str]:
    """Variables that nothing but their own changes reads; one that is shown to the player is read."""
    read = {name for part in _parts(story) for tree in expressions(part) for name in _names(tree)}
    read |= {name for one in _assignments(story) for name in _names(one.value) if name != one.name}
    return [name for name, variable in story.state.items() if name not in read and not variable.shown]


def unwritten(story: Story) -> list[str]:
    """Variables that no effect assigns."""
    written = {one.name for one in _assignments(story)}
    return [name for name in story.state if name not in written]


def _names(tree: Tree) -> Iterator[str]:
    return (leaf.name for leaf in leaves(tree) if isinstance(leaf, Name | Band))


def _parts(story: Story) -> Iterator[Part]:
    yield from (*story.nodes.values(), *story.theses.values(), *story.state.values())


def _assignments(story: Story) -> Iterator[Assign]:
    return (one for part in _parts(story) for one in assignments(part))
