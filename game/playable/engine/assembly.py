"""A story is compiled to its machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playable.engine.compile import Functions, Slots, State, memory_name, values
from playable.engine.compiled_text import CompiledText
from playable.engine.machine import BACK, Branch, Card, ChanceOutcome, Goto, Machine, Op, Option, Scene
from playable.language.contents import Holder, alternatives, effect_holders, expressions, texts
from playable.language.expressions.algebra import all_of, negated
from playable.language.expressions.tree import Assign, Memory, Name, Tree, leaves
from playable.language.model import Choice, Effect, Node, Outcome, Way
from playable.language.names import Domain, Flag, OneOf, Range
from playable.language.navigation import targets
from playable.language.story import Story

RETURN = "(draw)"  # the slot that keeps which draw a card comes back to


def assemble(story: Story) -> Machine:
    """The machine of a story."""
    return _Assembly(story).machine()


class _Assembly:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.ids = {node_id: i for i, node_id in enumerate(story.nodes)}
        self.draws = {node_id: n for n, node_id in enumerate((k for k, v in story.nodes.items() if v.draw), 1)}
        self.options_when = {
            f"{node_id}.{key}": when
            for node_id, node in story.nodes.items()
            for key, c in node.choices.items()
            if (when := choice_when(f"{node_id}.{key}", c))
        }
        self.cards_when = {card: card_when(card, story.nodes[card]) for cards in story.decks.values() for card in cards}
        self.ops: dict[Assign, Op] = {}  # those without a condition, which their holders share

    def machine(self) -> Machine:
        story = self.story
        rules, assigns = dict.fromkeys(self.rules()), dict.fromkeys(self.assignments())
        shown = [v.shown for v in story.state.values() if v.shown]
        claimed = (tree for thesis in story.theses.values() for tree in expressions(thesis))
        self.slots, initial = _variables(story)
        _remember((*rules, *claimed, *(assign.value for assign in assigns)), self.slots)
        if self.draws and any("back" in targets(node) for node in story.nodes.values()):
            self.slots.add(RETURN, OneOf(("none", *self.draws)))
        matter = len(self.slots.domains)
        _remember((*dict.fromkeys(tree for node in story.nodes.values() for tree in _told(node)), *shown), self.slots)
        initial += [0] * (len(self.slots.domains) - len(initial))
        self.functions = Functions(self.slots, [*rules, *shown], assigns)
        scenes = tuple(self.scene(node_id, node) for node_id, node in story.nodes.items())
        returns = self.slots.index.get(RETURN)
        return Machine(story, self.slots, matter, initial, self.functions, scenes, self.ids[story.head.start], returns)

    def rules(self) -> Iterator[Tree]:
        """Every condition and weight that decides what happens."""
        yield from self.options_when.values()
        yield from self.cards_when.values()
        for node in self.story.nodes.values():
            yield from (outcome.weight for outcome in node.chance.values())
            for _, holder in effect_holders(node):
                yield from (way.when for way in _ways(holder) if way.when)
                yield from (effect.when for effect in holder.effects if isinstance(effect, Effect) and effect.when)

    def assignments(self) -> Iterator[Assign]:
        """What every effect does."""
        for node in self.story.nodes.values():
            for _, holder in effect_holders(node):
                yield from map(_assign_of, holder.effects)

    def scene(self, node_id: str, node: Node) -> Scene:
        return Scene(
            id=node_id,
            node=node,
            chapter=self.story.chapters.get(node_id),
            tell=CompiledText(node.text, self.slots),
            ops=self.ops_of(node),
            goto=self.goto(node),
            seen=self.slots.index.get(f"seen({node_id})"),
            stops=bool(node.choices) or node.ending is not None,
            options=tuple(self.option(f"{node_id}.{key}", choice) for key, choice in node.choices.items()),
            outcomes=tuple(self.outcome(f"{node_id}.{key}", outcome) for key, outcome in node.chance.items()),
            cards=tuple(map(self.card, self.story.decks[node.draw])) if node.draw else (),
            draw=self.draws.get(node_id, 0),
            then=self.ids[node.then] if node.then else 0,
        )

    def outcome(self, ref: str, outcome: Outcome) -> ChanceOutcome:
        weight = self.functions.value(outcome.weight)
        return ChanceOutcome(ref, outcome, weight, self.ops_of(outcome), self.goto(outcome))

    def option(self, ref: str, choice: Choice) -> Option:
        when = self.options_when.get(ref)
        return Option(
            ref,
            choice,
            self.functions.value(when) if when else None,
            self.ops_of(choice),
            self.goto(choice),
            self.slots.index.get(f"chose({ref})"),
            CompiledText(choice.label, self.slots),
        )

    def card(self, node_id: str) -> Card:
        return Card(
            self.ids[node_id], self.functions.value(self.cards_when[node_id]), self.slots.index[f"drawn({node_id})"]
        )

    def ops_of(self, holder: Holder) -> tuple[Op, ...]:
        return tuple(self.op(effect) for effect in holder.effects)

    def op(self, effect: Assign | Effect) -> Op:
        assign = _assign_of(effect)
        bare = self.ops.get(assign)
        if bare is None:
            slot, made = self.slots.index[assign.name], self.functions.effect(assign)
            table = None
            if all(_is_own(leaf, assign) for leaf in leaves(assign.value)):
                table = {v: made([v] * (slot + 1)) for v in values(self.slots.domains[slot])}
            bare = self.ops[assign] = Op(slot, table, made, None, assign)
        if isinstance(effect, Assign):
            return bare
        return replace(bare, when=self.functions.value(effect.when) if effect.when else None, effect=effect)

    def goto(self, holder: Holder) -> Goto:
        if isinstance(holder.goto, list):
            return tuple(map(self.branch, holder.goto))
        return None if holder.goto is None else self.target(holder.goto)

    def branch(self, way: Way) -> Branch:
        return Branch(self.functions.value(way.when) if way.when else None, self.target(way.goto))

    def target(self, node_id: str) -> int:
        return BACK if node_id == "back" else self.ids[node_id]


def _variables(story: Story) -> tuple[Slots, State]:
    """A slot for each variable, and their values at the start."""
    slots, initial = Slots(), State()
    for name, variable in story.state.items():
        slots.add(name, story.domains[name])
        slots.bands[name] = variable.bands
        initial.append(_number(variable.start, story.domains[name]))
    return slots, initial


def _number(typed: str, domain: Domain) -> int:
    match domain:
        case Range():
            return int(typed)
        case OneOf(words):
            return words.index(typed)
        case Flag():
            return int(typed == "true")


def _remember(trees: tuple[Tree, ...], slots: Slots) -> None:
    """A slot for each memory that the trees name."""
    for tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Memory) and memory_name(leaf) not in slots.index:
                slots.add(memory_name(leaf), Flag())


def choice_when(ref: str, choice: Choice) -> Tree | None:
    """When a choice is open: its own condition and, where it is for `once`, that it was not made."""
    if not choice.once:
        return choice.when
    unused = negated(Memory("chose", ref))
    return all_of((choice.when, unused)) if choice.when else unused


def card_when(card: str, node: Node) -> Tree:
    """When a card may be drawn: its own condition, and that it was not drawn."""
    undrawn = negated(Memory("drawn", card))
    return all_of((node.when, undrawn)) if node.when else undrawn


def _assign_of(effect: Assign | Effect) -> Assign:
    return effect.do if isinstance(effect, Effect) else effect


def _is_own(leaf: Tree, assign: Assign) -> bool:
    """Does the leaf depend on nothing but the variable that is assigned?"""
    return leaf.name == assign.name if isinstance(leaf, Name) else not isinstance(leaf, Memory)


def _ways(holder: Holder) -> list[Way]:
    return holder.goto if isinstance(holder.goto, list) else []


def _told(node: Node) -> Iterator[Tree]:
    """Every expression in the texts of a node."""
    for text in texts(node):
        for when, prose in alternatives(text.told):
            if when:
                yield when
            yield from (piece for piece in prose.pieces if not isinstance(piece, str))
