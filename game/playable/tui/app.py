"""The app: the title at once, the story behind it, then the game."""

from __future__ import annotations

import gc
import sys
import traceback
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import constants, events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from playable.desk import settings as kept_settings
from playable.tui.key_repeat import REPEAT, KeyRepeat
from playable.tui.player import Menu
from playable.tui.screen import PlayerScreen, named_key
from playable.tui.screens.title import TitleScreen
from playable.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playable.engine.saves.saved_session import SavedSession
    from playable.language.recording import Recording
    from playable.review.odds.background import Background
    from playable.tui.screens.game import GameScreen

HERE = Path(__file__).parent
PAINTED = 0.05  # seconds by which the title is on the terminal


class GameApp(App[None], inherit_bindings=False):
    """Plays one story in the terminal."""

    TITLE = "Enemy of the Good"
    ENABLE_COMMAND_PALETTE = False  # Textual's falls when it is closed while it opens; ours is one of our sheets
    CSS_PATH: ClassVar = [HERE / "app.tcss", HERE / "screens" / "title.tcss"]  # of a first screen Textual reads none
    BINDINGS: ClassVar[list[BindingType]] = [
        named_key("ctrl+p", "palette", "all actions", "Find any action by its name", show=False),
        named_key("s", "saves", "saves", "Go on from a save, or keep this moment under a name"),
        named_key("e", "endings", "endings", "See the endings found, of all there are", show=False),
        named_key("comma", "settings", "settings", "Change the settings: theme, motion, keys", show=False, display=","),
        named_key("question_mark", "help", "help", "See these keys", display="?"),
        named_key("q", "quit", "quit", "Leave the game"),
        Binding("ctrl+q", "quit", "quit", show=False, system=True, priority=True),
        Binding("ctrl+c", "help_quit", "quit", show=False, system=True),
    ]

    class Opened(Message):
        """The story has been read, or refused."""

        def __init__(self, saved: SavedSession | None, report: list[str] | None = None, refused: str = "") -> None:
            self.saved, self.report, self.refused = saved, report, refused
            super().__init__()

    def __init__(
        self,
        story: Path,
        seed: int | None = None,
        start_from: Path | None = None,
        saves: Path | None = None,
        doubted: Sequence[str] = (),
        is_short: bool = False,
    ) -> None:
        """Claims that are `doubted`, here or in the playthrough it starts from, do not hold."""
        super().__init__()
        self._story, self._seed, self._start_from, self._saves = story, seed, start_from, saves
        self._doubted, self._is_short = doubted, is_short
        self.cover = TitleScreen()
        self._wanted: Menu | None = None  # what was chosen before the story was there
        self._saved: SavedSession | None = None
        self.game: GameScreen | None = None
        self.refused = self.failure = ""  # what the story is refused for; what a fault of our own came to
        self._warned: list[str] = []  # what the player knows would be lost
        self.key_repeat = KeyRepeat()
        self.came_at: Callable[[events.Key], float] = attrgetter("time")  # in seconds: when it was read
        self._unsure: events.Key | None = None  # a key that may be held down: what comes next tells
        for theme in THEMES:
            self.register_theme(theme)
        self.settings, self._said = kept_settings.read()
        self.set_reactive(App.theme, self.settings.theme)  # so no style is read twice before the first paint
        self.stylesheet.set_variables(self.get_css_variables())
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

    def get_driver_class(self) -> type[Driver]:
        """Ours for a terminal; what Textual has for anything else."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from playable.tui.terminal import TerminalDriver

        return TerminalDriver

    def on_mount(self) -> None:
        """Paint first; only then read the story, whose thread would hold the paint up."""
        for notice in self._said:
            self.notify(notice, severity="warning", markup=False, timeout=10)
        self.set_timer(PAINTED, self._painted)

    def _painted(self) -> None:
        gc.enable()  # the command line has put it off until now
        self.run_worker(self._open, thread=True)

    async def on_event(self, event: events.Event) -> None:
        """A key that is held down turns one page and no more; any key lets a page that comes in be there at once."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self.game is not None:
            self.game.page.hurry()
        before, self._unsure = self._unsure, None
        verdict = self.key_repeat.judge(event.key, self.came_at(event))
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
        """Read the story; imported only here is all that the title can do without, the game screen too."""
        from playable.engine.assembly import assemble
        from playable.engine.machine import Stuck
        from playable.engine.saves.saved_session import SavedSession
        from playable.engine.saves.store import SaveStore
        from playable.language.faults import StoryFaults
        from playable.language.recording import read_recording
        from playable.language.story import load
        from playable.language.without import without
        from playable.tui.screens import game  # noqa: F401

        try:
            playthrough = read_recording(self._start_from) if self._start_from else None
            doubted = self._doubted or (playthrough.without if playthrough else ())
            machine = assemble(without(load(self._story), doubted))
        except StoryFaults as faults:
            self.post_message(self.Opened(None, refused=str(faults)))
            return
        store = SaveStore.open(self._saves)
        try:
            saved = SavedSession(machine, store, self._seed, self._is_short)
        except StoryFaults as faults:
            opened = self.Opened(None, refused=str(faults))
        except Stuck as error:
            opened = self.Opened(None, refused=f"{self._story}: the story is stuck at its start, {error}")
        else:
            opened = self.Opened(saved, saved.load(playthrough) if playthrough else None)
        self._doubted = machine.story.without
        if not self.post_message(opened) or opened.saved is None:  # nobody plays: the player may have left meanwhile
            store.close()

    def on_game_app_opened(self, event: Opened) -> None:
        """Fill the title in, or go where the player is already waiting to go."""
        self._saved, self.refused = event.saved, event.refused
        if self._saved is None:
            self.exit(return_code=1)
            return
        self.cover.tell(self._saved)
        self._offer()
        if event.report is not None:
            self.enter(event.report)
        elif self._wanted:
            self.go(self._wanted)

    @property
    def saved(self) -> SavedSession:
        """The session that is played; there is one as soon as the story has been read."""
        assert self._saved is not None
        return self._saved

    @property
    def has_story(self) -> bool:
        """Has the story been read?"""
        return self._saved is not None

    @cached_property
    def background(self) -> Background:
        """Where the odds of the story come from, for the review."""
        from playable.review.odds.background import Background

        return Background(self.saved.machine, self.saved.store.path)

    def on_unmount(self) -> None:
        """The odds are not wanted any more, and no more is saved."""
        if "background" in vars(self):
            self.background.stop()
        if self._saved is not None:
            self._saved.store.close()

    @property
    def is_playing(self) -> bool:
        """Is the game on the screen, or under what is?"""
        return self.game in self.screen_stack

    def _offer(self, _: None = None) -> None:
        self.cover.offer(self.saved, self._is_short)

    def go(self, item: Menu) -> None:
        """Do what was chosen on the title; what waits for the story, as soon as that is there."""
        match item:
            case Menu.QUIT:
                self.leave()
            case Menu.SETTINGS:
                self.action_settings()
            case _ if not self.has_story:
                self._wanted = item
            case Menu.SAVES:
                self.action_saves()
            case Menu.ENDINGS:
                self.action_endings()
            case Menu.ABOUT:
                self.action_about()
            case Menu.NEW | Menu.SHORT | Menu.CONTINUE:
                self._play(item)

    def _play(self, item: Menu) -> None:
        report: list[str] = []
        if item is Menu.CONTINUE and self.game and any(step.kind != "chance" for step in self.saved.session.steps):
            self.push_screen("game", self._offer)  # it was only left for the title: the page still stands
            return
        if item is not Menu.CONTINUE:
            self.saved.new(self._seed, self._is_short or item is Menu.SHORT)
        elif kept := self.saved.latest():
            report = self.saved.resume(kept)
        self.enter(report)

    def enter(self, report: list[str]) -> None:
        """To the game screen; there is one, made when first needed. What `report` says is said there."""
        if self.game is not None:
            if not self.is_playing:
                self.push_screen("game", self._offer)
            self.game.begin(report)
            return
        from playable.tui.screens.game import GameScreen

        self.game = GameScreen(self.saved, report)
        self.install_screen(self.game, "game")  # so that leaving it does not remove it
        self.push_screen("game", self._offer)

    def play_on(self, playthrough: Recording) -> None:
        """Go on from a playthrough, in the world of the story that it is of."""
        if playthrough.without != self.saved.machine.story.without:
            self._doubt(playthrough.without)
        self.enter(self.saved.load(playthrough))

    def leave_doubt(self) -> None:
        """Back to the world that was begun in, if a doubt has led out of it."""
        claims = self.saved.machine.story.without
        if claims != tuple(self._doubted):
            self._doubt(self._doubted)
            said = "Back in the story as it was begun. The other is kept: it opens with play --without"
            self.notify(f"{said} {','.join(claims)}.", markup=False, timeout=10)

    def _doubt(self, claims: Sequence[str]) -> None:
        self.saved.doubt(claims)
        self.background.follow(self.saved.machine)

    async def action_quit(self) -> None:
        """Leave."""
        self.leave()

    def leave(self) -> None:
        """Leave; where that would lose anything, say what, and leave when asked again."""
        lost = self._lost()
        if lost and lost != self._warned:
            self._warned = lost
            way_out = "w in the game writes its playthrough to a file; q once more leaves, and loses it."
            self.notify("\n".join([*lost, way_out]), severity="warning", markup=False, timeout=15)
        else:
            self.exit()

    def _lost(self) -> list[str]:
        if self._saved is None:
            return []
        from playable.desk.saves import not_on_disk

        self._saved.store.flush()
        return not_on_disk(self._saved.store)

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about a story waits for it; help and the palette do not pile up."""
        match action:
            case "saves" | "endings" | "about":
                return self.has_story and not (self.is_playing and self.game and self.game.page.withholds_ending)
            case "help" | "palette":
                return all(not isinstance(s, PlayerScreen) or s.opener != action for s in self.screen_stack[:-1])
        return True

    def action_saves(self) -> None:
        """The saves."""
        from playable.tui.screens.saves import SavesScreen

        self.push_screen(SavesScreen(), self._offer)

    def action_endings(self) -> None:
        """The endings found."""
        from playable.tui.screens.endings import EndingsScreen

        self.push_screen(EndingsScreen())

    def action_about(self) -> None:
        """What the story is, and what it is after."""
        from playable.tui.screens import sheets

        self.push_screen(sheets.about(self.saved.machine.story))

    def action_settings(self) -> None:
        """The settings."""
        from playable.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())


def play(
    story: Path,
    seed: int | None = None,
    start_from: Path | None = None,
    saves: Path | None = None,
    doubted: Sequence[str] = (),
    is_short: bool = False,
) -> int:
    """Play `story`, or its short game, in a world without the claims that are `doubted`; the exit code."""
    return run(GameApp(story, seed, start_from, saves, doubted, is_short))


def run(app: GameApp) -> int:
    """Run the app to its end, and say what it ended on; the exit code."""
    if sys.platform == "win32":
        app.run()
    else:
        from playable.tui.terminal import leaving_on_signals

        with leaving_on_signals(app):
            app.run()
    if app.refused:
        sys.stderr.write(f"{app.refused}\n")
    if app.failure:
        from playable.desk.saves import reported

        sys.stderr.write(f"The game has failed, by a fault of its own.{reported(app.failure)}\n")
    if app.has_story and (app.failure or app.saved.store.unwritten):
        from playable.desk.saves import is_kept, not_on_disk

        store = app.saved.store
        sys.stderr.write("\n".join(not_on_disk(store) or [is_kept("Every move", store)]) + "\n")
    return app.return_code or 0
