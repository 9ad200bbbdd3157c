"""Saves: each move is on disk when it is shown, whatever happens to the process, the file or the story."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import RESTORABLE, SaveStore
from playable.language.story import load

from tests.engine.conftest import CIRCLE

Build = Callable[..., Machine]
Another = Callable[[], SavedSession]


def test_every_move_is_kept_before_it_can_be_seen(saved: SavedSession, another: Another) -> None:
    for n, ref in enumerate(("ring.on", "ring.on", "ring.off"), 1):
        saved.choose(ref)
        other = another()
        kept = other.latest()
        assert kept is not None
        assert kept.turn == n
        assert other.resume(kept) == []
        assert other.session.state == saved.session.state


def test_going_on_from_a_save_goes_on_in_it(saved: SavedSession, another: Another) -> None:
    saved.choose("ring.on")
    other = another()
    other.resume(other.saves()[0])
    other.choose("ring.on")
    assert [save.turn for save in other.saves()] == [2]


def test_two_windows_on_one_playthrough_do_each_other_no_harm(saved: SavedSession, another: Another) -> None:
    saved.choose("ring.on")
    other = another()
    other.resume(other.saves()[0])
    for _ in range(3):
        saved.choose("ring.on")
        other.choose("ring.off")
    assert any("went on elsewhere" in notice for notice in (*saved.notices(), *other.notices()))
    assert sorted(save.turn for save in saved.saves()) == [4, 4]


def test_a_bookmark_stays_when_play_goes_on(saved: SavedSession) -> None:
    saved.choose("ring.on")
    saved.bookmark("before the storm")
    saved.choose("ring.on")
    assert {save.name: save.turn for save in saved.saves()} == {None: 2, "before the storm": 1}


def test_a_save_is_renamed_deleted_and_brought_back(saved: SavedSession) -> None:
    saved.choose("ring.on")
    save = saved.bookmark("storm")
    assert saved.store.rename(save, "calm")
    assert saved.store.delete(save)
    assert [s.name for s in saved.saves()] == [None]
    assert [s.name for s in saved.deleted()] == ["calm"]
    assert saved.store.restore(save)
    assert [s.name for s in saved.saves()] == ["calm", None]
    assert saved.deleted() == []
    assert saved.notices() == []


def test_a_name_is_kept_short_and_safe_to_show(saved: SavedSession) -> None:
    save = saved.bookmark(" \x1b[31m\ud800" + "x" * 200)
    assert save.name == "␛[31m⟨D800⟩" + "x" * 74
    saved.store.rename(save, " \r ")
    assert [s.name for s in saved.saves()] == [None]


def test_no_more_of_what_was_deleted_is_left_than_can_be_restored(saved: SavedSession, another: Another) -> None:
    saved.choose("ring.on")
    for n in range(RESTORABLE + 2):
        saved.store.delete(saved.bookmark(str(n)))
    other = another()
    assert [s.name for s in other.deleted()] == [str(n) for n in range(RESTORABLE + 1, 1, -1)]
    assert not saved.store.restore(replace(saved.saves()[0], id="gone"))
    assert any("gone" in notice for notice in saved.notices())


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_wrong_clock_neither_deletes_nor_reorders(
    saved: SavedSession, another: Another, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    saved.choose("ring.on")
    saved.store.delete(saved.bookmark("deleted"))
    clock = type("Clock", (datetime,), {"now": classmethod(lambda cls, zone: datetime(year, 1, 1, tzinfo=zone))})
    monkeypatch.setattr("playable.engine.saves.store.datetime", clock)
    saved.new()
    saved.choose("ring.off")
    monkeypatch.undo()
    other = another()
    assert [save.name for save in other.deleted()] == ["deleted"]
    latest = other.latest()
    assert latest is not None
    assert "ring.off" in latest.playthrough
    saved.choose("ring.off")
    assert [save.turn for save in other.saves()] == [2, 1]


def test_one_window_deletes_what_another_plays_and_loses_it_nothing(saved: SavedSession, another: Another) -> None:
    saved.choose("ring.on")
    other = another()
    (seen,) = other.saves()
    saved.choose("ring.on")
    assert not other.store.delete(seen)  # it has gone on since it was listed
    assert any("since it was listed" in notice for notice in other.notices())
    assert other.store.delete(other.saves()[0])
    assert saved.saves() == []
    saved.choose("ring.on")
    assert [save.turn for save in other.saves()] == [3]
    assert saved.notices() == []


def test_a_renamed_playthrough_goes_on_under_its_name(saved: SavedSession) -> None:
    saved.choose("ring.on")
    saved.store.rename(saved.saves()[0], "the long one")
    saved.choose("ring.on")
    assert [(save.name, save.turn) for save in saved.saves()] == [("the long one", 2)]
    assert saved.latest() is not None


def test_going_back_to_a_decision_keeps_the_line_that_is_left(saved: SavedSession) -> None:
    for ref in ("ring.on", "ring.on", "ring.off"):
        saved.choose(ref)
    left = saved.session.state
    assert saved.branch_at(1)
    assert saved.session.road == ("ring.on",)
    (branch,) = [save for save in saved.saves() if save.kind == "branch"]
    assert (latest := saved.latest()) is not None
    assert (branch.turn, latest.turn) == (3, 1)
    assert saved.branch_at(0)  # from a line that the branch holds already
    assert [save.turn for save in saved.saves() if save.kind == "branch"] == [3]
    assert saved.resume(branch) == []
    assert saved.session.state == left
    assert not saved.branch_at(3)
    assert not saved.branch_at(-1)


def test_endings_are_remembered_whatever_becomes_of_the_saves(machine: Build, path: Path, stores: ExitStack) -> None:
    story = """\
        nodes:
          fork: {text: Go., choices: {a: {label: A, goto: one}, b: {label: B, goto: two}}}
          one: {text: One., ending: {name: One, tone: gain}}
          two: {text: Two., ending: {name: Two, tone: loss}}
        """
    store = stores.enter_context(SaveStore.open(path))
    saved = SavedSession(machine(story, "fork"), store)
    assert saved.endings() == {}
    saved.choose("fork.b")
    assert [save.ending for save in saved.saves()] == ["two"]
    first = saved.endings()
    saved.undo()
    saved.choose("fork.b")
    saved.store.delete(saved.saves()[0])
    assert stores.enter_context(SaveStore.open(path)).endings("tiny") == first
    saved.new()
    saved.choose("fork.a")
    assert list(saved.endings()) == ["two", "one"]


def test_undo_is_kept_too(saved: SavedSession, another: Another) -> None:
    saved.choose("ring.on")
    saved.undo()
    assert [save.turn for save in another().saves()] == [0]


def test_a_changed_story_is_played_as_far_as_it_holds_and_the_old_record_stays(
    saved: SavedSession, typed: Callable[..., Path]
) -> None:
    for ref in ("ring.on", "ring.off", "ring.on"):
        saved.choose(ref)
    changed = assemble(load(typed(CIRCLE.replace("off: {", "out: {"), "ring")))
    other = SavedSession(changed, saved.store)
    old = other.saves()[0]
    report = other.resume(old)
    assert "has changed" in report[0]
    assert "1 of 3" in report[1]
    assert "ring.off" in report[1]
    other.choose("ring.on")
    assert old in other.saves()
    assert len(other.saves()) == 2
