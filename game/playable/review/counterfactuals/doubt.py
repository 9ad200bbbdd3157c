"""A claim is doubted: the same steps in the world without it, and the claims without which the road ends elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from playable.engine import snapshots
from playable.engine.assembly import assemble
from playable.engine.machine import Machine, Stuck
from playable.engine.replay import recorded
from playable.engine.session import Session
from playable.engine.snapshots import Snapshot
from playable.language.names import Range
from playable.language.recording import Recording
from playable.language.without import without
from playable.review.counterfactuals.absorption import Shares
from playable.review.counterfactuals.course import Course, Occasion, visits
from playable.review.counterfactuals.fate import Fate, StoppedError
from playable.review.road.claim_marks import every_change


@dataclass(frozen=True)
class Doubted:
    """The same steps without some claims: they held for `held` decisions, and `stopped` says why not for all.

    `endings` is what they come to; where they stop holding, what the same course comes to, as for a changed decision.
    None: more than is followed.
    """

    claims: tuple[str, ...]
    held: int
    stopped: str
    endings: Shares | None


def doubt(session: Session, claims: Iterable[str]) -> Doubted:
    """The same choices and draws without some claims. Raises StoryFaults where the ledger lacks one."""
    claims = tuple(claims)
    machine = assemble(without(session.machine.story, claims))
    held, stopped, there = _held(machine, session)
    if there and machine.scenes[there.at].node.ending:  # all of it held: there is no other way for it to go
        return Doubted(claims, held, "", {machine.scenes[there.at].id: Fraction(1)})
    if there:
        stopped = "nothing has ended yet"
    course = Course(session, machine)
    return Doubted(claims, held, stopped, course.shares(course.start))


class Otherwise(NamedTuple):
    """What is shown now and would read otherwise: its name, its word here, and its word in the other world."""

    name: str
    here: str
    there: str


@dataclass(frozen=True)
class SoFar:
    """The same steps without some claims, of a road that has not ended: they held for `held` decisions."""

    claims: tuple[str, ...]
    held: int
    stopped: str
    moved: tuple[Otherwise, ...]


def so_far(session: Session, claims: Iterable[str]) -> SoFar:
    """The same choices and draws without some claims, up to now. Raises StoryFaults where the ledger lacks one."""
    claims = tuple(claims)
    machine, here = assemble(without(session.machine.story, claims)), session.view.snapshot
    held, stopped, there = _held(machine, session)
    if there is None or there.at != here.at:
        return SoFar(claims, held, stopped or "play comes to another page", ())
    moved = list[Otherwise]()
    for variable, shown in session.machine.shown.items():
        slot, name = machine.slots.index[variable], machine.story.state[variable].name
        now, then = (_word(machine, variable, s[slot]) for s in (here.s, there.s))
        if name and shown(here.s) and now != then:
            moved.append(Otherwise(name, now, then))
    return SoFar(claims, held, "", tuple(moved))


def doubts(session: Session) -> Iterator[Doubted]:
    """Each claim doubted by itself on which a change of the road leans: without any other all is as it was."""
    leant = {claim.id for view in session.views for change in every_change(view) for claim in change.cites}
    return (doubt(session, (claim,)) for claim in session.machine.story.claims if claim in leant)


def branch(session: Session, claims: Iterable[str], decision: int) -> Recording:
    """The road up to a decision, counted from 1, as a playthrough of the world without some claims."""
    moves, made = [], 0
    recording = recorded(session)
    for move in recording.steps:
        made += move.kind == "choose"
        if made == decision:
            break
        moves.append(move)
    doubted = dict.fromkeys((*session.machine.story.without, *claims))
    return replace(recording, steps=tuple(moves), ends=None, digest=None, without=tuple(doubted))


def _word(machine: Machine, variable: str, value: int) -> str:
    """`1 (thin)`, or the word alone."""
    word = machine.word(variable, value)
    number = isinstance(machine.slots.domain(variable), Range)
    return f"{value} ({word})" if number and word else str(value) if number else word


class _SameSteps(NamedTuple):
    """For how many decisions the same choices and draws hold, why not for all, and where they lead if they do."""

    decisions: int
    stopped: str
    there: Snapshot | None


def _held(machine: Machine, session: Session) -> _SameSteps:
    """The same choices and draws in another world."""
    drawn = [step.ref for step in session.steps if step.kind == "chance"]
    falls = dict[Occasion, int]()
    for occasion, ref in zip(visits(drawn), drawn, strict=True):
        outcomes = [one.ref for one in machine.scenes[machine.ids[occasion[0]]].outcomes]
        falls[occasion] = outcomes.index(ref)
    fate, held = Fate(machine, falls, None), 0
    try:
        snapshot = snapshots.begun(machine, fate.draw)
        for ref in session.road:
            option = next((one for one in machine.scenes[snapshot.at].options if one.ref == ref), None)
            if option is None or not (option.when is None or option.when(snapshot.s)):
                return _SameSteps(held, "that choice is not open there", None)
            held += 1
            snapshot = snapshots.chosen(machine, snapshot, option, fate.draw)
    except StoppedError as error:
        return _SameSteps(held, str(error), None)
    except Stuck:
        return _SameSteps(held, "the story is stuck there", None)
    return _SameSteps(held, "", snapshot)
