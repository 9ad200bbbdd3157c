"""Saves are told in words, whatever has become of them or of their story."""

from __future__ import annotations

from dataclasses import replace

from playable.desk.saves import kept
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.sitting import Sitting
from playable.language.story import load


def test_a_save_says_what_it_is_and_where_it_stands(sitting: Sitting) -> None:
    sitting.choose("desk.sign")
    sitting.bookmark("before\x1b[31m the hall")
    sitting.branch_at(0)
    told = [kept(save, sitting.machine) for save in sitting.saves()]
    assert [(k.name, k.kind, k.where, k.turn, k.state, k.note) for k in told] == [
        ("The desk", "kept by itself", "The desk", 0, "fine", ""),
        ("before␛[31m the hall", "bookmark", "The hall", 1, "fine", ""),
    ]


def test_a_save_that_cannot_be_read_says_so(sitting: Sitting) -> None:
    save = replace(sitting.bookmark("x"), playthrough="steps: {")
    assert kept(save, sitting.machine).state == "damaged"
    assert "cannot be read" in sitting.resume(save)[0]


def test_a_save_of_a_changed_story_says_how_far_it_holds(sitting: Sitting, desk: Machine) -> None:
    sitting.choose("desk.look")
    sitting.choose("desk.sign")
    save = sitting.bookmark("x")
    text = desk.story.path.read_text()
    desk.story.path.write_text(text.replace("sign:\n", "seal:\n"))
    told = kept(save, assemble(load(desk.story.path)))
    assert (told.state, told.note) == ("changed", "The story has changed since it was saved: 2 of 3 steps still hold.")
    desk.story.path.write_text(text.replace("So.", "Well."))
    assert kept(save, assemble(load(desk.story.path))).state == "fine"
