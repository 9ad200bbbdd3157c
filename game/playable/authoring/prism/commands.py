"""The moves of a graph as commands of PRISM: a guard, and what becomes of the state.

An update there is made all at once, and effects in order: where one reads what another wrote, it waits at a further
place. So do ways on that read what effects wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.authoring.prism.expressions import AT, Expressions
from playable.authoring.prism.names import Identifiers
from playable.engine.machine import Op
from playable.language.expressions.tree import Number, Tree
from playable.verify.graph import Graph
from playable.verify.liveness import Liveness
from playable.verify.moves import Move, Way, assign_of, when_of


class Commands:
    """Writes the commands of each place. With `liveness`, what can no longer matter goes back to how it began."""

    def __init__(self, graph: Graph, words: Expressions, identifiers: Identifiers, liveness: Liveness | None) -> None:
        self.graph, self._words, self._liveness = graph, words, liveness
        self.spots = dict(zip(graph.entered, words.nodes, strict=True))
        self.places = len(graph.entered)  # their numbers are those of the nodes
        for place in range(len(graph.places)):
            if place not in self.spots:
                self.spots[place] = self._further()
        self._names = identifiers
        self.formulas: list[str] = []
        self.open: dict[str, str] = {}  # of each choice and outcome, the condition that it can be made or fall
        self.stuck: list[str] = []  # the conditions under which nothing can

    def at(self, place: int) -> str:
        """The condition that play stands at a place."""
        return f"{AT} = {self.spots[place]}"

    def of(self, place: int) -> Iterator[str]:
        """The commands of a place."""
        moves, here = self.graph.places[place].moves, self.at(place)
        live = self._live(place)
        if moves and moves[0].weight is not None:
            yield from self._chance(self.graph.machine.scenes[self.graph.places[place].scene].id, moves, here, live)
            return
        for move in moves:
            action = ""
            if move.kind == "choose":
                action = self._names.new(*move.ref.split("."))
                self.open[move.ref] = " & ".join([here, *self._read(move.when)])
            yield from self._move(action, [here, *self._read(move.when)], self._effects(move), move.ways, live)
        if moves and all(move.when for move in moves):
            self.stuck.append(" & ".join([here, *(_not(self._read(move.when)) for move in moves)]))

    def _chance(self, node: str, moves: Sequence[Move], here: str, live: int) -> Iterator[str]:
        """One command for all outcomes. Where every weight is a number it is written as one."""
        falls, later = [], []
        weights = [self._weight(move.weight) for move in moves if move.weight]
        fixed = all(isinstance(move.weight, Number) for move in moves)
        total = str(sum(map(int, weights))) if fixed else " + ".join(weights)
        if not fixed and len(moves) > 1:
            name = self._names.new("weights", node)
            self.formulas.append(f"formula {name} = {total};")
            total = name
        below = total if fixed else f"max(1, {total})"  # no checker that looks ahead is to divide by nothing
        for move, weight in zip(moves, weights, strict=True):
            self.open[move.ref] = f"{here} & {weight} > 0"
            if weight != "0":
                update, more = self._landing(self._effects(move), move.ways, live)
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

    def _move(self, action: str, guards: list[str], ops: Sequence[Op], ways: Sequence[Way], held: int) -> Iterator[str]:
        """Commands that make one move: several only where the ways tell them apart."""
        if ops or len(ways) == 1:
            update, later = self._landing(ops, ways, held)
            yield f"[{action}] {' & '.join(guards)} -> {update};"
            yield from later
            return
        passed: list[str] = []
        for way in ways:
            here = self._read(way.when)
            update, _ = self._landing((), (way._replace(when=()),), held)
            yield f"[{action}] {' & '.join([*guards, *passed, *here])} -> {update};"
            passed.append(_not(here))

    def _landing(self, ops: Sequence[Op], ways: Sequence[Way], held: int) -> tuple[str, list[str]]:
        """What becomes of the state at once, and the commands for what is left to be done after that."""
        made: dict[int, str] = {}
        for n, op in enumerate(ops):
            if op.slot in made or any(self._reads(op) >> slot & 1 for slot in made):
                return self._waiting(made, ops[n:], ways, held)
            made[op.slot] = self._words.after(op)
            held |= 1 << op.slot
        if len(ways) > 1:
            return self._waiting(made, (), ways, held)
        (way,) = ways
        live = self._live(way.target)
        made |= {slot: self._words.value(slot, value) for slot, value in way.sets if live >> slot & 1}
        for slot, value in enumerate(self.graph.initial):
            if (held & ~live) >> slot & 1:
                made[slot] = self._words.value(slot, value)
        return self._update(made, self.spots[way.target]), []

    def _waiting(
        self, made: dict[int, str], ops: Sequence[Op], ways: Sequence[Way], held: int
    ) -> tuple[str, list[str]]:
        spot = self._further()
        return self._update(made, spot), list(self._move("", [f"{AT} = {spot}"], ops, ways, held))

    def _update(self, made: dict[int, str], spot: str) -> str:
        moved = [f"({self._words.variables[slot]}' = {value})" for slot, value in made.items()]
        return " & ".join([f"({AT}' = {spot})", *moved])

    def _live(self, place: int) -> int:
        return self._liveness.live[place] if self._liveness else (1 << self.graph.machine.matter) - 1

    def _effects(self, move: Move) -> Sequence[Op]:
        return self._liveness.effects(move) if self._liveness else move.ops

    def _read(self, trees: Sequence[Tree]) -> list[str]:
        return [self._words.written(tree) for tree in trees]

    def _reads(self, op: Op) -> int:
        when = when_of(op)
        return self.graph.reads(assign_of(op).value) | (self.graph.reads(when) if when else 0)

    def _weight(self, weight: Tree) -> str:
        (written,) = self._read([weight])
        return str(max(0, weight.value)) if isinstance(weight, Number) else f"max(0, {written})"

    def _further(self) -> str:
        self.places += 1
        return str(self.places - 1)


def _not(conditions: list[str]) -> str:
    return f"!{conditions[0]}" if len(conditions) == 1 else f"!({' & '.join(conditions)})"
