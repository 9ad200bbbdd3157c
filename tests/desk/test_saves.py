"""Saves are told in words, whatever has become of them or of their story."""

from __future__ import annotations

from dataclasses import replace

from playable.desk.saves import described
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.language.story import load


def test_a_save_says_what_it_is_and_where_it_stands(saved: SavedSession) -> None:
    saved.choose("desk.sign")
    saved.bookmark("before\x1b[31m the hall")
    saved.branch_at(0)
    told = [described(save, saved.machine) for save in saved.saves()]
    assert [(k.name, k.kind, k.where, k.turn, k.state, k.note) for k in told] == [
        ("The desk", "kept by itself", "The desk", 0, "fine", ""),
        ("before␛[31m the hall", "bookmark", "The hall", 1, "fine", ""),
    ]


def test_a_save_that_cannot_be_read_says_so(saved: SavedSession) -> None:
    save = replace(saved.bookmark("x"), playthrough="steps: {")
    assert described(save, saved.machine).state == "damaged"
    assert "cannot be read" in saved.resume(save)[0]


def test_a_save_of_a_changed_story_says_how_far_it_holds(saved: SavedSession, desk: Machine) -> None:
    saved.choose("desk.look")
    saved.choose("desk.sign")
    save = saved.bookmark("x")
    text = desk.story.path.read_text()
    desk.story.path.write_text(text.replace("sign:\n", "seal:\n"))
    told = described(save, assemble(load(desk.story.path)))
    assert (told.state, told.note) == ("changed", "The story has changed since it was saved: 2 of 3 steps still hold.")
    desk.story.path.write_text(text.replace("So.", "Well."))
    assert described(save, assemble(load(desk.story.path))).state == "fine"
