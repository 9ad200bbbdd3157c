"""What was drawn and not told, and what the same moves would have come to had it fallen otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from playable.engine import snapshots
from playable.engine.machine import ChanceOutcome, Machine, Stuck
from playable.engine.markup import plain
from playable.engine.phrasing import named
from playable.engine.session import Session
from playable.engine.snapshots import Visit
from playable.engine.view import View
from playable.language.model import Ending
from playable.review.counterfactuals.course import Occasion
from playable.review.counterfactuals.fate import Fate, StoppedError
from playable.review.road.belief import appearance
from playable.review.road.debriefs import ToldDebrief, debrief
from playable.review.road.moments import Moment

MOST = 60  # replays; a story may draw for as long as one plays


@dataclass(frozen=True)
class WordedOutcome:
    """One way that a draw could have fallen: what it means, and how likely it was."""

    word: str
    odds: Fraction


@dataclass(frozen=True)
class OtherOutcome:
    """The same moves, had the draw fallen so. They held for `held` decisions; `stopped` says why not for all.

    `ending` is what they come to, if they come to one. `parted` counts the decisions after which the player would
    have been shown something else; None: never.
    """

    outcome: WordedOutcome
    held: int
    stopped: str
    ending: Ending | None
    parted: int | None


@dataclass(frozen=True)
class HiddenDraw:
    """A draw that the player could not read from what was shown when it fell, after `turn` decisions.

    `told` counts the decisions after which it could be known from what was shown; None: never.
    """

    node: str
    turn: int
    name: str
    variables: tuple[str, ...]  # that it set
    fell: WordedOutcome
    others: tuple[OtherOutcome, ...]
    debrief: ToldDebrief | None

    @property
    def told(self) -> int | None:
        """See above."""
        parted = [other.parted for other in self.others]
        return None if None in parted else max(n for n in parted if n is not None)


def hidden(session: Session, moments: Sequence[Moment]) -> tuple[HiddenDraw, ...]:
    """The hidden draws of a playthrough, in the order in which they fell."""
    machine, draws, left = session.machine, list[HiddenDraw](), MOST
    fallen = list(_fallen(moments))
    fate = {key: at.scene.outcomes.index(at.drawn) for key, _, at in fallen if at.drawn}
    for key, turn, at in fallen:
        weights = machine.weights(at.scene, at.before)
        total = sum(weights)
        others = []
        for n, one in enumerate(at.scene.outcomes):
            if one is not at.drawn and weights[n] and left:
                left -= 1
                outcome = WordedOutcome(_meaning(machine, one, at)[1], Fraction(weights[n], total))
                others.append(_other(outcome, Fate(machine, {**fate, key: n}, session.seed), moments))
        if any(other.parted is None or other.parted > turn for other in others):
            assert at.drawn
            name, word = _meaning(machine, at.drawn, at)
            fell = WordedOutcome(word, Fraction(weights[fate[key]], total))
            variables = tuple(dict.fromkeys(machine.variable_of(op.slot) for op in at.drawn.ops))
            said = debrief(at.scene, moments[-1].view)
            draws.append(HiddenDraw(at.scene.id, turn, name, variables, fell, tuple(others), said))
    return tuple(draws)


class _Fallen(NamedTuple):
    """A draw as it fell after `turn` decisions."""

    occasion: Occasion
    turn: int
    at: Visit


def _fallen(moments: Sequence[Moment]) -> Iterator[_Fallen]:
    counts: dict[str, int] = {}
    for turn, moment in enumerate(moments):
        for at in () if moment.view.stayed else moment.view.snapshot.page:
            if at.drawn:
                n = counts.get(at.scene.id, 0)
                counts[at.scene.id] = n + 1
                yield _Fallen((at.scene.id, n), turn, at)


def _meaning(machine: Machine, drawn: ChanceOutcome, at: Visit) -> tuple[str, str]:
    """What an outcome decides, in words: the named variables that it sets, else the outcome itself."""
    s = at.before[:]
    machine.apply(drawn.ops, s)
    slots = dict.fromkeys(op.slot for op in drawn.ops)
    worded = [(v.name, machine.said(variable_id, s[slot])) for slot in slots
             if (v := machine.story.state[variable_id := machine.variable_of(slot)]).name]  # fmt: skip
    if worded:
        return ", ".join(str(name) for name, _ in worded), ", ".join(word for _, word in worded)
    node, _, outcome = drawn.ref.partition(".")
    return at.scene.node.title or named(node), outcome.replace("_", " ")


def _other(outcome: WordedOutcome, fate: Fate, moments: Sequence[Moment]) -> OtherOutcome:
    parted, held, stopped = None, 0, ""
    view: View | None = None
    try:
        for turn, view in enumerate(_replayed(fate, moments)):
            held = turn
            if parted is None and appearance(view) != appearance(moments[turn].view):
                parted = turn
        if view and view.ending is None:
            stopped = "nothing has ended yet"
    except (StoppedError, Stuck) as error:
        stopped = str(error) if isinstance(error, StoppedError) else "the story is stuck there"
        parted = held + 1 if parted is None else parted
    return OtherOutcome(outcome, held, stopped, view.ending if view else None, parted)


def _replayed(fate: Fate, moments: Sequence[Moment]) -> Iterator[View]:
    """Each moment of the same moves. Raises StoppedError where one is not open, or Stuck."""
    machine = fate.machine
    snapshot = snapshots.begun(machine, fate.draw)
    for turn, moment in enumerate(moments):
        view = View(machine, snapshot, turn, turn > 0)
        for ref in moment.view.snapshot.heard:
            person = ref.partition(".")[2]
            there = next((h for h in view.hearings if h.person == person and not h.heard), None)
            if there and view.hear_left > 0:
                snapshot = snapshots.heard(machine, snapshot, there.id)
                view = View(machine, snapshot, turn, turn > 0)
        yield view
        if view.ending or not moment.taken:
            return
        snapshot = snapshots.chosen(machine, snapshot, machine.options[_same_choice(view, moment)], fate.draw)


def _same_choice(view: View, moment: Moment) -> str:
    """The id of the choice that was taken, as it is offered here. Raises StoppedError."""
    taken = moment.view.offers[moment.place]
    if appearance(view) == appearance(moment.view):
        return view.offers[moment.place].id
    offered = next((offer for offer in view.offers if offer.id == taken.id), None)
    if offered is None:
        raise StoppedError(f"“{plain(taken.label)}” is not offered there")
    if offered.locked:
        raise StoppedError(f"“{plain(taken.label)}” is locked there: {plain(offered.locked)}")
    return offered.id
