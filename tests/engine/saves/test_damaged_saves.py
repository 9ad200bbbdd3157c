"""Damage costs what is damaged: every other save is there at the next start, whatever was done to the file."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playable.engine.saves.records import SavedPlay
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore

Another = Callable[[], SavedSession]
LONG = "steps:\n" + "  - choose: ring.on\n" * 400  # more than a page


def store_of(path: Path, saves: int = 30) -> None:
    """A store with saves called 0, 1, 2, ..., every fifth longer than a page, and an ending for every third."""
    with SaveStore.open(path) as store:
        for n in range(saves):
            ending = None if n % 3 else f"end{n}"
            store.add(
                SavedPlay("tiny", "1", "d", f"Here {n}", n, ending, f"{n} {LONG if n % 5 == 0 else 'short'}"),
                "bookmark",
                str(n),
            )


def change(path: Path, statement: str) -> None:
    """What another program does to the file."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        *(
            "updated='yesterday'",
            "title=x'00'",
            "title=cast(x'ff61' as text)",
            "name=x'00'",
            "name=cast(x'c3' as text)",
        ),
        *("kind='other'", "turn='many'", "turn=-1", "ending=x'00'", "playthrough=cast(x'80' as text)", "id=x'00'"),
        *("played='first'", "deleted=x'00'", "revision=x'00'", "updated='2026-01-01'"),
    ],
)
def test_a_row_that_is_no_save_is_passed_over_and_named(
    saved: SavedSession, another: Another, path: Path, damage: str
) -> None:
    saved.choose("ring.on")
    saved.bookmark("sound")
    change(path, f"update saves set {damage} where name is null")
    change(
        path,
        "insert into endings values ('tiny', 'ring', 'once'), ('tiny', x'00', 'x'), ('tiny', cast(x'ff' as text), 'x')",
    )
    other = another()
    for _ in range(2):
        assert [save.name for save in (*other.saves(), *other.deleted())] == ["sound"]
    (notice,) = other.notices()
    assert "damaged" in notice
    assert "Here" in notice or ("title" in damage or "name" in damage)
    assert other.endings() == {}
    other.choose("ring.on")
    assert other.store.unwritten == ()
    assert [save.turn for save in another().saves()] == [1, 1]


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to be read as one" * 400])
def test_what_is_no_database_is_set_aside(another: Another, path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    saved = another()
    saved.choose("ring.on")
    assert len(another().saves()) == 1
    assert [p.read_bytes() for p in path.parent.glob("*aside*.db")] == ([damage] if damage else [])
    assert bool(saved.notices()) == bool(damage)


def test_tables_that_are_not_ours_are_set_aside(another: Another, path: Path) -> None:
    path.parent.mkdir()
    change(path, "create table saves (id, joke)")
    saved = another()
    assert any("set aside" in notice for notice in saved.notices())
    saved.choose("ring.on")
    assert len(another().saves()) == 1


def test_tables_that_go_while_one_plays_are_begun_anew(saved: SavedSession, another: Another, path: Path) -> None:
    for _ in range(2):
        saved.choose("ring.on")
        change(path, "drop table saves")
    saved.choose("ring.on")
    assert saved.store.unwritten == ()
    assert another().saves()[0].turn == 3


@pytest.mark.parametrize("seed", range(20))
def test_sound_saves_of_a_damaged_file_are_brought_over(tmp_path: Path, stores: ExitStack, seed: int) -> None:
    """Each stretch of damage, of up to two pages, costs no more than what stands on the pages that it touches."""
    path, chance = tmp_path / "saves.db", random.Random(seed)
    store_of(path, 120)
    raw = bytearray(path.read_bytes())
    at, size = chance.randrange(len(raw) - 8192), chance.randint(40, 8192)
    raw[at : at + size] = chance.randbytes(size)
    path.write_bytes(raw)
    store = stores.enter_context(SaveStore.open(path))
    sound = store.saves("tiny")
    assert len(sound) >= 120 - 30
    assert [int(save.name or "") for save in sound] == sorted({int(save.name or "") for save in sound}, reverse=True)
    assert all(save.playthrough.startswith(f"{save.name} ") for save in sound)
    for aside in tmp_path.glob("*aside*.db"):
        assert aside.read_bytes() == raw


def test_any_byte_may_be_wrong(tmp_path: Path) -> None:
    """Flipped bytes, one or ten at a time: every start works, loses no more than a page, and keeps on keeping."""
    origin, chance = tmp_path / "origin.db", random.Random(9)
    store_of(origin)
    raw, lost = origin.read_bytes(), 0
    for turn in range(300):
        folder = tmp_path / "play"
        folder.mkdir()
        path = folder / "saves.db"
        damaged = bytearray(raw)
        flips = chance.choice((1, 1, 1, 10))
        for _ in range(flips):
            damaged[chance.randrange(len(raw) if turn % 2 else 8192)] = chance.randrange(256)
        path.write_bytes(damaged)
        with SaveStore.open(path) as store:
            before = store.saves("tiny")
            lost += 30 - len(before)
            if flips == 1:
                assert len(before) >= 20  # all but one page
            assert store.deleted("tiny") == []
            assert len(store.endings("tiny")) <= 10
            store.add(SavedPlay("tiny", "1", "d", "New", 1, None, "new"), "auto")
            assert store.unwritten == ()
        with SaveStore.open(path) as store:
            latest = store.latest("tiny")
            assert latest is not None
            assert latest.playthrough == "new"
            assert len(store.saves("tiny")) >= len(before)
        shutil.rmtree(folder)
    assert lost < 300 * 2


def test_a_file_that_says_that_only_a_newer_sqlite_may_write_is_mended(tmp_path: Path) -> None:
    """One byte of its head does: else nothing would be kept from then on."""
    path = tmp_path / "saves.db"
    store_of(path)
    damaged = bytearray(path.read_bytes())
    damaged[18] = 3
    path.write_bytes(damaged)
    with SaveStore.open(path) as store:
        store.add(SavedPlay("tiny", "1", "d", "New", 1, None, "new"), "auto")
        assert (store.unwritten, len(store.saves("tiny"))) == ((), 31)


def test_what_stands_in_the_log_alone_is_brought_over(saved: SavedSession, path: Path, tmp_path: Path) -> None:
    saved.choose("ring.on")
    copy = tmp_path / "killed"
    shutil.copytree(path.parent, copy)  # as a kill leaves it: the window is open, all stands in the log
    for part, head in (("saves.db", 0), ("saves.db-wal", 32 + 24)):
        raw = bytearray((copy / part).read_bytes())
        assert (b"Here" in raw) == bool(head)
        raw[head : head + 100] = bytes(100)
        (copy / part).write_bytes(raw)
    with SaveStore.open(copy / "saves.db") as store:
        assert [save.turn for save in store.saves("tiny")] == [1]
        assert any("1 save," in notice for notice in store.notices())
    assert any("aside" in part.name and part.name.endswith("-wal") for part in copy.iterdir())


# As versions before made them, to the letter.
FORM_1 = """
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
insert into saves (story, version, digest, name, title, turn, updated, revision, playthrough) values
    ('tiny', '1', 'd', null, 'Here', 3, '2026-11-23T20:00:00+00:00', 3, 'one'),
    ('tiny', '1', 'd', 'mine', 'There', 1, '2026-11-23T19:00:00+00:00', 0, 'two'),
    ('other', '1', 'd', null, 'There', 1, '2026-11-23T19:00:00+00:00', 0, 'three');
"""
FORM_2 = """
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
insert into endings values ('tiny', 'home', '2026-11-23T20:00:00+00:00');
insert into saves
    (story, version, digest, kind, name, title, turn, ending, updated, deleted, revision, playthrough) values
    ('tiny', '1', 'd', 'auto', null, 'Here', 3, 'home', '2026-11-23T20:00:00+00:00', null, 3, 'one'),
    ('tiny', '1', 'd', 'bookmark', 'mine', 'There', 1, null, '2026-11-23T19:00:00+00:00', null, 0, 'two'),
    ('other', '1', 'd', 'auto', null, 'There', 1, null, '2026-11-23T19:00:00+00:00', null, 0, 'three'),
    ('tiny', '1', 'd', 'branch', null, 'Gone', 1, null, '2026-11-23T18:00:00+00:00', '2026-11-23T21:00:00+00:00', 0,
     'x');
"""


def older(path: Path, form: int) -> None:
    """A file as a version before left it."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma journal_mode=wal")
        db.executescript(FORM_1 if form == 1 else FORM_2)
        db.execute(f"pragma user_version={form}")


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("form", [1, 2])
def test_saves_of_an_older_form_are_migrated(another: Another, path: Path, form: int, damaged: bool) -> None:
    older(path, form)
    if damaged:
        raw = bytearray(path.read_bytes())
        raw[16:40] = bytes(24)
        path.write_bytes(raw)
    saved = another()
    assert [(save.kind, save.name, save.title, save.turn, save.playthrough) for save in saved.saves()] == [
        ("auto", None, "Here", 3, "one"),
        ("bookmark", "mine", "There", 1, "two"),
    ]
    assert [save.title for save in saved.deleted()] == ([] if form == 1 else ["Gone"])
    assert list(saved.endings()) == ([] if form == 1 else ["home"])
    assert bool(saved.notices()) == damaged
    assert saved.store.rename(saved.saves()[1], "ours")
    saved.choose("ring.on")
    assert [save.name for save in another().saves()] == [None, None, "ours"]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma user_version").fetchone() == (3,)


def test_a_migration_that_cannot_be_done_now_leaves_the_file_as_it_is(
    another: Another, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playable.engine.saves.database.PATIENCE", 0.01)
    older(path, 2)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("begin immediate")
        saved = another()
        saved.choose("ring.on")
        assert len(saved.store.unwritten) == 1
        db.execute("rollback")
    saved.choose("ring.on")
    assert [save.turn for save in another().saves()] == [2, 3, 1]
