"""The short game: what is not asked for is taken, by the policy, else by the seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playable.engine import short_road
from playable.engine.machine import Machine
from playable.engine.replay import recorded, replay
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.engine.session import Session, Unpinned
from playable.language.faults import StoryFaults
from playable.language.recording import Recording, read_recording

from tests.quay import SHORT

Build = Callable[..., Machine]


@pytest.fixture
def story(machine: Build) -> Machine:
    return machine(SHORT)


def entered(story: Machine, seed: int) -> Session:
    """A session that has gone in and on to the next that asks."""
    session = Session(story, seed)
    session.choose("gate.enter")
    assert short_road.go_on(session, short_road.short_of(story.story))
    return session


def test_all_that_is_not_asked_for_is_taken_as_ordinary_steps(story: Machine) -> None:
    session = entered(story, 1)
    lot = session.road[2]
    assert session.road == ("gate.enter", "hall.up", lot, "door.knock", "door.open")
    assert session.view.node == "yard"
    again = replay(recorded(session), story).session
    assert again is not None
    assert again.steps == session.steps


def test_what_was_taken_is_told_since_the_last_that_was_asked_for(story: Machine) -> None:
    session, short = entered(story, 1), short_road.short_of(story.story)
    told = short_road.taken(session, short)
    assert told[0] == "Taken for you: The hall: Go up"
    assert told[-1] == "Taken for you: The door: Open"
    assert len(told) == 4
    session.choose("yard.go")
    assert not short_road.go_on(session, short)
    assert short_road.taken(session, short) == ()


def test_where_the_policy_is_silent_the_seed_decides_and_each_choice_falls(story: Machine) -> None:
    lots = [entered(story, seed).road[2] for seed in range(40)]
    assert lots == [entered(story, seed).road[2] for seed in range(40)]
    assert set(lots) == {"lots.a", "lots.b", "lots.c"}


def test_going_back_comes_to_what_was_asked_and_never_rerolls(story: Machine) -> None:
    session, short = entered(story, 3), short_road.short_of(story.story)
    before = session.steps[:]
    assert short_road.go_back(session, short)
    assert session.view.node == "gate"
    assert not short_road.go_back(session, short)
    session.choose("gate.enter")
    short_road.go_on(session, short)
    assert session.steps == before


def test_a_second_visit_falls_anew(story: Machine) -> None:
    short = short_road.short_of(story.story)

    def both(seed: int) -> tuple[str, ...]:
        session = entered(story, seed)
        session.choose("yard.back")
        session.choose("gate.enter")
        short_road.go_on(session, short)
        return tuple(ref for ref in session.road if ref.startswith("lots."))

    assert any(first != second for first, second in map(both, range(20)))


def test_without_a_seed_nothing_falls(story: Machine) -> None:
    session = Session(story)
    session.choose("gate.enter")
    with pytest.raises(Unpinned, match="lots"):
        short_road.go_on(session, short_road.short_of(story.story))


def test_a_policy_that_goes_round_leaves_the_game_to_the_player(machine: Build) -> None:
    story = machine("""\
        story: {id: tiny, title: Tiny, version: '1', start: gate, short: {asks: [gate], plays: guide}}
        policies: {guide: {takes: [ring.round]}}
        nodes:
          gate: {text: Here., choices: {enter: {label: Enter, goto: ring}}}
          ring: {text: Here., choices: {round: {label: Round, outcome: Round you go.}, out: {label: Out, goto: free}}}
          free: {text: Light., ending: {name: Free, tone: gain}}
        """)
    session = Session(story, 1)
    session.choose("gate.enter")
    assert short_road.go_on(session, short_road.short_of(story.story))
    assert session.open_choices == ("ring.round", "ring.out")
    assert len(session.road) == 1 + short_road.MOST


@pytest.fixture
def played(story: Machine, tmp_path: Path) -> Iterator[SavedSession]:
    with SaveStore.open(tmp_path / "s.db") as store:
        yield SavedSession(story, store, seed=1, is_short=True)


def test_what_was_taken_is_kept_and_gone_on_from(played: SavedSession) -> None:
    played.choose("gate.enter")
    told = played.go_on()
    kept = played.latest()
    assert kept is not None
    assert (kept.turn, kept.title) == (5, "The yard")
    played.new()
    assert played.resume(kept) == []
    assert played.go_on() == told
    assert played.undo()
    assert played.view.node == "gate"
    assert not played.undo()


def test_a_story_without_one_says_so(desk: Machine, tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "s.db") as store, pytest.raises(StoryFaults, match="no short game"):
        SavedSession(desk, store, is_short=True)


def test_a_save_and_a_file_know_that_they_were_short(played: SavedSession, tmp_path: Path) -> None:
    played.choose("gate.enter")
    played.go_on()
    kept = played.latest()
    assert kept is not None
    played.new()
    assert played.is_short
    played.new(is_short=False)
    played.choose("gate.enter")
    assert played.go_on() == ()
    whole = played.latest()
    assert whole is not None
    assert "short" not in whole.playthrough
    assert [(played.resume(save), played.is_short) for save in (kept, whole)] == [([], True), ([], False)]
    played.resume(kept)
    played.export(tmp_path / "kept.yaml")
    assert "\nshort: true\n" in (tmp_path / "kept.yaml").read_text(encoding="utf-8")
    assert played.load(read_recording(tmp_path / "kept.yaml")) == []
    assert played.is_short


def test_who_made_each_choice(story: Machine) -> None:
    session = entered(story, 1)
    assert short_road.makers(session) == (None,) * 5
    session.is_short = True
    assert short_road.makers(session) == (None, "guide", "by lot", "guide", "by lot")


def test_a_story_that_has_no_short_game_any_more_asks_for_everything(desk: Machine) -> None:
    again = replay(Recording(desk.story.head.id, seed=1, short=True), desk).session
    assert again is not None
    assert not again.is_short
