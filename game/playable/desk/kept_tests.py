"""A moment of play is kept as a test: its moves, where it stands, and what is on the board, in a playthrough file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from playable.desk.recordings import fresh
from playable.engine.expectations import as_typed, value
from playable.engine.phrasing import counted
from playable.engine.replay import recorded
from playable.engine.saves.saved_session import write_new
from playable.engine.saves.user_folders import user_folder
from playable.engine.session import Session
from playable.language.characters import visible
from playable.language.files import may_open, whole_of
from playable.language.library import root
from playable.language.playthrough_files import FOLDER
from playable.language.recording import RecordedStep, read_recording, story_named, written


class KeptTest(NamedTuple):
    """Where the test is, and why it is not beside its story; empty where it is."""

    path: Path
    why_not: str

    def __str__(self) -> str:
        said = f"Kept as a test: {visible(str(self.path))}."
        return f"{said} {self.why_not}" if self.why_not else f"{said} pytest runs it with the others."


def keep_as_test(session: Session) -> KeptTest:
    """Write a test that comes to this moment: into the `playthroughs/` of the story, or, where that cannot be, into one
    where the game was started, or into one of the user's own. Raises OSError where none of them can be written."""
    why, failed = "", OSError("no folder can be written")
    for folder in _folders(session):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = fresh(folder / f"{session.here}-{len(session.road)}.yaml")
            write_new(path, test_of(session, path))
        except OSError as error:
            failed = error
            why = why or f"The folder of the story cannot be written: {error.strerror or error}."
            continue
        if not why and folder.parent != _home(session):
            why = "The story is an installed one, whose folder is not yours to change."
        if not may_open(read_recording(path).named_story, path):
            why += " From there pytest does not open the story; `play STORY --from FILE` plays the test."
        return KeptTest(path, why)
    raise failed


def test_of(session: Session, path: Path) -> str:
    """The text of a test for `path`: what was done, then where play stands and every value that is on the board."""
    story, view = session.machine.story, session.view
    where = view.ending.name if view.ending else view.title or session.here
    played = recorded(session, f"{story.head.title}: {where}, {counted(view.turn, 'decision')}")
    shown = [meter.id for panel in view.board for meter in panel.meters]
    asks = [RecordedStep("value", name, wanted=as_typed(value(name, session))) for name in shown]
    if not view.ending:
        asks.insert(0, RecordedStep("expect", f"here == '{session.here}'"))
    named = story_named(story.path, path)
    return written(replace(played, story=named, steps=(*played.steps, *asks), version=None, digest=None, seed=None))


def _folders(session: Session) -> Iterator[Path]:
    """Where a test may go, the best first."""
    if not _installed(_home(session)):
        yield _home(session) / FOLDER
    yield Path.cwd() / FOLDER
    yield user_folder("data") / FOLDER


def _installed(folder: Path) -> bool:
    """Was it put there by pip? Then it is left as it is, for the next update takes it away."""
    return root().name == "data" and folder.is_relative_to(root())


def _home(session: Session) -> Path:
    """The folder of a story; of a story of one file, that in which it lies."""
    whole = whole_of(session.machine.story.path)
    return whole if whole.is_dir() else whole.parent
