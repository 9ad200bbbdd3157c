"""But for: what each decision, changed with all else kept, would have come to, and those that turned the road.

Actual causes, played out exactly: J. Y. Halpern and J. Pearl, *Causes and Explanations: A Structural-Model Approach*
(2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from playable.language.story import Story
from playable.review.counterfactuals.absorption import Shares
from playable.review.counterfactuals.course import STUCK, Course, visits

Pairs = Literal["no", "not yet", "yes"]


@dataclass(frozen=True)
class ButFor:
    """Decisions, numbered from 1, and what was chosen instead at each; the endings that it comes to, with their shares.

    `endings` is None where there is more to follow than is followed; `stuck` stands among them for what cannot go on.
    """

    decisions: tuple[int, ...]
    instead: tuple[str, ...]
    endings: Shares | None

    @property
    def alone(self) -> bool:
        """Is it one decision by itself?"""
        return len(self.decisions) == 1


@dataclass(frozen=True)
class Turns:
    """`changes` is every decision changed by itself, `turns` those that lead to another tone of ending, in any share.

    Those that a short game took for the player are among the changes alone: they are no turns, and settle nothing.

    Where no single one does, `turns` are the pairs that do. Those that lead there most surely come first, of equal ones
    the earliest, until `why.ranked` puts those first that turned what is told first. `settled` is the first decision
    from which on no single change leads to another ending; None where even the last one does, or may. `pairs` says
    whether they have been looked for.
    """

    changes: tuple[ButFor, ...]
    turns: tuple[ButFor, ...]
    settled: int | None
    pairs: Pairs

    @property
    def at(self) -> int | None:
        """The decision where the road turned: of those that turned it by themselves the first; None where none did."""
        return next((one.decisions[0] for one in self.turns if one.alone), None)


def turns(course: Course) -> Turns:
    """The turns of a road, but for pairs: those take longer."""
    every = tuple(changes(course))
    turned = _turned(every, course)
    known = all(one.endings is not None for one in every)
    return Turns(every, turned, _settled(every, course), "no" if turned or not known else "not yet")


def with_pairs(course: Course, turns: Turns) -> Iterator[Turns]:
    """The same with its pairs, if they are wanted: as it is after each that was tried, in the end as it should be."""
    tried = list[ButFor]()
    if turns.pairs == "not yet":
        for one in pairs(course):
            tried.append(one)
            yield turns
        turned = _turned(tried, course)
        turns = replace(turns, turns=turned, pairs="yes" if all(one.endings is not None for one in tried) else "no")
    yield turns


def elsewhere(endings: Shares | None, end: str, story: Story) -> Fraction:
    """The share of some endings that are of another tone than the ending `end`; none where they were not counted."""
    tone = {name: node.ending.tone for name, node in story.nodes.items() if node.ending}
    return sum(
        (share for name, share in (endings or {}).items() if name != STUCK and tone[name] != tone[end]), Fraction(0)
    )


def changes(course: Course) -> Iterator[ButFor]:
    """Every decision changed by itself, to each other choice that was open there, in their order."""
    for n, (spot, chose) in enumerate(zip(course.spots, course.road, strict=True), 1):
        for ref, led in course.open(spot).items():
            if ref != chose:
                yield ButFor((n,), (ref,), course.shares(led))


def pairs(course: Course) -> Iterator[ButFor]:
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
                        yield ButFor((n, m), (ref, option.ref), shares)


def _turned(changed: Sequence[ButFor], course: Course) -> tuple[ButFor, ...]:
    shares = [(elsewhere(one.endings, course.end, course.machine.story), one) for one in changed if _own(one, course)]
    most = sorted((pair for pair in shares if pair[0]), key=lambda pair: (-pair[0], pair[1].decisions))
    return tuple(one for _, one in most)


def _settled(changed: Sequence[ButFor], course: Course) -> int | None:
    own = (one for one in changed if _own(one, course))
    leading = [one for one in own if one.endings is None or one.endings.keys() - {course.end, STUCK}]
    last = max((one.decisions[0] for one in leading), default=0)
    return last + 1 if last < len(course.road) else None


def _own(one: ButFor, course: Course) -> bool:
    return all(course.own[number - 1] for number in one.decisions)
