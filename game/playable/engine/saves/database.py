"""The one file that saves live in: opened again after whatever happens to it, and mended where it is damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from playable.engine.saves.records import Record, SqlValue
from playable.engine.saves.salvage import FAULTS, LONGEST, PAGE, image, in_memory, lenient, log_of, salvaged
from playable.engine.saves.tables import FORM, TABLES, bring_up, form_of
from playable.engine.saves.user_folders import user_folder

T = TypeVar("T")
PATIENCE = 5.0  # seconds for which a lock of another program is waited for,
HASTE = 0.1  # and while it is known to be there
SYNCHRONOUS = "full"  # a move is on the disk itself, and not in the system's memory alone, before it is shown
_WRITE_VERSION = 18  # where a file says what may write to it
_FOR_NOW = {  # what keeps from writing now and may not later, with the words for it
    sqlite3.SQLITE_BUSY: "another program holds the file",
    sqlite3.SQLITE_LOCKED: "another program holds the file",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file may not be written",
    sqlite3.SQLITE_PERM: "the file may not be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk fails",
    sqlite3.SQLITE_PROTOCOL: "the disk cannot lock files",
    sqlite3.SQLITE_NOMEM: "memory is full",
}


def default_path() -> Path:
    """Where saves are kept: the user's data directory."""
    return user_folder("data") / "saves.db"


class Unavailable(Exception):
    """The file cannot be written now, or not be read; the message says why, in a few words."""


class _FileId(NamedTuple):
    """What a file is to the system, whatever it is called."""

    device: int
    inode: int


class Database:
    """The tables of saves in a file. Nothing is raised for what has become of the file but Unavailable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []  # what was mended, for the player, in words
        self._db: sqlite3.Connection | None = None
        self._file: _FileId | None = None  # the file that it is a connection to
        self._patience = PATIENCE

    def rows(self, query: str, values: tuple[SqlValue, ...] = ()) -> list[Record]:
        """What a query finds; in a copy of the file, where that cannot be opened for writing. Raises Unavailable."""
        try:
            return self._done(lambda db: db.execute(query, values).fetchall())
        except Unavailable as why:
            try:
                pages = image(self.path, log_of(self.path))
            except FileNotFoundError:
                return []
            except OSError:
                raise why from None
            for read in (in_memory, salvaged):
                with suppress(*FAULTS):
                    copy = read(pages)
                    try:
                        return copy.execute(query, values).fetchall()
                    finally:
                        copy.close()
            raise

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work` in one transaction. Raises Unavailable; then nothing of it was done."""

        def transaction(db: sqlite3.Connection) -> T:
            db.execute("begin immediate")
            try:
                done = work(db)
                db.execute("commit")
            except BaseException:
                if db.in_transaction:
                    with suppress(*FAULTS):
                        db.execute("rollback")
                raise
            return done

        return self._done(transaction)

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _done(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            done = self._tried(work)
        except Unavailable:
            self._patience = HASTE
            self._be_patient()
            raise
        if self._patience != PATIENCE:
            self._patience = PATIENCE
            self._be_patient()
        return done

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Once more, where the file had to be opened again or mended in between."""
        try:
            return work(self._connection())
        except FAULTS as error:
            if isinstance(error, sqlite3.ProgrammingError):
                raise
            code = _code(error)
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL):
                raise Unavailable(_FOR_NOW[code]) from None
            log = self._log()  # when the last connection is closed, SQLite deletes it
            self.close()
            if code not in _FOR_NOW:
                self._mend(log)
        try:
            return work(self._connection())
        except FAULTS as error:
            self.close()
            raise Unavailable(_words(error)) from None

    def _connection(self) -> sqlite3.Connection:
        """To the file that now has the name, whatever was moved or deleted since. Raises Unavailable."""
        if self._db is None or self._file is None or self._file != self._named():
            self.close()
            self._db = self._opened()
            self._file = self._named()
        return self._db

    def _named(self) -> _FileId | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return _FileId(status.st_dev, status.st_ino)

    def _opened(self) -> sqlite3.Connection:
        for mended in (False, True):
            self._file, log = self._named(), self._log()
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                return _connected(self.path, self._patience)
            except OSError as error:
                raise Unavailable(error.strerror or str(error)) from None
            except FAULTS as error:
                if mended or _code(error) in _FOR_NOW:
                    raise Unavailable(_words(error)) from None
            self._mend(log)
        raise AssertionError("unreachable: the second time ends it")

    def _log(self) -> bytes:
        try:
            return log_of(self.path)
        except OSError:
            return b""

    def _mend(self, log: bytes) -> None:
        """Set the damaged file aside, and put one with all its sound rows in its place. Raises Unavailable."""
        if self._file != self._named():  # another window has done so
            return
        aside = self.path.with_name(f"{self.path.stem}-aside-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{self.path.suffix}")
        fresh = aside.with_suffix(".new")
        try:
            sound = salvaged(image(self.path, log))
            saves, endings = (sound.execute(f"select count(*) from {t}").fetchone()[0] for t in ("saves", "endings"))
            with fresh.open("xb") as file:
                file.write(sound.serialize())
                file.flush()
                os.fsync(file.fileno())
            sound.close()
            shutil.copy2(self.path, aside)
            if log:
                aside.with_name(f"{aside.name}-wal").write_bytes(log)
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            fresh.replace(self.path)
        except (OSError, *FAULTS) as error:
            with suppress(OSError):
                fresh.unlink()
            raise Unavailable(
                f"it is damaged, and cannot be mended: {getattr(error, 'strerror', None) or error}"
            ) from None
        self.notices.append(
            f"The saves were damaged. The file was set aside as {aside}; what is sound was brought over: "
            f"{saves} save{'' if saves == 1 else 's'}, {endings} ending{'' if endings == 1 else 's'} found."
        )

    def _be_patient(self) -> None:
        if self._db is not None:
            self._db.execute(f"pragma busy_timeout={int(self._patience * 1000)}")


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to tables of today's form. Raises Unavailable, or what FAULTS names."""
    db = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        db.text_factory = lenient
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        form = form_of(db)
        if form > FORM:
            raise Unavailable("it was written by a newer version of the game")
        if _only_to_read(path):
            raise sqlite3.DatabaseError("damaged")
        db.execute(f"pragma page_size={PAGE}")
        db.execute("pragma journal_mode=wal")
        db.execute(f"pragma synchronous={SYNCHRONOUS}")
        if db.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        if form != FORM:
            bring_up(db, form)
        for statement in TABLES:
            db.execute(statement)
    except BaseException:
        db.close()
        raise
    return db


def _only_to_read(path: Path) -> bool:
    """Does the file say that a newer SQLite alone may write to it? None of ours does: the byte is damaged."""
    with path.open("rb") as file:
        return file.read(_WRITE_VERSION + 1)[_WRITE_VERSION:] > b"\2"


def _code(error: Exception) -> int | None:
    """SQLite's number for what went wrong; None where it has none."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _words(error: Exception) -> str:
    return _FOR_NOW.get(_code(error) or 0, "it is damaged")
