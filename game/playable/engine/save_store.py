"""Saves: one transaction a move, so that nothing that was on screen is ever lost; and the endings ever found."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from playable.engine.database import Database, default_path
from playable.language.faults import visible

Kind = Literal["auto", "bookmark", "branch"]
KEPT_DELETED = timedelta(days=30)  # so long can a save that was deleted be brought back
LONGEST = 80  # characters of a name
_ENTRY = "story, version, digest, title, turn, ending, playthrough"
_COLUMNS = f"{_ENTRY}, id, kind, name, updated, deleted, revision"
_INSERT = f"insert into saves ({_ENTRY}, kind, name, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPDATE = """update saves set story=?, version=?, digest=?, title=?, turn=?, ending=?, playthrough=?, updated=?,
deleted=null, revision=revision+1 where id=? and revision=?"""


@dataclass(frozen=True)
class Entry:
    """What is kept of a playthrough: the story it is of, where it stands, and itself as a playthrough file.

    `ending` is the id of the ending that it has come to.
    """

    story: str
    version: str
    digest: str
    title: str
    turn: int
    ending: str | None
    playthrough: str


@dataclass(frozen=True)
class Save(Entry):
    """An entry in the store: kept by the game itself, by the player, or because the player went back from there."""

    id: int
    kind: Kind
    name: str | None
    updated: datetime
    deleted: datetime | None
    revision: int


class SaveStore:
    """Saves on disk, or in memory where the disk will not have them. No method raises for what is on the disk."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._changed("delete from saves where deleted < ?", (datetime.now(UTC) - KEPT_DELETED,))

    @classmethod
    def open(cls, path: Path | None = None) -> SaveStore:
        """The store at `path`, by default the user's."""
        return cls(path or default_path())

    @property
    def path(self) -> Path:
        """The file; what else is kept for the player lies beside it."""
        return self._database.path

    def notices(self) -> list[str]:
        """What went wrong since last asked, for the player, in words."""
        found, self._database.notices = self._database.notices, []
        return found

    def keep(self, entry: Entry, after: Save | None = None) -> Save:
        """Write an entry: over `after` if nobody else has written there since, else as one of its own.

        A save that was deleted meanwhile is back with it: somebody plays it.
        """
        if after is not None:
            now = datetime.now(UTC)
            if self._changed(_UPDATE, (*astuple(entry), now, after.id, after.revision), entry):
                return replace(after, **vars(entry), updated=now, deleted=None, revision=after.revision + 1)
            self._note("This playthrough went on elsewhere; from here yours is kept beside it.")
        return self.add(entry, "auto")

    def add(self, entry: Entry, kind: Kind, name: str | None = None) -> Save:
        """Write an entry as a save of its own."""
        name = _name(name)
        now = datetime.now(UTC)

        def work(db: sqlite3.Connection) -> int:
            _find_ending(db, entry)
            return db.execute(_INSERT, _typed((*astuple(entry), kind, name, now))).lastrowid or 0

        return Save(
            **vars(entry), id=self._database.write(work), kind=kind, name=name, updated=now, deleted=None, revision=0
        )

    def rename(self, save: Save, name: str | None) -> bool:
        """Give a save another name, or none; False where it is gone."""
        return self._changed("update saves set name=? where id=?", (_name(name), save.id)) or self._gone()

    def delete(self, save: Save) -> bool:
        """Delete a save; for a time it can be restored. False where it is gone, or went on elsewhere meanwhile."""
        statement = "update saves set deleted=? where id=? and revision=? and deleted is null"
        return self._changed(statement, (datetime.now(UTC), save.id, save.revision)) or self._gone()

    def restore(self, save: Save) -> bool:
        """Bring back a save that was deleted; False where it is gone for good."""
        return self._changed("update saves set deleted=null where id=?", (save.id,)) or self._gone()

    def latest(self, story: str) -> Save | None:
        """The save of a story that the game wrote last by itself."""
        return next((save for save in self.saves(story) if save.kind == "auto"), None)

    def saves(self, story: str) -> list[Save]:
        """The saves of a story, the last written first."""
        return self._read("story=? and deleted is null order by updated desc, id desc", story)

    def deleted(self, story: str) -> list[Save]:
        """The saves of a story that were deleted and can be restored, the last first."""
        return self._read("story=? and deleted is not null order by deleted desc, id desc", story)

    def endings(self, story: str) -> dict[str, datetime]:
        """The endings of a story that were ever come to, by id, each with when it first was."""
        rows = self._database.rows("select ending, found from endings where story=? order by found", (story,))
        return {str(ending): found for ending, when in rows if (found := _when(when))}

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _read(self, where: str, story: str) -> list[Save]:
        rows = self._database.rows(f"select {_COLUMNS} from saves where {where}", (story,))
        return [save for row in rows if (save := _save(row))]

    def _changed(self, statement: str, values: tuple[object, ...], entry: Entry | None = None) -> bool:
        """Did a statement change anything? `entry` is what it writes, if it does."""

        def work(db: sqlite3.Connection) -> bool:
            if entry:
                _find_ending(db, entry)
            return db.execute(statement, _typed(values)).rowcount > 0

        return self._database.write(work)

    def _gone(self) -> Literal[False]:
        self._note("That save has changed or gone since it was listed. Nothing was done.")
        return False

    def _note(self, words: str) -> None:
        if not self._database.notices:  # else the disk has failed, and that says it all
            self._database.notices.append(words)


def _name(typed: str | None) -> str | None:
    """A name as it is kept: short, and safe to show."""
    return visible(typed.strip()[:LONGEST]) or None if typed else None


def _find_ending(db: sqlite3.Connection, entry: Entry) -> None:
    if entry.ending:
        found = (entry.story, entry.ending, datetime.now(UTC))
        db.execute("insert or ignore into endings values (?, ?, ?)", _typed(found))


def _typed(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(value.isoformat() if isinstance(value, datetime) else value for value in values)


def _save(row: tuple[object, ...]) -> Save | None:
    """The save in a row; None where something else than the game has written it."""
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["updated"], values["deleted"] = _when(values["updated"]), _when(values["deleted"])
    texts = [values[name] for name in ("story", "version", "digest", "title", "playthrough")]
    texts += [values[name] or "" for name in ("name", "ending")]
    sound = values["updated"] and isinstance(values["turn"], int) and values["kind"] in get_args(Kind)
    return Save(**values) if sound and all(isinstance(text, str) for text in texts) else None  # type: ignore[arg-type]


def _when(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
