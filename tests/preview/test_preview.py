"""A story that is being written is seen as it is saved."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from playable.engine.assembly import assemble
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.faults import Fault
from playable.language.story import Story, load
from playable.preview.lines import Preview
from playable.preview.screen import PreviewApp, changed
from playable.preview.starts import NoStart, described, starts
from playable.preview.watching import read
from playable.verify import verify

from tests.tui.tables import Table

TEXT = """\
    state: {calm: {range: [0, 3], start: 1, shown: true}}
    nodes:
      hall:
        title: The hall
        text: A hall.
        choices:
          up: {label: Up, effects: [calm += 1], goto: loft}
          down: {label: Down, effects: [calm -= 1], goto: loft}
          out: {label: Out, goto: gate}
      loft: {title: The loft, text: A loft., choices: {on: {label: On, goto: gate}}}
      gate: {text: A gate., ending: {name: Out, tone: gain}}
"""


@pytest.fixture
def path(typed: Callable[..., Path]) -> Path:
    return typed(TEXT, "hall")


def edit(path: Path, old: str, new: str) -> Story | list[Fault]:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return read(path)


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tests says what was saved, and nobody tells it a second time, or late."""
    monkeypatch.setattr("playable.preview.screen.saves", lambda story, stop: ())


@pytest.fixture
def saved(path: Path, tmp_path: Path) -> SavedSession:
    return SavedSession(assemble(load(path)), SaveStore.open(tmp_path / "saves.db"), seed=1)


def test_play_goes_on_in_the_changed_story(path: Path, saved: SavedSession) -> None:
    saved.choose("hall.up")
    story = edit(path, "A loft.", "A loft with a bed.")
    assert isinstance(story, Story)
    assert changed(saved, story) == []
    assert saved.view.passages[0].blocks[0].text == "A loft with a bed."
    assert saved.view.turn == 1


def test_moves_that_are_gone_are_said(path: Path, saved: SavedSession) -> None:
    saved.choose("hall.up")
    story = edit(path, "up: {label", "climb: {label")
    assert isinstance(story, Story)
    (report,) = changed(saved, story)
    assert report.startswith("Played 0 of 1 steps, then stopped:")
    assert saved.view.node == "hall"


def test_a_preview_begins_in_each_state_that_a_proof_came_to(path: Path) -> None:
    story = load(path)
    machine = assemble(story)
    known = starts(machine, verify(story), "loft")
    assert [[move.text for move in one.steps] for one in known] == [["hall.up"]]
    assert list(described(machine, known)) == ["1. the only state known; 1 choices: hall.up"]


def test_where_nothing_comes_a_preview_says_why(path: Path) -> None:
    edit(path, "gate: {text", "attic: {text: An attic., choices: {on: {label: On, goto: gate}}}\n  gate: {text")
    story = load(path)
    with pytest.raises(NoStart, match="attic"):
        starts(assemble(story), verify(story), "attic")
    with pytest.raises(NoStart, match="Did you mean `loft`"):
        starts(assemble(story), verify(story), "lofts")


@pytest.mark.usefixtures("unwatched")
def test_the_screen_follows_each_save(path: Path, tmp_path: Path) -> None:
    async def script() -> None:
        app = PreviewApp(path, None, tmp_path)
        app.animation_level = "none"
        async with app.run_test(size=(80, 24)) as pilot:
            table = Table(app, pilot)
            while app.game is None or not app.is_playing:
                await pilot.pause(0.01)
            await table.press("1", "space")
            assert "A loft." in table.screen()
            for old, new, seen in (
                ("A loft.", "A loft with a bed.", "A loft with a bed."),
                ("goto: gate}}}", "goto: gat}}}", "FAULTS"),
                ("goto: gat}}}", "goto: gate}}}", "A loft with a bed."),
            ):
                app.post_message(PreviewApp.Reread(edit(path, old, new)))
                await pilot.pause()
                await pilot.pause()
                assert seen in table.screen()
            assert "FAULTS" not in table.screen()
            edit(path, "start: hall}", "start: hall, renamed: {loft: attic}}")
            edit(path, "goto: loft}", "goto: attic}")
            app.post_message(PreviewApp.Reread(edit(path, "\n  loft: {", "\n  attic: {")))
            await pilot.pause()
            await pilot.pause()
            assert "A loft with a bed." in table.screen()  # the same page, and no other before it

    asyncio.run(script())


@pytest.mark.usefixtures("unwatched")
def test_a_story_that_is_faulty_at_first_is_played_once_it_is_mended(path: Path, tmp_path: Path) -> None:
    edit(path, "goto: loft}", "goto: lift}")

    async def script() -> None:
        app = PreviewApp(path, None, tmp_path)
        app.animation_level = "none"
        async with app.run_test(size=(80, 24)) as pilot:
            table = Table(app, pilot)
            while "FAULTS" not in table.screen():
                await pilot.pause(0.01)
            app.post_message(PreviewApp.Reread(edit(path, "goto: lift}", "goto: loft}")))
            while "A hall." not in table.screen():
                await pilot.pause(0.01)

    asyncio.run(script())


def test_plain_lines_tell_the_page_again(path: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    preview = Preview(None, SaveStore.open(tmp_path / "saves.db"), out)
    preview.take(edit(path, "goto: loft}", "goto: lift}"))
    preview.run(io.StringIO("1\n"))
    assert "Did you mean `loft`" in out.getvalue()
    assert "it is played as soon as" in out.getvalue()
    preview.take(edit(path, "goto: lift}", "goto: loft}"))
    preview.run(io.StringIO("1\n"))
    preview.take(edit(path, "A loft.", "A loft with a bed."))
    assert out.getvalue().rstrip().splitlines()[-3:] == ["A loft with a bed.", "", "1. On"]


def test_a_save_of_a_file_is_seen(path: Path) -> None:
    watchfiles = pytest.importorskip("watchfiles", reason="watchfiles is not installed")
    assert watchfiles
    from playable.preview.watching import saves

    stop, seen = Event(), Event()

    def write() -> None:  # again and again: nobody says when the watch has begun
        while not seen.wait(0.05):
            path.write_text(path.read_text() + " ")

    writer = Thread(target=write)
    writer.start()
    try:
        saved = next(saves(path, stop))
    finally:
        seen.set()
        stop.set()
        writer.join()
    assert isinstance(saved, Story)
