"""The tables that saves are kept in, and how those of an older form become those of today, one form at a time."""

from __future__ import annotations

import sqlite3

FORM = 3  # of the tables below; `user_version` of the file
TABLES = (
    """create table if not exists saves (
    id text primary key,
    kind text not null,
    name text,
    story text not null,
    version text not null,
    digest text not null,
    title text not null,
    turn integer not null,
    ending text,
    updated text not null,
    played integer not null,
    deleted integer,
    revision text not null unique,
    playthrough text not null
)""",
    "create index if not exists by_played on saves (played)",
    """create table if not exists endings (
    story text not null,
    ending text not null,
    found text not null,
    primary key (story, ending)
)""",
)
COLUMNS = {  # of each form, in their order
    1: "id, story, version, digest, name, title, turn, updated, revision, playthrough",
    2: "id, kind, name, story, version, digest, title, turn, ending, updated, deleted, revision, playthrough",
    3: "id, kind, name, story, version, digest, title, turn, ending, updated, played, deleted, revision, playthrough",
}
# What a row of an older form becomes. It told the order of play, and of deletion, by the clock.
_FROM_1 = """select cast(id as text), case when name is null then 'auto' else 'bookmark' end, name, story, version,
digest, title, turn, null, updated, row_number() over (order by updated, id), null, hex(randomblob(8)), playthrough
from older"""
_FROM_2 = """select cast(id as text), kind, name, story, version, digest, title, turn, ending, updated,
row_number() over (order by updated, id),
case when deleted is not null then row_number() over (order by deleted, id) end, hex(randomblob(8)), playthrough
from older"""


def form_of(db: sqlite3.Connection) -> int:
    """The form of a file's tables; 0 of a new one. Raises sqlite3.Error."""
    form: int = db.execute("pragma user_version").fetchone()[0]
    return FORM if _columns(db) == COLUMNS[FORM] else form  # the number alone may be what is damaged


def bring_up(db: sqlite3.Connection, form: int) -> None:
    """Make tables of `form` those of today, in one transaction: all of it, or nothing. Raises sqlite3.Error."""
    db.execute("begin immediate")
    try:
        if form in (1, 2):
            if _columns(db) != COLUMNS[form]:
                raise sqlite3.DatabaseError("tables that are none of ours")
            db.execute("drop index if exists by_story")
            db.execute("alter table saves rename to older")
        for statement in TABLES:
            db.execute(statement)
        if form in (1, 2):
            db.execute(f"insert into saves ({COLUMNS[FORM]}) {_FROM_1 if form == 1 else _FROM_2}")
            db.execute("drop table older")
        if _columns(db) != COLUMNS[FORM]:
            raise sqlite3.DatabaseError("tables that are none of ours")
        db.execute(f"pragma user_version={FORM}")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise
    db.execute("commit")


def _columns(db: sqlite3.Connection) -> str:
    return ", ".join(str(row[1]) for row in db.execute("pragma table_info(saves)"))
