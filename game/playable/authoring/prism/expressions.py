"""Trees become expressions of PRISM, which has whole numbers and truth values but no words: those are numbered.

A node's id is the number of its location, wherever it stands for a word, so that `here` is the location itself.
"""

from __future__ import annotations

from copy import copy

from playable.authoring.prism.names import Identifiers
from playable.engine.compile import memory_name
from playable.engine.machine import Op
from playable.language.expressions.tree import (
    Arithmetic,
    Band,
    Compare,
    Conditional,
    Extreme,
    Logic,
    Member,
    Memory,
    Name,
    Negative,
    Not,
    Number,
    Tree,
    Truth,
    Word,
)
from playable.language.names import TONES, Domain, OneOf, Range
from playable.verify.system import TransitionSystem, assign_of, when_of

AT = "at"  # the variable that says where play stands
ENDING = "ending"  # a formula: the ending that was come to, or none
TONE = "tone"  # a formula: its tone, or none
OURS = (AT, ENDING, TONE, "ended", "entering", "stuck", "story")  # the other formulas, and the module


class Expressions:
    """Writes the expressions of a story. `constants` are its words: name and number of each."""

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

    def written(self, tree: Tree) -> str:
        """The value of a tree, in brackets wherever it is more than one word."""
        match tree:
            case Number(value):
                return f"({value})" if value < 0 else str(value)
            case Truth(value):
                return "true" if value else "false"
            case Word(text):
                return self._words[text]
            case Name("here"):
                return AT
            case Name("ending"):
                return ENDING
            case Name("tone"):
                return TONE
            case Name(name):
                return self.variables[self._slots.index[name]]
            case Memory():
                return self.variables[self._slots.index[memory_name(tree)]]
            case Not(of):
                return f"(!{self.written(of)})"
            case Negative(of):
                return f"(-{self.written(of)})"
            case Arithmetic(op, left, right):
                return f"({self.written(left)} {op} {self.written(right)})"
            case Extreme(op, of):
                inner = ", ".join(map(self.written, of))
                return f"{op}({inner})" if len(of) > 1 else inner
            case Logic(op, of):
                return "(" + (" & " if op == "and" else " | ").join(map(self.written, of)) + ")"
            case Member(of, among):
                asked = self.written(of)
                return "(" + " | ".join(f"{asked} = {self.written(one)}" for one in among) + ")"
            case Compare(first, links):
                sides = [self.written(side) for side in (first, *(right for _, right in links))]
                signs = ["=" if op == "==" else op for op, _ in links]
                compared = [f"{sides[i]} {sign} {sides[i + 1]}" for i, sign in enumerate(signs)]
                return "(" + " & ".join(compared) + ")"
            case Conditional(then, test, otherwise):
                return f"({self.written(test)} ? {self.written(then)} : {self.written(otherwise)})"
            case Band():
                raise AssertionError("a band is a phrase of prose")

    def on_entering(self) -> Expressions:
        """The same, of where a node was just entered: the present visit counts as seen."""
        found = copy(self)
        found.variables = self.variables[:]
        for name, node in self._words.items():
            slot = self._slots.index.get(f"seen({name})")
            if slot is not None:
                found.variables[slot] = f"({self.variables[slot]} | {AT} = {node})"
        return found

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
