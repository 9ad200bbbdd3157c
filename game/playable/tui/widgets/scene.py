"""The two pages of a turn: what followed the last choice, and the scene that it led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from playable.tui.documents import prose
from playable.tui.text import BAD, DIM, EMPTY, GOOD, HEAD, KEY, STRONG, cited, flow, masthead, rule, spaced, stamp, told
from playable.tui.widgets.meter import change, leaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playable.engine.view import View
    from playable.engine.view_parts import Change, Followed, Hearing, Passage
    from playable.language.model import Ending

TONES = {
    "disaster": "It ends in disaster.",
    "loss": "It ends in loss.",
    "stalemate": "It ends in stalemate.",
    "gain": "It ends in gain.",
    "triumph": "It ends in triumph.",
}
STAMPS = {"disaster": BAD, "loss": BAD, "gain": GOOD, "triumph": GOOD}
STUCK = (
    "The story is stuck: none of its choices can be made here. That is a fault of the story, not of yours. "
    "Take the last choice back and go another way."
)


def scene(view: View, width: int, dated: bool, moved: float) -> list[Content]:
    """The passages, and what was heard here.

    `dated`: the masthead shows the date. `moved` is how far the bars are, from 0 to 1.
    """
    lines = passages(view, width, dated, moved)
    for hearing in view.hearings:
        if hearing.heard:
            lines += [*heard(hearing, width), EMPTY]
    if view.stuck:
        lines += flow(Content.assemble((STUCK, BAD)), width)
    return trimmed(lines)


def closed(ending: Ending, turn: int, width: int, kept: str) -> list[Content]:
    """An ending after its text: its name and its tone as a stamp, and whether the playthrough is `kept`."""
    lines = stamp((spaced(ending.name, width - 6), TONES[ending.tone]), width, STAMPS.get(ending.tone, KEY))
    made = f"{turn} decision{'' if turn == 1 else 's'} made. {kept}"
    return [*lines, EMPTY, *flow(Content.assemble((made, DIM)), width)]


def taken(for_you: Sequence[str], width: int) -> list[Content]:
    """What was taken for the player in a short game, a line each, and an empty one."""
    lines = [line for one in for_you for line in flow(Content.assemble((one, DIM)), width)]
    return [*lines, EMPTY] if lines else []


def passages(view: View, width: int, dated: bool, moved: float = 1.0) -> list[Content]:
    """The nodes of the page, an empty line after each; `moved` is how far the bars are, from 0 to 1.

    The last has the number of the decision, unless the calendar tells it, or it is an ending, where none is made.
    """
    lines: list[Content] = []
    for n, told_of in enumerate(view.passages, 1):
        if view.ending and told_of.title == view.ending.name:  # it is named on the next page
            told_of = told_of._replace(title="")
        known = dated and (told_of.date, told_of.place) == (view.date, view.place)
        number = f"No. {view.turn + 1}" if n == len(view.passages) and not (dated or view.ending) else ""
        lines += [*passage(told_of, width, known, number), *changed(told_of.changes, width, moved), EMPTY]
    return lines


def passage(told_of: Passage, width: int, known: bool, number: str) -> list[Content]:
    """The text of one node's part of a page, headed like a cable. `known`: its date stands elsewhere."""
    lines: list[Content] = []
    if told_of.title:
        lines += masthead(width, Content.assemble((told_of.title, HEAD)), number)
    where = " · ".join(part for part in (told_of.date, told_of.place) if part)
    if where and not known:
        lines += flow(Content.assemble((where, DIM)), width)
    if lines:
        lines.append(EMPTY)
    lines += prose(told_of.blocks, width)
    if told_of.cites:
        lines += [EMPTY, *flow(cited(told_of.cites), width)]
    for why in told_of.reasons:
        lines += [EMPTY, *flow(Content.assemble(("Why: ", KEY), told(why.because)), width), *leaning(why, width)]
    return lines


def heard(hearing: Hearing, width: int) -> list[Content]:
    """A briefing, with a rule down its side."""
    bar = Content.assemble(("▎ ", KEY))
    name = Content.assemble((hearing.name, STRONG), (f"  {hearing.role}" if hearing.role else "", DIM))
    lines = [*flow(name, width - 2), EMPTY, *prose(hearing.blocks, width - 2)]
    return [bar + line for line in lines]


def followed(told_of: Followed, width: int, moved: float) -> list[Content]:
    """The outcome in prose, then each change with its reason; `moved` is how far the bars are, from 0 to 1."""
    lines = [*masthead(width, Content.assemble(("WHAT FOLLOWED", HEAD))), EMPTY]
    lines += flow(told(told_of.label, DIM), width, Content.assemble(("› ", KEY)))
    if told_of.blocks:
        lines += [EMPTY, *prose(told_of.blocks, width)]
    return trimmed([*lines, *changed(told_of.changes, width, moved)])


def changed(changes: Sequence[Change], width: int, moved: float) -> list[Content]:
    """What changed on the board, each with its reason."""
    lines = [EMPTY, rule(width, "ON THE BOARD")] if changes else []
    names = max((cell_len(c.name) for c in changes if c.meter.range), default=0)
    for c in changes:
        lines += [EMPTY, *change(c, width, min(names, width // 2), moved)]
    return lines


def trimmed(lines: list[Content]) -> list[Content]:
    """Without empty lines at the end."""
    while lines and not lines[-1]:
        del lines[-1]
    return lines
