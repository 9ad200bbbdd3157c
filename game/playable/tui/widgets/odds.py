"""The odds of a review in cells: the table of one decision.

A tone is told by its place in the bar, its pattern and its figure, besides its colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.style import Style

from playable.engine.shares import NEVER, apportioned, percents
from playable.language.names import TONES
from playable.tui.text import DIM, KEY, STRONG, flow
from playable.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from playable.review.document.parts import OddsTable
    from playable.review.odds.decisions import Distribution

PATTERN = {"disaster": "█", "loss": "▓", "stalemate": "▒", "gain": "░", "triumph": "·"}
COVERED = {"disaster": 1.0, "loss": 0.75, "stalemate": 0.5, "gain": 0.25, "triumph": 0.05}  # of a cell, by its sign
TINT = 0.45  # how far an area stands back from the colour of its tone
NARROWEST = 6  # cells of a bar; where there are fewer the figures stand alone


class ToneLines(Lines):
    """Lines in which each tone has its colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in TONES}

    def area(self, lower: str, upper: str) -> Style:
        """How a cell of an area is coloured, whose halves are of these tones; of one tone its texture shows, of two the
        shade that a texture comes to from afar."""
        paper = self.background_colors[1]
        inks = [self.get_component_styles(f"tone--{tone}").color for tone in (lower, upper)]
        grounds = [ink.blend(paper, TINT) for ink in inks]
        if lower == upper:
            return Style(foreground=inks[0], background=grounds[0])
        below, above = (
            ground.blend(ink, COVERED[tone]) for ground, ink, tone in zip(grounds, inks, (lower, upper), strict=True)
        )
        return Style(foreground=below, background=above)

    def notify_style_update(self) -> None:
        """Another theme: the areas have its colours in them."""
        self._laid = None
        super().notify_style_update()


def table(of: OddsTable, width: int) -> list[Content]:
    """Each row a label, then a bar with its figures; the move that was made is marked."""
    lines: list[Content] = []
    figured = [_figures(row.odds, width) for row in of.rows]
    cells = min(40, width - 4 - max(figures.cell_length for figures in figured))
    for row, figures in zip(of.rows, figured, strict=True):
        mark = Content.assemble(("● ", KEY)) if row.taken else Content("  ")
        label = Content.assemble((row.label, STRONG if row.taken else ""), (f"  {row.taken}" if row.taken else "", DIM))
        lines += flow(label, width, mark)
        if cells < NARROWEST:
            lines += flow(figures, width, "  ")
        else:
            lines.append(Content("  ") + _lying(row.odds, cells) + Content("  ") + figures)
    return lines


def _lying(odds: Distribution, cells: int) -> Content:
    """A bar from the worst to the best."""
    parts = apportioned(odds, cells).items()
    return Content.assemble(*((PATTERN[tone] * n, f".tone--{tone}") for tone, n in parts))


def _figures(odds: Distribution, width: int) -> Content:
    """`gain 62%  loss 38%`, or `G 62% L 38%` where there is little room."""
    shown = [(tone, share) for tone, share in percents(odds).items() if odds[tone] >= NEVER]
    line = Content("  ").join([Content.assemble((f"{tone} ", DIM), share) for tone, share in shown])
    if line.cell_length + 16 <= width:
        return line
    return Content(" ").join([Content.assemble((f"{tone[0].upper()} ", DIM), share) for tone, share in shown])
