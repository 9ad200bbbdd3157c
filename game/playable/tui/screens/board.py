"""The board as a sheet: every meter with what it means, every paper folded to a line, and read by unfolding it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from playable.engine.view_parts import Meter, Panel
from playable.language.model import Variable
from playable.tui.screens.index import Index
from playable.tui.text import CURSOR, DIM, HEAD, KEY, flow
from playable.tui.widgets.board import name_width
from playable.tui.widgets.meter import meter
from playable.tui.widgets.rows import Row, Ruled, lead

WELCOME = {"high": "More of it is welcome.", "low": "Less of it is welcome.", "neither": ""}


@dataclass(frozen=True)
class Standing(Row[str]):
    """Where one variable stands, on a line; under it, while it is marked, its words in full and what it means."""

    meter: Meter
    name_width: int
    bands: Sequence[str]

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it."""
        room = width - 2
        line = meter(self.meter, room, min(self.name_width, room // 2))
        if not marked:
            return [lead(marked) + line]
        lines = [lead(marked) + line.stylize(CURSOR)]
        if self.meter.range is None:
            lines += flow(Content(self.meter.word), width, "    ")
        elif self.bands:
            here = [Content.assemble((f"[{b}]", KEY) if b == self.meter.word else (b, DIM)) for b in self.bands]
            lines += flow(Content.assemble((" · ", DIM)).join(here), width, "    ")
        about = " ".join(part for part in (self.meter.about, WELCOME[self.meter.good]) if part)
        return lines + (flow(Content.assemble((about, DIM)), width, "    ") if about else [])


class BoardScreen(Index[str]):
    """Where things stand; each row is of one variable, by its name."""

    opener = "board"
    HEADING = "WHERE THINGS STAND"
    NOTHING = "Nothing is known yet."

    def __init__(self, panels: Sequence[Panel], state: Mapping[str, Variable], at: str | None = None) -> None:
        """`at` is the variable to open at."""
        super().__init__()
        self._panels, self._state, self._at = panels, state, at

    def rows(self, words: str) -> Sequence[Row[str]]:
        """The variables under the headings of their panels."""
        rows: list[Row[str]] = []
        for panel in self._panels:
            rows.append(Ruled(None, Content.assemble((panel.heading.upper(), HEAD))))
            names = name_width(panel, 80)
            rows += [Standing(m.id, Content(m.name), m, names, self._bands(m)) for m in panel.meters]
        return rows

    def _bands(self, m: Meter) -> Sequence[str]:
        return tuple(self._state[m.id].bands.values()) if m.range else ()

    def first(self) -> int | None:
        """The variable that was asked for, else the first."""
        return next((n for n, row in enumerate(self.rows("")) if row.of == self._at), None) if self._at else None

    def takes(self, of: str) -> bool:
        """They are only read."""
        return False
