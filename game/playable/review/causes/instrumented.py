"""A machine instrumented: what it asks on its way and what it changes is heard of, and an answer can be turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from playable.engine.compile import Function, State
from playable.engine.machine import Card, Goto, Machine, Op, Scene
from playable.language.contents import Holder
from playable.language.expressions.tree import Tree
from playable.language.model import Effect, Reasoned, Way

GuardKind = Literal["way", "card", "effect"]


@dataclass(frozen=True)
class Guard:
    """A condition that decides what happens: of a way on, of a card, of an effect. `at` names what it stands in."""

    kind: GuardKind
    at: str
    tree: Tree
    way: Way | None = None
    ways: tuple[Way, ...] = ()  # all of those it is one of
    slot: int = -1  # that the effect sets


OnGuard = Callable[[Guard, State, bool], bool]  # a condition, the state, how it comes out; how it is to come out
OnEffect = Callable[[Op, Reasoned, State, int], None]  # an effect, what it stands in, the state before, the new value


def instrumented(machine: Machine, ask: OnGuard, tell: OnEffect) -> Machine:
    """The same machine, instrumented. What a choice asks before it is open is not among it: nothing runs by it."""

    def asked(function: Function | None, guard: Guard) -> Function | None:
        return None if function is None else lambda s: ask(guard, s, bool(function(s)))

    def told(op: Op, holder: Reasoned) -> Function:
        def made(s: State) -> int:
            new: int = op.made(s) if op.table is None else op.table[s[op.slot]]
            tell(op, holder, s, new)
            return new

        return made

    def ops(some: Sequence[Op], holder: Reasoned, at: str) -> tuple[Op, ...]:
        watched = []
        for op in some:
            tree = op.effect.when if isinstance(op.effect, Effect) else None
            when = asked(op.when, Guard("effect", at, tree, slot=op.slot)) if tree else None
            watched.append(replace(op, table=None, made=told(op, holder), when=when))
        return tuple(watched)

    def goto(some: Goto, holder: Holder, at: str) -> Goto:
        if not isinstance(some, tuple) or not isinstance(holder.goto, list):
            return some
        pairs, ways = zip(some, holder.goto, strict=True), tuple(holder.goto)
        return tuple(
            branch._replace(when=asked(branch.when, Guard("way", at, way.when, way, ways)) if way.when else branch.when)
            for branch, way in pairs
        )

    def card(one: Card) -> Card:
        node = machine.scenes[one.node]
        if node.node.when is None:
            return one
        guard = Guard("card", node.id, node.node.when)
        return replace(one, when=lambda s: not s[one.drawn] and ask(guard, s, bool(one.when(s))))

    def scene(one: Scene) -> Scene:
        return replace(
            one,
            ops=ops(one.ops, one.node, one.id),
            goto=goto(one.goto, one.node, one.id),
            options=tuple(
                replace(o, ops=ops(o.ops, o.choice, o.ref), goto=goto(o.goto, o.choice, o.ref)) for o in one.options
            ),
            outcomes=tuple(
                replace(o, ops=ops(o.ops, o.outcome, o.ref), goto=goto(o.goto, o.outcome, o.ref)) for o in one.outcomes
            ),
            cards=tuple(card(c) for c in one.cards),
        )

    return replace(machine, scenes=tuple(scene(one) for one in machine.scenes))
