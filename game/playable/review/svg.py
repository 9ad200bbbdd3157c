"""The chart of a review as inline SVG: for each decision two bars, the odds before it and after it, tone on tone.

A tone is told by its place in the bar, its pattern and its letter, not by its colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from playable.language.names import TONES
from playable.review.weigh import Odds
from playable.review.words import percent

HEIGHT, LEFT, TOP = 220, 44, 12
ROOM = 660  # what the bars share, if they can
PATTERNS = {
    "disaster": '<path d="M0 0h8v8h-8z" class="ink"/>',
    "loss": '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" class="line"/>',
    "stalemate": '<path d="M0 4h8" class="line"/>',
    "gain": '<circle cx="4" cy="4" r="1.3" class="ink"/>',
    "triumph": "",
}


def chart(columns: Sequence[tuple[Odds, Odds] | None], turned: int | None, says: str) -> str:
    """The whole chart; `says` is what it shows, for who cannot see it."""
    bar = max(8, min(34, ROOM // max(1, len(columns)) // 3))
    pair, gap = 3 * bar, bar // 2
    width = LEFT + len(columns) * pair + gap
    parts = [
        f'<svg class="chart" role="img" aria-labelledby="chart-says" viewBox="0 0 {width} {HEIGHT + 56}" '
        f'width="{width}" height="{HEIGHT + 56}">',
        f'<title id="chart-says">{escape(says)}</title>',
        *_patterns(),
        *(_line(share, width) for share in (0, 0.25, 0.5, 0.75, 1)),
    ]
    for number, column in enumerate(columns, 1):
        x = LEFT + gap + (number - 1) * pair
        middle = x + bar
        for n, odds in enumerate(column or ()):
            parts += _upright(odds, x + n * bar, bar, f"decision {number}, {'after' if n else 'before'}")
        turn = number == turned
        parts.append(
            f'<text x="{middle}" y="{TOP + HEIGHT + 17}" class="{"turn" if turn else "number"}">{number}</text>'
        )
        if turn:
            parts.append(f'<path d="M{middle - 6} {TOP + HEIGHT + 33}l6 -10l6 10z" class="turned"/>')
    return "".join((*parts, "</svg>"))


def key(tones: Iterable[str]) -> str:
    """What the patterns mean, best at the top as in the bars."""
    items = "".join(
        f'<li><svg width="30" height="18" aria-hidden="true">{"".join(_box(tone, 1, 1, 28, 16))}</svg> {tone}</li>'
        for tone in reversed([*tones])
    )
    return f'<ul class="key">{items}</ul>'


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


def _line(share: float, width: int) -> str:
    y = TOP + HEIGHT * (1 - share)
    return (
        f'<path d="M{LEFT} {y}H{width}" class="grid"/>'
        f'<text x="{LEFT - 6}" y="{y + 4}" class="share">{percent(share)}</text>'
    )


def _upright(odds: Odds, x: float, width: float, what: str) -> Iterator[str]:
    below = 0.0
    for tone in (tone for tone in TONES if tone in odds):
        share = odds[tone]
        height = share * HEIGHT
        y = TOP + HEIGHT - below * HEIGHT - height
        below += share
        if share > 0:
            yield f"<g><title>{escape(what)}: {tone} {percent(share)}</title>"
            yield from _box(tone, x, y, width, height)
            if height >= 16:
                size = min(12, width + 2)
                place = f'x="{x + width / 2}" y="{y + height / 2 + size / 3:.1f}" font-size="{size}"'
                yield f'<text {place} class="letter">{tone[0].upper()}</text>'
            yield "</g>"


def _box(tone: str, x: float, y: float, width: float, height: float) -> Iterator[str]:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    yield f'<rect {place} class="{tone}"/><rect {place} fill="url(#p-{tone})" class="edge"/>'
