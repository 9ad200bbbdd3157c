"""A machine as plain data for a page: what the runtime there reads, with its functions by number.

Texts that are the same in every state stand as text; others, and every condition, weight and change, as the number
of a function. The runtime is a twin of `engine`: what is data here is a field of the machine there.
"""

from __future__ import annotations

from typing import Any

from playable.authoring.page import javascript
from playable.authoring.page.conditions import apart
from playable.engine.assembly import card_when, choice_when
from playable.engine.compiled_text import CompiledText
from playable.engine.machine import Card, ChanceOutcome, Goto, Machine, Op, Option, Scene
from playable.engine.phrasing import named, view_of
from playable.language.expressions.algebra import names_in
from playable.language.expressions.tree import Assign, Tree
from playable.language.model import Choice, Effect, Node, Outcome, Told, Way
from playable.language.names import Domain, OneOf, Range
from playable.language.prose import Prose
from playable.verify.markov.building import NoChain, chain
from playable.verify.system import Liveness, SuccessorFunction, TransitionSystem

Json = dict[str, Any]
MOST = 5_000  # states whose odds a phone works out in a second or two


class Data:
    """The data of a machine's story, and the sources of the functions that it numbers."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._system = TransitionSystem(machine)
        self._live = SuccessorFunction(self._system, Liveness(self._system)).slots
        self._numbers: dict[str, int] = {}
        self._conditions: dict[int, Any] = {}  # what can be asked on the way, taken apart, by its function
        self.story = self._story()

    @property
    def functions(self) -> list[str]:
        """The sources, in the order of their numbers."""
        return list(self._numbers)

    def _story(self) -> Json:
        machine, story = self._machine, self._machine.story
        return {
            "id": story.head.id,
            "title": story.head.title,
            "version": story.head.version,
            "about": story.head.about or "",
            "digest": story.digest,
            "initial": machine.initial,
            "start": machine.start,
            "returns": machine.returns,
            "heard": {name[6:-1]: slot for name, slot in machine.slots.index.items() if name.startswith("heard(")},
            "variables": [self._variable(name) for name in story.state],
            "scenes": [self._scene(scene) for scene in machine.scenes],
            "people": {k: _kept(name=v.name, role=v.role, about=v.about) for k, v in story.people.items()},
            "glossary": {k: {"name": v.name, "text": v.text} for k, v in story.glossary.items()},
            "called": story.source_name,
            "view": view_of(story.source_name),
            "source": story.source.model_dump(exclude_none=True) if story.source else None,
            "claims": {
                k: _kept(paragraph=v.paragraph, kind=v.kind, says=v.says, short=v.short)
                for k, v in story.claims.items()
            },
            "conditions": self._conditions,
            "short": self._short(),
            "weighs": self._fits(),
        }

    def _fits(self) -> bool:
        """Are there so few states that a browser works out the odds by itself?"""
        try:
            chain(self._system, {}, MOST)
        except NoChain:
            return False
        return True

    def _short(self) -> Json | None:
        story = self._machine.story
        short = story.head.short
        if short is None:
            return None
        return {"asks": short.asks, "plays": short.plays, "takes": story.policies[short.plays].takes}

    def _variable(self, name: str) -> Json:
        machine, variable = self._machine, self._machine.story.state[name]
        domain = machine.story.domains[name]
        low, high = (domain.low, domain.high) if isinstance(domain, Range) else (0, _count(domain) - 1)
        return _kept(
            id=name,
            name=variable.name or named(name),
            short=variable.short,
            about=variable.about,
            good=variable.good,
            panel=variable.panel or "",
            span=[low, high] if isinstance(domain, Range) else None,
            words=[machine.word(name, value) for value in range(low, high + 1)],
            worded=isinstance(domain, OneOf) or None,
            banded=bool(variable.bands) or None,
            domain=list(domain.words) if isinstance(domain, OneOf) else None,
            shown=self._value(variable.shown) if variable.shown else None,
        )

    def _scene(self, scene: Scene) -> Json:
        node = scene.node
        return _kept(
            id=scene.id,
            title=node.title,
            date=node.date,
            place=node.place,
            chapter=scene.chapter,
            text=self._text(node.text),
            seen=scene.seen,
            stops=scene.stops or None,
            hear=node.hear,
            briefings={person: self._text(b.text) for person, b in node.briefings.items()} or None,
            options=[self._option(option) for option in scene.options] or None,
            live=self._live[self._system.deciding[self._machine.ids[scene.id]]] if scene.options else None,
            outcomes=[self._outcome(outcome) for outcome in scene.outcomes] or None,
            weighed=names_in(one.outcome.weight for one in scene.outcomes) or None,
            cards=[self._card(card) for card in scene.cards] or None,
            draw=scene.draw or None,
            then=scene.then if scene.draw else None,
            ending=node.ending.model_dump() if node.ending else None,
            debrief=self._debrief(scene),
            **self._reasoned(node, scene.ops, scene.goto),
        )

    def _option(self, option: Option) -> Json:
        choice = option.choice
        when = choice_when(option.ref, choice)
        return _kept(
            ref=option.ref,
            label=self._text(choice.label),
            when=None if when is None else self._value(when),
            asked=self._condition(choice.when),
            locked=self._text(choice.locked),
            outcome=self._text(choice.outcome),
            chosen=option.chosen,
            **self._reasoned(choice, option.ops, option.goto),
        )

    def _outcome(self, drawn: ChanceOutcome) -> Json:
        outcome = drawn.outcome
        return _kept(
            ref=drawn.ref,
            weight=self._value(outcome.weight),
            text=self._text(outcome.text),
            **self._reasoned(outcome, drawn.ops, drawn.goto),
        )

    def _card(self, card: Card) -> Json:
        scene = self._machine.scenes[card.node]
        when = self._value(card_when(scene.id, scene.node))
        return _kept(node=card.node, when=when, asked=self._condition(scene.node.when), drawn=card.drawn)

    def _reasoned(self, holder: Node | Choice | Outcome, ops: tuple[Op, ...], goto: Goto) -> Json:
        ways = holder.goto if isinstance(holder.goto, list) else []
        several = zip(ways, goto if isinstance(goto, tuple) else (), strict=True)
        pairs = [[self._condition(way.when), to, *self._because(way)] for way, (_, to) in several]
        return {
            "ops": [self._op(op) for op in ops] or None,
            "goto": pairs or goto,
            "because": self._text(holder.because),
            "cites": holder.cites or None,
            "outside": holder.outside,
        }

    def _because(self, way: Way) -> list[Json]:
        """Why a way is taken, where that is said."""
        said = _kept(because=self._text(way.because), cites=way.cites or None, outside=way.outside)
        return [said] if said else []

    def _op(self, op: Op) -> Json:
        own = op.effect if isinstance(op.effect, Effect) else None
        assign = own.do if own else op.effect
        assert isinstance(assign, Assign)
        return _kept(
            slot=op.slot,
            made=self._number(javascript.effect(assign, self._machine.slots)),
            when=self._condition(own.when) if own else None,
            reads=names_in((assign.value,)) or None,
            because=self._text(own.because) if own else None,
            cites=(own.cites or None) if own else None,
            outside=own.outside if own else None,
        )

    def _debrief(self, scene: Scene) -> Json | None:
        debrief = scene.node.debrief
        if debrief is None:
            return None
        return _kept(
            essay=self._text(debrief.essay),
            objection=self._text(debrief.objection),
            history=self._text(debrief.history),
            cites=debrief.cites or None,
        )

    def _text(self, told: Told | Prose | None) -> str | int | None:
        """A text as it is, or the number of the function that tells it."""
        if told is None:
            return None
        slots = self._machine.slots
        fixed = CompiledText(told, slots).fixed
        return fixed if fixed is not None else self._number(javascript.text(told, slots))

    def _condition(self, tree: Tree | None) -> int | None:
        """The number of a condition, which can be taken apart."""
        if tree is None:
            return None
        number = self._value(tree)
        if number not in self._conditions:
            self._conditions[number] = apart(tree, self._value, self._machine.story)
        return number

    def _value(self, tree: Tree) -> int:
        return self._number(javascript.function(tree, self._machine.slots))

    def _number(self, source: str) -> int:
        return self._numbers.setdefault(source, len(self._numbers))


def _kept(**fields: object) -> Json:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None}


def _count(domain: Domain) -> int:
    return len(domain.words) if isinstance(domain, OneOf) else 2
