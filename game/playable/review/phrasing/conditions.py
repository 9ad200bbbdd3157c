"""A condition in words: what its atoms read, what that was, and what was needed."""

from __future__ import annotations

from playable.engine.machine import Machine
from playable.engine.phrasing import listed, named
from playable.language.expressions.tree import Arithmetic, Memory, Name, Tree
from playable.language.names import Flag, OneOf, Range
from playable.review.causes.atoms import Atom, AtomValue
from playable.review.phrasing.phrases import label, title


class ConditionPhrases:
    """Speaks of the conditions of a story by the names of its variables, their bands, titles and labels."""

    def __init__(self, machine: Machine) -> None:
        self._machine, self._story = machine, machine.story

    def told(self, atom: Atom) -> str:
        """`Trust stood at 2 (thin) and 3 (working) were needed`."""
        match atom.of:
            case Memory("chose", ref):
                return f"“{label(self._machine, ref)}” was {'' if atom.value else 'not '}chosen"
            case Memory(_, ref):
                return f"“{title(self._machine, ref)}” was {'' if atom.value else 'not '}come to"
            case _:
                return self._compared(atom)

    def name(self, of: Tree) -> str:
        """What a part of a condition is called."""
        match of:
            case Name(name):
                return self.called(name)
            case Arithmetic("+", left, right):
                return f"{self.name(left)} and {self.name(right)} together"
            case _:
                return "what was weighed"

    def called(self, name: str) -> str:
        """What a variable is called."""
        variable = self._story.state.get(name)
        return (variable and variable.name) or named(name)

    def word(self, atom: Atom, value: AtomValue) -> str:
        """A value with its band, or the words for it."""
        if not isinstance(atom.of, Name):
            return str(value)
        name, domain = atom.of.name, self._machine.slots.domain(atom.of.name)
        match domain:
            case OneOf(words):
                said = self._machine.said(name, words.index(str(value))) if value in words else str(value)
                return said if said[:1] in "“‘" else f"“{said.rstrip('.')}”"
            case Flag():
                return self._flag(name, bool(value))
            case Range(low, high):
                number = int(value)
                word = self._machine.word(name, number) if low <= number <= high else ""
                return f"{number} ({word})" if word and word != str(number) else str(number)

    def _compared(self, atom: Atom) -> str:
        name, value = self.name(atom.of), self.word(atom, atom.value)
        needed = listed([self.word(atom, one) for one in atom.needed], "or")
        if isinstance(atom.value, bool) and value in ("yes", "no"):
            return f"{name}: {value}" if atom.held else f"{name}: {value}, where {needed} was needed"
        match atom.relation:
            case ">=" if atom.held:
                return f"{name} stood at {value}, where {needed} was enough"
            case ">=":
                return f"{name} stood at {value} and {needed} {'was' if atom.needed == (1,) else 'were'} needed"
            case "<=" if atom.held:
                return f"{name} stood at {value}, and no more than {needed} would do"
            case "<=":
                return f"{name} stood at {value}, where no more than {needed} would do"
            case "==" | "in":
                return f"{name} was {value}" if atom.held else f"{name} was {value}, and {needed} was needed"
            case _:
                return (
                    f"{name} was {value}, and not {needed}" if atom.held else f"{name} was {value}, which would not do"
                )

    def _flag(self, name: str, value: bool) -> str:
        return self._machine.said(name, int(value)) if self._story.state[name].bands else "yes" if value else "no"
