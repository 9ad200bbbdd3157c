"""A story compiled to a finite-state machine.

A state is a list of small ints: the variables, then the memory that is named anywhere. Each distinct condition is
one function of it, each change a table from value to value. Sessions, random players and proofs all run this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from game.engine.compile import Function, Slots, State, band, compiled, effect_source, memory_name, source, values
from game.engine.telling import Telling
from game.language.expressions.tree import Assign, Logic, Memory, Name, Not, Tree, leaves
from game.language.model import Choice, Effect, Node, Outcome, Reasoned, Way
from game.language.names import Flag, OneOf, Range
from game.language.story import Story

BACK = -1  # as a target: where the card was drawn
RETURN = "(draw)"  # the slot that keeps which draw a card comes back to


class Op(NamedTuple):
    """One effect: where `when` holds, a slot's value goes through `table`, or, depending on others, is `made`."""

    slot: int
    table: dict[int, int] | None
    made: Function | None
    when: Function | None
    effect: Assign | Effect


Goto = int | tuple[tuple[Function | None, int], ...] | None  # None: stay


class Option(NamedTuple):
    """A compiled choice. `chosen` is the slot that remembers it, if anything asks."""

    ref: str
    choice: Choice
    when: Function | None
    ops: tuple[Op, ...]
    goto: Goto
    chosen: int | None
    label: Telling


class Fall(NamedTuple):
    """A compiled outcome of chance."""

    ref: str
    outcome: Outcome
    weight: Function
    ops: tuple[Op, ...]
    goto: Goto


class Card(NamedTuple):
    """A card of a deck: its node, and whether it may be drawn."""

    node: int
    when: Function
    drawn: int  # the slot that remembers it


class Scene:
    """A compiled node."""

    __slots__ = ("cards", "chapter", "draw", "falls", "goto", "id", "node", "ops", "options", "seen", "stops", "tell", "then")

    def __init__(self, id: str, node: Node, chapter: str | None) -> None:
        self.id = id
        self.node = node
        self.chapter = chapter
        self.tell: Telling = Telling(())
        self.ops: tuple[Op, ...] = ()
        self.options: tuple[Option, ...] = ()
        self.falls: tuple[Fall, ...] = ()
        self.cards: tuple[Card, ...] = ()
        self.draw = 0  # the number of this draw among the draws
        self.then = 0
        self.goto: Goto = None
        self.seen: int | None = None
        self.stops = bool(node.choices) or node.ending is not None


class Stuck(Exception):
    """Chance has nothing to choose from: all weights are zero."""


Draw = Callable[[Scene, State], int]  # which of a scene's falls, as an index
Entered = Callable[[Scene, Fall | None, State, State], None]  # scene or its fall, state before and after its effects


class Machine:
    """A story's states and moves. A state may be changed in place by `choose` and `run_on`: copy what you keep."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.slots = Slots()
        self.ids = {id: i for i, id in enumerate(story.nodes)}
        self.initial: State = []
        self._declare()
        self._functions: dict[str, Function] = {}
        self._tables: dict[str, Op] = {}
        self.scenes = tuple(Scene(id, node, story.chapters.get(id)) for id, node in story.nodes.items())
        self._draws = [scene for scene in self.scenes if scene.node.draw]
        self.start = self.ids[story.head.start]
        self._compile()
        self.options = {option.ref: option for scene in self.scenes for option in scene.options}

    # -- running -----------------------------------------------------------------------------------------------

    def available(self, scene: Scene, s: State) -> list[Option]:
        """The choices that can be made at `scene`."""
        return [option for option in scene.options if option.when is None or option.when(s)]

    def apply(self, ops: tuple[Op, ...], s: State) -> None:
        """Run effects in order, each seeing the last."""
        for slot, table, made, when, _ in ops:
            if when is None or when(s):
                s[slot] = table[s[slot]] if table is not None else made(s)  # type: ignore[misc]

    def leave(self, scene: Scene, option: Option, s: State) -> int | None:
        """After a choice's effects: where it leads, with what is now remembered; None to stay."""
        target = self._target(option.goto, s)
        if option.chosen is not None:
            s[option.chosen] = 1
        if target is not None and scene.seen is not None:
            s[scene.seen] = 1
        return target

    def run_on(self, at: int, s: State, draw: Draw, entered: Entered | None = None) -> int:
        """Enter node `at` and run on to the next that has choices or ends; the node where play stands.

        `entered` hears of each node, and each fall, once its effects are done. Raises Stuck.
        """
        while True:
            scene = self.scenes[at]
            before = s[:] if entered else s
            self.apply(scene.ops, s)
            if entered:
                entered(scene, None, before, s[:])
            if scene.stops:
                return at
            if scene.falls:
                fall = scene.falls[draw(scene, s)]
                before = s[:] if entered else s
                self.apply(fall.ops, s)
                if entered:
                    entered(scene, fall, before, s[:])
                goto = fall.goto
            elif scene.node.draw:
                goto = self._draw(scene, s)
            else:
                goto = scene.goto
            target = self._target(goto, s)
            assert target is not None  # only a choice can stay
            if scene.seen is not None:
                s[scene.seen] = 1
            at = target

    def weights(self, scene: Scene, s: State) -> list[int]:
        """The weight of each of a scene's falls, none below zero. Raises Stuck where all are zero."""
        found = [max(0, fall.weight(s)) for fall in scene.falls]
        if not any(found):
            raise Stuck(scene.id)
        return found

    def _draw(self, scene: Scene, s: State) -> int:
        for card in scene.cards:
            if card.when(s):
                s[card.drawn] = 1
                if RETURN in self.slots.index:
                    s[self.slots.index[RETURN]] = scene.draw + 1
                return card.node
        return scene.then

    def _target(self, goto: Goto, s: State) -> int | None:
        if goto.__class__ is tuple:
            goto = next(target for when, target in goto if when is None or when(s))  # type: ignore[union-attr]
        if goto == BACK:
            slot = self.slots.index[RETURN]
            goto, s[slot] = self._draws[s[slot] - 1].then, 0
        return goto  # type: ignore[return-value]

    # -- compiling ---------------------------------------------------------------------------------------------

    def _declare(self) -> None:
        """Slots for the variables, for the memory that rules name, and last for what only prose names."""
        story, slots = self.story, self.slots
        self._variables = tuple(story.state)
        for name, variable in story.state.items():
            domain = story.domains[name]
            slots.add(name, domain)
            slots.bands[name] = variable.bands
            match domain:
                case Range():
                    self.initial.append(int(variable.start))
                case OneOf(words):
                    self.initial.append(words.index(variable.start))
                case Flag():
                    self.initial.append(int(variable.start == "true"))
        memories = dict.fromkeys(memory_name(m) for t in self._rules() for m in leaves(t) if isinstance(m, Memory))
        for name in memories:
            slots.add(name, Flag())
        draws = tuple(id for id, node in story.nodes.items() if node.draw)
        if draws and any("back" in _targets(node) for node in story.nodes.values()):
            slots.add(RETURN, OneOf(("none", *draws)))
        self.matter = len(slots.domains)  # slots from here on decide nothing that happens, only what is told
        for tree in self._told():
            for memory in leaves(tree):
                if isinstance(memory, Memory) and memory_name(memory) not in slots.index:
                    slots.add(memory_name(memory), Flag())
        self.initial += [0] * (len(slots.domains) - len(self.initial))

    def _rules(self) -> Iterator[Tree]:
        """Every expression that decides what happens, and those of the theses."""
        for id, node in self.story.nodes.items():
            for holder in (node, *node.choices.values(), *node.chance.values()):
                for effect in holder.effects:
                    yield effect.value if isinstance(effect, Assign) else effect.do.value
                    if isinstance(effect, Effect) and effect.when:
                        yield effect.when
                yield from (way.when for way in _ways(holder) if way.when)
            for key, choice in node.choices.items():
                if when := _choice_when(f"{id}.{key}", choice):
                    yield when
            yield from (outcome.weight for outcome in node.chance.values())
        for cards in self.story.decks.values():
            yield from (_card_when(card, self.story.nodes[card]) for card in cards)
        for thesis in self.story.theses.values():
            odds = thesis.odds
            named = (thesis.when, thesis.always, thesis.never, thesis.can, odds and odds.of, odds and odds.given)
            yield from (tree for tree in named if tree)

    def _told(self) -> Iterator[Tree]:
        """Every expression that only prose and the board name."""
        for node in self.story.nodes.values():
            yield from Telling.trees(node)
        yield from (v.shown for v in self.story.state.values() if v.shown)

    def _compile(self) -> None:
        slots = self.slots
        sources = {source(tree, slots) for tree in self._rules() if self._in_state(tree)}
        sources |= {effect_source(a, slots) for scene in self.scenes for a in _assigns(scene.node)}
        sources |= {s for node in self.story.nodes.values() for s in Telling.sources(node, slots)}
        sources |= {source(v.shown, slots) for v in self.story.state.values() if v.shown}
        self._functions = compiled(sources)
        for number, scene in enumerate(self._draws):
            scene.draw = number
        for scene in self.scenes:
            self._compile_scene(scene)
        self.shown = {
            name: self._functions[source(v.shown, slots)] if v.shown else None for name, v in self.story.state.items()
        }

    def _compile_scene(self, scene: Scene) -> None:
        node, id = scene.node, scene.id
        scene.tell = self.telling(node.text)
        scene.seen = self.slots.index.get(f"seen({id})")
        scene.ops = self._ops(node)
        scene.goto = self._goto(node)
        for key, choice in node.choices.items():
            ref = f"{id}.{key}"
            when = _choice_when(ref, choice)
            scene.options += (
                Option(
                    ref, choice, self._function(when) if when else None, self._ops(choice), self._goto(choice),
                    self.slots.index.get(f"chose({ref})"), self.telling(choice.label),
                ),
            )
        for key, outcome in node.chance.items():
            fall = Fall(f"{id}.{key}", outcome, self._function(outcome.weight), self._ops(outcome), self._goto(outcome))
            scene.falls += (fall,)
        if node.draw:
            assert node.then
            scene.then = self.ids[node.then]
            for card in self.story.decks[node.draw]:
                when = self._function(_card_when(card, self.story.nodes[card]))
                scene.cards += (Card(self.ids[card], when, self.slots.index[f"drawn({card})"]),)

    def variable_of(self, slot: int) -> str:
        """The variable that stands in a slot."""
        return self._variables[slot]

    def word(self, name: str, value: int) -> str:
        """The word for a variable's value: its band, else the word itself; empty for a range without bands."""
        bands, domain = self.slots.bands[name], self.story.domains[name]
        return "" if isinstance(domain, Range) and not bands else band(bands, domain, value)

    def telling(self, told: object) -> Telling:
        """What tells a text of the story in a given state."""
        return Telling.of(told, self.slots, self._functions)

    def _function(self, tree: Tree) -> Function:
        return self._functions[source(tree, self.slots)]

    def _in_state(self, tree: Tree) -> bool:
        """False where a thesis speaks of `here` or `ending`, which no state holds."""
        return all(leaf.name in self.slots.index for leaf in leaves(tree) if isinstance(leaf, Name))

    def _ops(self, holder: Reasoned) -> tuple[Op, ...]:
        return tuple(self._op(effect) for effect in holder.effects)

    def _op(self, effect: Assign | Effect) -> Op:
        assign = effect if isinstance(effect, Assign) else effect.do
        text = effect_source(assign, self.slots)
        slot, made = self.slots.index[assign.name], self._functions[text]
        key = f"{slot} {text}"
        if key not in self._tables:
            alone = all(isinstance(leaf, Name) and leaf.name == assign.name or not isinstance(leaf, Name | Memory)
                        for leaf in leaves(assign.value))
            table = None
            if alone:
                width = slot + 1
                table = {v: made([v] * width) for v in values(self.slots.domains[slot])}
            self._tables[key] = Op(slot, table, None if alone else made, None, assign)
        when = self._function(effect.when) if isinstance(effect, Effect) and effect.when else None
        return self._tables[key]._replace(when=when, effect=effect)

    def _goto(self, holder: Node | Choice | Outcome) -> Goto:
        match holder.goto:
            case None:
                return None
            case str() as target:
                return BACK if target == "back" else self.ids[target]
            case ways:
                return tuple(
                    (self._function(way.when) if way.when else None, BACK if way.goto == "back" else self.ids[way.goto])
                    for way in ways
                )


def _choice_when(ref: str, choice: Choice) -> Tree | None:
    if not choice.once:
        return choice.when
    unused = Not(Memory("chose", ref))
    return Logic("and", (choice.when, unused)) if choice.when else unused


def _card_when(card: str, node: Node) -> Tree:
    undrawn = Not(Memory("drawn", card))
    return Logic("and", (node.when, undrawn)) if node.when else undrawn


def _ways(holder: Node | Choice | Outcome) -> list[Way]:
    return holder.goto if isinstance(holder.goto, list) else []


def _targets(node: Node) -> set[str]:
    holders = (node, *node.choices.values(), *node.chance.values())
    return {h.goto for h in holders if isinstance(h.goto, str)} | {way.goto for h in holders for way in _ways(h)}


def _assigns(node: Node) -> Iterator[Assign]:
    for holder in (node, *node.choices.values(), *node.chance.values()):
        yield from (e if isinstance(e, Assign) else e.do for e in holder.effects)
