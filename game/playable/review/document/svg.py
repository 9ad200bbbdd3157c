"""The picture of a review as inline SVG: areas of the odds, doors that close, and the decisions that mattered by title.

A tone is told by its place, its pattern and its name in the legend, not by its colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from playable.engine.shares import percents
from playable.language.names import TONES
from playable.review.document.parts import Chart, ChartColumn, ReviewDocument
from playable.review.document.picture import Named, doors, mattered
from playable.review.odds.decisions import Distribution

LEFT, ROOM, HEIGHT, LINE = 104, 590, 180, 18  # of the names, what the decisions share, the areas, a line of text
LETTER = 6.2  # the width of one, about
PATTERNS = {
    "disaster": '<path d="M0 0h8v8h-8z" class="ink"/>',
    "loss": '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" class="line"/>',
    "stalemate": '<path d="M0 4h8" class="line"/>',
    "gain": '<circle cx="4" cy="4" r="1.3" class="ink"/>',
    "triumph": "",
}


def picture(review: ReviewDocument, says: str) -> str:
    """Areas over the decisions, doors above and names below; `says` is what it shows, for who cannot see it."""
    moments = review.chart or ()
    step = min(60.0, ROOM / max(1, len(moments)))
    width, right = LEFT + ROOM, LEFT + step * len(moments)
    shut, named = doors(moments), mattered(review)
    top = LINE * len(shut) + 8
    below = top + HEIGHT
    height = below + LINE * (2 + len(named)) + 8
    parts = [
        f'<svg class="chart" role="img" aria-labelledby="chart-says" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}">',
        f'<title id="chart-says">{escape(says)}</title>',
        *_patterns(),
    ]
    for n, door in enumerate(reversed(shut)):
        parts += _door(door.tone, door.shut, LEFT + step * (door.shut - 1), LINE * n + 12, right)
    for tone in _tones(moments):
        parts += _area(moments, tone, step, below)
    parts += [f'<text x="{LEFT - 8}" y="{y}" class="share">{share}</text>' for share, y in ((100, top + 9), (0, below))]
    for n, one in enumerate(moments):
        parts += _column(one, n + 1, LEFT + n * step, step, top)
        if step > 2 * LETTER + 3 or n + 1 == review.turned or (n + 1) % 5 == 0:
            kind = "turn" if n + 1 == review.turned else "number"
            parts.append(f'<text x="{LEFT + (n + 0.5) * step:.1f}" y="{below + 14}" class="{kind}">{n + 1}</text>')
    parts += _titles(named, step, below + LINE, width)
    parts += _legend(_tones(moments), height - 6)
    return "".join((*parts, "</svg>"))


def bar(odds: Distribution) -> str:
    """One lying bar, for a row of a table that gives the figures."""
    at, parts = 0.0, list[str]()
    for tone, share in odds.items():
        parts += _filled(tone, f"M{at * 160:.1f} 0h{share * 160:.1f}v14h{-share * 160:.1f}z")
        at += share
    return f'<svg class="lying" width="160" height="14" aria-hidden="true">{"".join(parts)}</svg>'


def _patterns() -> Iterator[str]:
    yield "<defs>"
    for tone, drawn in PATTERNS.items():
        yield f'<pattern id="p-{tone}" width="8" height="8" patternUnits="userSpaceOnUse">{drawn}</pattern>'
    yield "</defs>"


def _tones(moments: Chart) -> list[str]:
    return [tone for tone in TONES if any(one and tone in one.odds.after for one in moments)]


def _area(moments: Chart, tone: str, step: float, below: float) -> Iterator[str]:
    """One area without gaps, a step to each decision; one that cannot be followed is left open."""
    path = ""
    for n, one in enumerate(moments):
        odds = one.odds.after if one else {}
        under = sum(share for t, share in odds.items() if TONES.index(t) < TONES.index(tone))
        high = odds.get(tone, 0.0) * HEIGHT
        if high:
            path += f"M{LEFT + n * step:.1f} {below - under * HEIGHT:.1f}h{step:.1f}v{-high:.1f}h{-step:.1f}z"
    yield from _filled(tone, path)


def _filled(tone: str, path: str) -> Iterator[str]:
    yield f'<path d="{path}" class="{tone}"/><path d="{path}" fill="url(#p-{tone})"/>'


def _column(one: ChartColumn | None, number: int, x: float, step: float, top: float) -> Iterator[str]:
    """What a pointer on a decision is told."""
    odds = ", ".join(f"{tone} {share}" for tone, share in percents(one.odds.after).items()) if one else "not known"
    said = f"After decision {number}, at random from here: {odds}"
    place = f'x="{x:.1f}" y="{top}" width="{step:.1f}" height="{HEIGHT}"'
    yield f'<rect {place} fill="transparent"><title>{escape(said)}</title></rect>'


def _door(tone: str, shut: int, x: float, y: float, right: float) -> Iterator[str]:
    """A line as long as the door is open, with what ends it."""
    name = tone if tone == TONES[-1] else f"{tone} or better"
    yield f'<path d="M{LEFT} {y - 4}H{x:.1f}m0 -5v10" class="door"/>'
    yield f'<text x="{LEFT - 8}" y="{y}" class="share">{name}</text>'
    said = f"shut from {shut} on"
    fits = x + LETTER * len(said) < right
    yield f'<text x="{x + 6 if fits else x - 6:.1f}" y="{y}" class="{"note" if fits else "share"}">{said}</text>'


def _titles(named: Sequence[Named], step: float, y: float, width: float) -> Iterator[str]:
    """The decisions that mattered, a line each, hung from their columns so that none crosses another's words."""
    columns = {one: LEFT + (one.number - 0.5) * step for one in named}
    right = [one for one in named if columns[one] + 8 + LETTER * (len(one.title) + 4) < width]
    left = [one for one in named if one not in right]
    for n, one in enumerate((*left, *reversed(right)), 1):
        x, base, side = columns[one], y + LINE * n, 1 if one in right else -1
        yield f'<path d="M{x:.1f} {y}V{base - 4}h{5 * side}" class="tie"/>'
        kind = f"{'note' if side > 0 else 'share'}{' turn' if one.turned else ''}"
        said = f"{'▲ ' if one.turned else ''}{one.number} {one.title}"
        yield f'<text x="{x + 8 * side:.1f}" y="{base}" class="{kind}">{escape(said)}</text>'


def _legend(tones: Sequence[str], y: float) -> Iterator[str]:
    x = float(LEFT)
    for tone in tones:
        yield from _filled(tone, f"M{x:.1f} {y - 10}h12v12h-12z")
        yield f'<text x="{x + 18:.1f}" y="{y}" class="note">{tone}</text>'
        x += 18 + LETTER * len(tone) + 24
