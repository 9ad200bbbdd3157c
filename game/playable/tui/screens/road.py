"""The road taken, decision by decision, and the way back to any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.road import Road, RoadChoice, RoadPage
from playable.tui.screens.index import Index
from playable.tui.text import CURSOR, DIM, EMPTY, HEAD, KEY, flow, told
from playable.tui.widgets.rows import Row, Ruled, lead


@dataclass(frozen=True)
class Crossroads(Row[int]):
    """A decision: where it was made, the way taken, and the ways not taken beside it."""

    decision: RoadPage
    last: bool

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The lines of it, along the line of the road."""
        decision = self.decision
        sign = "●" if decision.taken else "◌"
        head = lead(marked) + Content.assemble((f"{sign} {decision.turn + 1:>2}  ", KEY))
        rail = Content.assemble(("  │     ", DIM)) if not self.last else Content(" " * 8)
        where = Content.assemble(decision.title or decision.node, (f"  {decision.date}" if decision.date else "", DIM))
        lines = flow(where.stylize(CURSOR) if marked else where, width, head, rail)
        if decision.heard:
            lines += flow(Content.assemble((f"heard {', '.join(decision.heard)}", DIM)), width, rail, rail)
        for way in sorted(decision.ways, key=lambda w: not w.taken):
            if way.taken or not way.locked:
                lines += flow(_way(way), width - 2, rail + Content.assemble(*_sign(way)), rail + Content("  "))
        return [*lines, rail.rstrip()]


def _sign(way: RoadChoice) -> tuple[tuple[str, str], ...]:
    return (("› ", KEY),) if way.taken else (("○ ", DIM),)


def _way(way: RoadChoice) -> Content:
    leads = f"  → {', '.join(way.leads)}" if way.leads else ""
    label = told(way.label)
    return label if way.taken else Content.assemble(label.stylize(DIM), (leads, DIM))


class RoadScreen(Index[int]):
    """Every decision from the first to where one stands; each row is of one, by its turn."""

    opener = "road"
    HEADING = "THE ROAD"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "take",
            "go back there",
            tooltip="Go back to that decision; the one you leave stands among the saves",
        ),
    ]

    def __init__(self, road: Road, go_back: Callable[[int], None]) -> None:
        """`go_back` is given the turn of a decision to go back to."""
        super().__init__()
        self._road, self._go_back = road, go_back

    def rows(self, words: str) -> Sequence[Row[int]]:
        """The decisions, then how it ended."""
        decisions, ending = self._road.decisions, self._road.ending
        last = None if ending else len(decisions) - 1
        taken = [Crossroads(d.turn, EMPTY, d, last=n == last) for n, d in enumerate(decisions)]
        if ending:
            return [*taken, Ruled(None, Content.assemble((f"{ending.name}  ", HEAD), (ending.tone, DIM)))]
        return taken

    def first(self) -> int | None:
        """The last decision."""
        return len(self._road.decisions) - 1

    def taken(self, of: int) -> None:
        """Go back to a decision."""
        self.dismiss()
        self._go_back(of)

    def takes(self, of: int) -> bool:
        """One stands at the last already."""
        return of < self.player.saved.view.turn
