"""A review as one page of HTML that needs nothing else: no script, no address outside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from playable.engine.markup import Block, Spans, documents
from playable.engine.phrasing import claim
from playable.engine.shares import percents
from playable.review.document import svg
from playable.review.document.parts import (
    Cited,
    DocumentPart,
    Grid,
    Listed,
    OddsTable,
    Quoted,
    ReviewDocument,
    Said,
    Section,
)
from playable.review.phrasing.doors import BOUND
from playable.review.phrasing.phrases import UNIFORM

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(review: ReviewDocument, claims: Section) -> str:
    """The document, with the claims spelled out at its end."""
    return "\n".join(_page(review, claims)) + "\n"


def _page(review: ReviewDocument, claims: Section) -> Iterator[str]:
    title = escape(f"{review.title}: the review")
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>"
    yield f'<h1>{title}</h1>\n<p class="end">{escape(review.ending)}</p>'
    if review.about:
        yield f'<p class="about">{escape(review.about)}</p>'
    if review.turn:
        yield f'<p class="turns">{escape(review.turn)}</p>'
    if review.chart:
        yield from _chart(review)
    else:
        yield f'<p class="aside">{escape(review.missing)}</p>'
    shown = [section for section in (*review.sections, claims) if section.parts]
    if claims.parts:  # it is the full one
        yield '<nav aria-label="Contents"><ul>'
        yield from (f'<li><a href="#s{n}">{escape(section.heading)}</a></li>' for n, section in enumerate(shown))
        yield "</ul></nav>"
    for n, section in enumerate(shown):
        turned = " · the road turned here" if section.number and section.number == review.turned else ""
        yield f'<section aria-labelledby="s{n}">\n<h2 id="s{n}">{escape(section.heading)}{turned}</h2>'
        for part in section.parts:
            yield from _part(part)
        yield "</section>"
    yield "</main>\n</body>\n</html>"


def _chart(review: ReviewDocument) -> Iterator[str]:
    assert review.chart
    says = f"What could still be had after each of {len(review.chart)} decisions. {review.turn}"
    drawn = svg.picture(review, says)
    yield f'<figure>\n<div class="scroll" tabindex="0" role="group" aria-label="Chart">{drawn}</div>'
    yield '<figcaption class="aside">After each decision, what comes at random from there: the worst lowest, the best '
    yield "uppermost. A line above is a door, open as long as it goes. Named are the decisions that moved the odds "
    yield "most; ▲ marks where the road turned. "
    yield f"{escape(BOUND)} {escape(UNIFORM)}</figcaption>\n</figure>"


def _part(part: DocumentPart) -> Iterator[str]:
    match part:
        case Said(text, aside):
            yield f"{'<p class=aside>' if aside else '<p>'}{escape(text)}</p>"
        case Quoted(told, heading):
            yield from _heading(heading)
            yield from _prose(told)
        case Listed(items, heading, numbered):
            yield from _heading(heading)
            kind = "ol" if numbered else "ul"
            yield f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"
        case OddsTable():
            yield from _table(part)
        case Grid(names, rows):
            yield '<div class="scroll"><table class="beside"><thead><tr>'
            yield "".join(f'<th scope="col">{escape(name)}</th>' for name in names) + "</tr></thead><tbody>"
            for first, *cells in rows:
                row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
                yield f'<tr><th scope="row">{escape(first)}</th>{row}</tr>'
            yield "</tbody></table></div>"
        case Cited(cites):
            yield f'<ul class="cites">{"".join(f"<li>{escape(claim(one))}</li>" for one in cites)}</ul>'


def _table(table: OddsTable) -> Iterator[str]:
    tones = "".join(f'<th scope="col">{tone}</th>' for tone in table.rows[0].odds)
    yield '<div class="scroll"><table><caption>The odds of each kind of ending</caption>'
    yield f'<thead><tr><th scope="col">After which move</th>{tones}<th scope="col"></th></tr></thead><tbody>'
    for row in table.rows:
        label = f"{escape(row.label)} ({escape(row.taken)})" if row.taken else escape(row.label)
        figures = "".join(f"<td>{share}</td>" for share in percents(row.odds).values())
        row_start = "<tr class=taken>" if row.taken else "<tr>"
        yield f'{row_start}<th scope="row">{label}</th>{figures}'
        yield f'<td class="lying">{svg.bar(row.odds)}</td></tr>'
    yield "</tbody></table></div>"


def _heading(text: str) -> Iterator[str]:
    if text:
        yield f"<h3>{escape(text)}</h3>"


def _prose(told: tuple[Block, ...]) -> Iterator[str]:
    for form, run in documents(told):
        if form:
            yield f'<figure class="document {form}"><figcaption>A {form}</figcaption><blockquote>'
        yield from _running(run)
        if form:
            yield "</blockquote></figure>"


def _running(told: Iterable[Block]) -> Iterator[str]:
    for block in told:
        words = _spans(block.spans)
        match block.kind:
            case "paragraph":
                yield f"<p>{words}</p>"
            case "quote":
                yield f"<blockquote><p>{words}</p></blockquote>"
            case "item":
                marker = f"{escape(block.marker)} " if block.marker else ""
                yield f'<p style="margin-left: {block.depth + 1}rem">{marker}{words}</p>'


def _spans(spans: Spans) -> str:
    written = ""
    for span in spans:
        text = escape(span.text).replace("\n", "<br>")
        text = f"<em>{text}</em>" if span.emphasis else text
        written += f"<strong>{text}</strong>" if span.strong else text
    return written
