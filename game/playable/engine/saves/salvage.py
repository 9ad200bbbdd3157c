"""What can still be read of a file of saves that cannot be opened: damaged, or where nothing may be written.

The form of the file is SQLite's (sqlite.org/fileformat2.html). Each page that holds rows of a table is read as a
table of its own, so that neither the header nor the pages that lead to it need be sound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playable.engine.saves.records import EndingKey, Record, SqlValue, is_sound, is_sound_ending
from playable.engine.saves.tables import COLUMNS, FORM, bring_up

PAGE = 4096  # bytes, in every file of ours
LONGEST = 50_000_000  # bytes of a value: a damaged length asks for no more memory than that
FAULTS = (sqlite3.Error, UnicodeError)  # what a damaged file can raise; SQLite's messages quote it undecoded
_LEAF = 13  # the first byte of a page that holds rows of a table
_LOG_HEAD, _FRAME_HEAD = 32, 24  # bytes before the first frame of a log, and before the page in each


class _SoundRows(NamedTuple):
    """Saves in the order in which they were written, and of each ending the first date that stands anywhere."""

    saves: list[Record]
    endings: dict[EndingKey, str]


def lenient(raw: bytes) -> str | bytes:
    """Text of a file that may be damaged: bytes where it is no text. For `text_factory`."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def log_of(path: Path) -> bytes:
    """The log beside a file of saves: what was written last, and is not in the file yet. Raises OSError."""
    try:
        return path.with_name(f"{path.name}-wal").read_bytes()
    except FileNotFoundError:
        return b""


def image(path: Path, log: bytes) -> bytes:
    """A file of saves with its log laid over it, in whole pages. Raises OSError."""
    pages = bytearray(path.read_bytes())
    salts = log[16:24]
    for at in range(_LOG_HEAD, len(log) - PAGE - _FRAME_HEAD + 1, PAGE + _FRAME_HEAD):
        if log[at + 8 : at + 16] != salts:  # left over from before the log was begun anew
            break
        first = (int.from_bytes(log[at : at + 4], "big") - 1) * PAGE
        if 0 <= first <= len(pages) + len(log):
            pages.extend(bytes(max(0, first + PAGE - len(pages))))
            pages[first : first + PAGE] = log[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE]
    pages.extend(bytes(-len(pages) % PAGE))
    return bytes(pages)


def in_memory(pages: bytes) -> sqlite3.Connection:
    """A connection to a copy of a sound file. Raises sqlite3.Error."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.text_factory = lenient
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    if pages:
        db.deserialize(pages[:18] + b"\1\1" + pages[20:])  # the two bytes say that no log stands beside it
    return db


def salvaged(pages: bytes) -> sqlite3.Connection:
    """A database in memory, of today's form, with every row of a damaged one that is sound."""
    said = int.from_bytes(pages[60:64], "big")
    forms = sorted(COLUMNS, key=lambda form: (form != said, -form))
    db = in_memory(b"")
    for form in forms:
        saves, endings = _sound_rows(pages, form)
        if saves or form == forms[-1]:
            break
    _fill(db, form, saves)
    bring_up(db, form)
    for key, date in sorted(endings.items(), key=lambda item: item[1]):
        db.execute("insert into endings values (?, ?, ?)", (*key, date))
    return db


def _fill(db: sqlite3.Connection, form: int, saves: list[Record]) -> None:
    """Tables of a form with these rows. Of two with one id, or one revision, the later stands."""
    if form == FORM:
        bring_up(db, FORM)
    else:
        db.execute(f"create table saves ({_of_older(form)})")
    db.executemany(f"insert or replace into saves values ({', '.join('?' * len(COLUMNS[form].split(', ')))})", saves)


def _of_older(form: int) -> str:
    return COLUMNS[form].replace("id", "id integer primary key", 1)


def _sound_rows(pages: bytes, form: int) -> _SoundRows:
    """What is sound on any page."""
    saves: list[Record] = []
    endings: dict[EndingKey, str] = {}
    db = _of_pages(pages, form)
    for at in range(PAGE, len(pages), PAGE):
        if pages[at] != _LEAF:
            continue
        db.execute("update sqlite_schema set rootpage=?", (at // PAGE + 1,))
        db.execute("pragma writable_schema=reset")  # reads the tables anew
        db.execute("pragma writable_schema=on")
        saves += [row[:-1] for row in _rows(db, "saves") if row[-1] is None and is_sound(row[:-1], form)]
        for row in _rows(db, "endings"):
            if row[-1] is None and is_sound_ending(row[:-1]):
                key, date = EndingKey(str(row[0]), str(row[1])), str(row[2])
                endings[key] = min(date, endings.get(key, date))
    db.close()
    order = COLUMNS[form].split(", ").index("played" if form == FORM else "revision")
    return _SoundRows(sorted(saves, key=lambda row: row[order]), endings)  # type: ignore[arg-type, return-value]


def _of_pages(pages: bytes, form: int) -> sqlite3.Connection:
    """The pages behind a first page of our own, which says that there are two tables."""
    fresh = in_memory(b"")
    fresh.execute(f"pragma page_size={PAGE}")
    fresh.execute(f"create table saves ({COLUMNS[form] if form == FORM else _of_older(form)}, beyond)")
    fresh.execute("create table endings (story, ending, found, beyond)")
    head = fresh.serialize()[:PAGE]
    fresh.close()
    count = (len(pages) // PAGE).to_bytes(4, "big")
    head = head[:28] + count + head[32:92] + head[24:28] + head[96:]  # the count is of this version of the file
    db = in_memory(head + pages[PAGE:])
    db.execute("pragma writable_schema=on")
    return db


def _rows(db: sqlite3.Connection, table: str) -> Iterator[Record]:
    """The rows that can be read, from both ends of the page towards what is damaged on it."""
    ids = dict.fromkeys(
        row[0] for way in ("asc", "desc") for row in _tried(db, f"select rowid from {table} order by 1 {way}")
    )
    for rowid in ids:
        yield from _tried(db, f"select * from {table} where rowid=?", rowid)


def _tried(db: sqlite3.Connection, query: str, *values: SqlValue) -> Iterator[Record]:
    try:
        yield from db.execute(query, values)
    except FAULTS:
        return
