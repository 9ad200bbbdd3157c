"""The one file that saves live in: opened, set aside where it is damaged, done without where it cannot be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from playable.engine.user_folders import user_folder

T = TypeVar("T")
FORM = 2  # of the tables below
_TABLES = """
create table if not exists saves (
    id integer primary key,
    kind text not null,
    name text,
    story text not null,
    version text not null,
    digest text not null,
    title text not null,
    turn integer not null,
    ending text,
    updated text not null,
    deleted text,
    revision integer not null default 0,
    playthrough text not null
);
create index if not exists by_story on saves (story, updated);
create table if not exists endings (
    story text not null,
    ending text not null,
    found text not null,
    primary key (story, ending)
);
"""


def default_path() -> Path:
    """Where saves are kept: the user's data directory."""
    return user_folder("data") / "saves.db"


class Database:
    """A connection to the tables, on disk, or in memory where the disk will not have them; it raises for neither."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []  # what went wrong, for the player, in words
        self._db = self._opened()

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """What a query finds; nothing where the disk fails."""
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._fall_back(str(error))
            return []

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in one transaction; where the disk fails, say so, and do it in memory, as all from then on."""
        try:
            return self._transaction(work)
        except sqlite3.Error as error:
            self._fall_back(str(error))
            return self._transaction(work)

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self._db.execute("begin immediate")
        done = work(self._db)
        self._db.execute("commit")
        return done

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _fall_back(self, why: str) -> None:
        self._db.close()
        self._db = self._in_memory(why)

    def _opened(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return _connected(str(self.path))
        except _Older:
            return self._set_aside("are of an earlier version of the game, which this one cannot read")
        except sqlite3.OperationalError as error:
            return self._in_memory(str(error))
        except sqlite3.DatabaseError:
            return self._set_aside("were damaged")
        except OSError as error:
            return self._in_memory(error.strerror or str(error))

    def _in_memory(self, why: str) -> sqlite3.Connection:
        self.notices.append(f"Saves cannot be written ({why}): {self.path}. The game plays on without them.")
        return _connected(":memory:")

    def _set_aside(self, why: str) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.stem}-aside-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        try:
            for tail in ("-wal", "-shm", ""):  # what stands in the log and not yet in the file goes with it
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + tail).rename(aside.with_name(aside.name + tail))
            fresh = _connected(str(self.path))
        except (OSError, sqlite3.Error) as error:
            return self._in_memory(str(error))
        self.notices.append(f"The saves {why}. They were set aside as {aside}, and new ones begun.")
        return fresh


class _Older(sqlite3.DatabaseError):
    """The tables are of a form before this one."""


def _connected(path: str) -> sqlite3.Connection:
    """A connection with our tables. Raises sqlite3.Error, DatabaseError itself where the file is damaged."""
    db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        form = db.execute("pragma user_version").fetchone()[0]
        if form > FORM:
            raise sqlite3.OperationalError("they were written by a newer version of the game")
        if 0 < form < FORM:
            raise _Older
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=normal")
        if db.execute("pragma quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        db.executescript(_TABLES)
        db.execute(f"pragma user_version={FORM}")
    except sqlite3.Error:
        db.close()
        raise
    return db
