"""What lies on the desk beside a page, each as a sheet: its claims, its terms, the road and the journal as far as read.

What followed the last choice is read before the page that it led to, and an ending's text before its name: nothing of
what is still to come shows until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playable.desk.claims import argument
from playable.desk.journal import JournalEntry, journal
from playable.desk.road import road
from playable.engine.saves.saved_session import SavedSession
from playable.tui.page_references import PageKind, cites, outside, terms
from playable.tui.screens.board import BoardScreen
from playable.tui.screens.claims import ClaimsScreen
from playable.tui.screens.journal import JournalScreen
from playable.tui.screens.lookup import LookupScreen
from playable.tui.screens.road import RoadScreen
from playable.tui.widgets.page import Page


def claims_sheet(saved: SavedSession, kind: PageKind, at: str | None = None) -> ClaimsScreen:
    """The claims, those of the page first; `at` is the one that was asked for."""
    here = [cited.id for cited in cites(saved.view, kind)]
    arrived = kind == "ending" if saved.view.ending else kind == "scene"  # where a claim was met names the page
    return ClaimsScreen(argument(saved.session, arrived), here, outside(saved.view, kind), at)


def terms_sheet(saved: SavedSession, kind: PageKind, at: str | None = None) -> LookupScreen:
    """The terms and people, those of the page first; `at` is the one that was asked for."""
    return LookupScreen(terms(saved.view, kind), at)


def road_sheet(saved: SavedSession, kind: PageKind, go_back: Callable[[int], None]) -> RoadScreen:
    """The road; `go_back` is given the turn of a decision to go back to."""
    read = road(saved.session, told=bool(saved.endings()))
    if kind == "followed":
        read = replace(read, decisions=read.decisions[: saved.view.turn])
    if kind != "ending":
        read = replace(read, ending=None)
    return RoadScreen(read, go_back)


def journal_sheet(saved: SavedSession, kind: PageKind) -> JournalScreen:
    """The journal."""
    entries = journal(saved.session)
    if kind == "followed":
        return JournalScreen(entries[:-1])
    return JournalScreen(entries if kind == "ending" else (*entries[:-1], _unnamed(entries[-1])))


def _unnamed(entry: JournalEntry) -> JournalEntry:
    """A page without the name of its ending, if it is of one."""
    if not entry.ending:
        return entry
    name = entry.ending.name
    passages = tuple(p._replace(title="") if p.title == name else p for p in entry.passages)
    return replace(entry, ending=None, title="" if entry.title == name else entry.title, passages=passages)


def board_sheet(page: Page, at: str | None = None) -> BoardScreen:
    """The board, with what each part of it means; `at` is the variable that was asked for."""
    return BoardScreen(page.panels, page.saved.machine.story.state, at)
