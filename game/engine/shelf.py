"""Saves: one SQLite file, one transaction a move, so that nothing that was on screen is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

FORM = 1  # of the tables below
_TABLES = """
create table if not exists saves (
    id integer primary key,
    story text not null,
    version text not null,
    digest text not null,
    name text,
    title text not null,
    turn integer not null,
    updated text not null,
    revision integer not null default 0,
    playthrough text not null
);
create index if not exists by_story on saves (story, updated);
"""
_INSERT = """insert into saves (story, version, digest, name, title, turn, updated, playthrough)
values (?, ?, ?, ?, ?, ?, ?, ?)"""
_UPDATE = """update saves set version=?, digest=?, title=?, turn=?, updated=?, playthrough=?, revision=revision+1
where id=? and revision=?"""
_COLUMNS = "id, story, version, digest, name, title, turn, updated, revision, playthrough"


@dataclass(frozen=True)
class Entry:
    """What is kept of a playthrough: the story it is of, where it stands, and itself as a playthrough file."""

    story: str
    version: str
    digest: str
    title: str
    turn: int
    playthrough: str


@dataclass(frozen=True)
class Save(Entry):
    """An entry on the shelf. `name` is None for what the game keeps by itself."""

    id: int
    name: str | None
    updated: datetime
    revision: int


def default_path() -> Path:
    """Where saves are kept: the user's data directory."""
    return Path(platformdirs.user_data_dir("enemy-of-the-good", appauthor=False)) / "saves.db"


class Shelf:
    """Saves on disk, or in memory where the disk will not have them. No method raises for what is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._notices: list[str] = []
        self._db = self._opened()

    @classmethod
    def open(cls, path: Path | None = None) -> Shelf:
        """The shelf at `path`, by default the user's."""
        return cls(path or default_path())

    def notices(self) -> list[str]:
        """What went wrong since last asked, for the player, in words."""
        found, self._notices = self._notices, []
        return found

    def keep(self, entry: Entry, after: Save | None = None) -> Save:
        """Write an entry: over `after` if nobody else has written there since, else as one of its own."""
        if after is not None:
            done = 0
            with self._writing() as db:
                done = db.execute(
                    _UPDATE,
                    (
                        entry.version,
                        entry.digest,
                        entry.title,
                        entry.turn,
                        _now(),
                        entry.playthrough,
                        after.id,
                        after.revision,
                    ),
                ).rowcount
            if done:
                return self._by_id(after.id)
            if not self._notices:
                self._notices.append("This playthrough went on elsewhere; from here yours is kept beside it.")
        return self._insert(entry, None)

    def bookmark(self, entry: Entry, name: str) -> Save:
        """Keep an entry under a name, beside what the game keeps by itself."""
        return self._insert(entry, name)

    def latest(self, story: str) -> Save | None:
        """The save of a story that was written last and has no name."""
        return next((save for save in self.saves(story) if save.name is None), None)

    def saves(self, story: str) -> list[Save]:
        """The saves of a story, the last written first."""
        rows = self._db.execute(f"select {_COLUMNS} from saves where story=? order by updated desc, id desc", (story,))
        return [_save(row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _insert(self, entry: Entry, name: str | None) -> Save:
        row = (entry.story, entry.version, entry.digest, name, entry.title, entry.turn, _now(), entry.playthrough)
        id = None
        with self._writing() as db:
            id = db.execute(_INSERT, row).lastrowid
        if id is None:  # the disk refused; this is memory now
            id = self._db.execute(_INSERT, row).lastrowid or 0
        return self._by_id(id)

    def _by_id(self, id: int) -> Save:
        return _save(self._db.execute(f"select {_COLUMNS} from saves where id=?", (id,)).fetchone())

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; if the disk fails, go on in memory and say so."""
        try:
            self._db.execute("begin immediate")
            yield self._db
            self._db.execute("commit")
        except sqlite3.Error as error:
            self._fall_back(str(error))

    def _fall_back(self, why: str) -> None:
        self._notices.append(f"Saves cannot be written ({why}): {self.path}. The game plays on without them.")
        self._db.close()
        self._db = _connected(":memory:")

    def _opened(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return _connected(str(self.path))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return self._in_memory(str(error))
            return self._set_aside()
        except OSError as error:
            return self._in_memory(error.strerror or str(error))

    def _in_memory(self, why: str) -> sqlite3.Connection:
        self._notices.append(f"Saves cannot be written ({why}): {self.path}. The game plays on without them.")
        return _connected(":memory:")

    def _set_aside(self) -> sqlite3.Connection:
        aside = self.path.with_name(f"{self.path.stem}-damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        try:
            self.path.rename(aside)
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            fresh = _connected(str(self.path))
        except (OSError, sqlite3.Error) as error:
            return self._in_memory(str(error))
        self._notices.append(f"The saves were damaged. They were set aside as {aside}, and new ones begun.")
        return fresh


def _connected(path: str) -> sqlite3.Connection:
    """A connection with our tables. Raises sqlite3.Error, DatabaseError itself where the file is damaged."""
    db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        form = db.execute("pragma user_version").fetchone()[0]
        if form not in (0, FORM):
            raise sqlite3.OperationalError("they were written by a newer version of the game")
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=normal")
        if db.execute("pragma quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        db.executescript(_TABLES)
        db.execute(f"pragma user_version={FORM}")
        db.execute(f"select {_COLUMNS} from saves limit 1").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _save(row: tuple[object, ...]) -> Save:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["updated"] = datetime.fromisoformat(str(values["updated"]))
    return Save(**values)  # type: ignore[arg-type]
