"""A story as a finite-state machine: its states, and the moves between them.

A state is a list of small ints: the variables, then the memory that is named anywhere. Each distinct condition is
one function of it, each change a table from value to value. Sessions, random players and proofs all run this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from playable.engine.compile import Function, Functions, Slots, State, band
from playable.engine.compiled_text import CompiledText
from playable.language.expressions.tree import Assign
from playable.language.model import Choice, Effect, Node, Outcome, Told
from playable.language.names import Range
from playable.language.navigation import homes
from playable.language.story import Story

BACK = -1  # as a target: where the card was drawn


@dataclass(slots=True, eq=False)
class Op:
    """One effect: where `when` holds, a slot's value goes through `table`, or, depending on others, is `made`."""

    slot: int
    table: dict[int, int] | None
    made: Function
    when: Function | None
    effect: Assign | Effect


class Branch(NamedTuple):
    """One of several ways on: where it leads if its condition holds. The last has none."""

    when: Function | None
    target: int


Goto = int | tuple[Branch, ...] | None  # the first branch that holds; None: stay


@dataclass(slots=True, eq=False)
class Option:
    """A compiled choice. `chosen` is the slot that remembers it, if anything asks."""

    ref: str
    choice: Choice
    when: Function | None
    ops: tuple[Op, ...]
    goto: Goto
    chosen: int | None
    label: CompiledText


@dataclass(slots=True, eq=False)
class ChanceOutcome:
    """A compiled outcome of chance."""

    ref: str
    outcome: Outcome
    weight: Function
    ops: tuple[Op, ...]
    goto: Goto


@dataclass(slots=True, eq=False)
class Card:
    """A card of a deck: its node, whether it may be drawn, and the slot that remembers that it was."""

    node: int
    when: Function
    drawn: int


@dataclass(slots=True, eq=False, repr=False)
class Scene:
    """A compiled node. `draw` counts the nodes that draw, from 1; at one that `stops` the player acts, or all ends."""

    id: str
    node: Node
    chapter: str | None
    tell: CompiledText
    ops: tuple[Op, ...]
    goto: Goto
    seen: int | None
    stops: bool
    options: tuple[Option, ...]
    outcomes: tuple[ChanceOutcome, ...]
    cards: tuple[Card, ...]
    draw: int
    then: int

    def __repr__(self) -> str:
        return f"<scene {self.id}>"

    @property
    def still(self) -> bool:
        """Does nothing happen on entering but that it is told?"""
        return self.stops and not self.ops


class Stuck(Exception):
    """Chance has nothing to choose from: all weights are zero."""


Draw = Callable[[Scene, State], int]  # which of a scene's chance outcomes, as an index
Entered = Callable[
    [Scene, ChanceOutcome | None, State, State], None
]  # a scene or its outcome, the state before and after it


@dataclass(repr=False)
class Machine:
    """What `assembly.assemble` makes of a story. The methods change a state in place: copy what you keep."""

    story: Story
    slots: Slots
    matter: int  # slots from here on decide nothing that happens, only what is told
    initial: State
    functions: Functions
    scenes: tuple[Scene, ...]
    start: int
    returns: int | None  # the slot that keeps which draw a card comes back to, if any does

    def __post_init__(self) -> None:
        self.ids = {scene.id: i for i, scene in enumerate(self.scenes)}
        self.options = {option.ref: option for scene in self.scenes for option in scene.options}
        self.shown = {k: self.functions.value(v.shown) for k, v in self.story.state.items() if v.shown}
        self._draws = [scene for scene in self.scenes if scene.draw]
        self._variables = tuple(self.story.state)
        self._texts: dict[int, CompiledText] = {}  # by identity: a text may be a list, and the story keeps it

    def __repr__(self) -> str:
        return f"<machine of {self.story.head.id}: {len(self.scenes)} nodes>"

    @cached_property
    def homes(self) -> dict[str, list[Scene]]:
        """Of each node that a card is or leads to, the draws that it can come back to."""
        return {
            node_id: [self.scenes[self.ids[draw]] for draw in draws] for node_id, draws in homes(self.story).items()
        }

    def apply(self, ops: tuple[Op, ...], s: State) -> None:
        """Run effects in order, each seeing the last."""
        for op in ops:
            if op.when is None or op.when(s):
                s[op.slot] = op.made(s) if op.table is None else op.table[s[op.slot]]

    def leave(self, scene: Scene, option: Option, s: State) -> int | None:
        """After a choice's effects: where it leads, with what is now remembered; None to stay."""
        target = self._target(option.goto, s)
        if option.chosen is not None:
            s[option.chosen] = 1
        if target is not None and scene.seen is not None:
            s[scene.seen] = 1
        return target

    def run_on(self, at: int, s: State, draw: Draw, entered: Entered | None = None) -> int:
        """Enter node `at` and run on to the next that stops; the node where play stands.

        `entered` hears of each node, and each chance outcome, once its effects are done. Raises Stuck.
        """
        while True:
            scene = self.scenes[at]
            self._enter(scene, None, s, entered)
            if scene.stops:
                return at
            goto = scene.goto
            if scene.outcomes:
                drawn = scene.outcomes[draw(scene, s)]
                self._enter(scene, drawn, s, entered)
                goto = drawn.goto
            elif scene.draw:
                goto = self._drawn(scene, s)
            target = self._target(goto, s)
            assert target is not None  # only a choice can stay
            if scene.seen is not None:
                s[scene.seen] = 1
            at = target

    def weights(self, scene: Scene, s: State) -> list[int]:
        """The weight of each of a scene's outcomes, none below zero. Raises Stuck where all are zero."""
        each = [max(0, drawn.weight(s)) for drawn in scene.outcomes]
        if not any(each):
            raise Stuck(scene.id)
        return each

    def text(self, told: Told | None) -> CompiledText:
        """What tells a text of the story in a given state; one and the same for a text."""
        compiled = self._texts.get(id(told))
        if compiled is None:
            compiled = self._texts[id(told)] = CompiledText(told, self.slots)
        return compiled

    def variable_of(self, slot: int) -> str:
        """The variable that stands in a slot."""
        return self._variables[slot]

    def word(self, name: str, value: int) -> str:
        """The word for a variable's value: its band, else the word itself; empty for a range without bands."""
        bands, domain = self.slots.bands[name], self.story.domains[name]
        return "" if isinstance(domain, Range) and not bands else band(bands, domain, value)

    def said(self, name: str, value: int) -> str:
        """The word for a variable's value, or its number where there is none."""
        return self.word(name, value) or str(value)

    def _enter(self, scene: Scene, drawn: ChanceOutcome | None, s: State, entered: Entered | None) -> None:
        """Run the effects of a scene, or of what fell in it."""
        ops = drawn.ops if drawn else scene.ops
        if entered is None:
            self.apply(ops, s)
            return
        before = s[:]
        self.apply(ops, s)
        entered(scene, drawn, before, s[:] if ops else before)

    def _drawn(self, scene: Scene, s: State) -> int:
        """The first card that may be drawn, else where the draw goes on."""
        for card in scene.cards:
            if card.when(s):
                s[card.drawn] = 1
                if self.returns is not None:
                    s[self.returns] = scene.draw
                return card.node
        return scene.then

    def _target(self, goto: Goto, s: State) -> int | None:
        target = _first(goto, s) if isinstance(goto, tuple) else goto
        if target == BACK:
            assert self.returns is not None
            target, s[self.returns] = self._draws[s[self.returns] - 1].then, 0
        return target


def _first(branches: tuple[Branch, ...], s: State) -> int:
    for when, target in branches:
        if when is None or when(s):
            return target
    raise AssertionError("unreachable: the last branch has no condition")
