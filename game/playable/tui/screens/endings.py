"""The endings found, and of the others how they would end."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from playable.desk.gallery import GalleryEnding, chance, gallery
from playable.tui.dates import day
from playable.tui.screens.index import Index
from playable.tui.text import DIM, HEAD, KEY, STRONG
from playable.tui.widgets.rows import Entry, Row


class EndingsScreen(Index[GalleryEnding]):
    """All endings of the story, from the best tone to the worst."""

    opener = "endings"
    HEADING = "ENDINGS"

    def rows(self, words: str) -> Sequence[Row[GalleryEnding]]:
        """One row an ending, a head above them."""
        saved, outlook = self.player.saved, self.player.background.outlook()
        found = gallery(saved.machine.story, saved.endings(), outlook.start() if outlook else None)
        head: Row[GalleryEnding] = Row(None, Content.assemble((f"{found.found} of {found.total} found", DIM)))
        return [head, *map(_row, found.endings)]

    def takes(self, of: GalleryEnding) -> bool:
        """They are only looked at."""
        return False


def _row(ending: GalleryEnding) -> Entry[GalleryEnding]:
    sign = Content.assemble(
        ("● " if ending.found else "○ ", KEY), (f"{ending.tone:<11}", HEAD if ending.found else DIM)
    )
    name = Content.assemble((ending.name, STRONG)) if ending.name else Content.assemble(("not found yet", DIM))
    odds = f"  {chance(ending.odds)} at random" if ending.odds is not None else ""
    said = [Content.assemble((ending.hint, DIM))]
    if ending.found:
        said.append(Content.assemble((f"first found {day(ending.found)}", DIM)))
    return Entry(ending, Content.assemble(name, (odds, DIM)), said, first=sign)
