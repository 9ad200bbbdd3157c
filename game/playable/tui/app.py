"""The app: the title at once, the story behind it, then the game."""

from __future__ import annotations

import sys
import traceback
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import constants, events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from playable.desk import settings as kept_settings
from playable.tui.key_repeat import REPEAT, KeyRepeat
from playable.tui.paths import fresh
from playable.tui.screens.leaving import LeavingScreen
from playable.tui.screens.title import TitleScreen
from playable.tui.signals import leave_on_signals
from playable.tui.sizes import SHORT, WIDE
from playable.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playable.engine.saved_session import SavedSession
    from playable.review.background import Background
    from playable.tui.screens.game import GameScreen

PAINTED = 0.05  # seconds by which the title is on the terminal


class GameApp(App[None], inherit_bindings=False):
    """Plays one story in the terminal."""

    TITLE = "Enemy of the Good"
    ENABLE_COMMAND_PALETTE = False  # Textual's falls when it is closed while it opens; ours is one of our sheets
    CSS_PATH: ClassVar = ["app.tcss", "screens/title.tcss"]  # of a first screen Textual reads none
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (so in Textual)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "palette", "all actions", show=False, tooltip="Find any action by its name", id="palette"),
        Binding(
            "s", "saves", "saves", tooltip="Saves: bookmarks, lines you left, and the way back to each", id="saves"
        ),
        Binding("e", "endings", "endings", show=False, tooltip="The endings found, of all there are", id="endings"),
        Binding(
            "comma",
            "settings",
            "settings",
            key_display=",",
            show=False,
            tooltip="Settings: theme, motion, keys",
            id="settings",
        ),
        Binding("question_mark", "help", "help", key_display="?", tooltip="These keys", id="help"),
        Binding("q", "quit", "quit", tooltip="Leave; the game is kept", id="quit"),
        Binding("ctrl+q", "quit", "quit", show=False, system=True, priority=True),
        Binding("ctrl+c", "help_quit", "quit", show=False, system=True),
    ]

    class Opened(Message):
        """The story has been read, or refused."""

        def __init__(self, saved: SavedSession | None, report: list[str] | None = None, refused: str = "") -> None:
            self.saved, self.report, self.refused = saved, report, refused
            super().__init__()

    def __init__(
        self, story: Path, seed: int | None = None, start_from: Path | None = None, saves: Path | None = None
    ) -> None:
        super().__init__()
        self._asked = story, seed, start_from, saves
        self._seed = seed
        self.cover = TitleScreen()
        self._wanted = ""  # a way in that was chosen before the story was there
        self.saved: SavedSession | None = None
        self.game: GameScreen | None = None
        self.refused = ""
        self.failure = ""  # what a fault of our own came to
        self.key_repeat = KeyRepeat()
        self._unsure: events.Key | None = None  # a key that may be held down: what comes next tells
        for theme in THEMES:
            self.register_theme(theme)
        self.settings, self._said = kept_settings.read()
        self.follow(self.settings)

    def follow(self, settings: kept_settings.Settings) -> None:
        """Play by these settings from now on."""
        self.settings = settings
        self.theme = settings.theme
        self.animation_level = constants.TEXTUAL_ANIMATIONS if settings.motion else "none"
        if settings.keys:
            self.set_keymap(settings.keys)

    def get_default_screen(self) -> Screen[None]:
        """The title."""
        return self.cover

    def on_mount(self) -> None:
        """Paint first; only then read the story, whose thread would hold the paint up."""
        leave_on_signals(self)
        for notice in self._said:
            self.notify(notice, severity="warning", markup=False, timeout=10)
        self.set_timer(PAINTED, lambda: self.run_worker(self._open, thread=True))

    async def on_event(self, event: events.Event) -> None:
        """A key that is held down turns one page and no more; any key lets a page that comes in be there at once."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self.game is not None:
            self.game.hurry()
        before, self._unsure = self._unsure, None
        verdict = self.key_repeat.judge(event.key)
        if verdict == "unsure":
            self._unsure = event
            self.set_timer(REPEAT, lambda: self._sure(event))
            return
        if before is not None and verdict == "pressed":
            await super().on_event(before)
        if verdict == "pressed":
            await super().on_event(event)

    def _sure(self, event: events.Key) -> None:
        if self._unsure is event:  # it was not repeated, so it was pressed
            self._unsure = None
            self.key_repeat.let(event.key)
            self.post_message(event)

    def _open(self) -> None:
        from playable.tui.opening import RefusedError, opened

        try:
            self.post_message(self.Opened(*opened(*self._asked)))
        except RefusedError as why:
            self.post_message(self.Opened(None, refused=str(why)))

    def on_game_app_opened(self, event: Opened) -> None:
        """Fill the title in, or go where the player is already waiting to go."""
        self.saved, self.refused = event.saved, event.refused
        if self.saved is None:
            self.exit(return_code=1)
            return
        story = self.saved.machine.story
        self.cover.tell(story.head, story.source)
        self._offer()
        if event.report is not None:
            self.enter(event.report)
        elif self._wanted:
            self.go(self._wanted)

    @property
    def playing(self) -> SavedSession:
        """The saved, once the story is there."""
        assert self.saved is not None
        return self.saved

    @cached_property
    def background(self) -> Background:
        """Where the odds of the story come from, for the review."""
        from playable.review.background import Background

        return Background(self.playing.machine, self.playing.store.path)

    def on_unmount(self) -> None:
        """The odds are not wanted any more."""
        if "background" in vars(self):
            self.background.stop()

    @property
    def is_playing(self) -> bool:
        """Is the game on the screen, or under what is?"""
        return self.game in self.screen_stack

    def _offer(self, _: None = None) -> None:
        from playable.engine.spoken import counted

        saved = self.playing
        story, kept, found = saved.machine.story, saved.latest(), len(saved.endings())
        ways = {"continue": f"{kept.title or 'the start'} · {counted(kept.turn, 'decision')}"} if kept else {}
        ways |= {"new": "", "saves": "" if kept else "none yet"}
        ways["endings"] = f"{found} of {sum(node.ending is not None for node in story.nodes.values())} found"
        if story.source:
            ways["source"] = ""
        self.cover.offer({**ways, "settings": "", "quit": ""})

    def go(self, way: str) -> None:
        """The way that was chosen on the title; where the story is not there yet, as soon as it is."""
        if way == "quit":
            self.exit()
        elif way == "settings":
            self.action_settings()
        elif self.saved is None:
            self._wanted = way
        elif way == "saves":
            self.action_saves()
        elif way == "endings":
            self.action_endings()
        elif way == "source":
            self.action_source()
        else:
            self._play(way)

    def _play(self, way: str) -> None:
        report: list[str] = []
        if way == "new":
            self.playing.new(self._seed)
        elif self.game and any(step.kind != "chance" for step in self.playing.session.steps):
            self.push_screen("game", self._offer)  # it was only left for the title: the page still stands
            return
        elif kept := self.playing.latest():
            report = self.playing.resume(kept)
        self.enter(report)

    def enter(self, report: list[str]) -> None:
        """To the game screen; there is one, made when first needed."""
        if self.game is not None:
            if not self.is_playing:
                self.push_screen("game", self._offer)
            self.game.begin(report)
            return
        from playable.tui.screens.game import GameScreen

        self.game = GameScreen(self.playing, report)
        self.install_screen(self.game, "game")  # so that leaving it does not remove it
        self.push_screen("game", self._offer)

    def _fatal_error(self) -> None:
        """A fault of our own. Textual would print its traceback; the player gets words, and a file to send."""
        self.failure = traceback.format_exc()
        self._close_messages_no_wait()

    def action_help(self) -> None:
        """The keys of this screen."""
        from playable.tui.screens import sheets

        self.push_screen(sheets.keys(self.screen))

    def action_palette(self) -> None:
        """Every action of this screen by name."""
        from playable.tui.screens.palette import Palette

        self.push_screen(Palette(self.screen))

    def write(self, suffix: str, how: Callable[[Path], None]) -> None:
        """Write the playthrough to a new file in the folder where the game was started."""
        path = fresh(f"{self.playing.machine.story.head.id}-{self.playing.view.turn}", suffix)
        try:
            how(path)
        except OSError as error:
            self.notify(f"It cannot be written: {error.strerror}.", severity="warning", markup=False)
        else:
            self.notify(f"Written: {path}", markup=False, timeout=8)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about a story waits for it; help and the palette do not pile up."""
        match action:
            case "saves" | "endings" | "source":
                return self.saved is not None
            case "help" | "palette":
                return all(not isinstance(s, LeavingScreen) or s.kind != action for s in self.screen_stack)
        return True

    def action_saves(self) -> None:
        """The saves."""
        from playable.tui.screens.saves import SavesScreen

        self.push_screen(SavesScreen(), self._offer)

    def action_endings(self) -> None:
        """The endings found."""
        from playable.tui.screens.endings import EndingsScreen

        self.push_screen(EndingsScreen())

    def action_source(self) -> None:
        """What the story is after."""
        from playable.tui.screens import sheets

        self.push_screen(sheets.source(self.playing.machine.story))

    def action_settings(self) -> None:
        """The settings."""
        from playable.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())


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
    from playable.engine.database import default_path

    path = default_path().with_name("failure.txt")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(failure, encoding="utf-8")
    except OSError:
        return ""
    return f" What happened is written in {path}."
