"""How a page comes in: its text line by line, then its bars."""

from __future__ import annotations

from dataclasses import dataclass

REVEAL = 0.45  # seconds for a screenful of text
REST = 0.15  # before the bars
MOVE = 0.4  # for the bars
FRAME = 1 / 30  # from one picture to the next


@dataclass(frozen=True)
class Coming:
    """A page that comes in, its text line by line, then its bars: how many lines are seen, and what of it moves."""

    began: float  # seconds
    seen: int
    bars: bool
    reveals: bool

    def line(self, now: float) -> int | None:
        """From which line on the text is still to come; None when all is there."""
        share = (now - self.began) / REVEAL
        return int(share * self.seen) if self.reveals and share < 1 else None

    def moved(self, now: float) -> float:
        """How far the bars are, from 0 to 1, slower towards the end."""
        start = self.began + (REVEAL if self.reveals else 0) + REST
        share = max(0.0, min(1.0, (now - start) / MOVE))
        return 1 - (1 - share) ** 2 if self.bars else 1.0

    def over(self, now: float) -> bool:
        """Is everything there and at rest?"""
        return self.line(now) is None and self.moved(now) >= 1
