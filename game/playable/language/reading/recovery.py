"""A file that YAML cannot read whole is read in pieces, so that a faulty piece hides itself and nothing else.

The indentation tells the pieces apart: the entries of a mapping, the items of a list. One that cannot be read is looked
into as deep as its own lines go; what is left is cut out of the text, its key kept where it has one. The text keeps its
length, so every place in it stays where it was. Each level is read once more than the one above, within a budget.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from playable.language.characters import visible
from playable.language.faults import Trouble, TroubleAt
from playable.language.reading.construct import SECOND, UNREAD_SIGN, StopReading, Unreadable, construct
from playable.language.reading.pitfalls import TAB, cure_of, no_key
from playable.language.reading.places import DEEPEST, Loc, Places

BUDGET = 4_000_000  # characters read again, or twice the file where that is more
ROUNDS = 4  # times that a file is tried again without what was cut out
TOLD = 200  # pieces of a file of which it is said why they cannot be read; the others are only cut out

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"(?:'[^'\r\n]*'|\"[^\"\r\n]*\"|[A-Za-z0-9_][^:#\r\n]*?)[ \t]*:(?=[ \t\r\n]|\Z)")
_NO_VALUE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|\Z)")
_VISIBLE = re.compile(r"[^\r\n]")
_PLAINER = {
    "did not find expected key": "this line does not fit: is it `key: value`, indented as its neighbours are?",
    "did not find expected '-' indicator": "this line does not fit: items of a list begin with `- ` in one column",
    "could not find expected ':'": "a key must be followed by `: `",
    "found incompatible YAML document": "this version of YAML is not read: leave the `%YAML` line out",
    "did not find expected node content": "a value is expected here",
}
_MISFIT = _PLAINER["did not find expected key"]


class CutOut(NamedTuple):
    """What is not read, from `start` to `end`. `sign`: where something stands for its value; None where it has no key,
    so that the mapping or list at `loc` may have had more in it."""

    start: int
    end: int
    sign: int | None
    loc: Loc


class Recovered(NamedTuple):
    """The text without what cannot be read, what that was, and why."""

    text: str
    cuts: list[CutOut]
    told: list[TroubleAt]
    untold: int  # pieces more that cannot be read


def recovered(text: str) -> Recovered:
    """A text that cannot be read whole, as far as it can be."""
    cuts: list[CutOut] = []
    told: list[TroubleAt] = []
    untold = 0
    for _ in range(ROUNDS):
        if text.startswith("%"):
            break  # nobody writes directives of YAML into a story
        reader = _Pieces(text)
        reader.look_into(reader.whole)
        if not reader.cuts:
            break
        cuts += reader.cuts
        told += reader.told
        untold += reader.untold
        text = _without(text, reader.cuts)
        if construct(text).stopped is None:
            break
    return Recovered(text, cuts, told, untold)


def why(text: str, stopped: Unreadable) -> TroubleAt:
    """Where, and most likely why, a text cannot be read on."""
    if isinstance(stopped, StopReading):
        return TroubleAt(stopped.index, stopped.trouble)
    began = getattr(stopped, "context_mark", None)
    problem = str(getattr(stopped, "problem", None) or stopped)
    context = str(getattr(stopped, "context", None) or "")
    index = min(_index(stopped), len(text))
    begun = min(began.index, len(text)) if began else None
    if "document start" in problem:
        return TroubleAt(index, Trouble("second-document", SECOND))
    places = Places(text)
    cure = cure_of(text, problem, context, index, begun, places.last, places.around)
    return cure or TroubleAt(index, Trouble("yaml-syntax", _PLAINER.get(problem, problem)))


def _index(stopped: Unreadable) -> int:
    """The character at which reading stopped."""
    if isinstance(stopped, StopReading):
        return stopped.index
    mark = getattr(stopped, "problem_mark", None)
    return mark.index if mark else 0


class _Line(NamedTuple):
    start: int
    end: int
    content: int  # where its text begins
    column: int  # of that; where a tab is in the way, the column that it most likely stands for
    tab: int | None  # the first tab before its text


class _Piece(NamedTuple):
    """Lines `first` to `last`, from the character `at` in the column `column` of the first on."""

    first: int
    last: int
    at: int
    column: int
    loc: Loc
    fits: bool = True  # its neighbours are of one kind with it


class _Start(NamedTuple):
    """Where an entry or an item begins."""

    line: int
    at: int  # as a character
    column: int


class _Pieces:
    """The pieces of one text, read one by one until each that cannot be read is as small as its lines allow."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _lines(text)
        self.whole = self._document()
        self.budget = max(BUDGET, 2 * len(text))
        self.cuts: list[CutOut] = []
        self.told: list[TroubleAt] = []
        self.untold = 0

    def look_into(self, piece: _Piece) -> None:
        """Cut out what cannot be read of a piece."""
        stopped = self._stopped(piece) if piece.fits else None
        if piece.fits and stopped is None:
            return
        before, parts = len(self.cuts), self._parts(piece) if piece.fits and self.budget > 0 else []
        for part in parts:
            self.look_into(part)
        cut = self.cuts[before:]
        gone = [one for one in cut if one.sign is None and one.loc == piece.loc]
        if not cut:
            self._cut_out(piece, parts, stopped)
        elif piece is not self.whole and len(gone) == len(cut) == len(parts):  # nothing of it is left
            self.cuts[before:] = [self._cut(piece)]

    def _document(self) -> _Piece:
        """All of the document, without the signs that may stand before and after it."""
        typed = [n for n, line in enumerate(self.lines) if self._says(line)]
        first, last = 0, len(self.lines)
        if typed and self._is_sign(typed[0], "---"):
            first = typed[0] + 1
        if typed and self._is_sign(typed[-1], "..."):
            last = typed[-1]
        if first >= last:
            first, last = 0, len(self.lines)
        return _Piece(first, last, at=0, column=-1, loc=())

    def _says(self, line: _Line) -> bool:
        return line.content < line.end and self.text[line.content] not in "#\r\n"

    def _is_sign(self, line: int, sign: str) -> bool:
        return self.text[self.lines[line].start : self.lines[line].end].rstrip() == sign

    def _stopped(self, piece: _Piece) -> Unreadable | None:
        text = self._text(piece)
        stopped = construct(text).stopped
        self.budget -= _index(stopped) if stopped else len(text)  # as far as it was read
        return stopped

    def _text(self, piece: _Piece) -> str:
        return " " * max(0, piece.column) + self.text[piece.at : self._end(piece)]

    def _end(self, piece: _Piece) -> int:
        return self.lines[piece.last - 1].end

    def _value(self, piece: _Piece) -> int | None:
        """Where the value of a piece begins: after its key, or the `-` of an item."""
        if key := _KEY.match(self.text, piece.at):
            return key.end()
        return piece.at + 1 if self._is_item(piece.at) else None

    def _is_item(self, at: int) -> bool:
        return self.text[at : at + 1] == "-" and self.text[at + 1 : at + 2] in (" ", "\t", "\r", "\n", "")

    def _cut_out(self, piece: _Piece, parts: list[_Piece], stopped: Unreadable | None) -> None:
        line, at = self.lines[piece.first], piece.at
        if len(self.told) < TOLD:
            cure = self._why(piece, stopped)
            at = max(line.start, piece.at - max(0, piece.column) + cure.at)
            self.told.append(TroubleAt(at, cure.trouble))
        else:
            self.untold += 1
        if parts:  # each can be read by itself: it is the one where they go wrong together
            piece = next((part for part in reversed(parts) if part.at <= at), parts[-1])
        if piece is not self.whole:
            self.cuts.append(self._cut(piece))

    def _cut(self, piece: _Piece) -> CutOut:
        """All of a piece but its key, where a sign can stand for its value: on the line of the key, or deeper below."""
        line, value, end = self.lines[piece.first], self._value(piece), self._end(piece)
        typed = re.compile(r"\S").search(self.text, value, end) if value is not None and piece.fits else None
        if value is not None and typed:
            if typed.start() < line.end:
                return CutOut(value, end, typed.start(), piece.loc)
            below = next(self.lines[n] for n in range(piece.first, piece.last) if self.lines[n].end > typed.start())
            sign = max(typed.start(), below.start + piece.column + 1)
            if sign < below.end and self.text[sign] not in "\r\n":
                return CutOut(value, end, sign, piece.loc)
        start = line.start if piece.at == line.content else piece.at  # with a tab before it
        return CutOut(start, end, None, piece.loc[:-1])

    def _why(self, piece: _Piece, stopped: Unreadable | None) -> TroubleAt:
        """The place is one in the text of the piece."""
        text, line = self._text(piece), self.lines[piece.first]
        column = max(0, piece.column)
        if not piece.fits and line.tab is not None:
            return TroubleAt(column - (piece.at - line.tab), TAB)
        if not piece.fits and text.startswith(("---", "...")):
            return TroubleAt(column, Trouble("second-document", SECOND))
        if not piece.fits and not _KEY.match(self.text, piece.at) and not self._is_item(piece.at):
            first = self.text[piece.at : line.end].rstrip()
            if (cure := no_key(first, column)) is not None:
                return cure
        stopped = stopped or construct(text).stopped
        return why(text, stopped) if stopped else TroubleAt(column, Trouble("yaml-syntax", _MISFIT))

    def _parts(self, piece: _Piece) -> list[_Piece]:
        """The entries or items that a piece is made of; none where it is one text, or all in brackets."""
        if piece is self.whole:
            return self._split(piece.first, piece.last, None, ())
        if len(piece.loc) > DEEPEST:
            return []
        if self._is_item(piece.at):
            inner = re.compile(r"[^ \t]").search(self.text, piece.at + 1, self._end(piece))
            if inner and inner.start() < self.lines[piece.first].end and not _NO_VALUE.match(self.text, piece.at + 1):
                at = inner.start()
                if not (_KEY.match(self.text, at) or self._is_item(at)):
                    return []
                begin = _Start(piece.first, at, piece.column + at - piece.at)
                return self._split(piece.first, piece.last, begin, piece.loc)
            return self._split(piece.first + 1, piece.last, None, piece.loc)
        key = _KEY.match(self.text, piece.at)
        if key and _NO_VALUE.match(self.text, key.end()):
            return self._split(piece.first + 1, piece.last, None, piece.loc)
        return []

    def _split(self, first: int, last: int, begin: _Start | None, loc: Loc) -> list[_Piece]:
        """Lines as neighbours in one column. `begin`: where the first begins, if that is not where its line does."""
        starts: list[_Start] = []
        column = begin.column if begin else None
        for n in range(first, last):
            line = self.lines[n]
            if n == first and begin:
                starts.append(begin)
            elif self._says(line):
                column = line.column if column is None else column
                ours = line.column <= column and self.text[line.content] not in "}]"
                if ours and not (starts and self._goes_on(starts[0].at, line.content, column == line.column)):
                    starts.append(_Start(n, line.content, line.column))
        if column is None or not starts or self.text[starts[0].at] in "{[":
            return []
        listed = self._is_item(starts[0].at)
        pieces, items = [], 0
        for (n, at, own), end in zip(starts, [*(start.line for start in starts[1:]), last], strict=True):
            key = _KEY.match(self.text, at)
            kind = self._is_item(at) if listed else key is not None or self.text[at] == "?"
            fits = kind and own == column and ((begin and n == first) or self.lines[n].tab is None)
            name: str | int = items if listed else _named(key[0]) if key else ""
            items += listed and fits
            pieces.append(_Piece(n, end, at, own, (*loc, name), fits and not self._ends_document(at, own)))
        return pieces

    def _goes_on(self, first: int, at: int, level: bool) -> bool:
        """Is this an item of a list that stands in the column of the key before it?"""
        if self.text[at] == ":":
            return level  # what a key after `?` means
        return level and self._is_item(at) and not self._is_item(first)

    def _ends_document(self, at: int, column: int) -> bool:
        return column == 0 and self.text.startswith(("---", "..."), at)


def _named(key: str) -> str:
    return visible(key[:-1].strip().strip("'\""))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    at, column, opens = 0, 0, False  # of the last line with text: its column, and does a block follow?
    waiting: int | None = None  # a line that begins such a block with a tab stands in the column of the next
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        content = at
        while content < line.end() and text[content] in " \t":
            content += 1
        tab, indent = text.find("\t", at, content), content - at
        if content < line.end() and text[content] not in "#\r\n":
            key = _KEY.match(text, content)
            if tab >= 0:
                waiting = len(lines) if opens else waiting
                indent = column + (opens or not (key or text.startswith("- ", content)))
            elif waiting is not None:
                if indent > lines[waiting].column:
                    lines[waiting] = lines[waiting]._replace(column=indent)
                waiting = None
            column, opens = indent, key is not None and _NO_VALUE.match(text, key.end()) is not None
        lines.append(_Line(at, line.end(), content, indent, tab if tab >= 0 else None))
        at = line.end()
    return lines


def _without(text: str, cuts: list[CutOut]) -> str:
    """The text with blanks for what is cut out, and the sign that stands for a value."""
    kept, at = [], 0
    for cut in sorted(cuts):
        blank = _VISIBLE.sub(" ", text[cut.start : cut.end])
        if cut.sign is not None:
            i = cut.sign - cut.start
            blank = blank[:i] + UNREAD_SIGN + blank[i + 1 :]
        kept += [text[at : cut.start], blank]
        at = cut.end
    return "".join([*kept, text[at:]])
