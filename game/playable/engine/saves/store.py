"""Saves: one transaction a move; what the disk will not take now waits in memory and is tried again with each move."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from playable.engine.saves.database import Database, Unavailable, default_path
from playable.engine.saves.records import (
    EndingKey,
    Record,
    Save,
    SavedPlay,
    SaveKind,
    SqlValue,
    date_of,
    is_sound_ending,
    name_of,
    save_of,
)
from playable.engine.saves.tables import COLUMNS, FORM
from playable.language.characters import visible

RESTORABLE = 100  # so many of the saves that were deleted last can be brought back
LONGEST = 80  # characters of a name
_COLUMNS = COLUMNS[FORM]
_NEXT = "(select coalesce(max(played), 0) + 1 from saves)"
_GONE = "(select coalesce(max(deleted), 0) + 1 from saves)"
_ENTRY = ("story", "version", "digest", "title", "turn", "ending", "playthrough")


class _Waiting(NamedTuple):
    """A save that is to be written: over the one of revision `over`, or as one of its own."""

    save: Save
    over: str | None


class _Written(NamedTuple):
    """A save as it was written; `beside` another that had gone on elsewhere."""

    save: Save
    beside: bool = False


class SaveStore:
    """Saves on disk. No method raises for what is on the disk, or because it cannot be written.

    What could not be written waits, and counts as kept for whoever asks here; `trouble` says why it waits. It is
    tried again with each call that writes, and on closing; `unwritten` is what would be lost.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._waiting: dict[str, _Waiting] = {}  # by id, in order of play
        self._endings: dict[EndingKey, datetime] = {}  # found, and not yet on disk
        self._written: dict[str, Save] = {}  # by the last flush, by the id under which each waited
        self._notices: list[str] = []
        self._passed_over: set[str] = set()  # damaged rows that were named
        self.trouble = ""
        self.unreadable = ""  # why nothing could be listed when it was last tried
        self._purge()

    @classmethod
    def open(cls, path: Path | None = None) -> SaveStore:
        """The store at `path`, by default the user's. Close it, or use it in a `with`."""
        return cls(path or default_path())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits, if that can be done, and let go of the file."""
        self.flush()
        self._database.close()

    def flush(self) -> None:
        """Try again to write what waits: all of it, or nothing."""
        self._written = {}
        if not self._waiting:
            return
        try:
            written = self._database.write(self._write)
        except Unavailable as why:
            self._fail(str(why))
            return
        if self.trouble:
            self._notices.append("What waited to be saved is on the disk now.")
        if any(one.beside for one in written.values()):
            self._notices.append("This playthrough went on elsewhere; from here yours is kept beside it.")
        self._waiting, self._endings, self.trouble = {}, {}, ""
        self._written = {ref: one.save for ref, one in written.items()}

    @property
    def path(self) -> Path:
        """The file; what else is kept for the player lies beside it."""
        return self._database.path

    @property
    def unwritten(self) -> tuple[Save, ...]:
        """What is not on disk yet, in order of play."""
        return tuple(waiting.save for waiting in self._waiting.values() if not waiting.save.deleted)

    def notices(self) -> list[str]:
        """What went wrong since last asked, for the player, in words."""
        told = [*self._database.notices, *self._notices]
        self._database.notices, self._notices = [], []
        return told

    def keep(self, entry: SavedPlay, after: Save | None = None) -> Save:
        """Write an entry: over `after` if nobody else has written there since, else as one of its own.

        A save that was deleted meanwhile is back with it: somebody plays it.
        """
        if after is None:
            return self.add(entry, "auto")
        earlier = self._waiting.get(after.id)
        save = replace(after, **vars(entry), updated=datetime.now(UTC), deleted=False, revision=_token())
        return self._keep(_Waiting(save, earlier.over if earlier else after.revision))

    def add(self, entry: SavedPlay, kind: SaveKind, name: str | None = None) -> Save:
        """Write an entry as a save of its own."""
        now = datetime.now(UTC)
        save = Save(
            **vars(entry), id=_token(), kind=kind, name=_name(name), updated=now, deleted=False, revision=_token()
        )
        return self._keep(_Waiting(save, None))

    def rename(self, save: Save, name: str | None) -> bool:
        """Give a save another name, or none; False where it is gone."""
        return self._changed(save, "name=? where id=?", (_name(name), save.id), name=_name(name))

    def delete(self, save: Save) -> bool:
        """Delete a save; it can be restored, until many more were. False where it is gone, or went on elsewhere."""
        where = f"deleted={_GONE} where id=? and revision=? and deleted is null"
        return self._changed(save, where, (save.id, save.revision), deleted=True)

    def restore(self, save: Save) -> bool:
        """Bring back a save that was deleted; False where it is gone for good."""
        return self._changed(save, "deleted=null where id=?", (save.id,), deleted=False)

    def latest(self, story: str) -> Save | None:
        """The save of a story that the game wrote last by itself: last in order of play, whatever the clock says."""
        return next((save for save in self.saves(story) if save.kind == "auto"), None)

    def saves(self, story: str) -> list[Save]:
        """The saves of a story, the last written first."""
        waiting = [w.save for w in reversed(self._waiting.values()) if w.save.story == story and not w.save.deleted]
        return waiting + self._read("story=? and deleted is null order by played desc", story)

    def deleted(self, story: str) -> list[Save]:
        """The saves of a story that were deleted and can be restored, the last first."""
        waiting = [w.save for w in reversed(self._waiting.values()) if w.save.story == story and w.save.deleted]
        return waiting + self._read("story=? and deleted is not null order by deleted desc", story)

    def endings(self, story: str) -> dict[str, datetime]:
        """The endings of a story that were ever come to, by id, each with when it first was."""
        rows = self._rows("select story, ending, found from endings where story=? order by rowid", story)
        kept = {str(row[1]): when for row in rows if is_sound_ending(row) and (when := date_of(row[2]))}
        return {**{key.ending: when for key, when in self._endings.items() if key.story == story}, **kept}

    def _keep(self, waiting: _Waiting) -> Save:
        save = waiting.save
        if save.ending:
            self._endings.setdefault(EndingKey(save.story, save.ending), save.updated)
        self._waiting.pop(save.id, None)
        self._waiting[save.id] = waiting
        self.flush()
        return self._written.get(save.id, save)

    def _fail(self, why: str) -> None:
        if not self.trouble:
            self._notices.append(f"Saves cannot be written now: {why} ({self.path}). It is tried again with each move.")
        self.trouble = why

    def _purge(self) -> None:
        """Leave no more of what was deleted than can be restored; by count, for a clock may be wrong."""
        many = f"delete from saves where deleted <= (select max(deleted) from saves) - {RESTORABLE}"
        try:
            self._database.write(lambda db: db.execute(many))
        except Unavailable as why:
            self._fail(str(why))

    def _write(self, db: sqlite3.Connection) -> dict[str, _Written]:
        for key, when in self._endings.items():
            db.execute("insert or ignore into endings values (?, ?, ?)", (*key, when.isoformat()))
        return {ref: _written(db, waiting) for ref, waiting in self._waiting.items()}

    def _changed(self, save: Save, change: str, values: tuple[SqlValue, ...], **known: str | bool | None) -> bool:
        """Did an update of one save change anything? One that is nowhere but in memory is changed there."""
        waiting = self._waiting.get(save.id)
        if waiting and waiting.over is None:
            self._keep(_Waiting(replace(waiting.save, **known), None))  # type: ignore[arg-type]
            return True
        self.flush()
        try:
            if self._database.write(lambda db: db.execute(f"update saves set {change}", values).rowcount) > 0:
                return True
            self._notices.append("That save has changed or gone since it was listed. Nothing was done.")
        except Unavailable as why:
            self._notices.append(f"Nothing was done: {why}.")
        return False

    def _read(self, where: str, story: str) -> list[Save]:
        """The saves in sound rows, but those of which a later state waits; rows that are not sound are named once."""
        sound = []
        for row in self._rows(f"select {_COLUMNS} from saves where {where}", story):
            save = save_of(row)
            if save is None:
                self._pass_over(name_of(row))
            elif save.id not in self._waiting:
                sound.append(save)
        return sound

    def _rows(self, query: str, story: str) -> list[Record]:
        try:
            rows, self.unreadable = self._database.rows(query, (story,)), ""
        except Unavailable as why:
            if not (self.unreadable or self.trouble):
                self._notices.append(f"Saves cannot be read now: {why} ({self.path}).")
            rows, self.unreadable = [], str(why)
        return rows

    def _pass_over(self, name: str) -> None:
        if name not in self._passed_over:
            self._passed_over.add(name)
            self._notices.append(f"A save is damaged and is passed over: {visible(name)}.")


def _written(db: sqlite3.Connection, waiting: _Waiting) -> _Written:
    """Write one save; where that which it follows has been written elsewhere, as one of its own."""
    save, over = waiting
    if db.execute("select 1 from saves where revision=?", (save.revision,)).fetchone():
        return _Written(save)  # the disk said that it failed, and had not
    row = db.execute("select id from saves where revision=?", (over,)).fetchone()
    if row:
        sets = ", ".join(f"{column}=?" for column in _ENTRY)
        db.execute(
            f"update saves set {sets}, updated=?, played={_NEXT}, deleted=null, revision=? where revision=?",
            (*(getattr(save, column) for column in _ENTRY), save.updated.isoformat(), save.revision, over),
        )
        return _Written(replace(save, id=row[0]))
    if over is not None:
        save = replace(save, id=_token())
    values = {**vars(save), "updated": save.updated.isoformat()}
    del values["deleted"]
    db.execute(
        f"insert into saves ({', '.join(values)}, played, deleted) "
        f"values ({', '.join('?' * len(values))}, {_NEXT}, {_GONE if save.deleted else 'null'})",
        tuple(values.values()),
    )
    return _Written(save, over is not None)


def _name(typed: str | None) -> str | None:
    """A name as it is kept: short, and safe to show."""
    return visible(typed.strip()[:LONGEST]) or None if typed else None


def _token() -> str:
    return secrets.token_hex(8)
