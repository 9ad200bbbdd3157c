"""Why it ended so: the conditions that sorted the road into its ending, and the decisions that moved what they read.

Walked back from the ending: of all that was asked on the way, what would have led elsewhere had it come out otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from playable.engine.compile import State
from playable.engine.machine import Option
from playable.engine.markup import Spans, line
from playable.engine.session import Session
from playable.language.expressions.algebra import names_in
from playable.language.expressions.tree import Tree
from playable.language.model import Choice, Effect
from playable.language.names import TONES, Flag, OneOf
from playable.review.counterfactuals.absorption import Shares, add
from playable.review.counterfactuals.atoms import Apart, Atom, Value
from playable.review.counterfactuals.course import STUCK, Course
from playable.review.counterfactuals.rerun import Rerun, Rerunner, met_at
from playable.review.counterfactuals.trace import EffectEvent, GuardEvent, Trace
from playable.review.counterfactuals.turns import ButFor, Turns, elsewhere
from playable.verify.system import assign_of

MOST = 5  # conditions: half a page
FORKS = 2  # decisions that turned the road by nothing that is told
LEAST = Fraction(1, 2)  # of leading elsewhere: below it a condition is left out beside one that is above
CauseKind = Literal["way", "card", "draw", "choice", "lock", "open", "effect"]
_RANK: dict[CauseKind, int] = {"way": 0, "card": 0, "draw": 0, "choice": 0, "lock": 1, "open": 2, "effect": 3}


@dataclass(frozen=True)
class Movement:
    """What a decision, numbered from 1, or the start, 0, did to a variable: by how much, or to which word."""

    decision: int
    variable: str
    by: int | str | bool
    cites: tuple[str, ...]


class Turned(NamedTuple):
    """A decision that, changed by itself, makes a condition come out the other way, and what was chosen instead.

    `value` is what the condition then reads; None where that is not sure.
    """

    decision: int
    instead: str
    value: Value | None


@dataclass(frozen=True)
class Cause:
    """A condition that sorted the road, asked after `turn` decisions; `moved` is what made it come out as it did.

    `endings` are what it would have come to, had this and the `others` that are asked with it come out the other way.
    `because` and `cites` are the author's, where the way on has them. `turned_by` are the decisions that make it and
    the others come out the other way, and lead to another kind of ending.
    """

    kind: CauseKind
    turn: int
    at: str  # the node, choice or outcome that it stands in
    condition: str
    value: Value
    needed: tuple[Value, ...]
    held: bool
    atom: Atom | None
    others: tuple[Atom, ...]
    endings: Shares
    moved: tuple[Movement, ...]
    because: Spans = ()
    cites: tuple[str, ...] = ()
    sets: str = ""  # the variable that an effect under this condition sets
    carried: bool = False  # does it read only what the story itself set since the last decision?
    turned_by: tuple[Turned, ...] = ()
    odds: Fraction = Fraction(1)  # of a draw to fall as it did

    @property
    def together(self) -> tuple[str, ...]:
        """The others, as an author would type them."""
        return tuple(one.text for one in self.others)

    @property
    def leans(self) -> tuple[str, ...]:
        """Every claim that it leans on, its own first."""
        return tuple(dict.fromkeys((*self.cites, *(claim for move in self.moved for claim in move.cites))))


def why(course: Course, session: Session, turns: Turns) -> tuple[Cause, ...]:
    """The conditions that count most: those that led to another kind of ending, those nearest the end."""
    return _Why(course, session).reasons(turns)


def ranked(turns: Turns, causes: Sequence[Cause], course: Course) -> Turns:
    """The same turns: those that lead elsewhere at least as often as not come first, by the first cause they turned."""
    first: dict[tuple[int, str], int] = {}
    for n, cause in enumerate(causes):
        for one in cause.turned_by:
            first.setdefault((one.decision, one.instead), n)

    def order(one: ButFor) -> tuple[object, ...]:
        share = elsewhere(one, course.end, course.machine.story)
        at = first.get((one.decisions[0], one.instead[0]), len(causes)) if len(one.decisions) == 1 else 0
        return share < LEAST, at, -share, one.decisions

    return replace(turns, turns=tuple(sorted(turns.turns, key=order)))


class _Why:
    def __init__(self, course: Course, session: Session) -> None:
        self.session, self.machine, self.course = session, session.machine, course
        self.story = session.machine.story
        self.end = session.view.node
        self.trace, self.rerun = Trace(course, session), Rerunner(course, session)
        self.apart = Apart(self.machine.slots)

    def reasons(self, turns: Turns) -> tuple[Cause, ...]:
        found = [*self.sorted_by(), *self.drawn(), *self.locked(), *self.opened()]
        kinds = [one for one in found if self.share(one.endings)]
        surest = max((self.share(one.endings) for one in kinds), default=Fraction(0))
        likely = [one for one in kinds if surest < LEAST or self.share(one.endings) >= LEAST]
        played = list(self.played(turns))
        told = [replace(one, turned_by=self.turned_by(one, played)) for one in likely or found]
        kept: dict[tuple[str, int], Cause] = {}
        for one in sorted(told, key=self.order):
            kept.setdefault((one.condition, one.turn if one.kind == "draw" else -1), one)
        asked = {(one.at, one.turn, one.atom and one.atom.names): key for key, one in reversed(kept.items())}
        kept = {key: one for key, one in kept.items() if asked[one.at, one.turn, one.atom and one.atom.names] == key}
        kept = self.through(kept)
        read = {name for one in kept.values() if one.atom for name in one.atom.names}
        kept = {key: one for key, one in kept.items() if one.kind != "draw" or not self.sets(one) & read}
        forks = self.forks(kept.values(), turns, bool(kinds))
        return tuple(sorted((*kept.values(), *forks), key=self.order)[:MOST])

    def forks(self, kept: Collection[Cause], turns: Turns, led: bool) -> Iterator[Cause]:
        """Decisions that turned the road after all that is told, or surely and by nothing of it: the best of each.

        `led`: did what is told lead to another kind of ending?
        """
        last = max((one.turn for one in kept if led and one.kind in ("way", "card", "draw")), default=0)
        told = {by.decision for one in kept for by in one.turned_by}
        best: dict[int, ButFor] = {}
        for one in turns.turns:
            if len(one.decisions) == 1:
                best.setdefault(one.decisions[0], one)
        after = [one for number, one in best.items() if number > last]
        untold = (one for number, one in best.items() if number <= last and number not in told)
        sure = [one for one in untold if elsewhere(one, self.end, self.story) >= LEAST]
        sure.sort(key=lambda one: (-elsewhere(one, self.end, self.story), -one.decisions[0]))
        return map(self.fork, (*after, *sure[:FORKS]))

    def order(self, one: Cause) -> tuple[object, ...]:
        """What a decision turns comes before what none does, and before that what led to another kind of ending."""
        alone = 0 if one.turned_by else len(one.others)
        return (
            not self.share(one.endings),
            _RANK[one.kind],
            alone,
            not one.turned_by,
            -one.turn,
            -self.share(one.endings),
        )

    def played(self, turns: Turns) -> Iterator[tuple[ButFor, Rerun]]:
        """The road as it is run with each decision changed that turned it by itself, where that leads elsewhere."""
        for one in turns.turns:
            if len(one.decisions) == 1:
                run = self.rerun.changed(one.decisions[0], one.instead[0])
                if run.end and self.share({run.end: Fraction(1)}):
                    yield one, run

    def turned_by(self, one: Cause, played: Iterable[tuple[ButFor, Rerun]]) -> tuple[Turned, ...]:
        values = ((changed, self.turned(one, run)) for changed, run in played)
        return tuple(Turned(by.decisions[0], by.instead[0], value[0]) for by, value in values if value)

    def turned(self, one: Cause, run: Rerun) -> tuple[Value | None] | None:
        """What a condition reads on a road that was run again; None where it, or one asked with it, comes out alike."""
        if one.kind == "draw":
            fell = run.fell.get(one.at, one.value)
            return None if fell == one.value else (fell,)
        values = list[Value | None]()
        for atom in (one.atom, *one.others):
            met = met_at(run, one.kind, one.at, atom.names) if atom else None
            if atom is None or met is None:
                return None
            value = self.apart.value(atom.of, met.s)
            if atom.comes_out(value) == atom.held:
                return None
            values.append(value if met.surely else None)
        return (values[0],)

    def share(self, endings: Shares) -> Fraction:
        return elsewhere(ButFor((), (), endings), self.end, self.story)

    def sorted_by(self) -> Iterator[Cause]:
        """Ways on, cards and effects."""
        for asked in reversed(self.trace.guards):
            endings = self.trace.turned(asked)
            if self.leads(endings):
                because, cites = self.reason_of(asked)
                for one in self.taken_apart(asked.guard.tree, asked.s, asked.turn, asked.before, endings):
                    sets = self.machine.variable_of(asked.guard.slot) if asked.guard.kind == "effect" else ""
                    yield replace(
                        one, kind=asked.guard.kind, at=asked.guard.at, because=because, cites=cites, sets=sets
                    )

    def locked(self) -> Iterator[Cause]:
        """Choices that were not open, and led to something better."""
        for turn, option, s in self.options(open_=False):
            endings = self.trace.taken(turn, option.ref)
            if option.choice.when and not self.worse(endings) and not self.apart.value(option.choice.when, s):
                for one in self.taken_apart(option.choice.when, s, turn, self.before(turn), endings):
                    yield replace(one, kind="lock", at=option.ref)

    def opened(self) -> Iterator[Cause]:
        """Choices that were made, and were open only under a condition; else every other open one alike."""
        for turn, option, s in self.options(open_=True):
            if option.choice.when is None or option.ref != self.session.road[turn]:
                continue
            others = [o.ref for t, o, _ in self.options(open_=True) if t == turn and o is not option]
            endings: dict[str, Fraction] = {}
            for ref in others:
                add(endings, self.trace.taken(turn, ref), Fraction(1, len(others)))
            if self.leads(endings):
                for one in self.taken_apart(option.choice.when, s, turn, self.before(turn), endings, held=True):
                    yield replace(one, kind="open", at=option.ref)

    def drawn(self) -> Iterator[Cause]:
        """Draws that led here."""
        for fell in reversed(self.trace.draws):
            others: dict[str, Shares] = {}
            for n, weight in enumerate(self.machine.weights(fell.scene, fell.s)):
                if n != fell.fell and weight and self.leads(endings := self.trace.fallen(fell, n)):
                    others[fell.scene.outcomes[n].ref] = endings
            if others:
                best = max(others.values(), key=self.share)
                weighed = names_in(one.outcome.weight for one in fell.scene.outcomes)
                ref = fell.scene.outcomes[fell.fell].ref
                moved = tuple(self.moves(weighed, fell.before))
                weights = self.machine.weights(fell.scene, fell.s)
                odds = Fraction(weights[fell.fell], sum(weights))
                yield Cause(
                    "draw", fell.turn, fell.scene.id, ref, ref, tuple(others), True, None, (), best, moved, odds=odds
                )

    def through(self, found: dict[tuple[str, int], Cause]) -> dict[tuple[str, int], Cause]:
        """Without what was only kept on the way from the last decision; why it was set stands in its place."""
        kept = {key: one for key, one in found.items() if not one.carried}
        carried = {name for one in found.values() if one.carried and one.atom for name in one.atom.names}
        told = {key: replace(one, kind="way") if one.sets in carried else one for key, one in kept.items()}
        return told or found

    def sets(self, draw: Cause) -> set[str]:
        """The variables that what fell has set: a condition that reads them says more than the draw."""
        outcomes = self.machine.scenes[self.machine.ids[draw.at]].outcomes
        fell = next(one for one in outcomes if one.ref == draw.value)
        return {self.machine.variable_of(op.slot) for op in fell.ops}

    def fork(self, turned: ButFor) -> Cause:
        """A decision that turned the road with no condition after it that did: by where it led."""
        turn = turned.decisions[0]
        ref = self.session.road[turn - 1]
        moved = (Movement(turn, f"chose({ref})", True, tuple(self.machine.options[ref].choice.cites)),)
        assert turned.endings is not None
        cause = Cause("choice", turn, ref, f"chose({ref})", True, (True,), True, None, (), turned.endings, moved)
        return replace(cause, turned_by=(Turned(turn, turned.instead[0], False),))

    def taken_apart(
        self, tree: Tree, s: State, turn: int, before: int, endings: Shares, held: bool | None = None
    ) -> Iterator[Cause]:
        """Each atom of a condition; of several ways in which it could have been otherwise, those of the fewest.

        Atoms are put so that they `held`, else say what the better of the two endings asked for, this one or the other.
        """
        ways = self.apart.otherwise(tree, s, self.worse(endings) if held is None else held)
        for way in ways:
            if len(way) == len(ways[0]):
                for atom in way:
                    others = tuple(one for one in way if one is not atom)
                    moved = tuple(self.moves(atom.names, before))
                    carried = all(self.carried(name, turn, before) for name in atom.names)
                    cause = Cause(
                        "way", turn, "", atom.text, atom.value, atom.needed, atom.held, atom, others, endings, moved
                    )
                    yield replace(cause, carried=carried)

    def carried(self, name: str, turn: int, before: int) -> bool:
        """Was a variable set anew after so many decisions, and not by the choice itself?"""
        slot = self.machine.slots.index[name]
        moved = next((m for m in reversed(self.trace.effects[:before]) if m.op.slot == slot), None)
        if moved is None or moved.turn != turn or isinstance(moved.holder, Choice):
            return False
        return name not in names_in((assign_of(moved.op).value,))

    def worse(self, endings: Shares) -> bool:
        """Are some endings worse than this one, by their tones and shares; or as good?"""
        rank = {name: TONES.index(node.ending.tone) for name, node in self.story.nodes.items() if node.ending}
        return sum(share * (rank[name] - rank[self.end]) for name, share in endings.items() if name != STUCK) <= 0

    def moves(self, names: Iterable[str], before: int) -> Iterator[Movement]:
        """What moved some variables, of the changes `before`: since each was last set, and what that was made of."""
        found: dict[tuple[int, str, bool], Movement] = {}
        for name in names:
            slot = self.machine.slots.index[name]
            if slot >= len(self.story.state):
                for move in self.remembered(name, before):
                    found[move.decision, name, True] = move
                continue
            for n in range(before - 1, -1, -1):
                moved = self.trace.effects[n]
                if moved.op.slot != slot:
                    continue
                move = self.move(moved, name)
                key = moved.turn, name, isinstance(move.by, int) and move.by > 0
                known = found.get(key)
                found[key] = self.joined(move, known) if known else move
                read = names_in((assign_of(moved.op).value,))
                if name not in read:
                    for made in self.moves(read, n):
                        found.setdefault((made.decision, made.variable, isinstance(made.by, int) and made.by > 0), made)
                    break
        yield from sorted(found.values(), key=lambda move: (move.decision, move.variable))

    def move(self, moved: EffectEvent, name: str) -> Movement:
        match self.machine.slots.domain(name):
            case OneOf(words):
                by: int | str | bool = words[moved.new]
            case Flag():
                by = bool(moved.new)
            case _:
                by = moved.new - moved.old
        return Movement(moved.turn, name, by, _cites(moved))

    def joined(self, earlier: Movement, later: Movement) -> Movement:
        """Two changes by one decision, the same way."""
        if isinstance(later.by, bool) or not isinstance(later.by, int) or not isinstance(earlier.by, int):
            return later
        cites = tuple(dict.fromkeys((*earlier.cites, *later.cites)))
        return replace(later, by=later.by + earlier.by, cites=cites)

    def remembered(self, name: str, before: int) -> Iterator[Movement]:
        """The decision by which something came to be remembered."""
        kind, _, ref = name.rstrip(")").partition("(")
        for turn, view in enumerate(self.session.views):
            if kind == "chose" and turn and self.session.road[turn - 1] == ref:
                yield Movement(turn, name, True, tuple(self.machine.options[ref].choice.cites))
                return
            if kind == "seen" and any(at.scene.id == ref for at in view.snapshot.page):
                yield Movement(turn, name, True, ())
                return

    def reason_of(self, asked: GuardEvent) -> tuple[Spans, tuple[str, ...]]:
        """What the author says of the way that was taken where this was asked, if anything is said."""
        guard = asked.guard
        if guard.kind == "effect":
            return self.set_by(guard.slot, asked.turn)
        there = (one for one in self.trace.guards if one.turn == asked.turn and one.guard.ways is guard.ways)
        taken = next((one.guard.way for one in there if one.held), guard.ways[-1] if guard.ways else None)
        if taken is None:
            return (), ()
        return line(self.machine.text(taken.because)(asked.s)), tuple(taken.cites)

    def set_by(self, slot: int, turn: int) -> tuple[Spans, tuple[str, ...]]:
        """What the author says of the effect that set a variable for the last time after so many decisions."""
        moved = next((m for m in reversed(self.trace.effects) if m.op.slot == slot and m.turn == turn), None)
        if moved is None:
            return (), ()
        own = moved.op.effect if isinstance(moved.op.effect, Effect) else None
        because = (own and own.because) or moved.holder.because
        return line(self.machine.text(because)(moved.s)), _cites(moved)

    def options(self, open_: bool) -> Iterator[tuple[int, Option, State]]:
        """The choices of each decision of the player, the last first, that were open, or were not."""
        views = self.session.views
        for turn in range(len(self.session.road) - 1, -1, -1):
            s = views[turn].snapshot.s
            for option in views[turn].scene.options if self.course.own[turn] else ():
                if (option.when is None or bool(option.when(s))) == open_:
                    yield turn, option, s

    def before(self, turn: int) -> int:
        """How many changes had been made when the decision after `turn` others was asked for."""
        return sum(moved.turn <= turn for moved in self.trace.effects)

    def leads(self, endings: Shares) -> bool:
        """Does it lead to another ending?"""
        return bool(endings.keys() - {self.end, STUCK})


def _cites(moved: EffectEvent) -> tuple[str, ...]:
    own = moved.op.effect if isinstance(moved.op.effect, Effect) else None
    return tuple((own and own.cites) or (() if own and own.outside else moved.holder.cites))
