"""Every condition of a story, watched: how often it held, and how often not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from playable.engine.compile import Function, Functions, State
from playable.engine.machine import Card, ChanceOutcome, Goto, Machine, Op, Option, Scene
from playable.language.contents import NodeText, alternatives, texts
from playable.language.expressions.algebra import negated, positive, unparse
from playable.language.expressions.tree import Memory, Number, Tree
from playable.language.model import Choice, Effect, Node, Outcome, Told
from playable.language.reading.places import Loc
from playable.language.source_map import id_of


@dataclass(frozen=True)
class WatchedCondition:
    """One condition. `loc` is where it stands; `counts`: how often it failed, how often it held."""

    loc: Loc
    says: str
    counts: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def id(self) -> str:
        """The names that lead to it, effects and alternatives counted from 1: `hall.go.effects[2].when`."""
        return id_of(self.loc)

    def watching(self, ask: Function) -> Function:
        """The same function of a state, counted. A weight holds where it is above zero."""
        counts = self.counts

        def asked(s: State) -> object:
            answer = ask(s)
            counts[answer > 0] += 1
            return answer

        return asked


class ConditionCoverage:
    """A machine whose conditions are counted: `machine` plays like the one that was given."""

    def __init__(self, machine: Machine) -> None:
        self._scenes = machine.scenes
        self._conditions: dict[Loc, WatchedCondition] = {}
        self._texts: dict[int, tuple[Function, ...]] = {}  # by identity: a text may be a list, and the story keeps it
        told = [text.told for scene in machine.scenes for text in _with_page(scene)]
        self._told = Functions(machine.slots, (when for some in told for when, _ in alternatives(some) if when), ())
        self.machine = replace(machine, scenes=tuple(self._scene(scene) for scene in machine.scenes))

    @property
    def conditions(self) -> list[WatchedCondition]:
        """All that there are, as they stand in the story."""
        return list(self._conditions.values())

    def asks(self, text: Told | None) -> tuple[Function, ...]:
        """The conditions of a text that is told with a page or after a choice, in order; asked, each is counted."""
        return self._texts.get(id(text), ())

    def _scene(self, scene: Scene) -> Scene:
        at = ("nodes", scene.id)
        for text in _with_page(scene):
            self._text(text, (*at, *text.loc))
        return replace(
            scene,
            ops=self._ops(scene.ops, at),
            options=tuple(self._option(option, (*at, "choices")) for option in scene.options),
            outcomes=tuple(self._outcome(drawn, (*at, "chance")) for drawn in scene.outcomes),
            cards=tuple(map(self._card, scene.cards)),
            goto=self._goto(scene.node, scene.goto, at),
        )

    def _card(self, card: Card) -> Card:
        scene = self._scenes[card.node]
        when = scene.node.when
        return replace(card, when=self._watched(("nodes", scene.id, "when"), when, card.when)) if when else card

    def _option(self, option: Option, at: Loc) -> Option:
        choice, loc = option.choice, (*at, option.ref.partition(".")[2])
        when = option.when
        if when:
            once = negated(Memory("chose", option.ref))
            when = self._watched((*loc, "when" if choice.when else "once"), choice.when or once, when)
        return replace(option, when=when, ops=self._ops(option.ops, loc), goto=self._goto(choice, option.goto, loc))

    def _outcome(self, drawn: ChanceOutcome, at: Loc) -> ChanceOutcome:
        outcome, loc = drawn.outcome, (*at, drawn.ref.partition(".")[2])
        weight = drawn.weight
        if not isinstance(outcome.weight, Number):
            weight = self._watched((*loc, "weight"), positive(outcome.weight), weight)
        return replace(drawn, weight=weight, ops=self._ops(drawn.ops, loc), goto=self._goto(outcome, drawn.goto, loc))

    def _ops(self, ops: tuple[Op, ...], at: Loc) -> tuple[Op, ...]:
        return tuple(
            replace(op, when=self._watched((*at, "effects", n, "when"), tree, op.when)) if op.when and tree else op
            for n, op in enumerate(ops)
            for tree in (op.effect.when if isinstance(op.effect, Effect) else None,)
        )

    def _goto(self, holder: Node | Choice | Outcome, goto: Goto, at: Loc) -> Goto:
        if not isinstance(goto, tuple) or not isinstance(holder.goto, list):
            return goto
        return tuple(
            branch._replace(when=self._watched((*at, "goto", n, "when"), way.when, branch.when))
            if way.when and branch.when
            else branch
            for n, (way, branch) in enumerate(zip(holder.goto, goto, strict=True))
        )

    def _text(self, text: NodeText, at: Loc) -> None:
        """Each alternative by itself, though they are told by one function all together."""
        asks = []
        for n, (when, _) in enumerate(alternatives(text.told)):
            if when:
                loc = (*at, n, "when") if isinstance(text.told, list) else (*at, "when")
                asks.append(self._watched(loc, when, self._told.value(when)))
        if asks:
            self._texts[id(text.told)] = tuple(asks)

    def _watched(self, loc: Loc, tree: Tree, ask: Function) -> Function:
        condition = self._conditions.setdefault(loc, WatchedCondition(loc, unparse(tree)))
        return condition.watching(ask)


def _with_page(scene: Scene) -> Iterator[NodeText]:
    """The texts that are told with a page or after a choice."""
    return (text for text in texts(scene.node) if text.kind in ("text", "outcome"))
