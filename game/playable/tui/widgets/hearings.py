"""Who can be heard here, each by a letter: `Hear two: [o] Okafor  [b] Brandt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from playable.engine.phrasing import number
from playable.tui.press import Hear, pressable
from playable.tui.text import DIM, KEY
from playable.tui.widgets.choices import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playable.engine.view import View
    from playable.engine.view_parts import Hearing


def letters(hearings: Iterable[Hearing]) -> dict[str, Hearing]:
    """A letter for each: the first of the last name, else the next that is free."""
    by_letter: dict[str, Hearing] = {}
    for hearing in hearings:
        last = hearing.name.split()[-1:] or [""]
        wanted = "".join((*last, hearing.name)).lower()
        free = (c for c in (*wanted, *LETTERS) if c in LETTERS and c not in by_letter)
        if letter := next(free, None):
            by_letter[letter] = hearing
    return by_letter


def hearings(view: View, by_letter: dict[str, Hearing], width: int) -> list[Content]:
    """One line, or as many as it takes; each name can be clicked. Those heard are ticked."""
    if not by_letter:
        return []
    left = view.hear_left
    rows = [Content.assemble((f"Hear {number(left)}:" if left > 0 else "Heard:", DIM))]
    for letter, hearing in by_letter.items():
        if hearing.heard:
            item = Content.assemble(("✓ ", KEY), (hearing.name, DIM))
        elif left > 0:
            item = Content.assemble((f"[{letter}]", KEY), " ", hearing.name)
        else:
            continue
        item = pressable(item, Hear(hearing.id))
        if rows[-1].cell_length + 2 + item.cell_length > width:
            rows.append(Content(" ") + item)
        else:
            rows[-1] = rows[-1] + Content("  ") + item
    return [row.truncate(width, ellipsis=True) for row in rows]
