"""The transitions of a transition system as commands of PRISM: a guard, and what becomes of the state.

An update there is made all at once, and effects in order: where one reads what another wrote, it waits at a further
location. So do edges that read what effects wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.authoring.prism.expressions import AT, Expressions
from playable.authoring.prism.identifiers import Identifiers
from playable.engine.machine import Op
from playable.language.expressions.tree import Number, Tree
from playable.verify.system import Edge, Liveness, Transition, TransitionSystem, assign_of, when_of


class Commands:
    """Writes the commands of each location. With `liveness`, what can no longer matter goes back to how it began.

    The choices that a policy `takes` come before all others.
    """

    def __init__(
        self,
        system: TransitionSystem,
        words: Expressions,
        identifiers: Identifiers,
        liveness: Liveness | None,
        takes: Sequence[str] = (),
    ) -> None:
        self.system, self._words, self._liveness, self._takes = system, words, liveness, takes
        self.spots = dict(zip(system.entered, words.nodes, strict=True))
        self.locations = len(system.entered)  # their numbers are those of the nodes
        for location in range(len(system.locations)):
            if location not in self.spots:
                self.spots[location] = self._further()
        self._names = identifiers
        self.formulas: list[str] = []
        self.open: dict[str, str] = {}  # of each choice and outcome, the condition that it can be made or fall
        self.stuck: list[str] = []  # the conditions under which nothing can

    def at(self, location: int) -> str:
        """The condition that play stands at a location."""
        return f"{AT} = {self.spots[location]}"

    def of(self, location: int) -> Iterator[str]:
        """The commands of a location."""
        transitions, here = self.system.locations[location].transitions, self.at(location)
        live = self._live(location)
        if transitions and transitions[0].weight is not None:
            yield from self._chance(
                self.system.machine.scenes[self.system.locations[location].scene].id, transitions, here, live
            )
            return
        rivals = self._rivals(transitions)
        for transition in transitions:
            action = ""
            if transition.kind == "choose":
                action = self._names.new(*transition.ref.split("."))
                self.open[transition.ref] = " & ".join([here, *self._read(transition.guard)])
            guards = [here, *self._read(transition.guard), *rivals.get(transition.ref, ())]
            yield from self._transition(action, guards, self._effects(transition), transition.edges, live)
        if transitions and all(transition.guard for transition in transitions):
            self.stuck.append(" & ".join([here, *(_not(self._read(transition.guard)) for transition in transitions)]))

    def _rivals(self, transitions: Sequence[Transition]) -> dict[str, list[str]]:
        """Of each choice, the conditions that none is open which the policy would rather take."""
        guards = {transition.ref: self._read(transition.guard) for transition in transitions}
        listed = [ref for ref in dict.fromkeys(self._takes) if ref in guards]
        shut = [_not(guards[ref]) if guards[ref] else "false" for ref in listed]
        return {ref: shut[: listed.index(ref)] if ref in listed else shut for ref in guards}

    def _chance(self, node: str, transitions: Sequence[Transition], here: str, live: int) -> Iterator[str]:
        """One command for all outcomes. Where every weight is a number it is written as one."""
        falls, later = [], []
        weights = [self._weight(transition.weight) for transition in transitions if transition.weight]
        fixed = all(isinstance(transition.weight, Number) for transition in transitions)
        total = str(sum(map(int, weights))) if fixed else " + ".join(weights)
        if not fixed and len(transitions) > 1:
            name = self._names.new("weights", node)
            self.formulas.append(f"formula {name} = {total};")
            total = name
        below = total if fixed else f"max(1, {total})"  # no checker that looks ahead is to divide by nothing
        for transition, weight in zip(transitions, weights, strict=True):
            self.open[transition.ref] = f"{here} & {weight} > 0"
            if weight != "0":
                update, more = self._landing(self._effects(transition), transition.edges, live)
                falls.append(f"{weight}/{below} : {update}")
                later += more
        guard = here if fixed else f"{here} & {total} > 0"
        if total == "0":
            self.stuck.append(here)
        elif not fixed:
            self.stuck.append(f"{here} & {total} = 0")
        if falls:
            yield f"[] {guard} -> {' + '.join(falls)};"
        yield from later

    def _transition(
        self, action: str, guards: list[str], ops: Sequence[Op], edges: Sequence[Edge], held: int
    ) -> Iterator[str]:
        """Commands that make one transition: several only where the edges tell them apart."""
        if ops or len(edges) == 1:
            update, later = self._landing(ops, edges, held)
            yield f"[{action}] {' & '.join(guards)} -> {update};"
            yield from later
            return
        passed: list[str] = []
        for edge in edges:
            here = self._read(edge.guard)
            update, _ = self._landing((), (edge._replace(guard=()),), held)
            yield f"[{action}] {' & '.join([*guards, *passed, *here])} -> {update};"
            passed.append(_not(here))

    def _landing(self, ops: Sequence[Op], edges: Sequence[Edge], held: int) -> tuple[str, list[str]]:
        """What becomes of the state at once, and the commands for what is left to be done after that."""
        made: dict[int, str] = {}
        for n, op in enumerate(ops):
            if op.slot in made or any(self._reads(op) >> slot & 1 for slot in made):
                return self._waiting(made, ops[n:], edges, held)
            made[op.slot] = self._words.after(op)
            held |= 1 << op.slot
        if len(edges) != 1:  # none: `back` from a card that nothing draws
            return self._waiting(made, (), edges, held)
        (edge,) = edges
        live = self._live(edge.target)
        made |= {slot: self._words.value(slot, value) for slot, value in edge.writes if live >> slot & 1}
        for slot, value in enumerate(self.system.initial):
            if (held & ~live) >> slot & 1:
                made[slot] = self._words.value(slot, value)
        return self._update(made, self.spots[edge.target]), []

    def _waiting(
        self, made: dict[int, str], ops: Sequence[Op], edges: Sequence[Edge], held: int
    ) -> tuple[str, list[str]]:
        spot = self._further()
        return self._update(made, spot), list(self._transition("", [f"{AT} = {spot}"], ops, edges, held))

    def _update(self, made: dict[int, str], spot: str) -> str:
        moved = [f"({self._words.variables[slot]}' = {value})" for slot, value in made.items()]
        return " & ".join([f"({AT}' = {spot})", *moved])

    def _live(self, location: int) -> int:
        return self._liveness.live[location] if self._liveness else (1 << self.system.machine.matter) - 1

    def _effects(self, transition: Transition) -> Sequence[Op]:
        return self._liveness.effects(transition) if self._liveness else transition.ops

    def _read(self, trees: Sequence[Tree]) -> list[str]:
        return [self._words.written(tree) for tree in trees]

    def _reads(self, op: Op) -> int:
        when = when_of(op)
        return self.system.reads(assign_of(op).value) | (self.system.reads(when) if when else 0)

    def _weight(self, weight: Tree) -> str:
        (written,) = self._read([weight])
        return str(max(0, weight.value)) if isinstance(weight, Number) else f"max(0, {written})"

    def _further(self) -> str:
        self.locations += 1
        return str(self.locations - 1)


def _not(conditions: list[str]) -> str:
    return f"!{conditions[0]}" if len(conditions) == 1 else f"!({' & '.join(conditions)})"
