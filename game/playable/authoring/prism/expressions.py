"""Trees become expressions of PRISM, which has whole numbers and truth values but no words: those are numbered.

A node's id is the number of its location, wherever it stands for a word, so that `here` is the location itself.
"""

from __future__ import annotations

from copy import copy
from typing import ClassVar

from playable.authoring.expression_writer import ExpressionWriter
from playable.authoring.prism.identifiers import Identifiers
from playable.engine.machine import Op
from playable.language.expressions.tree import Number, Tree, Word
from playable.language.names import TONES, Domain, OneOf, Range
from playable.verify.system import TransitionSystem, assign_of, when_of

AT = "at"  # the variable that says where play stands
ENDING = "ending"  # a formula: the ending that was come to, or none
TONE = "tone"  # a formula: its tone, or none
FORMULAS = {"here": AT, "ending": ENDING, "tone": TONE}  # what a condition calls them
OURS = (AT, ENDING, TONE, "ended", "entering", "stuck", "story")  # the other formulas, and the module


class Expressions(ExpressionWriter):
    """Writes the expressions of a story. `constants` are its words: name and number of each."""

    SIGNS: ClassVar = {"==": "=", "and": "&", "or": "|"}

    def __init__(self, system: TransitionSystem, identifiers: Identifiers) -> None:
        self._slots = system.slots
        for name in OURS:
            identifiers.new(name)
        self.variables = [identifiers.new(name) for name in system.slots.index]
        self.nodes = [identifiers.new("node", scene.id) for scene in system.machine.scenes]
        self._words = {scene.id: name for scene, name in zip(system.machine.scenes, self.nodes, strict=True)}
        listed = (word for domain in system.slots.domains if isinstance(domain, OneOf) for word in domain.words)
        for word in ("none", *TONES, *listed):
            if word not in self._words:
                self._words[word] = identifiers.new("word", word)
        self.constants = [(name, number) for number, name in enumerate(self._words.values())]
        self._numbers = dict(self.constants)

    def word(self, text: str) -> str:
        return self._words[text]

    def variable(self, name: str) -> str:
        return FORMULAS.get(name) or self.memory(name)

    def memory(self, name: str) -> str:
        return self.variables[self._slots.index[name]]

    def band(self, name: str) -> str:
        raise AssertionError("a band is a phrase of prose")

    def member(self, of: Tree, among: tuple[Number | Word, ...]) -> str:
        return self._joined("or", *(f"{self.written(of)} = {self.written(one)}" for one in among))

    def on_entering(self) -> Expressions:
        """The same, of where a node was just entered: the present visit counts as seen."""
        entered = copy(self)
        entered.variables = self.variables[:]
        for name, node in self._words.items():
            slot = self._slots.index.get(f"seen({name})")
            if slot is not None:
                entered.variables[slot] = f"({self.variables[slot]} | {AT} = {node})"
        return entered

    def after(self, op: Op) -> str:
        """The value of a slot after an effect, stopped at the ends of its range."""
        value, when = assign_of(op).value, when_of(op)
        domain, made = self._slots.domains[op.slot], self.written(value)
        if isinstance(domain, Range) and not (isinstance(value, Number) and domain.low <= value.value <= domain.high):
            made = f"max({domain.low}, min({domain.high}, {made}))"
        return made if when is None else f"({self.written(when)} ? {made} : {self.variables[op.slot]})"

    def value(self, slot: int, value: int) -> str:
        """What stands for a slot's value."""
        match self._slots.domains[slot]:
            case Range():
                return str(value)
            case OneOf(words):
                return self._words[words[value]]
            case _:
                return "true" if value else "false"

    def declared(self, slot: int, initial: int) -> str:
        """The declaration of a slot's variable."""
        start = f"init {self.value(slot, initial)};"
        return f"{self.variables[slot]} : {self._type(self._slots.domains[slot])} {start}"

    def _type(self, domain: Domain) -> str:
        match domain:
            case Range(low, high):
                return f"[{low}..{high}]"
            case OneOf(words):
                numbers = [self._numbers[self._words[word]] for word in words]
                return f"[{min(numbers)}..{max(numbers)}]"
            case _:
                return "bool"
