"""The app: the title at once, the story behind it, then the game."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from game.tui.screens.title import TitleScreen
from game.tui.signals import leave_on_signals
from game.tui.sizes import SHORT, WIDE
from game.tui.theme import CABLE

if TYPE_CHECKING:
    from game.engine.sitting import Sitting
    from game.tui.screens.game import GameScreen


class GameApp(App[None]):
    """Plays one story in the terminal."""

    TITLE = "Enemy of the Good"
    ENABLE_COMMAND_PALETTE = False  # Textual's falls when it is closed while it opens; `?` lists every key
    CSS_PATH: ClassVar = ["app.tcss", "screens/title.tcss"]  # of a first screen Textual reads none
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (so in Textual)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", tooltip="These keys"),
        Binding("q", "quit", "quit", tooltip="Leave; the game is kept"),
    ]

    class Opened(Message):
        """The story has been read, or refused."""

        def __init__(self, sitting: Sitting | None, report: list[str] | None = None, refused: str = "") -> None:
            self.sitting, self.report, self.refused = sitting, report, refused
            super().__init__()

    def __init__(
        self, story: Path, seed: int | None = None, start_from: Path | None = None, saves: Path | None = None
    ) -> None:
        super().__init__()
        self._asked = story, seed, start_from, saves
        self._seed = seed
        self._wanted = ""  # a way in that was chosen before the story was there
        self.sitting: Sitting | None = None
        self.game: GameScreen | None = None
        self.refused = ""
        self.failure = ""  # what a fault of our own came to
        self.register_theme(CABLE)
        self.theme = CABLE.name

    def get_default_screen(self) -> Screen[None]:
        """The title."""
        return TitleScreen()

    def on_mount(self) -> None:
        """Paint first; only then read the story."""
        leave_on_signals(self)
        self.call_after_refresh(lambda: self.run_worker(self._open, thread=True))

    def _open(self) -> None:
        from game.tui.opening import RefusedError, opened

        try:
            self.post_message(self.Opened(*opened(*self._asked)))
        except RefusedError as why:
            self.post_message(self.Opened(None, refused=str(why)))

    def on_game_app_opened(self, event: Opened) -> None:
        """Fill the title in, or go where the player is already waiting to go."""
        self.sitting, self.refused = event.sitting, event.refused
        if self.sitting is None:
            self.exit(return_code=1)
            return
        story = self.sitting.machine.story
        self._cover.tell(story.head, story.source)
        self._offer()
        if event.report is not None:
            self._enter(event.report)
        elif self._wanted:
            self._go(self._wanted)

    @property
    def _cover(self) -> TitleScreen:
        title = self.screen_stack[0]
        assert isinstance(title, TitleScreen)
        return title

    def _offer(self, _: None = None) -> None:
        kept = self.sitting.latest() if self.sitting else None
        made = f"{kept.turn} decision{'' if kept.turn == 1 else 's'}" if kept else ""
        self._cover.offer(f"{kept.title or 'the start'} · {made}" if kept else None)

    def on_title_screen_way(self, event: TitleScreen.Way) -> None:
        """Go in, or out."""
        if event.ref == "quit":
            self.exit()
        elif self.sitting is None:
            self._wanted = event.ref
        else:
            self._go(event.ref)

    def _go(self, way: str) -> None:
        assert self.sitting is not None
        report: list[str] = []
        if way == "new":
            self.sitting.new(self._seed)
        elif self.game and any(step.kind != "chance" for step in self.sitting.session.steps):
            self.push_screen("game", self._offer)  # it was only left for the title: the page still stands
            return
        elif kept := self.sitting.latest():
            report = self.sitting.resume(kept)
        self._enter(report)

    def _enter(self, report: list[str]) -> None:
        """To the game screen; there is one, made when first needed."""
        assert self.sitting is not None
        if self.game is not None:
            self.push_screen("game", self._offer)
            self.game.begin(report)
            return
        from game.tui.screens.game import GameScreen

        self.game = GameScreen(self.sitting, report)
        self.install_screen(self.game, "game")  # so that leaving it does not remove it
        self.push_screen("game", self._offer)

    def _fatal_error(self) -> None:
        """A fault of our own. Textual would print its traceback; the player gets words, and a file to send."""
        self.failure = traceback.format_exc()
        self._close_messages_no_wait()

    def action_help(self) -> None:
        """The keys of this screen."""
        from game.tui.screens import sheets

        self.push_screen(sheets.keys(self.screen))


def play(story: Path, seed: int | None = None, start_from: Path | None = None, saves: Path | None = None) -> int:
    """Play `story` on the terminal; the exit code."""
    app = GameApp(story, seed, start_from, saves)
    app.run()
    if app.refused:
        sys.stderr.write(f"{app.refused}\n")
    if app.failure:
        sys.stderr.write(f"The game has failed, by a fault of its own. Every move is kept.{_reported(app.failure)}\n")
    return app.return_code or 0


def _reported(failure: str) -> str:
    """Where the particulars of a failure were written, as a sentence; empty where they could not be."""
    from game.engine.store import default_path

    path = default_path().with_name("failure.txt")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(failure, encoding="utf-8")
    except OSError:
        return ""
    return f" What happened is written in {path}."
