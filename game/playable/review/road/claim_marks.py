"""What the player marked before the ending, and the changes on their own road that lean on the same claims.

A mark is a variable of the panel *Marks*. It is set beside the ending, and never scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from playable.engine.phrasing import named
from playable.engine.view import View
from playable.engine.view_parts import Change, Citation
from playable.language.model import Variable
from playable.review.road.moments import Moment

PANEL = "Marks"


class LaterChange(NamedTuple):
    """A change, and after how many decisions it was told or passed over."""

    after: int
    change: Change


@dataclass(frozen=True)
class Mark:
    """One mark: the player's word for it, or what stands for not making it; what it cites; where play leant on it."""

    name: str
    about: str
    word: str
    made: bool
    cites: tuple[Citation, ...]
    leaned: tuple[LaterChange, ...]


def is_mark(variable: Variable) -> bool:
    """Is a variable a mark?"""
    return variable.panel == PANEL


def marks(moments: Sequence[Moment]) -> tuple[Mark, ...]:
    """The marks of a playthrough, in the order of the story."""
    last = moments[-1].view
    changes = list(_changes(moments))
    marks = []
    for variable_id, variable in last.machine.story.state.items():
        if is_mark(variable):
            slot = last.machine.slots.index[variable_id]
            value = last.snapshot.s[slot]
            cites = next((c.change.cites for c in reversed(changes) if c.change.variable == variable_id), ())
            leaned = tuple(c for c in changes if c.change.variable != variable_id and _share(c.change.cites, cites))
            made = value != last.machine.initial[slot]
            word = last.machine.said(variable_id, value)
            name = variable.name or named(variable_id)
            marks.append(Mark(name, variable.about or "", word, made, cites, leaned))
    return tuple(marks)


def every_change(view: View) -> tuple[Change, ...]:
    """What the last choice changed, shown or not."""
    return (*view.changes, *view.untold)


def _changes(moments: Sequence[Moment]) -> Iterator[LaterChange]:
    for turn, moment in enumerate(moments):
        yield from (LaterChange(turn, change) for change in every_change(moment.view))


def _share(some: tuple[Citation, ...], others: tuple[Citation, ...]) -> bool:
    return bool({c.id for c in some} & {c.id for c in others})
