"""The chart of a review as inline SVG: doors closing, tone by tone, for each decision what could still be had after it.

A tone is told by its row and its pattern, not by its colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from playable.review.document import Column, Moments
from playable.review.doors import at_random
from playable.review.weigh import Odds
from playable.review.words import LEAST, percent

ROW, LEFT, ROOM = 40, 106, 640  # of a tone, of its name, and what the columns share, if they can
PATTERNS = {
    "disaster": '<path d="M0 0h8v8h-8z" class="ink"/>',
    "loss": '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" class="line"/>',
    "stalemate": '<path d="M0 4h8" class="line"/>',
    "gain": '<circle cx="4" cy="4" r="1.3" class="ink"/>',
    "triumph": "",
}


def chart(moments: Moments, turned: int | None, says: str) -> str:
    """For each tone but the worst a row, for each decision a column; `says` is what it shows, for who cannot see it."""
    tones = list(reversed(next((list(one.doors[1].best)[1:] for one in moments if one), [])))
    step = max(16, min(44, ROOM // max(1, len(moments))))
    width, height = LEFT + len(moments) * step, len(tones) * ROW
    parts = [
        f'<svg class="chart" role="img" aria-labelledby="chart-says" viewBox="0 0 {width} {height + 44}" '
        f'width="{width}" height="{height + 44}">',
        f'<title id="chart-says">{escape(says)}</title>',
        *_patterns(),
    ]
    for row, tone in enumerate(tones):
        base = (row + 1) * ROW
        parts.append(f'<path d="M{LEFT} {base}H{width}" class="grid"/>')
        name = f"{tone} or better" if row else tone
        parts.append(f'<text x="{LEFT - 8}" y="{base - 12}" class="share">{name}</text>')
        for n, one in enumerate(moments):
            if one:
                parts += _door(one, tone, n + 1, LEFT + n * step + 3, base, step - 6)
    for number in range(1, len(moments) + 1):
        middle = LEFT + (number - 0.5) * step
        turn = number == turned
        parts.append(f'<text x="{middle}" y="{height + 17}" class="{"turn" if turn else "number"}">{number}</text>')
        if turn:
            parts.append(f'<path d="M{middle - 6} {height + 33}l6 -10l6 10z" class="turned"/>')
    return "".join((*parts, "</svg>"))


def bar(odds: Odds) -> str:
    """One lying bar, for a row of a table that gives the figures."""
    at, parts = 0.0, list[str]()
    for tone, share in odds.items():
        parts += _box(tone, at * 160, 0, share * 160, 14)
        at += share
    return f'<svg class="lying" width="160" height="14" aria-hidden="true">{"".join(parts)}</svg>'


def _patterns() -> Iterator[str]:
    yield "<defs>"
    for tone, drawn in PATTERNS.items():
        yield f'<pattern id="p-{tone}" width="8" height="8" patternUnits="userSpaceOnUse">{drawn}</pattern>'
    yield "</defs>"


def _door(one: Column, tone: str, number: int, x: float, base: float, width: float) -> Iterator[str]:
    """A frame as high as the best that can be had, filled as high as it comes at random; nothing where it is closed."""
    best, random = one.doors[1].best[tone], at_random(one.odds[1], tone)
    if best < LEAST:
        return
    high = ROW - 8
    said = f"after decision {number}, {tone} or better: at best {percent(best)}, at random {percent(random)}"
    yield f"<g><title>{escape(said)}</title>"
    yield from _box(tone, x, base - random * high, width, random * high)
    yield f'<rect x="{x}" y="{base - best * high:.1f}" width="{width}" height="{best * high:.1f}" class="frame"/></g>'


def _box(tone: str, x: float, y: float, width: float, height: float) -> Iterator[str]:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    yield f'<rect {place} class="{tone}"/><rect {place} fill="url(#p-{tone})" class="edge"/>'
