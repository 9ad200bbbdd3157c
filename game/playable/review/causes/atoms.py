"""A condition taken apart: the least that would have had to be otherwise for it to come out the other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, product

from playable.engine.compile import Function, Slots, State, compiled, source
from playable.language.expressions.algebra import names_in, pairs_of, reading_first, unparse
from playable.language.expressions.tree import Compare, Logic, Member, Name, Not, Tree, Truth
from playable.language.names import Flag

MOST = 8  # ways in which one condition could have been otherwise
_NOT = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "in": "not in"}
AtomValue = int | bool | str


@dataclass(frozen=True)
class Atom:
    """A condition that has no smaller one in it, put so that it speaks for the whole.

    `of` stands to the left of `relation`: `>=`, `<=`, `==`, `!=`, `in` or `not in`. `value` is what it was, `needed`
    what was asked of it. `held`: did it hold?
    """

    of: Tree
    relation: str
    value: AtomValue
    needed: tuple[AtomValue, ...]
    held: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The variables and memory that it reads, as the slots call them."""
        return tuple(names_in((self.of,)))

    def comes_out(self, value: AtomValue) -> bool:
        """Does it hold where what it reads is of this value?"""
        match self.relation:
            case ">=" | "<=":
                return bool(value >= self.needed[0]) if self.relation == ">=" else bool(value <= self.needed[0])  # type: ignore[operator]
            case relation:
                return (value in self.needed) == (relation in ("==", "in"))

    @property
    def text(self) -> str:
        """As an author would type it."""
        if isinstance(self.value, bool):
            return unparse(self.of if self.needed[0] else Not(self.of))
        among = ", ".join(f"'{one}'" if isinstance(one, str) else str(one) for one in self.needed)
        return f"{unparse(self.of, 5)} {self.relation} {f'({among})' if 'in' in self.relation else among}"


Together = tuple[Atom, ...]  # atoms all of which would have had to be otherwise


class Dissector:
    """Takes conditions apart. `slots` are those of the machine whose states are asked."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._made: dict[str, Function] = {}

    def otherwise(self, tree: Tree, s: State, held: bool) -> list[Together]:
        """Ways for a condition to come out the other way, those of the fewest atoms first; the first few of many.

        Atoms are put so that each `held`, or so that none did: as what was there, or as what was lacking.
        """
        return sorted(islice(self._ways(tree, not self.value(tree, s), held, s), MOST), key=len)

    def _ways(self, tree: Tree, wanted: bool, held: bool, s: State) -> Iterator[Together]:
        """Ways to have a part as `wanted`: one without atoms where it is so, none where it never can be."""
        if bool(self.value(tree, s)) == wanted:
            yield ()
            return
        match tree:
            case Not(of):
                yield from self._ways(of, not wanted, held, s)
            case Logic(op, of) if (op == "and") == wanted:  # all its parts have to be so
                ways = (list(islice(self._ways(part, wanted, held, s), MOST)) for part in of)
                yield from (tuple(chain(*some)) for some in product(*ways))
            case Logic(_, of):  # one of them will do; where all are so that has to change, all have to
                for part in of:
                    yield from self._ways(part, wanted, held, s)
            case Compare(_, links) if len(links) > 1:
                yield from self._ways(Logic("and", pairs_of(tree)), wanted, held, s)
            case Truth():
                return
            case _:
                yield (self._atom(tree, wanted == held, held, s),)

    def _atom(self, tree: Tree, negated: bool, held: bool, s: State) -> Atom:
        match tree:
            case Compare():
                pair = reading_first(tree)
                left, ((op, right),) = pair.first, pair.links
                op, value, needed = _NOT[op] if negated else op, self.value(left, s), self.value(right, s)
                if op in ("<", ">"):
                    assert isinstance(needed, int)  # words are not more or less
                    op, needed = f"{op}=", needed + (1 if op == ">" else -1)
                if op == "!=" and isinstance(value, bool):
                    op, needed = "==", not needed
                return Atom(left, op, value, (needed,), held)
            case Member(of, among):
                op = "not in" if negated else "in"
                return Atom(of, op, self.value(of, s), tuple(self.value(one, s) for one in among), held)
            case _:
                value = bool(self.value(tree, s))
                return Atom(tree, "==", value, (value == held,), held)

    def value(self, tree: Tree, s: State) -> AtomValue:
        """What a part is in a state: flags as truth."""
        written_as = source(tree, self._slots)
        function = self._made.get(written_as)
        if function is None:
            function = self._made[written_as] = compiled([written_as])[written_as]
        value: AtomValue = function(s)
        flag = isinstance(tree, Name) and isinstance(self._slots.domain(tree.name), Flag)
        return bool(value) if flag else value
