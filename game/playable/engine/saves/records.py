"""What is kept of a playthrough, and when a row of the file is one: nothing there is believed unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from playable.engine.saves.tables import COLUMNS, FORM

SaveKind = Literal["auto", "bookmark", "branch"]
SqlValue = str | bytes | int | float | None
Record = Sequence[SqlValue]  # a row of a table


class EndingKey(NamedTuple):
    """An ending of a story."""

    story: str
    ending: str


@dataclass(frozen=True)
class SavedPlay:
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
class Save(SavedPlay):
    """An entry in the store: kept by the game itself, by the player, or because the player went back from there.

    `revision` is another each time that the playthrough is written: who holds an older one has been overtaken.
    """

    id: str
    kind: SaveKind
    name: str | None
    updated: datetime
    deleted: bool
    revision: str


def save_of(row: Record) -> Save | None:
    """The save in a row of today's form; None where something else than the game has written it."""
    if not is_sound(row, FORM):
        return None
    values = dict(zip(COLUMNS[FORM].split(", "), row, strict=True))
    del values["played"]
    updated, deleted = date_of(values.pop("updated")), values.pop("deleted") is not None
    return Save(**values, updated=updated, deleted=deleted)  # type: ignore[arg-type]


def name_of(row: Record) -> str:
    """What a row that is no save can be called."""
    values = dict(zip(COLUMNS[FORM].split(", "), row, strict=True))
    words = (values[column] for column in ("name", "title", "id"))
    return next((word for word in words if isinstance(word, str) and word), "one without a name")


def is_sound(row: Record, form: int) -> bool:
    """Is a row of `saves` in a form whole, each value of its kind?"""
    columns = COLUMNS[form].split(", ")
    return len(row) == len(columns) and all(
        _fits(column, value, form) for column, value in zip(columns, row, strict=True)
    )


def is_sound_ending(row: Record) -> bool:
    """Is a row of `endings` whole?"""
    return len(row) == 3 and all(isinstance(text, str) for text in row) and date_of(row[2]) is not None


def date_of(written: SqlValue) -> datetime | None:
    """A date as it is kept; None where it is none."""
    try:
        when = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return when if when and when.tzinfo else None


def _fits(column: str, value: SqlValue, form: int) -> bool:
    match column:
        case "name" | "ending":
            return value is None or isinstance(value, str)
        case "kind":
            return value in get_args(SaveKind)
        case "updated":
            return date_of(value) is not None
        case "deleted":
            return value is None or (isinstance(value, int) if form == FORM else date_of(value) is not None)
        case "turn" | "played":
            return isinstance(value, int) and value >= 0
        case "id" | "revision":
            return isinstance(value, str if form == FORM else int)
        case _:
            return isinstance(value, str)
