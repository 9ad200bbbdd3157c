"""All prose of a story, line by line as it stands in its files: for a spell checker, or whatever else reads prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from playable.language.merge import read_all
from playable.language.prose import BRACES, LINK
from playable.language.reading.offsets import offsets
from playable.language.reading.pitfalls import PROSE, TITLES
from playable.language.reading.places import Loc
from playable.language.reading.source import Source

KEYS = (PROSE | TITLES | {"short", "outlet", "called"}) - {"version"}
_PHRASE = re.compile(r"'([^'\n]* [^'\n]*)'|\"([^\"\n]* [^\"\n]*)\"")  # in an expression: one with a space is prose
_MANNER = re.compile(r"\\(?=[*_])|\*+|(?<!\w)_+|_+(?!\w)|^ *(?:>|-|\d+[.)])(?= )", re.MULTILINE)
_GONE = "\0"  # stands for a character that is no prose, so that places hold


class ProseLine(NamedTuple):
    """The prose of one line of a file, without its markup."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """As compilers name a place, so that editors open it."""
        return f"{self.file}:{self.line}: {self.text}"


def prose_lines(story: Path) -> Iterator[ProseLine]:
    """Every line of prose in the files of the story at `story` and in its ledger, in their order."""
    for source in read_all(story).sources:
        for loc, value in _texts(source.data):
            yield from _lines(source, loc, value)


def _texts(part: object, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Each text that somebody reads; what stands in a list is of the key that the list stands under."""
    match part:
        case dict():
            for key, inner in part.items():
                yield from _texts(inner, (*loc, key))
        case list():
            for n, inner in enumerate(part):
                yield from _texts(inner, (*loc, n))
        case str():
            keys = [key for key in loc if isinstance(key, str)]
            if keys[-1] in KEYS or keys[-2:-1] == ["bands"]:
                yield loc, part


def _lines(source: Source, loc: Loc, value: str) -> Iterator[ProseLine]:
    place = source.place(loc)
    at = offsets(source.text, place.start, place.end, value)
    prose = zip(_without_markup(value), at, strict=False)
    for line, letters in groupby(prose, lambda one: source.position(one[1]).line):
        text = " ".join("".join(letter for letter, _ in letters).replace(_GONE, "").split())
        if text:
            yield ProseLine(source.name, line, text)


def _without_markup(text: str) -> str:
    """The text with all that is no prose gone from it, and as long as before."""
    text = BRACES.sub(_phrases, text)
    text = LINK.sub(lambda link: _kept(link, 2) if link[2] else _kept(link, 1).replace("_", " "), text)
    return _MANNER.sub(lambda manner: _GONE * len(manner[0]), text)


def _kept(match: re.Match[str], group: int) -> str:
    first, last = match.start(group) - match.start(), match.end(group) - match.start()
    return _GONE * first + match[group] + _GONE * (len(match[0]) - last)


def _phrases(brace: re.Match[str]) -> str:
    if brace[0] == "{{":
        return "{" + _GONE
    kept = [_GONE] * len(brace[0])
    for phrase in _PHRASE.finditer(brace[0]):
        kept[phrase.start() : phrase.end()] = [" ", *phrase[0][1:-1], " "]
    return "".join(kept)
