"""What lies on the desk beside a page, each as a sheet: its claims, its terms, the road and the journal as far as read.

What followed the last choice is read before the page that it led to: nothing of that page shows until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playable.desk.claims import argument
from playable.desk.journal import journal
from playable.desk.road import road
from playable.engine.saved_session import SavedSession
from playable.tui import marks
from playable.tui.marks import PageKind
from playable.tui.screens import sheets
from playable.tui.screens.claims import ClaimsScreen
from playable.tui.screens.journal import JournalScreen
from playable.tui.screens.lookup import LookupScreen
from playable.tui.screens.road import RoadScreen
from playable.tui.screens.sheet import Sheet
from playable.tui.widgets.board import board
from playable.tui.widgets.page import Page


def claims_sheet(saved: SavedSession, kind: PageKind, at: str | None = None) -> ClaimsScreen:
    """The claims, those of the page first; `at` is the one that was asked for."""
    here = [cited.id for cited in marks.cites(saved.view, kind)]
    return ClaimsScreen(argument(saved.session, arrived=kind == "scene"), here, marks.outside(saved.view, kind), at)


def terms_sheet(saved: SavedSession, kind: PageKind, at: str | None = None) -> LookupScreen:
    """The terms and people, those of the page first; `at` is the one that was asked for."""
    return LookupScreen(marks.terms(saved.view, kind), at)


def road_sheet(saved: SavedSession, kind: PageKind, go_back: Callable[[int], None]) -> RoadScreen:
    """The road; `go_back` is given the turn of a decision to go back to."""
    found = road(saved.session, told=bool(saved.endings()))
    if kind == "followed":
        found = replace(found, decisions=found.decisions[: saved.view.turn], ending=None)
    return RoadScreen(found, go_back)


def journal_sheet(saved: SavedSession, kind: PageKind) -> JournalScreen:
    """The journal."""
    entries = journal(saved.session)
    return JournalScreen(entries if kind == "scene" else entries[:-1])


def board_sheet(page: Page) -> Sheet:
    """The board, where there is no room for it beside the scene."""
    return Sheet(
        sheets.heading("WHERE THINGS STAND"), lambda width: board(page.panels, page.view.turn, width), opener="board"
    )
