"""A playthrough is walked again from its start: each decision as it was met, with what could be known there."""

from __future__ import annotations

from dataclasses import dataclass

from playable.engine.session import Session, Step
from playable.engine.view import View
from playable.review.road import belief
from playable.review.road.belief import Belief


@dataclass(frozen=True)
class Moment:
    """Where the player stood, all heard that was heard there; `taken` is the choice, empty at the end.

    `belief` is None from where too many moments look the same.
    """

    view: View
    belief: Belief
    taken: str = ""

    @property
    def place(self) -> int:
        """Where the choice that was taken stands among the offers."""
        return [offer.id for offer in self.view.offers].index(self.taken)


def retraced(session: Session) -> tuple[Moment, ...]:
    """The moments of a playthrough: each of its decisions, then where it stands."""
    machine, steps = session.machine, session.steps
    again = Session(machine, None, _falls(steps, 0))
    known = belief.begun(machine, again.view)
    moments: list[Moment] = []
    for n, step in enumerate(steps):
        if step.kind == "choose":
            here = Moment(again.view, known, step.ref)
            moments.append(here)
            again.choose(step.ref, _falls(steps, n + 1))
            known = belief.chosen(machine, known, here.place, again.view)
        elif step.kind == "hear":
            at = [hearing.id for hearing in again.view.hearings].index(step.ref)
            again.hear(step.ref)
            known = belief.heard(machine, known, at, again.view)
    return (*moments, Moment(again.view, known))


def _falls(steps: list[Step], at: int) -> list[str]:
    """The outcomes that fell together from step `at` on."""
    falls = []
    while at < len(steps) and steps[at].kind == "chance":
        falls.append(steps[at].ref)
        at += 1
    return falls
