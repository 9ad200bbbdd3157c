"""The conditions of a road that led where it ended: of all that was asked, what would have led elsewhere otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from playable.engine.compile import State
from playable.engine.machine import Option
from playable.engine.markup import Spans, line
from playable.engine.session import Session
from playable.language.expressions.algebra import names_in
from playable.language.expressions.tree import Tree
from playable.language.names import TONES
from playable.review.causes.atoms import Atom, AtomValue, Dissector
from playable.review.causes.movements import Movement, Movements
from playable.review.causes.trace import DrawEvent, GuardEvent, Trace
from playable.review.counterfactuals.absorption import Shares, add
from playable.review.counterfactuals.course import STUCK, Course
from playable.review.counterfactuals.turns import elsewhere

CauseKind = Literal["way", "card", "draw", "choice", "lock", "open", "effect"]


class Turned(NamedTuple):
    """A decision that, changed by itself, makes a condition come out the other way, and what was chosen instead.

    `value` is what the condition then reads; None where that is not sure.
    """

    decision: int
    instead: str
    value: AtomValue | None


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
    value: AtomValue
    needed: tuple[AtomValue, ...]
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


class _Asked(NamedTuple):
    """A condition, where it stands, and when it was asked: after `turn` decisions and so many changes `before`."""

    kind: CauseKind
    at: str
    tree: Tree
    s: State
    turn: int
    before: int


class Causes:
    """What led where a session ended: ways on, cards, effects and draws; choices that were open, or were not."""

    def __init__(self, course: Course, session: Session, dissector: Dissector) -> None:
        self._course, self._session, self._dissector = course, session, dissector
        self._machine, self._story = session.machine, session.machine.story
        self._trace = Trace(course, session)
        self._movements = Movements(self._trace, session)

    def all(self) -> list[Cause]:
        """Each kind from the ending back."""
        return [*self._ways(), *self._draws(), *self._locked(), *self._opened()]

    def share(self, endings: Shares) -> Fraction:
        """The share of some endings that are of another kind than this one."""
        return elsewhere(endings, self._course.end, self._story)

    def _ways(self) -> Iterator[Cause]:
        """Ways on, cards and effects."""
        for event in reversed(self._trace.guards):
            endings = self._trace.turned(event)
            if self._leads(endings):
                guard = event.guard
                because, cites = self._reason_of(event)
                sets = self._machine.variable_of(guard.slot) if guard.kind == "effect" else ""
                asked = _Asked(guard.kind, guard.at, guard.tree, event.s, event.turn, event.before)
                for cause in self._taken_apart(asked, endings, self._worse(endings)):
                    yield replace(cause, because=because, cites=cites, sets=sets)

    def _draws(self) -> Iterator[Cause]:
        """Draws that led here."""
        for event in reversed(self._trace.draws):
            weights, outcomes = self._machine.weights(event.scene, event.s), event.scene.outcomes
            others: dict[str, Shares] = {}
            for n, weight in enumerate(weights):
                if n != event.fell and weight and self._leads(endings := self._trace.fallen(event, n)):
                    others[outcomes[n].ref] = endings
            if others:
                yield self._draw(event, others, Fraction(weights[event.fell], sum(weights)))

    def _draw(self, event: DrawEvent, others: dict[str, Shares], odds: Fraction) -> Cause:
        fell, best = event.scene.outcomes[event.fell].ref, max(others.values(), key=self.share)
        weighed = names_in(one.outcome.weight for one in event.scene.outcomes)
        moved = tuple(self._movements.of(weighed, event.before))
        return Cause(
            "draw", event.turn, event.scene.id, fell, fell, tuple(others), True, None, (), best, moved, odds=odds
        )

    def _locked(self) -> Iterator[Cause]:
        """Choices that were not open, and led to something better."""
        for turn, option, s in self._options(open_=False):
            endings, when = self._trace.taken(turn, option.ref), option.choice.when
            if when and not self._worse(endings) and not self._dissector.value(when, s):
                asked = _Asked("lock", option.ref, when, s, turn, self._movements.before(turn))
                yield from self._taken_apart(asked, endings, held=False)

    def _opened(self) -> Iterator[Cause]:
        """Choices that were made, and were open only under a condition; else every other open one alike."""
        for turn, option, s in self._options(open_=True):
            when = option.choice.when
            if when is None or option.ref != self._session.road[turn]:
                continue
            others = [one.ref for at, one, _ in self._options(open_=True) if at == turn and one is not option]
            endings: dict[str, Fraction] = {}
            for ref in others:
                add(endings, self._trace.taken(turn, ref), Fraction(1, len(others)))
            if self._leads(endings):
                asked = _Asked("open", option.ref, when, s, turn, self._movements.before(turn))
                yield from self._taken_apart(asked, endings, held=True)

    def _options(self, open_: bool) -> Iterator[tuple[int, Option, State]]:
        """The choices of each decision of the player, the last first, that were open, or were not."""
        views = self._session.views
        for turn in range(len(self._session.road) - 1, -1, -1):
            s = views[turn].snapshot.s
            for option in views[turn].scene.options if self._course.own[turn] else ():
                if (option.when is None or bool(option.when(s))) == open_:
                    yield turn, option, s

    def _taken_apart(self, asked: _Asked, endings: Shares, held: bool) -> Iterator[Cause]:
        """Each atom of a condition; of several ways in which it could have been otherwise, those of the fewest.

        Atoms are put so that they `held`, or so that none did: as the better of the two endings asked for it, this one
        or the other.
        """
        ways = self._dissector.otherwise(asked.tree, asked.s, held)
        for atoms in (way for way in ways if len(way) == len(ways[0])):
            for atom in atoms:
                yield Cause(
                    asked.kind,
                    asked.turn,
                    asked.at,
                    atom.text,
                    atom.value,
                    atom.needed,
                    atom.held,
                    atom,
                    tuple(one for one in atoms if one is not atom),
                    endings,
                    tuple(self._movements.of(atom.names, asked.before)),
                    carried=all(self._movements.set_by_story(n, asked.turn, asked.before) for n in atom.names),
                )

    def _reason_of(self, event: GuardEvent) -> tuple[Spans, tuple[str, ...]]:
        """What the author says of the way that was taken where this was asked, and the claims that it cites."""
        guard = event.guard
        if guard.kind == "effect":
            setting = self._movements.setting(guard.slot, event.turn)
            return (line(self._machine.text(setting.because)(setting.s)), setting.cites) if setting else ((), ())
        there = (one for one in self._trace.guards if one.turn == event.turn and one.guard.ways is guard.ways)
        taken = next((one.guard.way for one in there if one.held), guard.ways[-1] if guard.ways else None)
        return (line(self._machine.text(taken.because)(event.s)), tuple(taken.cites)) if taken else ((), ())

    def _worse(self, endings: Shares) -> bool:
        """Are some endings worse than this one, by their tones and shares; or as good?"""
        rank = {name: TONES.index(node.ending.tone) for name, node in self._story.nodes.items() if node.ending}
        end = rank[self._course.end]
        return sum(share * (rank[name] - end) for name, share in endings.items() if name != STUCK) <= 0

    def _leads(self, endings: Shares) -> bool:
        """Do they hold another ending?"""
        return bool(endings.keys() - {self._course.end, STUCK})
