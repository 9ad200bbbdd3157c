"""Saves are read where nothing may be changed: in a copy of their file, damaged or not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from playable.engine.saves.database import Unavailable
from playable.engine.saves.records import Save, name_of, save_of
from playable.engine.saves.salvage import FAULTS, image, in_memory, log_of, salvaged
from playable.engine.saves.tables import COLUMNS, FORM, bring_up, form_of

LARGEST = 1 << 30  # bytes of a file that is read
_EVERY = f"select {COLUMNS[FORM]} from saves where deleted is null order by played"


class KeptSaves(NamedTuple):
    """The saves of all stories that can be read, in order of play; what those are called that are damaged; and was the
    file itself damaged? Then there may have been more."""

    saves: list[Save]
    damaged: list[str]
    torn: bool


def read_saves(path: Path) -> KeptSaves:
    """What a file of saves holds, but for what was deleted. Raises OSError, or Unavailable where it is too large or of
    a newer game."""
    if path.stat().st_size > LARGEST:
        raise Unavailable("it is too large to be a file of saves")
    pages = image(path, log_of(path))
    try:
        return _read(_opened(pages), False)
    except FAULTS:
        return _read(salvaged(pages), True)


def _opened(pages: bytes) -> sqlite3.Connection:
    db = in_memory(pages)
    try:
        form = form_of(db)
        if form > FORM:
            raise Unavailable("it was written by a newer version of the game")
        if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        if form != FORM:
            bring_up(db, form)
    except BaseException:
        db.close()
        raise
    return db


def _read(db: sqlite3.Connection, torn: bool) -> KeptSaves:
    with closing(db):
        rows = db.execute(_EVERY).fetchall()
    saves = [save_of(row) for row in rows]
    damaged = [name_of(row) for row, save in zip(rows, saves, strict=True) if save is None]
    return KeptSaves([save for save in saves if save], damaged, torn)
