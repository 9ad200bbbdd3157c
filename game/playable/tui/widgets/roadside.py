"""The road beside the page: every decision by its title, with what was chosen where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from playable.engine.markup import plain
from playable.tui.press import Act, pressable
from playable.tui.text import CURSOR, DIM, EMPTY, KEY, rule

if TYPE_CHECKING:
    from playable.engine.view import View


class Milestone(NamedTuple):
    """One decision: its chapter, its title, and what was chosen, empty where that is still to come."""

    chapter: str
    title: str
    chosen: str


def milestones(views: Sequence[View], arrived: bool) -> list[Milestone]:
    """The decisions of a session, the present one only if it has `arrived`: what the last did is read before."""
    passed = [
        Milestone(view.chapter, view.title or view.chapter, plain(after.followed.label) if after.followed else "")
        for view, after in pairwise(views)
    ]
    last = views[-1]
    return [*passed, Milestone(last.chapter, last.title, "")] if arrived and not last.ending else passed


def roadside(road: Sequence[Milestone], about: int, width: int, rows: int) -> list[Content]:
    """The road in the fullest form that fits; of a longer one its end. `about` so many decisions make a road."""
    ahead = about - len(road)
    end = [_line("○", "", f"about {ahead} more", width)] if ahead > 1 else []
    room = rows - 2 - len(end)
    for form in _FORMS:
        lines = form(road, width)
        if len(lines) <= room:
            break
    if len(lines) > room:
        lines = [_line("⋮", "", f"{len(lines) - room + 1} before", width), *lines[len(lines) - room + 1 :]]
    return [rule(width, "THE ROAD"), EMPTY, *(pressable(line, Act("road")) for line in (*lines, *end))]


def _full(road: Sequence[Milestone], width: int) -> list[Content]:
    return _laid(road, width, chapters=True, chosen=True)


def _short(road: Sequence[Milestone], width: int) -> list[Content]:
    return _laid(road, width, chapters=True, chosen=False)


def _least(road: Sequence[Milestone], width: int) -> list[Content]:
    return _laid(road, width, chapters=False, chosen=False)


_FORMS: tuple[Callable[[Sequence[Milestone], int], list[Content]], ...] = (_full, _short, _least)


def _laid(road: Sequence[Milestone], width: int, chapters: bool, chosen: bool) -> list[Content]:
    lines: list[Content] = []
    before = ""
    for n, one in enumerate(road, 1):
        if chapters and one.chapter and one.chapter != before:
            lines += [*([EMPTY] if lines else []), Content.assemble((one.chapter, DIM)).truncate(width, ellipsis=True)]
        before = one.chapter
        here = n == len(road) and not one.chosen
        lines.append(_line("›" if here else "●", str(n), one.title, width, CURSOR if here else ""))
        if chosen and one.chosen:
            lines.append(Content.assemble((f"│    {one.chosen}", DIM)).truncate(width, ellipsis=True))
    return lines


def _line(sign: str, number: str, title: str, width: int, style: str = "") -> Content:
    head = Content.assemble((sign, KEY), (f" {number:>2} ", DIM))
    return Content.assemble(head, (title, style or (DIM if not number else ""))).truncate(width, ellipsis=True)
