"""But for: what each decision, changed with all else kept, would have come to. Actual causes, played out exactly.

J. Y. Halpern and J. Pearl, *Causes and Explanations: A Structural-Model Approach* (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playable.review.absorbing import Shares
from playable.review.course import Course, Visit


@dataclass(frozen=True)
class Changed:
    """Decisions, numbered from 1, and what was chosen instead at each; the endings that it comes to, with their shares.

    `endings` is None where there is more to follow than is followed; `stuck` stands among them for what cannot go on.
    """

    decisions: tuple[int, ...]
    instead: tuple[str, ...]
    endings: Shares | None


def changes(course: Course) -> Iterator[Changed]:
    """Every decision changed by itself, to each other choice that was open there, in their order."""
    for n, (spot, chose) in enumerate(zip(course.spots, course.road, strict=True), 1):
        for ref, led in course.open(spot).items():
            if ref != chose:
                yield Changed((n,), (ref,), course.shares(led))


def pairs(course: Course) -> Iterator[Changed]:
    """Every two of the player's decisions changed together: the later one to any other choice that is open then."""
    road, met = course.road, list(visits(course.road))
    for n, (spot, chose) in enumerate(zip(course.spots, road, strict=True), 1):
        if not course.own[n - 1]:
            continue
        for ref, led in course.open(spot).items():
            if ref == chose:
                continue
            for m in (m for m in range(n + 1, len(road) + 1) if course.own[m - 1]):
                scene = course.machine.scenes[course.machine.ids[met[m - 1][0]]]
                for option in scene.options:
                    if option.ref != road[m - 1]:
                        shares = course.shares(led, {met[m - 1]: option.ref})
                        yield Changed((n, m), (ref, option.ref), shares)


def visits(road: Sequence[str]) -> Iterator[Visit]:
    """Of each decision its node, and how often it had been decided there before."""
    counts: dict[str, int] = {}
    for ref in road:
        node = ref.partition(".")[0]
        yield node, counts.get(node, 0)
        counts[node] = counts.get(node, 0) + 1
