"""One line that the player types: a name for a save, or where a file is to stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import on
from textual.app import App
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from playable.desk.recordings import fresh
from playable.tui.screens.sheet import Paper
from playable.tui.text import HEAD
from playable.tui.widgets.field import Field

LONGEST, LONGEST_PATH = 60, 1000  # characters of a name, of a path


class AskScreen(Paper):
    """A question with a field; Enter answers, Escape leaves all as it is."""

    def __init__(self, question: str, value: str, answered: Callable[[str], None], longest: int = LONGEST) -> None:
        super().__init__()
        self._question, self._answered = question, answered
        self._field = Field(value, max_length=longest)

    def heading(self) -> Content:
        """The question."""
        return Content.assemble((self._question, HEAD))

    def body(self) -> Widget:
        """The field."""
        return self._field

    @on(Input.Submitted)
    def answer(self) -> None:
        """Take what was typed, unless that is nothing."""
        answer = self._field.value.strip()
        self.dismiss()
        if answer:
            self._answered(answer)


def ask_where(app: App[None], path: Path, write: Callable[[Path], object]) -> None:
    """Ask where a new file is to stand, by default at `path`, or beside what stands there; write it, and say how that
    went. Nothing is written unasked, and nothing that is there is written over: `write` raises FileExistsError."""

    def answered(typed: str) -> None:
        said, trouble = "", ""
        try:
            write(chosen := Path(typed).expanduser())
            said = f"Written: {chosen}"
        except FileExistsError:
            trouble = f"{typed} is there already, and stays as it is."
        except (OSError, RuntimeError, ValueError) as error:  # ~nobody is a RuntimeError, a NUL in it a ValueError
            trouble = f"It cannot be written: {getattr(error, 'strerror', None) or error}."
        app.notify(said or trouble, severity="information" if said else "warning", markup=False, timeout=8)

    app.push_screen(AskScreen("WRITE IT TO", str(fresh(path)), answered, LONGEST_PATH))
