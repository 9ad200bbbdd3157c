"""Where the road turned: the decisions but for which it would have ended in another kind of ending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from playable.language.story import Story
from playable.review.changes import Changed, changes, pairs
from playable.review.course import STUCK, Course

Pairs = Literal["no", "not yet", "yes"]


@dataclass(frozen=True)
class Turns:
    """`changes` is every decision changed by itself, `turns` those that lead to another tone of ending, in any share.

    Those that a short game took for the player are among the changes alone: they are no turns, and settle nothing.

    Where no single one does, `turns` are the pairs that do. Those that lead there most surely come first, of equal ones
    the earliest, until `why.ranked` puts those first that turned what is told first. `settled` is the first decision
    from which on no single change leads to another ending; None where even the last one does, or may. `pairs` says
    whether they have been looked for.
    """

    changes: tuple[Changed, ...]
    turns: tuple[Changed, ...]
    settled: int | None
    pairs: Pairs

    @property
    def at(self) -> int | None:
        """The decision where the road turned: of those that turned it by themselves the first; None where none did."""
        return next((one.decisions[0] for one in self.turns if len(one.decisions) == 1), None)


def turns(course: Course) -> Turns:
    """The turns of a road, but for pairs: those take longer."""
    found = tuple(changes(course))
    turned = _turned(found, course)
    known = all(one.endings is not None for one in found)
    return Turns(found, turned, _settled(found, course), "no" if turned or not known else "not yet")


def with_pairs(course: Course, found: Turns) -> Iterator[Turns]:
    """The same with its pairs, if they are wanted: as it is after each that was tried, in the end as it should be."""
    tried = list[Changed]()
    if found.pairs == "not yet":
        for one in pairs(course):
            tried.append(one)
            yield found
        turned = _turned(tried, course)
        found = replace(found, turns=turned, pairs="yes" if all(one.endings is not None for one in tried) else "no")
    yield found


def elsewhere(found: Changed, end: str, story: Story) -> Fraction:
    """The share of a change that ends in another tone than the ending `end`; none of one that was not counted."""
    tone = {name: node.ending.tone for name, node in story.nodes.items() if node.ending}
    shares = (found.endings or {}).items()
    return sum((share for name, share in shares if name != STUCK and tone[name] != tone[end]), Fraction(0))


def _turned(found: Sequence[Changed], course: Course) -> tuple[Changed, ...]:
    shares = [(elsewhere(one, course.end, course.machine.story), one) for one in found if _own(one, course)]
    most = sorted((pair for pair in shares if pair[0]), key=lambda pair: (-pair[0], pair[1].decisions))
    return tuple(one for _, one in most)


def _settled(found: Sequence[Changed], course: Course) -> int | None:
    own = (one for one in found if _own(one, course))
    leading = [one for one in own if one.endings is None or one.endings.keys() - {course.end, STUCK}]
    last = max((one.decisions[0] for one in leading), default=0)
    return last + 1 if last < len(course.road) else None


def _own(one: Changed, course: Course) -> bool:
    return all(course.own[number - 1] for number in one.decisions)
