"""What the screens need of the app that shows them. They know nothing else of it, so that no import goes round."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playable.desk.settings import Settings
    from playable.engine.saves.saved_session import SavedSession
    from playable.language.recording import Recording
    from playable.review.odds.background import Background
    from playable.tui.key_repeat import KeyRepeat


class Menu(Enum):
    """What the title offers, each as it is called there."""

    CONTINUE = "Continue"
    NEW = "New game"
    SHORT = "Short game"
    SAVES = "Saves"
    ENDINGS = "Endings"
    ABOUT = "About"
    SETTINGS = "Settings"
    QUIT = "Quit"


class PlayerApp(Protocol):
    """The app, as its screens see it."""

    settings: Settings
    key_repeat: KeyRepeat

    @property
    def saved(self) -> SavedSession:
        """The session that is played; there is one as soon as the story has been read."""

    @property
    def background(self) -> Background:
        """Where the odds of the story come from."""

    @property
    def is_playing(self) -> bool:
        """Is the game on the screen, or under what is?"""

    def go(self, item: Menu) -> None:
        """Do what was chosen on the title."""

    def leave(self) -> None:
        """Leave the game."""

    def enter(self, report: list[str]) -> None:
        """To the game, and say there what `report` says."""

    def play_on(self, playthrough: Recording) -> None:
        """Go on from a playthrough, in the world of the story that it is of."""

    def leave_doubt(self) -> None:
        """Back to the world that was begun in."""

    def follow(self, settings: Settings) -> None:
        """Play by these settings from now on."""
