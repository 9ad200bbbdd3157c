"""Trees become JavaScript, written from the typed trees alone: no text of an author's is ever run.

A state is the machine's own list of small ints, `s`. Flags and memory read as true or false, words as text, so that
`===` compares like with like. Where a number may pass what JavaScript counts exactly (2**53), the whole expression is
reckoned in BigInt: `trust * trust * …` is then the same here as in Python.
"""

from __future__ import annotations

from typing import ClassVar

from playable.authoring.expression_writer import ExpressionWriter
from playable.authoring.single_page import literal
from playable.engine.compile import Slots, band, values
from playable.language.contents import alternatives, form_of, pieces
from playable.language.expressions.tree import Arithmetic, Assign, Conditional, Member, Name, Number, Tree, Word, parts
from playable.language.model import Told
from playable.language.names import Flag, OneOf, Range
from playable.language.prose import Prose

EXACT = 2**53  # JavaScript's numbers are whole and exact below it


def function(tree: Tree, slots: Slots) -> str:
    """`s => value` of a condition or a number."""
    return f"s=>{_Writer(slots, tree).written(tree)}"


def effect(assign: Assign, slots: Slots) -> str:
    """`s => value` of what a slot holds after an assignment, stopped at the ends of its range."""
    writer = _Writer(slots, assign.value)
    value = writer.written(assign.value)
    match slots.domain(assign.name):
        case Range(low, high):
            ends = writer.number(low), writer.number(high)
            return f"s=>Number(least({ends[1]},most({ends[0]},{value})))"
        case OneOf(words):
            return f"s=>{literal(list(words))}.indexOf({value})"
        case Flag():
            return f"s=>{value}?1:0"


def text(told: Told | Prose, slots: Slots) -> str:
    """`s => text` of what a key of the format holds: the alternatives that hold, as paragraphs, or, where some are
    documents, in runs."""
    written = []
    for when, prose in alternatives(told):
        said = _prose(prose, slots)
        written.append(said if when is None else f"{_Writer(slots, when).written(when)}?{said}:null")
    forms = [form_of(piece) or "" for piece in pieces(told)]
    inner = f"[{','.join(written)}]"
    return f"s=>toldInRuns({literal(forms)},{inner})" if any(forms) else f"s=>told({inner})"


def _prose(prose: Prose, slots: Slots) -> str:
    parts_ = (literal(p) if isinstance(p, str) else _Writer(slots, p).text(p) for p in prose.pieces)
    return f"({'+'.join(parts_)})"


class _Writer(ExpressionWriter):
    """Writes one expression, in BigInt where it has to be."""

    SIGNS: ClassVar = {"==": "===", "!=": "!==", "and": "&&", "or": "||", "min": "least", "max": "most"}

    def __init__(self, slots: Slots, tree: Tree) -> None:
        self.slots = slots
        self.large = _largest(tree, slots) >= EXACT

    def text(self, tree: Tree) -> str:
        """What `{…}` in prose puts in."""
        if isinstance(tree, Conditional):
            return f"({self.written(tree.test)} ? {self.text(tree.then)} : {self.text(tree.otherwise)})"
        return f"String({self.written(tree)})"

    def number(self, value: int) -> str:
        written = f"{value}n" if self.large else str(value)
        return f"({written})" if value < 0 else written

    def word(self, text: str) -> str:
        return literal(text)

    def variable(self, name: str) -> str:
        at = self._slot(name)
        match self.slots.domain(name):
            case Range():
                return f"BigInt({at})" if self.large else at
            case OneOf(words):
                return f"{literal(list(words))}[{at}]"
            case Flag():
                return self.memory(name)

    def memory(self, name: str) -> str:
        return f"({self._slot(name)} === 1)"

    def band(self, name: str) -> str:
        domain, at = self.slots.domain(name), self._slot(name)
        told = literal([band(self.slots.bands.get(name, {}), domain, value) for value in values(domain)])
        return f"{told}[{at} - ({domain.low})]" if isinstance(domain, Range) else f"{told}[{at}]"

    def member(self, of: Tree, among: tuple[Number | Word, ...]) -> str:
        return f"[{', '.join(map(self.written, among))}].includes({self.written(of)})"

    def _slot(self, name: str) -> str:
        return f"s[{self.slots.index[name]}]"


def _largest(tree: Tree, slots: Slots) -> int:
    """No number in the reckoning of a tree is larger than this, whatever the state."""
    below = [_largest(part, slots) for part in parts(tree)]
    match tree:
        case Number(value):
            return abs(value)
        case Name(name):
            domain = slots.domain(name)
            return max(abs(domain.low), abs(domain.high)) if isinstance(domain, Range) else 0
        case Arithmetic("*"):
            return max(below[0] * below[1], *below)
        case Arithmetic():
            return sum(below)
        case Member(among=among):
            return max(*below, *(abs(one.value) for one in among if isinstance(one, Number)), 0)
        case _:
            return max(below, default=0)
