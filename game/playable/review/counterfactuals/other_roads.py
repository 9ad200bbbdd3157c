"""The road beside others: the policies of its story, and playthroughs that are given. Nothing is ranked or scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from playable.engine.phrasing import named
from playable.engine.session import Session
from playable.review.counterfactuals.absorption import Shares
from playable.review.counterfactuals.course import Course, visits


@dataclass(frozen=True)
class OtherRoad:
    """Another road: of each own decision, in order, what is chosen there, None where it says nothing or did not come.

    `parted` is the first decision where it chooses otherwise. A policy takes what it lists where that is open, and is
    as the own road elsewhere; `endings` is what that comes to, None where it is more than is followed.
    """

    name: str
    policy: bool
    choices: tuple[str | None, ...]
    parted: int | None
    endings: Shares | None


def policies(course: Course, session: Session) -> Iterator[OtherRoad]:
    """The policies of the story, each as it would have gone on in the player's place."""
    for name, policy in session.machine.story.policies.items():
        open_ = [course.open(spot) for spot in course.spots]
        choices = [next((ref for ref in policy.takes if ref in some), None) for some in open_]
        other = course.taking(policy.takes)
        parted = _parted(course.road, choices)
        yield OtherRoad(named(name), True, tuple(choices), parted, other.shares(other.start))


def playthroughs(course: Course, others: Mapping[str, Session]) -> Iterator[OtherRoad]:
    """Playthroughs that have ended, by name: their choices at the same nodes on the same visits."""
    for name, session in others.items():
        made = dict(zip(visits(session.road), session.road, strict=True))
        choices = [made.get(visit) for visit in visits(course.road)]
        ending = {session.view.node: Fraction(1)}
        yield OtherRoad(name, False, tuple(choices), _parted(course.road, choices), ending)


def _parted(road: Sequence[str], choices: Iterable[str | None]) -> int | None:
    pairs = enumerate(zip(road, choices, strict=True), 1)
    return next((n for n, (mine, other) in pairs if other is not None and other != mine), None)
